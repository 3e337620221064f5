// Contexts of flags that are objects: whatever they are made of, they decide as their JSON text does (R32).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONTEXTS } from './contexts.mjs';
import { copies } from './package.mjs';
import { patterns, rules } from './snapshots.mjs';

// What can be told of a value: a flag per question about `v`, and about the places that are hard to find. Splits see the
// text of a number, and every other value.
const SEEDS = Array.from({ length: 16 }, (_, seed) => [`vSplit${seed}`, `(split pct::50 by::$v seed::"${seed}")`]);
const SNAPSHOT = rules({
  vExists: '(exists key::"v")',
  vTrue: '(eq $v true)',
  vFalse: '(eq $v false)',
  vZero: '(eq $v 0)',
  vOne: '(eq $v 1)',
  vNumber: '(gt $v -1e300)',
  vEmpty: '(eq $v "")',
  vText: '(eq $v "text")',
  vLong: '(matches in::$v pattern::"^x{100}")',
  vOdd: '(in $v ["a\ufffdb", "ü", "東京", "😀"])',
  vEpoch: '(eq $v 1970-01-01T00:00:00.000Z)',
  ...Object.fromEntries(SEEDS),
  vw: '(exists key::"v.w")',
  vwOne: "(eq '$v.w' 1)",
  vwx: '(exists key::"v.w.x")',
  proto: '(exists key::"__proto__")',
  protoOne: '(eq $__proto__ 1)',
  constructor: '(exists key::"constructor")',
  toString: '(exists key::"toString")',
  toJSON: '(exists key::"toJSON")',
  length: '(exists key::"length")',
});

/** Flags that a context of this name must turn on; and some of those that it must not. */
const ON = {
  'true': ['vTrue', 'vExists'],
  'false': ['vFalse', 'vExists'],
  '0': ['vZero', 'vExists'],
  '-0': ['vZero', 'vNumber'],
  '1': ['vOne', 'vNumber'],
  'an empty text': ['vEmpty', 'vExists'],
  'a text': ['vText'],
  'an unpaired surrogate': ['vOdd'],
  'a Date': ['vEpoch'],
  'a dotted key': ['vw', 'vwOne'],
  'both spellings': ['vw', 'vwOne'],
  'a boxed text': ['vText'],
  'a boxed number': ['vOne'],
  'a boxed boolean': ['vFalse'],
  'toJSON of a value': ['vOne'],
  'toJSON of the whole': ['vText'],
  'a function with toJSON': ['vText'],
  'an inherited toJSON': ['vText'],
  'a getter': ['vText'],
  'a Proxy': ['vText'],
  'a member of an instance': ['vText'],
  'a revived __proto__': ['proto', 'protoOne'],
  'own constructor': ['constructor'],
  'own toString': ['toString'],
  'own length': ['length'],
  'toJSON of the whole that is no function': ['toJSON', 'vOne'],
  'unread members of any kind': ['vText'],
};
const OFF = {
  'nothing': ['vExists', 'proto', 'constructor', 'toString', 'toJSON', 'length'],
  'null': ['vExists'],
  'NaN': ['vExists', 'vNumber'],
  'Infinity': ['vExists', 'vNumber'],
  '-Infinity': ['vExists', 'vNumber'],
  'undefined': ['vExists'],
  'a function': ['vExists'],
  'a symbol': ['vExists'],
  'a list': ['vExists', 'vText'],
  'an object': ['vExists', 'vw'],
  'three steps': ['vw', 'vwx'],
  'an invalid Date': ['vExists'],
  'a Map': ['vExists'],
  'a Proxy of a list': ['vExists', 'vText'],
  'toJSON that leaves nothing': ['vExists'],
  'an inherited getter': ['vExists'],
  'an inherited member': ['vExists'],
  'a member that is not enumerable': ['vExists'],
  '__proto__ of a literal': ['vExists', 'proto'],
  'own constructor with a name': ['constructor'],
};

for (const [copy, { Evaluator, ValidationException }] of Object.entries(copies)) {
  const evaluator = new Evaluator(SNAPSHOT);
  const keys = evaluator.flags;

  /** The flags that are on, asked for in every way. */
  const onIn = (context) => {
    const ways = [
      keys.filter((flag) => evaluator.evaluateFlag({ flag, context }).value.enabled),
      keys.filter((flag) => evaluator.evaluateFlag({ flag, entityId: 'anna', context }).value.enabled),
      ...[{}, { flags: keys }].map((options) => {
        const answers = evaluator.evaluateFlags({ context }, options);
        return keys.filter((flag) => Object.getOwnPropertyDescriptor(answers, flag).value.value.enabled);
      }),
    ];
    for (const way of ways) assert.deepEqual(way, ways[0]);
    return ways[0];
  };

  for (const [name, context, , noJson] of CONTEXTS) {
    test(`${copy}: ${name} decides a flag as its JSON text`, () => {
      const on = onIn(context);
      for (const flag of ON[name] ?? []) assert.ok(on.includes(flag), `${flag} is not among ${on}`);
      for (const flag of OFF[name] ?? []) assert.ok(!on.includes(flag), `${flag} is on`);
      if (!noJson) assert.deepEqual(on, onIn(JSON.stringify(context)));
    });
  }

  test(`${copy}: every expectation has its context`, () => {
    const names = CONTEXTS.map(([name]) => name);
    for (const name of Object.keys({ ...ON, ...OFF })) assert.ok(names.includes(name), name);
  });

  test(`${copy}: numbers are the same in both forms`, () => {
    for (const v of [1e21, 1e-7, 123456789012345680000, 0.1 + 0.2, 5e-324, 1.7976931348623157e308, 2 ** 53, -1.5, 1e300])
      assert.deepEqual(onIn({ v }), onIn(JSON.stringify({ v })), String(v));
  });

  test(`${copy}: what JSON cannot hold is refused where it is read, with the reason`, () => {
    const failing = () => {
      throw new RangeError('out of reach');
    };
    const cases = [
      [{ v: 1n }, TypeError],
      [{ get v() { return failing(); } }, RangeError],
      [{ v: { toJSON: failing } }, RangeError],
      [{ v: new Date(0), other: 1n }, TypeError],
      [{ v: Object.defineProperty([], 'toJSON', { get: failing }) }, RangeError],
    ];
    for (const [context, cause] of cases) {
      const calls = [
        () => evaluator.evaluateFlag({ flag: 'vText', context }),
        () => evaluator.evaluateFlags({ context }),
        () => evaluator.evaluateFlags({ context }, { flags: ['vText'] }),
      ];
      for (const call of calls) {
        assert.throws(call, (error) => {
          assert.ok(error instanceof ValidationException);
          assert.deepEqual(error.fieldList.map((item) => item.name), ['context']);
          assert.equal(error.reason, 'fieldValidationFailed');
          assert.ok(error.cause instanceof cause);
          return true;
        });
      }
      // It is not read for a flag that asks for other members.
      assert.ok(!evaluator.evaluateFlag({ flag: 'length', context }).value.enabled);
      assert.ok(!evaluator.evaluateFlags({ context }, { flags: ['length'] }).length.value.enabled);
    }
  });

  test(`${copy}: nobody looks into lists and objects`, () => {
    const circular = {};
    circular.v = circular;
    const deep = (levels) => (levels === 0 ? {} : { w: deep(levels - 1) });
    const failing = Object.defineProperty({}, 'w', { enumerable: true, get: () => assert.fail('read') });
    for (const context of [circular, { v: [1n] }, { v: { w: 1n } }, { v: deep(1000) }, { v: failing }])
      assert.deepEqual(onIn(context), onIn('{}'));
  });

  test(`${copy}: a prototype with a say in JSON has it`, () => {
    const having = (prototype, body) => {
      Object.defineProperty(prototype, 'toJSON', { value: () => 'text', configurable: true });
      try {
        return body();
      } finally {
        delete prototype.toJSON;
      }
    };
    for (const [prototype, v] of [[Array.prototype, []], [BigInt.prototype, 1n], [Function.prototype, () => 1]])
      assert.ok(having(prototype, () => evaluator.evaluateFlag({ flag: 'vText', context: { v } }).value.enabled));
    assert.throws(() => having(Object.prototype, () => evaluator.evaluateFlag({ flag: 'vText', context: { v: 1 } })), {
      name: 'ValidationException',
    });
  });

  test(`${copy}: a key with an unpaired surrogate has U+FFFD in its place`, () => {
    const evaluator = new Evaluator(rules({ plain: "(eq '$a\ufffd' 1)", dotted: "(eq '$b.a\ufffd' 1)" }));
    const features = new Evaluator(patterns({ plain: { 'a\ufffd': [1] }, dotted: { b: { 'a\ufffd': [1] } } }));
    const contexts = [
      { 'a\ud800': 1 },
      { 'a\udfff': 1 },
      { 'a\ufffd': 1 },
      { 'a\ud800': 2, 'a\udfff': 1 },
      { 'a\ufffd': 1, 'a\udfff': 2 },
      { 'b.a\ud800': 1 },
      { b: { 'a\ud800': 1 } },
    ];
    for (const context of contexts) {
      const text = JSON.stringify(context);
      for (const flag of evaluator.flags)
        assert.equal(evaluator.evaluateFlag({ flag, context }), evaluator.evaluateFlag({ flag, context: text }), text);
      assert.deepEqual(evaluator.evaluateFlags({ context }), evaluator.evaluateFlags({ context: text }));
      for (const feature of features.features) {
        const ask = (evaluationContext) => features.evaluate({ feature, entityId: 'anna', evaluationContext }, { now: 0 });
        assert.equal(ask(context), ask(text), text);
      }
    }
    assert.ok(evaluator.evaluateFlag({ flag: 'plain', context: { 'a\ud800': 1 } }).value.enabled);
  });

  test(`${copy}: what is no object after toJSON is refused`, () => {
    for (const left of [[], 'text', 1, null, undefined, true]) {
      const context = { toJSON: () => left };
      assert.throws(() => evaluator.evaluateFlag({ flag: 'vText', context }), { name: 'ValidationException' });
      assert.throws(() => evaluator.evaluateFlags({ context }), { name: 'ValidationException' });
    }
  });

  test(`${copy}: a text longer than a slot can say is read all the same`, () => {
    for (const length of [2 ** 24 - 1, 2 ** 24]) {
      const context = { v: 'x'.repeat(length) };
      assert.ok(evaluator.evaluateFlag({ flag: 'vLong', context }).value.enabled);
      assert.ok(!evaluator.evaluateFlag({ flag: 'vText', context }).value.enabled);
    }
  });

  test(`${copy}: a getter may evaluate, too`, () => {
    const inner = { flag: 'vText', entityId: 'somebody else with a long name', context: { v: 'text' } };
    let seen;
    const context = {
      constructor: 1,
      get toString() {
        seen = [
          evaluator.evaluateFlag(inner).value.enabled,
          evaluator.evaluateFlag({ ...inner, context: '{"v":"x"}' }).value.enabled,
          evaluator.evaluateFlags({ context: { v: 1 } }).vOne.value.enabled,
        ];
        return 'text';
      },
      get v() {
        return this.toString;
      },
    };
    for (let round = 0; round < 3; round += 1) {
      const answers = evaluator.evaluateFlags({ entityId: 'anna', context });
      assert.deepEqual(seen, [true, false, true]);
      for (const flag of ['vText', 'constructor', 'toString']) assert.ok(answers[flag].value.enabled, flag);
      assert.ok(!answers.vw.value.enabled);
    }
  });

  test(`${copy}: a context whose members nobody reads is not looked at`, () => {
    const untouchable = new Proxy(
      {},
      // Whether it has a JSON text of its own is asked of every context.
      { get: (_, key) => assert.equal(key, 'toJSON'), ownKeys: () => assert.fail('listed') },
    );
    const plain = new Evaluator(rules({ always: '(and true true)', mine: '(eq $entityId "anna")' }));
    assert.ok(plain.evaluateFlag({ flag: 'always', context: untouchable }).value.enabled);
    assert.ok(plain.evaluateFlag({ flag: 'mine', entityId: 'anna', context: untouchable }).value.enabled);
    assert.ok(plain.evaluateFlags({ context: untouchable }).always.value.enabled);
    assert.ok(plain.evaluateFlags({ context: untouchable }, { flags: ['always'] }).always.value.enabled);
    // A text must be one of a JSON object all the same.
    for (const context of [[], '[]', '', new Date(0), { toJSON: () => 5 }]) {
      assert.throws(() => plain.evaluateFlag({ flag: 'always', context }), { name: 'ValidationException' });
      assert.throws(() => plain.evaluateFlags({ context }), { name: 'ValidationException' });
    }
  });

  test(`${copy}: the entity id of a context is nobody's`, () => {
    const evaluator = new Evaluator(rules({ there: '(exists key::"entityId")', anna: '(eq $entityId "anna")' }));
    const on = (request) => evaluator.flags.filter((flag) => evaluator.evaluateFlag({ flag, ...request }).value.enabled);
    for (const context of [{ entityId: 'anna' }, '{"entityId":"anna"}']) {
      assert.deepEqual(on({ context }), []);
      assert.deepEqual(on({ context, entityId: 'bert' }), ['there']);
      assert.deepEqual(on({ context: {}, entityId: 'anna' }), ['there', 'anna']);
    }
  });
}
