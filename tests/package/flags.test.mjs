// Flags: what is answered, what is shared, and what is refused.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { copies } from './package.mjs';
import { refusalsOf } from './refusals.mjs';
import { brokenHome, flags, home, rules, run, shop } from './snapshots.mjs';

const PRO = {
  value: { enabled: true, _variant: 'Pro', title: 'Hello', sizes: [1, 2.5], tags: ['a', 'b'], wide: true },
  reason: 'RULE_MATCH',
};
const DEFAULT = { value: { enabled: false, _variant: 'Default' }, reason: 'DEFAULT' };
const SEARCH = { value: { enabled: true, size: 7 }, reason: 'DEFAULT' };

for (const [copy, api] of Object.entries(copies)) {
  const { Evaluator, SnapshotError, VariateError } = api;
  const evaluator = new Evaluator(home);
  const { invalid, notFound } = refusalsOf(api);

  test(`${copy}: a flag is decided by its rules, for somebody or nobody`, () => {
    const ask = (request, options) => evaluator.evaluateFlag({ flag: 'banner', ...request }, options);
    for (const context of [{ plan: 'pro' }, '{"plan":"pro"}']) {
      assert.deepEqual(ask({ context }), PRO);
      assert.deepEqual(ask({ context, entityId: null }), PRO);
      assert.deepEqual(ask({ context, entityId: 'anna' }, { now: 0 }), PRO);
    }
    assert.deepEqual(ask({ entityId: 'anna' }).value, { enabled: true, _variant: 'Anna', title: 'Anna' });
    for (const request of [{}, { entityId: undefined, context: undefined }, { entityId: null, context: null }]) {
      assert.deepEqual(ask(request), DEFAULT);
      assert.deepEqual(ask(request, null), DEFAULT);
    }
    assert.deepEqual(evaluator.evaluateFlag({ flag: 'search' }), SEARCH);
    assert.deepEqual(Object.keys(ask({ context: { plan: 'pro' } }).value), Object.keys(PRO.value));
  });

  test(`${copy}: an experiment run says which one it is`, () => {
    const ask = (entityId) => evaluator.evaluateFlag({ flag: 'colours', entityId });
    const identity = { applicationId: 'app1234', experimentDefinitionId: 'exp5678', run: 3 };
    const red = (_variant) => ({ enabled: true, _variant, list: ['red'] });
    const expected = {
      anna: { value: red('__t1__'), reason: 'EXPERIMENT_RULE_MATCH', run: { ...identity, treatment: 't1' } },
      vip: { value: red('__t1_override__'), reason: 'TREATMENT_OVERRIDE_MATCH', run: { ...identity, treatment: 't1' } },
      tester: {
        value: { enabled: false, _variant: '__c_override__' },
        reason: 'TREATMENT_OVERRIDE_MATCH',
        run: { ...identity, treatment: 'c' },
      },
    };
    for (const [entityId, answer] of Object.entries(expected)) assert.deepEqual(ask(entityId), answer);
    const nobody = ask(undefined);
    assert.deepEqual(nobody, { value: { enabled: false, _variant: '__default__' }, reason: 'DEFAULT' });
    assert.ok(!('run' in nobody));
  });

  test(`${copy}: answers are frozen to the last list, and shared`, () => {
    const answers = [
      evaluator.evaluateFlag({ flag: 'banner', context: { plan: 'pro' } }),
      evaluator.evaluateFlag({ flag: 'search' }),
      evaluator.evaluateFlag({ flag: 'colours', entityId: 'anna' }),
      evaluator.evaluateFlag({ flag: 'colours', entityId: 'vip' }),
    ];
    const frozen = (value) => typeof value !== 'object' || (Object.isFrozen(value) && Object.values(value).every(frozen));
    for (const answer of answers) assert.ok(frozen(answer), JSON.stringify(answer));
    assert.throws(() => answers[0].value.tags.push('c'), TypeError);
    assert.throws(() => (answers[2].run.run = 4), TypeError);
    const again = evaluator.evaluateFlags({ entityId: 'anna', context: '{"plan":"pro"}' });
    assert.deepEqual(
      Object.values(again).map((answer) => answers.indexOf(answer)),
      [0, 1, 2],
    );
    assert.ok(!Object.isFrozen(again));
    assert.notEqual(evaluator.evaluateFlags({}), evaluator.evaluateFlags({}));
  });

  test(`${copy}: evaluateFlags answers for all flags, or for those asked for, in that order`, () => {
    const request = { entityId: 'bert', context: { plan: 'pro' } };
    const all = evaluator.evaluateFlags(request);
    assert.deepEqual(Object.keys(all), ['banner', 'search', 'colours']);
    for (const [flag, answer] of Object.entries(all)) assert.equal(answer, evaluator.evaluateFlag({ flag, ...request }));
    assert.deepEqual(evaluator.evaluateFlags(request, { flags: null }), all);
    const some = evaluator.evaluateFlags(request, {
      flags: ['search', 'nope', 'banner', 'search', '__proto__', 'constructor', '', 'a\ud800'],
    });
    assert.deepEqual(Object.keys(some), ['search', 'nope', 'banner', '__proto__', 'constructor', '', 'a\ud800']);
    assert.equal(Object.getPrototypeOf(some), Object.prototype);
    assert.equal(some.search, all.search);
    assert.equal(some.banner, all.banner);
    const missing = (key) => ({ reason: `Flag does not exist: '${key}'` });
    assert.deepEqual(some.nope, missing('nope'));
    assert.deepEqual(Object.getOwnPropertyDescriptor(some, '__proto__').value, missing('__proto__'));
    assert.deepEqual(some['a\ud800'], missing('a\ufffd'));
    assert.deepEqual(evaluator.evaluateFlags(request, { flags: Object.freeze([]) }), {});
    assert.deepEqual(evaluator.evaluateFlags({}, { flags: ['banner'] }), { banner: DEFAULT });
  });

  test(`${copy}: the keys of flags are known, and frozen`, () => {
    assert.deepEqual(evaluator.flags, ['banner', 'search', 'colours']);
    assert.ok(Object.isFrozen(evaluator.flags));
    assert.deepEqual(evaluator.features, []);
    assert.equal(evaluator.project, undefined);
    const odd = { defined: {}, ...home.appConfig.flags.flags };
    const flags = { ...home.appConfig.flags, flags: odd };
    assert.deepEqual(new Evaluator({ version: 1, appConfig: { flags } }).flags, ['banner', 'search', 'colours']);
    const experimentRuns = [run('later', { Enabled: true })];
    assert.deepEqual(new Evaluator({ version: 1, appConfig: { experimentRuns } }).flags, ['later']);
    for (const without of [shop, { version: 1 }]) assert.deepEqual(new Evaluator(without).flags, []);
  });

  test(`${copy}: features and flags of one snapshot do not mix`, () => {
    const both = new Evaluator({ ...shop, appConfig: { ...home.appConfig } });
    assert.deepEqual(Object.keys(both.evaluateAll({ entityId: 'vip' })), both.features);
    assert.deepEqual(Object.keys(both.evaluateFlags({ entityId: 'vip' })), both.flags);
    assert.equal(both.evaluate({ feature: 'checkout', entityId: 'vip' }).variation, 'on');
    assert.equal(both.evaluateFlag({ flag: 'search' }).value.size, 7);
    assert.throws(() => both.evaluateFlag({ flag: 'checkout' }), { code: 'UnknownFlag' });
    assert.throws(() => both.evaluate({ feature: 'colours', entityId: 'vip' }), { code: 'UnknownFeature' });
    // One evaluation leaves nothing behind for the next.
    for (let round = 0; round < 3; round += 1) {
      assert.equal(both.evaluate({ feature: 'search', entityId: 'a', evaluationContext: { country: 'DE' } }).variation, 'on');
      assert.equal(both.evaluateFlag({ flag: 'banner', entityId: 'anna' }).value._variant, 'Anna');
      assert.equal(both.evaluateFlag({ flag: 'banner' }).value._variant, 'Default');
      assert.equal(both.evaluateFlags({}).colours.value._variant, '__default__');
      assert.equal(both.evaluateAll({ entityId: 'vip' }).checkout.variation, 'on');
    }
  });

  test(`${copy}: members that are missing or of the wrong type are named, all of them`, () => {
    const good = { flag: 'banner', entityId: 'anna' };
    const anyone = [
      [undefined, ['request']],
      [null, ['request']],
      ['banner', ['request']],
      [7, ['request']],
      [() => good, ['request']],
      [{ ...good, entityId: 7 }, ['entityId']],
      [{ ...good, entityId: new String('anna') }, ['entityId']],
      [{ ...good, entityId: '' }, ['entityId']],
      [{ ...good, entityId: 'a\u2028b' }, ['entityId']],
      [{ ...good, entityId: 'x'.repeat(2049) }, ['entityId']],
      [{ ...good, entityId: '😀'.repeat(2049) }, ['entityId']],
      [{ ...good, entityId: '😀'.repeat(4097) }, ['entityId']],
      [{ ...good, entityId: 'x'.repeat(100_000) }, ['entityId']],
      [{ ...good, context: 7 }, ['context']],
      [{ ...good, context: true }, ['context']],
      [{ ...good, context: [] }, ['context']],
      [{ ...good, context: () => ({}) }, ['context']],
      [{ ...good, context: Symbol('context') }, ['context']],
      [{ ...good, context: 1n }, ['context']],
      [{ ...good, context: '[]' }, ['context']],
      [{ ...good, context: 'null' }, ['context']],
      [{ ...good, entityId: {}, context: [] }, ['entityId', 'context']],
    ];
    for (const [request, fields] of anyone) {
      invalid(() => evaluator.evaluateFlag(request), fields);
      invalid(() => evaluator.evaluateFlags(request), fields);
      invalid(() => evaluator.evaluateFlags(request, { flags: ['search', 'nope'] }), fields);
      invalid(() => evaluator.evaluateFlags(request, { flags: [] }), fields);
    }
    const one = [
      [[], ['flag']],
      [{}, ['flag']],
      [{ entityId: '' }, ['flag', 'entityId']],
      [{ flag: null, entityId: 7, context: 7 }, ['flag', 'entityId', 'context']],
      [{ flag: ['banner'] }, ['flag']],
      [{ flag: new String('banner') }, ['flag']],
      // What is wrong with the request comes first.
      [{ flag: 'nope', entityId: '', context: [] }, ['entityId', 'context']],
      // The same without attributes to read.
      [{ flag: 'search', context: [] }, ['context']],
      [{ flag: 'search', context: '[]' }, ['context']],
    ];
    for (const [request, fields] of one) invalid(() => evaluator.evaluateFlag(request), fields);
    const several = [
      [{ flags: 'banner' }, ['flags']],
      [{ flags: new Set(['banner']) }, ['flags']],
      [{ flags: ['banner', 7, null, 'nope'] }, ['flags[1]', 'flags[2]']],
      [{ flags: new Array(1) }, ['flags[0]']],
    ];
    for (const [options, fields] of several) {
      invalid(() => evaluator.evaluateFlags({}, options), fields);
      invalid(() => evaluator.evaluateFlags({ entityId: '' }, options), ['entityId', ...fields]);
    }
    for (const text of ['', '{', 'undefined', "{'a':1}"]) {
      for (const flag of ['banner', 'search', 'nope'])
        invalid(() => evaluator.evaluateFlag({ flag, context: text }), ['context'], 'cannotParse');
      invalid(() => evaluator.evaluateFlags({ context: text }), ['context'], 'cannotParse');
      invalid(() => evaluator.evaluateFlags({ context: text }, { flags: [] }), ['context'], 'cannotParse');
      const wrong = { flag: 'nope', entityId: '', context: text };
      invalid(() => evaluator.evaluateFlag(wrong), ['entityId', 'context'], 'cannotParse');
    }
  });

  test(`${copy}: the time is checked, and the clock never read`, (context) => {
    const clock = context.mock.method(Date, 'now', () => 0);
    for (const now of [NaN, Infinity, 8.64e15 + 1, new Date(NaN), '2024-01-01', true, 1n, {}, []]) {
      invalid(() => evaluator.evaluateFlag({ flag: 'search' }, { now }), ['now']);
      invalid(() => evaluator.evaluateFlag({ flag: 'nope', entityId: '' }, { now }), ['entityId', 'now']);
      invalid(() => evaluator.evaluateFlags({}, { now }), ['now']);
      invalid(() => evaluator.evaluateFlags({}, { now, flags: [7] }), ['now', 'flags[0]']);
    }
    for (const options of [new Date(), 7, 'now', [], true]) {
      invalid(() => evaluator.evaluateFlag({ flag: 'search' }, options), ['options']);
      invalid(() => evaluator.evaluateFlags({}, options), ['options']);
    }
    for (const now of [undefined, null, 0, -0.5, new Date(0), 8.64e15]) {
      assert.deepEqual(evaluator.evaluateFlag({ flag: 'search' }, { now }), SEARCH);
      assert.deepEqual(evaluator.evaluateFlags({}, { now, flags: ['search'] }), { search: SEARCH });
    }
    assert.equal(clock.mock.callCount(), 0);
  });

  test(`${copy}: what is not in the snapshot is not found`, () => {
    const others = [evaluator, new Evaluator(shop), new Evaluator({ version: 1 })];
    for (const key of ['nope', '', 'Banner', '__proto__', 'constructor', 'toString', '東京', 'checkout']) {
      for (const evaluator of others)
        notFound(() => evaluator.evaluateFlag({ flag: key, context: {} }), 'UnknownFlag', `Flag does not exist: '${key}'`);
    }
    notFound(() => evaluator.evaluateFlag({ flag: 'a\ud800' }), 'UnknownFlag', "Flag does not exist: 'a\ufffd'");
    for (const evaluator of others.slice(1)) {
      assert.deepEqual(evaluator.evaluateFlags({ entityId: 'anna', context: '{}' }), {});
      invalid(() => evaluator.evaluateFlags({ entityId: '' }), ['entityId']);
      invalid(() => evaluator.evaluateFlag({ flag: 'x', entityId: '', context: '[]' }), ['entityId', 'context']);
      invalid(() => evaluator.evaluateFlags({ context: '{' }), ['context'], 'cannotParse');
    }
  });

  test(`${copy}: a lenient load quarantines, and never serves, what is broken`, () => {
    assert.throws(() => new Evaluator(brokenHome), { code: 'InvalidSnapshot' });
    const evaluator = new Evaluator(brokenHome, { lenient: true });
    const path = 'appConfig.flags.values.search.colour';
    const reason = `Flag is quarantined by the problem at '${path}'`;
    assert.deepEqual(evaluator.flags, ['banner', 'search', 'colours']);
    assert.deepEqual(evaluator.problems.map(({ path, code }) => [path, code]), [[path, 'UnknownAttribute']]);
    const quarantined = (error) => {
      assert.ok(error instanceof SnapshotError && error instanceof VariateError);
      const { name, code, message, problems } = error;
      assert.deepEqual([name, code, error.path, message], ['SnapshotError', 'QuarantinedFlag', path, reason]);
      assert.deepEqual(problems, evaluator.problems);
      return true;
    };
    for (const request of [{}, { entityId: 'anna' }, { context: { plan: 'pro' } }, { context: '{}' }])
      assert.throws(() => evaluator.evaluateFlag({ flag: 'search', ...request }), quarantined);
    const all = evaluator.evaluateFlags({ context: { plan: 'pro' } });
    assert.deepEqual(all.search, { reason });
    assert.deepEqual(all.banner, PRO);
    const some = evaluator.evaluateFlags({ context: { plan: 'pro' } }, { flags: ['search', 'banner'] });
    assert.deepEqual(Object.entries(some), [['search', { reason }], ['banner', PRO]]);
    // An invalid request is invalid also for a flag that is quarantined.
    invalid(() => evaluator.evaluateFlag({ flag: 'search', entityId: '' }), ['entityId']);
    invalid(() => evaluator.evaluateFlag({ flag: 'search', context: '[]' }), ['context']);
    invalid(() => evaluator.evaluateFlags({ entityId: '\n' }, { flags: ['search'] }), ['entityId']);
  });

  test(`${copy}: a freed evaluator says so`, () => {
    const evaluator = new Evaluator(home);
    const answer = evaluator.evaluateFlag({ flag: 'search' });
    evaluator.free();
    const uses = [
      () => evaluator.evaluateFlag({ flag: 'search' }),
      () => evaluator.evaluateFlag({ flag: 'nope' }),
      () => evaluator.evaluateFlag(),
      () => evaluator.evaluateFlags({}),
      () => evaluator.evaluateFlags({}, { flags: [] }),
      () => evaluator.evaluateFlags(),
      () => evaluator.flags,
    ];
    for (const use of uses) assert.throws(use, { name: 'VariateError', code: 'Freed', message: /freed/ });
    assert.deepEqual(answer, SEARCH);
  });

  test(`${copy}: an entity id arrives as it is, whatever its length and characters`, () => {
    const ids = ['anna', 'a\u0000b', '"\\', 'é', 'e\u0301', ' a ', '\u007f', '\ufeff'];
    for (const unit of ['a', 'ü', '東', '😀']) {
      for (const count of [127, 128, 129, 1000, 2047, 2048]) ids.push(unit.repeat(count));
    }
    const overrides = { Inline: Object.fromEntries(ids.map((id) => [id, 't1'])) };
    const experimentRuns = [run('f', { Enabled: true }, { ExposurePercentage: 0, TreatmentOverrides: overrides })];
    const evaluator = new Evaluator(flags({ f: { enabled: false } }, { experimentRuns }));
    const is = (entityId, context) =>
      evaluator.evaluateFlag({ flag: 'f', entityId, context }).reason === 'TREATMENT_OVERRIDE_MATCH';
    for (const id of ids) {
      for (const context of [undefined, {}, '{"a":1}']) assert.ok(is(id, context), `lost: ${id}`);
      if (id.length > 4) assert.ok(!is(id.slice(0, -4) + 'b'), `cut: ${id}`);
      assert.equal(evaluator.evaluateFlags({ entityId: id }).f.reason, 'TREATMENT_OVERRIDE_MATCH');
    }
    assert.ok(!is('e'));
    const surrogate = new Evaluator(rules({ f: '(eq $entityId "a\ufffdb")' }));
    for (const entityId of ['a\ud800b', 'a\udfffb', 'a\ufffdb'])
      assert.ok(surrogate.evaluateFlag({ flag: 'f', entityId }).value.enabled);
  });

  test(`${copy}: a request that changes while it is read is refused`, () => {
    const changing = (member, ...values) => {
      let reads = 0;
      const get = () => values[Math.min(reads++, values.length - 1)];
      return Object.defineProperty({ flag: 'banner', entityId: 'anna' }, member, { enumerable: true, get });
    };
    invalid(() => evaluator.evaluateFlag(changing('entityId', 7, 'anna')), ['request']);
    invalid(() => evaluator.evaluateFlag(changing('flag', 'nope', 'banner')), ['request']);
    invalid(() => evaluator.evaluateFlags(changing('context', 7, {})), ['request']);
  });
}
