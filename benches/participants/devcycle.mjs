// DevCycle's evaluator, AssemblyScript compiled to WebAssembly, asked as its SDK for Node asks it: the request goes in and
// the answer comes out as protobuf. An answer has a value, and no name of a variation.

import { instantiate } from '@devcycle/bucketing-assembly-script/build/bucketing-lib.release.js';
import protobuf from '@devcycle/bucketing-assembly-script/protobuf/compiled.js';
import { valueOf, variationOf, variationsOf } from '../flags.mjs';

const { VariableForUserParams_PB: Question, SDKVariable_PB: Answer } = protobuf;
const SDK_KEY = 'dvc_server_bench';
const TEXT = 2;
const PLATFORM = { platform: 'NodeJS', platformVersion: '20', sdkType: 'server', sdkVersion: '1', hostname: 'bench' };
const EVERYBODY = [{ type: 'all' }];

export const participant = {
  snapshot(flags) {
    const features = flags.map(feature);
    return JSON.stringify({
      project: {
        _id: id('project', 0),
        key: 'bench',
        a0_organization: 'org_bench',
        settings: { edgeDB: { enabled: false }, disablePassthroughRollouts: false },
      },
      environment: { _id: id('environment', 0), key: 'bench' },
      audiences: {},
      features,
      variables: flags.map(({ name }, index) => ({ _id: id('variable', index), type: 'String', key: name })),
      variableHashes: Object.fromEntries(flags.map(({ name }, index) => [name, index + 1])),
      clientSDKKey: 'client',
    });
  },

  async open({ module }) {
    const library = await instantiate(await WebAssembly.compile(module), {});
    library.setPlatformData(JSON.stringify(PLATFORM));
    return library;
  },

  load(library, bytes) {
    library.setConfigDataUTF8(SDK_KEY, bytes);
    return library;
  },

  user({ id, email, country, age, plan, appVersion }) {
    const text = (value) => ({ value, isNull: false });
    const customData = { age: { type: 1, doubleValue: age }, plan: { type: TEXT, stringValue: plan } };
    return {
      user: {
        user_id: id,
        email: text(email),
        country: text(country),
        appVersion: text(appVersion),
        customData: { value: customData, isNull: false },
      },
      json: { user_id: id, email, country, appVersion, customData: { age, plan } },
    };
  },

  evaluate(library, variableKey, { user }) {
    const question = { sdkKey: SDK_KEY, variableKey, variableType: TEXT, user, shouldTrackEvent: false };
    const answer = library.variableForUser_PB(Question.encode(Question.create(question)).finish());
    return answer === null ? null : Answer.decode(answer);
  },
  variation: (answer) => (answer === null ? 'no variable' : variationOf(answer.stringValue)),
  value: ({ stringValue }) => stringValue,
  reason: (answer) => answer.eval?.reason ?? answer.evalReason?.value,

  evaluateAll(library, { json }) {
    const question = new TextEncoder().encode(JSON.stringify(json));
    const answer = library.generateBucketedConfigForUserUTF8(SDK_KEY, question);
    return JSON.parse(new TextDecoder().decode(answer)).variables;
  },
  all: (_, answers) => new Map(Object.values(answers).map(({ key, value }) => [key, variationOf(value)])),
};

function feature(flag, index) {
  const { name, shares, audience, otherwise } = flag;
  const variations = variationsOf(flag);
  const idOf = (variation) => id('variation', index * 8 + variations.indexOf(variation));
  const target = (number, filters, distribution) => ({
    _id: id('target', index * 2 + number),
    _audience: { _id: id('audience', index * 2 + number), filters: { filters, operator: 'and' } },
    distribution: distribution.map(([variation, percent]) => ({
      _variation: idOf(variation),
      percentage: percent / 100,
    })),
  });
  const targets = [target(0, audience ? filters(audience) : EVERYBODY, Object.entries(shares))];
  if (audience) targets.push(target(1, EVERYBODY, [[otherwise, 100]]));
  return {
    _id: id('feature', index),
    type: 'release',
    key: name,
    configuration: { _id: id('configuration', index), targets },
    variations: variations.map((variation) => ({
      _id: idOf(variation),
      name: variation,
      key: `${name}-${variation}`,
      variables: [{ _var: id('variable', index), value: valueOf(variation) }],
    })),
  };
}

function filters({ countries, fromAge, belowAge, emailPrefix }) {
  const age = { type: 'user', subType: 'customData', dataKey: 'age', dataKeyType: 'Number' };
  return [
    { type: 'user', subType: 'country', comparator: '=', values: countries },
    { ...age, comparator: '>=', values: [fromAge] },
    { ...age, comparator: '<', values: [belowAge] },
    { type: 'user', subType: 'email', comparator: 'startWith', values: [emailPrefix] },
  ];
}

/** Its ids are the 24 hexadecimal digits of a database. */
function id(what, number) {
  const kinds = ['project', 'environment', 'variable', 'feature', 'configuration', 'variation', 'target', 'audience'];
  return `${kinds.indexOf(what) + 1}`.padEnd(8, '0') + number.toString(16).padStart(16, '0');
}
