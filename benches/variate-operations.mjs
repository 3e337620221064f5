// The operations of operations.mjs: workloads for `timed` in trial.mjs, bundled with the package as participants are.

import { Evaluator, lint, ready } from 'variate';
import { SPLIT, TARGETED, mixed } from './flags.mjs';
import { participant } from './participants/variate.mjs';
import { lots, usersFrom } from './users.mjs';

const READY = 2048;
const BATCH = 20;
const FLAGS = 50;
const FEATURES = 1000;
const { countries, fromAge, belowAge, emailPrefix } = TARGETED.audience;

const kept = { sum: 0 };

export async function workloads() {
  await ready();
  const features = new Evaluator(participant.snapshot([SPLIT, TARGETED]));
  const flags = new Evaluator(flagSnapshot());
  const snapshot = participant.snapshot(mixed(FEATURES));
  const bytes = new TextEncoder().encode(snapshot);

  const users = usersFrom(READY);
  const requests = users.map(participant.user);
  const small = requests.map(({ evaluationContext }) => JSON.stringify(evaluationContext));
  const large = requests.map(({ evaluationContext }) => JSON.stringify(enlarged(evaluationContext)));
  const batches = requests.map((_, index) => ({
    requests: Array.from({ length: BATCH }, (_, item) => {
      return { feature: TARGETED.name, ...requests[(index * BATCH + item) % READY] };
    }),
  }));

  const split = (at) => features.evaluate({ feature: SPLIT.name, ...requests[at] });
  const object = (at) => features.evaluate({ feature: TARGETED.name, ...requests[at] });
  const text = (texts) => (at) => {
    return features.evaluate({ feature: TARGETED.name, entityId: users[at].id, evaluationContext: texts[at] });
  };
  const parse = (texts) => (at) => JSON.parse(texts[at]);
  const flag = (name) => (at) => {
    return flags.evaluateFlag({ flag: name, entityId: users[at].id, context: requests[at].evaluationContext });
  };
  const all = (at) => flags.evaluateFlags({ entityId: users[at].id, context: requests[at].evaluationContext });

  check(object(0), features.evaluate({ feature: TARGETED.name, entityId: users[0].id, evaluationContext: large[0] }));
  return {
    'evaluate, no context is read': each(split),
    'evaluate, three attributes of an object': each(object),
    'JSON.parse of a context of 0.1 kB': each(parse(small)),
    'evaluate, that context as text': each(text(small)),
    'JSON.parse of a context of 2 kB': each(parse(large)),
    'evaluate, that larger context as text': each(text(large)),
    'batchEvaluate of 20, per item': each((at) => features.batchEvaluate(batches[at]), BATCH),
    'evaluateFlag, without rules': each(flag('plain')),
    'evaluateFlag, three conditions and a split': each(flag('targeted-0')),
    'evaluateFlags, per flag of 50': each(all, FLAGS),
    'JSON.parse of a snapshot of 1,000 features': each(() => JSON.parse(snapshot)),
    'load and free that snapshot': each(() => new Evaluator(bytes).free()),
    'lint that snapshot': each(() => lint(bytes)),
  };
}

/** Does so many operations or a few more, of which one call does several. */
function each(operation, several = 1) {
  let next = 0;
  return (count) => {
    const calls = Math.ceil(count / several);
    for (let call = 0; call < calls; call += 1) {
      kept.sum += operation(next) === null ? 1 : 0;
      next = (next + 1) % READY;
    }
    return calls * several;
  };
}

/** A context as a shop may have it: what the rule reads is somewhere in it. */
function enlarged(context) {
  const draw = lots(context.age);
  const basket = Array.from({ length: 12 }, (_, index) => ({
    sku: `${draw() % 100_000}-${index}`,
    title: `Article no. ${draw() % 1000}, "as new"`,
    price: (draw() % 100_000) / 100,
    inStock: draw() % 2 === 0,
    tags: ['sale', 'spring', `shelf-${draw() % 50}`],
  }));
  const device = { agent: 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/153.0', width: 1920, height: 1080 };
  return { session: { started: 1763719200, referrer: null, pages: [3, 14, 15, 92] }, basket, device, ...context };
}

function flagSnapshot() {
  const rule = [
    '(and',
    `(in $country [${countries.map((country) => `"${country}"`).join(', ')}])`,
    `(gte $age ${fromAge}) (lt $age ${belowAge})`,
    `(begins_with $email "${emailPrefix}")`,
    '(split pct::50 by::$entityId))',
  ].join(' ');
  const names = ['plain', ...Array.from({ length: FLAGS - 1 }, (_, index) => `targeted-${index}`)];
  const variants = [{ name: 'On', enabled: true, rule }, { name: 'Off', enabled: false }];
  const valueOf = (name) => (name === 'plain' ? { enabled: true } : { _variants: variants });
  return {
    version: 1,
    appConfig: {
      flags: {
        version: '1',
        flags: Object.fromEntries(names.map((name) => [name, { name }])),
        values: Object.fromEntries(names.map((name) => [name, valueOf(name)])),
      },
    },
  };
}

function check(one, other) {
  if (one !== other) throw new Error('an object and its text are decided differently');
}
