// What traps in the module: a named error for the call, a new instance, and everybody goes on as if nothing had been.

import { instances, isPending, trapAt, withMemory } from './trapping.mjs';

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { folder, fresh, freshControl } from './package.mjs';
import { home, shop } from './snapshots.mjs';

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc');

const SNAPSHOT = { ...shop, appConfig: home.appConfig };
const GERMAN = { country: 'DE' };
const VIP = { feature: 'checkout', entityId: 'vip' };

/** All that can be asked of an evaluator, by what is asked. */
const QUESTIONS = {
  evaluate: (evaluator) => evaluator.evaluate(VIP),
  'evaluate with an object': (evaluator) => evaluator.evaluate({ ...VIP, feature: 'search', evaluationContext: GERMAN }),
  'evaluate with a text': (evaluator) =>
    evaluator.evaluate({ ...VIP, feature: 'search', evaluationContext: `{"country":"DE","list":[${'1,'.repeat(2000)}1]}` }),
  'evaluate with what does not fit into the first scratch memory': (evaluator) =>
    evaluator.evaluate({ ...VIP, feature: 'search', evaluationContext: { country: 'x'.repeat(50_000) } }),
  batchEvaluate: (evaluator) => evaluator.batchEvaluate({ requests: [VIP, { feature: 'banner', entityId: 'anna' }] }, { now: 2e12 }),
  evaluateAll: (evaluator) => evaluator.evaluateAll({ entityId: 'vip', evaluationContext: GERMAN }, { now: 0 }),
  'evaluateAll of some': (evaluator) => evaluator.evaluateAll({ entityId: 'vip' }, { features: ['checkout', 'none'] }),
  assign: (evaluator) => evaluator.assign({ feature: 'checkout', entityIds: ['anna', 'vip'] }),
  evaluateFlag: (evaluator) => evaluator.evaluateFlag({ flag: 'banner', entityId: 'anna' }),
  evaluateFlags: (evaluator) => evaluator.evaluateFlags({ entityId: 'vip', context: { plan: 'pro' } }),
  explain: (evaluator) => evaluator.explain({ ...VIP, feature: 'search', evaluationContext: GERMAN }, { now: 0 }),
  'explain a flag': (evaluator) => evaluator.explain({ flag: 'banner', entityId: 'anna', context: { plan: 'pro' } }),
  'a refusal': (evaluator) => {
    const error = caught(() => evaluator.evaluate({ ...VIP, entityId: 'a\nb', evaluationContext: '{' }));
    if (error.name !== 'ValidationException') throw error;
    return error.message;
  },
};

const everything = (evaluator) => Object.values(QUESTIONS).map((ask) => ask(evaluator));

function caught(call) {
  try {
    call();
  } catch (error) {
    return error;
  }
  assert.fail('nothing was thrown');
}

function assertTrapped(error, VariateError) {
  assert.ok(error instanceof VariateError, error);
  assert.equal(error.name, 'VariateError');
  assert.equal(error.code, 'WebAssemblyTrapped');
  assert.ok(error.cause instanceof WebAssembly.RuntimeError);
  assert.equal(
    error.message,
    `The module stopped (${error.cause}): the next call starts it anew`,
  );
}

for (const [copy, load] of Object.entries(fresh)) {
  test(`${copy}: whatever traps, and at whichever call, everybody goes on`, async () => {
    const { Evaluator, VariateError, lint } = await load();
    const expected = everything(new Evaluator(SNAPSHOT));
    const bytes = Buffer.from(JSON.stringify(SNAPSHOT));
    const calls = {
      ...QUESTIONS,
      'the constructor': () => new Evaluator(bytes),
      'the constructor, of what is refused': () => assert.throws(() => new Evaluator('{'), { code: 'InvalidSnapshot' }),
      lint: () => lint(SNAPSHOT),
    };
    for (const [what, call] of Object.entries(calls)) {
      let traps = 0;
      for (;;) {
        const [asked, before, unasked, freed] = [bytes, bytes, bytes, bytes].map((snapshot) => new Evaluator(snapshot));
        const answers = everything(before);
        freed.free();
        const count = instances.length;
        trapAt(traps + 1);
        let error;
        try {
          call(asked);
        } catch (thrown) {
          error = thrown;
        }
        if (isPending()) break;
        traps += 1;
        // `assert.throws` has its own.
        if (error?.code === 'ERR_ASSERTION') error = error.actual;
        assertTrapped(error, VariateError);
        assert.equal(instances.length, count, 'a new instance is made when there is use for it');
        for (const evaluator of [unasked, before, asked]) assert.deepEqual(everything(evaluator), expected, `${what}, ${traps}`);
        assert.equal(before.evaluate(VIP), answers[0], 'an answer is the same object as before');
        assert.throws(() => freed.evaluate(VIP), { code: 'Freed' });
        assert.equal(instances.length, count + 1);
        for (const evaluator of [asked, before, unasked, freed]) evaluator.free();
      }
      trapAt(0);
      assert.ok(traps > 0, `${what} calls nothing`);
    }
  });

  test(`${copy}: to free what a trap has taken, or traps itself, is no error`, async () => {
    const { Evaluator } = await load();
    const [first, second, third] = [new Evaluator(SNAPSHOT), new Evaluator(SNAPSHOT), new Evaluator(SNAPSHOT)];
    trapAt(1);
    first.free();
    assert.ok(!isPending());
    second.free();
    assert.equal(third.evaluate(VIP).variation, 'on');
    const { calls } = instances.at(-1);
    for (const freed of [first, second]) {
      freed.free();
      assert.throws(() => freed.evaluate(VIP), { code: 'Freed' });
      assert.throws(() => freed.batchEvaluate({ requests: [VIP], project: 'shop' }), { code: 'Freed' });
      assert.throws(() => freed.evaluateAll({ entityId: 'vip', project: 'shop' }), { code: 'Freed' });
    }
    assert.equal(instances.at(-1).calls, calls);
  });

  test(`${copy}: a host without memory for another instance says so, and the next call goes on`, async () => {
    const { Evaluator, VariateError } = await load();
    const { Instance } = WebAssembly;
    const cause = new RangeError('out of memory');
    const assertNoRoom = (call) => {
      WebAssembly.Instance = class { constructor() { throw cause; } };
      try {
        const error = caught(call);
        assert.ok(error instanceof VariateError, error);
        assert.equal(error.code, 'WebAssemblyTrapped');
        assert.equal(error.cause, cause);
      } finally {
        WebAssembly.Instance = Instance;
      }
    };
    assertNoRoom(() => new Evaluator(SNAPSHOT));
    const evaluator = new Evaluator(SNAPSHOT);
    trapAt(1);
    assertTrapped(caught(() => evaluator.evaluate(VIP)), VariateError);
    assertNoRoom(() => evaluator.evaluate(VIP));
    assert.equal(evaluator.evaluate(VIP).variation, 'on');
  });

  test(`${copy}: a trap while a snapshot is loaded again is an error of that call`, async () => {
    const { Evaluator, VariateError } = await load();
    const evaluator = new Evaluator(SNAPSHOT);
    const expected = evaluator.evaluate(VIP);
    for (let again = 1; ; again += 1) {
      trapAt(1);
      caught(() => evaluator.evaluate(VIP));
      trapAt(again);
      try {
        assert.equal(evaluator.evaluate(VIP), expected);
        if (isPending()) break;
      } catch (error) {
        assertTrapped(error, VariateError);
      }
      assert.equal(evaluator.evaluate(VIP), expected);
    }
    trapAt(0);
  });

  test(`${copy}: what was loaded is loaded again, whatever became of it`, async () => {
    const { Evaluator } = await load();
    const bytes = Buffer.from(JSON.stringify(SNAPSHOT));
    const object = structuredClone(SNAPSHOT);
    const evaluators = [new Evaluator(bytes), new Evaluator(object)];
    bytes.fill(0);
    object.features.length = 0;
    for (const evaluator of evaluators) {
      trapAt(1);
      caught(() => evaluator.evaluate(VIP));
      assert.equal(evaluator.evaluate(VIP).variation, 'on');
    }
    const broken = { ...SNAPSHOT, features: [{ name: 'broken' }, ...SNAPSHOT.features] };
    const lenient = new Evaluator(broken, { lenient: true });
    trapAt(1);
    caught(() => lenient.evaluate(VIP));
    assert.equal(lenient.evaluate(VIP).variation, 'on');
    assert.throws(() => lenient.evaluate({ ...VIP, feature: 'broken' }), { code: 'QuarantinedFeature' });
  });

  test(`${copy}: a trap within a getter of a context gives no wrong answer`, async () => {
    const { Evaluator, VariateError } = await load();
    const [outer, inner] = [new Evaluator(SNAPSHOT), new Evaluator(SNAPSHOT)];
    const expected = everything(outer);
    const ask = (getter) => ({ feature: 'search', entityId: 'anna', evaluationContext: Object.defineProperty({}, 'country', { enumerable: true, get: getter }) });
    const trap = () => {
      trapAt(1);
      inner.evaluate(VIP);
    };
    // The instance that the outer call is in is gone: whether the getter tells or not, and whether there is another one.
    const getters = [
      trap,
      () => (caught(trap), 'DE'),
      () => (caught(trap), inner.evaluate(VIP), 'DE'),
      () => (caught(trap), outer.evaluate(VIP), 'DE'),
    ];
    for (const getter of getters) {
      for (const call of ['evaluate', 'evaluateAll']) {
        const error = caught(() => outer[call](ask(getter)));
        assertTrapped(error, VariateError);
        assert.deepEqual(everything(outer), expected);
        assert.deepEqual(everything(inner), expected);
      }
    }
  });

  test(`${copy}: what others throw is theirs, and stops nothing`, async () => {
    const { Evaluator } = await load();
    const evaluator = new Evaluator(SNAPSHOT);
    const count = instances.length;
    for (const cause of [new WebAssembly.RuntimeError('mine'), new RangeError('mine'), undefined]) {
      const throwing = (name) => Object.defineProperty({}, name, { enumerable: true, get() { throw cause; } });
      const context = { feature: 'search', entityId: 'anna', evaluationContext: throwing('country') };
      const error = caught(() => evaluator.evaluate(context));
      assert.equal(error.name, 'ValidationException');
      assert.equal(error.cause, cause);
      const request = throwing('entityId');
      request.feature = 'search';
      assert.equal(caught(() => evaluator.evaluate(request)), cause);
    }
    assert.equal(evaluator.evaluate(VIP).variation, 'on');
    assert.equal(instances.length, count);
  });

  test(`${copy}: a stack that runs out, wherever it does, does no harm`, async () => {
    const { Evaluator } = await load();
    const evaluator = new Evaluator(SNAPSHOT);
    const expected = everything(evaluator);
    const shallow = (depth) => (depth === 0 ? everything(evaluator) : shallow(depth - 1));
    const deep = () => {
      try {
        deep();
      } finally {
        // As long as there is no room for it, this throws too.
        evaluator.evaluate({ ...VIP, feature: 'search', evaluationContext: GERMAN });
      }
    };
    assert.throws(deep);
    assert.deepEqual(shallow(100), expected);
  });

  test(`${copy}: nor when it runs out just before a call into the module`, async () => {
    const { Evaluator } = await load();
    const segments = [{ name: 's', pattern: '{"country":["DE"],"padding":[{"exists":true}]}' }];
    const definition = { samplingRate: 100_000, onlineAbDefinition: { treatmentWeights: { t: 100_000 } } };
    const treatments = [{ name: 't', featureVariations: { search: 'off' } }];
    const experiments = [{ name: 'e', status: 'RUNNING', segment: 's', treatments, ...definition }];
    const sized = (bytes) => ({ feature: 'search', entityId: 'anna', evaluationContext: { country: 'DE', padding: 'x'.repeat(bytes) } });
    // More than the scratch memory has at first, and less than what is asked for then.
    const [large, less] = [sized(30_000), sized(23_000)];
    const ids = Array.from({ length: 300 }, (_, index) => `user-${index}`);
    const entityOverrides = Object.fromEntries(ids.map((id, index) => [id, index % 2 ? 'on' : 'off']));
    const features = [{ ...shop.features[0], entityOverrides }];
    let evaluator;
    let calls;
    let call;
    let thrown;
    const deep = () => {
      try {
        deep();
      } catch {}
      // The further from the end of the stack, the later in a call it is met.
      if (calls === call) {
        try {
          evaluator.evaluate(large);
        } catch (error) {
          thrown = error;
        }
      }
      calls += 1;
    };
    // Each begins elsewhere on the stack.
    const shifted = Array.from({ length: 30 }, (_, count) => {
      const names = Array.from({ length: count }, (_, index) => `p${index}`);
      return new Function('deep', ...names, 'return deep()').bind(undefined, deep, ...names);
    });
    let met = 0;
    for (const begin of shifted) {
      for (call = 0; call < 24; call += 1) {
        evaluator = new Evaluator({ ...shop, segments, experiments, launches: [] });
        evaluator.evaluate(sized(1));
        // What lies behind the scratch memory of the first one.
        const other = new Evaluator({ version: 1, project: { name: 'other' }, features });
        const answers = () => ids.map((entityId) => other.evaluate({ feature: features[0].name, entityId }).variation);
        const expected = answers();
        calls = 0;
        thrown = undefined;
        begin();
        if (thrown) met += 1;
        assert.equal(evaluator.evaluate(less).variation, 'off');
        assert.deepEqual(answers(), expected);
        evaluator.free();
        other.free();
      }
    }
    assert.ok(met > 100, `${met}`);
  });

  test(`${copy}: instances that have trapped are collected, with their evaluators`, async () => {
    const { Evaluator } = await load();
    const evaluator = new Evaluator(SNAPSHOT);
    evaluator.evaluate(VIP);
    const first = instances.length;
    const { byteLength } = instances.at(-1).memory.deref().buffer;
    for (let round = 0; round < 1000; round += 1) {
      new Evaluator(SNAPSHOT).evaluate(VIP);
      trapAt(1);
      caught(() => evaluator.evaluate(VIP));
      assert.equal(evaluator.evaluate(VIP).variation, 'on');
      if (round % 50 === 0) await setImmediate();
    }
    assert.equal(instances.length, first + 1000);
    const { calls } = instances.at(-1);
    for (let round = 0; round < 5; round += 1) {
      gc();
      await setImmediate();
    }
    const alive = instances.slice(first).filter(({ memory }) => memory.deref() !== undefined);
    assert.equal(alive.length, 1);
    assert.equal(alive[0], instances.at(-1));
    assert.equal(alive[0].memory.deref().buffer.byteLength, byteLength);
    assert.equal(alive[0].calls, calls, 'what lay elsewhere is not freed here');
    assert.equal(evaluator.evaluate(VIP).variation, 'on');
  });
}

test('a module that runs out of memory traps by itself', async () => {
  const slim = await import(`${pathToFileURL(join(folder, 'dist/slim.js'))}?recovery`);
  const { Evaluator, VariateError, initWasm, lint } = slim;
  const wasm = readFileSync(join(folder, 'dist/core.wasm'));
  initWasm(withMemory(wasm, 32));
  const [first, second] = [new Evaluator(SNAPSHOT), new Evaluator(SNAPSHOT)];
  const expected = everything(first);
  const padding = 'x'.repeat(4_000_000);
  const text = JSON.stringify({ country: 'DE', padding });
  const large = { ...SNAPSHOT, note: padding };
  const calls = {
    constructor: () => new Evaluator(large),
    lint: () => lint(large),
    evaluate: () => first.evaluate({ feature: 'search', entityId: 'anna', evaluationContext: text }),
    batchEvaluate: () => first.batchEvaluate({ requests: [{ feature: 'search', entityId: 'anna', evaluationContext: text }] }),
    evaluateAll: () => first.evaluateAll({ entityId: 'anna', evaluationContext: text }),
    assign: () => first.assign({ feature: 'search', entityIds: ['anna'], evaluationContext: text }),
    evaluateFlag: () => first.evaluateFlag({ flag: 'banner', context: text }),
    evaluateFlags: () => first.evaluateFlags({ context: text }),
  };
  for (const [what, call] of Object.entries(calls)) {
    const count = instances.length;
    assertTrapped(caught(call), VariateError);
    for (const evaluator of [first, second]) assert.deepEqual(everything(evaluator), expected, what);
    assert.equal(instances.length, count + 1, what);
  }
  // More of them than there is room for, until there is none; those that are dropped make room again.
  const many = [];
  const error = caught(() => {
    while (many.length < 1e5) many.push(new Evaluator(SNAPSHOT));
  });
  assertTrapped(error, VariateError);
  assert.equal(many[0].evaluate(VIP).variation, 'on');
  assert.deepEqual(everything(first), expected);
});

test('nothing in an instance that has trapped was ever called again', () => {
  const trapped = instances.filter(({ hasTrapped }) => hasTrapped);
  assert.ok(trapped.length > 1000);
  assert.ok(trapped.every(({ callsSince }) => callsSince === 0));
});

for (const [copy, load] of Object.entries(freshControl)) {
  test(`${copy}: the control plane goes on, too`, async () => {
    const { VariateError, control } = await load();
    const create = () => control('CreateProject', null, { name: 'shop' }, { now: 0 });
    const expected = create();
    let traps = 0;
    for (;;) {
      trapAt(traps + 1);
      let error;
      try {
        create();
      } catch (thrown) {
        error = thrown;
      }
      if (isPending()) break;
      traps += 1;
      assertTrapped(error, VariateError);
      assert.deepEqual(create(), expected);
    }
    trapAt(0);
    assert.ok(traps > 5);
  });
}
