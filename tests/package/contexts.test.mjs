// Contexts that are objects: whatever they are made of, they decide as their JSON text does.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONTEXTS } from './contexts.mjs';
import { copies } from './package.mjs';
import { patterns } from './snapshots.mjs';

// What can be told of a value: a feature per question about `v`, and about the places that are hard to find.
const SNAPSHOT = patterns({
  'v-null': { v: [null] },
  'v-true': { v: [true] },
  'v-false': { v: [false] },
  'v-zero': { v: [0] },
  'v-one': { v: [1] },
  'v-number': { v: [{ numeric: ['>', -1e300] }] },
  'v-empty': { v: [''] },
  'v-text': { v: ['text'] },
  'v-odd': { v: ['a\ufffdb', 'ü', '東京', '😀'] },
  'v-exists': { v: [{ exists: true }] },
  'v-absent': { v: [{ exists: false }] },
  'v-epoch': { v: ['1970-01-01T00:00:00.000Z'] },
  'v-w-one': { v: { w: [1] } },
  'v-w-exists': { v: { w: [{ exists: true }] } },
  'v-w-x-one': { v: { w: { x: [1] } } },
  'v-0-exists': { v: { 0: [{ exists: true }] } },
  'proto-exists': JSON.parse('{"__proto__":[{"exists":true}]}'),
  'proto-one': JSON.parse('{"__proto__":[1]}'),
  'constructor-exists': { constructor: [{ exists: true }] },
  'constructor-name-exists': { constructor: { name: [{ exists: true }] } },
  'tostring-exists': { toString: [{ exists: true }] },
  'tojson-exists': { toJSON: [{ exists: true }] },
  'key-empty-one': { '': [1] },
  'length-exists': { length: [{ exists: true }] },
});

for (const [copy, { Evaluator, ValidationException }] of Object.entries(copies)) {
  const evaluator = new Evaluator(SNAPSHOT);
  const names = evaluator.features;

  /** The features that are on, asked for in every way. */
  const onIn = (evaluationContext) => {
    const request = { entityId: 'anna', evaluationContext };
    const requests = names.map((feature) => ({ feature, ...request }));
    const isOn = ({ variation }) => variation === 'on';
    const ways = [
      names.filter((feature) => isOn(evaluator.evaluate({ feature, ...request }, { now: 0 }))),
      names.filter(
        (feature) =>
          evaluator.assign({ feature, entityIds: ['anna'], evaluationContext }, { now: 0 }).variations[0] === 'on',
      ),
      names.filter((_, index) => isOn(evaluator.batchEvaluate({ requests }, { now: 0 }).results[index])),
      Object.entries(evaluator.evaluateAll(request, { now: 0 }))
        .filter(([, answer]) => isOn(answer))
        .map(([name]) => name),
    ];
    for (const way of ways) assert.deepEqual(way, ways[0]);
    return ways[0];
  };

  for (const [name, context, expected, noJson] of CONTEXTS) {
    test(`${copy}: ${name} decides as its JSON text`, () => {
      const on = onIn(context);
      for (const feature of expected) assert.ok(on.includes(feature), `${feature} is not among ${on}`);
      if (!noJson) assert.deepEqual(on, onIn(JSON.stringify(context)));
    });
  }

  test(`${copy}: what JSON cannot hold is refused where it is read, with the reason`, () => {
    const circular = { v: {} };
    circular.v.w = circular;
    const cases = [
      [{ v: 1n }, TypeError],
      [{ v: [1n] }, TypeError],
      [{ v: { w: 1n } }, TypeError],
      [circular, TypeError],
      [
        {
          get v() {
            throw new RangeError('out of reach');
          },
        },
        RangeError,
      ],
      [
        {
          v: {
            toJSON() {
              throw new RangeError('out of reach');
            },
          },
        },
        RangeError,
      ],
    ];
    const request = { feature: 'v-w-one', entityId: 'anna' };
    for (const [evaluationContext, cause] of cases) {
      const calls = [
        ['evaluationContext', () => evaluator.evaluate({ ...request, feature: 'v-text', evaluationContext })],
        ['evaluationContext', () => evaluator.evaluateAll({ entityId: 'anna', evaluationContext })],
        [
          'requests[1].evaluationContext',
          () => evaluator.batchEvaluate({ requests: [request, { ...request, feature: 'v-text', evaluationContext }] }),
        ],
        ['evaluationContext', () => evaluator.assign({ feature: 'v-text', entityIds: ['anna'], evaluationContext })],
      ];
      for (const [field, call] of calls) {
        assert.throws(call, (error) => {
          assert.ok(error instanceof ValidationException);
          assert.deepEqual(
            error.fieldList.map((item) => item.name),
            [field],
          );
          assert.equal(error.reason, 'fieldValidationFailed');
          assert.ok(error.cause instanceof cause);
          return true;
        });
      }
    }
    // It is not read for a feature that asks for other attributes.
    assert.equal(
      evaluator.evaluate({ feature: 'length-exists', entityId: 'anna', evaluationContext: { v: 1n } }).variation,
      'off',
    );
  });

  test(`${copy}: what is no object after toJSON is refused`, () => {
    for (const left of [[], 'text', 1, null, undefined, true]) {
      const evaluationContext = { toJSON: () => left };
      assert.throws(() => evaluator.evaluate({ feature: 'v-text', entityId: 'anna', evaluationContext }), {
        name: 'ValidationException',
      });
    }
  });

  test(`${copy}: an object nested too deep is refused where its text crosses`, () => {
    const deep = (levels) => (levels === 1 ? {} : { w: deep(levels - 1) });
    const at = (levels) =>
      evaluator.evaluate({ feature: 'v-exists', entityId: 'anna', evaluationContext: { v: deep(levels - 1) } });
    assert.equal(at(128).variation, 'off');
    assert.throws(() => at(129), { name: 'ValidationException', reason: 'fieldValidationFailed' });
  });

  test(`${copy}: a text longer than a slot can say is read all the same`, () => {
    for (const length of [2 ** 24 - 1, 2 ** 24]) {
      const evaluationContext = { v: 'x'.repeat(length) };
      const on = ['v-empty', 'v-text', 'v-exists', 'v-absent'].filter(
        (feature) =>
          evaluator.evaluate({ feature, entityId: 'anna', evaluationContext }, { now: 0 }).variation === 'on',
      );
      assert.deepEqual(on, ['v-exists']);
    }
  });

  test(`${copy}: a getter may evaluate, too`, () => {
    const inner = { feature: 'v-text', entityId: 'somebody else with a long name', evaluationContext: { v: 'text' } };
    let seen;
    // Members around the getter's, so that some are read before it and some after.
    const evaluationContext = {
      '': 1,
      constructor: 1,
      get toString() {
        seen = [
          evaluator.evaluate(inner).variation,
          evaluator.evaluate({ ...inner, evaluationContext: '{"v":"x"}' }).variation,
          evaluator.evaluateAll({ entityId: 'b', evaluationContext: { v: 1 } })['v-one'].variation,
          new Evaluator(SNAPSHOT).evaluate(inner).variation,
        ];
        return 'text';
      },
      get v() {
        return this.toString;
      },
    };
    const expected = ['v-text', 'v-exists', 'constructor-exists', 'tostring-exists', 'key-empty-one'];
    for (let round = 0; round < 3; round += 1) {
      const answers = evaluator.evaluateAll({ entityId: 'anna', evaluationContext }, { now: 0 });
      assert.deepEqual(seen, ['on', 'off', 'on', 'on']);
      assert.deepEqual(
        names.filter((name) => answers[name].variation === 'on'),
        expected,
      );
    }
  });

  test(`${copy}: a context whose members nobody reads is not looked at`, () => {
    const untouchable = new Proxy(
      {},
      // Whether it has a JSON text of its own is asked of every context.
      { get: (_, key) => assert.equal(key, 'toJSON'), ownKeys: () => assert.fail('listed') },
    );
    const plain = new Evaluator(patterns({}));
    assert.deepEqual(plain.evaluateAll({ entityId: 'anna', evaluationContext: untouchable }), {});
    // What is no object in JSON is refused all the same.
    for (const evaluationContext of [[], '[]', new Date(0), new String('{}'), { toJSON: () => 5 }]) {
      assert.throws(() => plain.evaluateAll({ entityId: 'anna', evaluationContext }), { name: 'ValidationException' });
    }
  });
}
