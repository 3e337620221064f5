// Loading: the module, snapshots in all forms, memory from the first evaluator to the last.

import { seen } from './host.mjs';

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { copies, fresh } from './package.mjs';
import { brokenShop, feature, launch, project, shop } from './snapshots.mjs';

const ON = { variation: 'on', value: { boolValue: true }, reason: 'ENTITY_OVERRIDES_MATCH', details: '{}' };
const VIP = { feature: 'checkout', entityId: 'vip' };

/** Replaces a member of an object while `body` runs. */
async function during(object, name, value, body) {
  const before = Object.getOwnPropertyDescriptor(object, name);
  Object.defineProperty(object, name, { value, configurable: true, writable: true });
  try {
    return await body();
  } finally {
    if (before) Object.defineProperty(object, name, before);
    else delete object[name];
  }
}

const blocked = function () {
  throw new WebAssembly.CompileError('Wasm code generation disallowed by embedder');
};

for (const [copy, load] of Object.entries(fresh)) {
  test(`${copy}: importing compiles nothing; the first evaluator does`, async () => {
    const before = { ...seen, memories: seen.memories.length };
    const { Evaluator } = await load();
    assert.equal(seen.memories.length, before.memories);
    assert.deepEqual(new Evaluator(shop).evaluate(VIP), ON);
    new Evaluator(shop);
    assert.equal(seen.Module, before.Module + 1);
    assert.equal(seen.memories.length, before.memories + 1);
  });

  test(`${copy}: ready() before the first evaluator compiles for it`, async () => {
    const { Evaluator, ready } = await load();
    const before = { ...seen, memories: seen.memories.length };
    assert.equal(await ready(), undefined);
    await Promise.all([ready(), ready()]);
    assert.deepEqual(new Evaluator(shop).evaluate(VIP), ON);
    assert.equal(seen.compile, before.compile + 1);
    assert.equal(seen.Module, before.Module);
    assert.equal(seen.memories.length, before.memories + 1);
  });

  test(`${copy}: ready() after the first evaluator does nothing`, async () => {
    const { Evaluator, ready } = await load();
    const evaluator = new Evaluator(shop);
    const { compile } = seen;
    await ready();
    assert.equal(seen.compile, compile);
    assert.deepEqual(evaluator.evaluate(VIP), ON);
  });

  test(`${copy}: calls of ready() at the same time compile once`, async () => {
    const { ready } = await load();
    const { compile } = seen;
    await Promise.all([ready(), ready(), ready()]);
    assert.equal(seen.compile, compile + 1);
  });

  test(`${copy}: an evaluator made while ready() compiles keeps its instance`, async () => {
    const { Evaluator, ready } = await load();
    const instances = seen.memories.length;
    const compiling = ready();
    const evaluator = new Evaluator(shop);
    await compiling;
    assert.equal(seen.memories.length, instances + 1);
    assert.deepEqual(evaluator.evaluate(VIP), ON);
    assert.deepEqual(new Evaluator(shop).evaluate(VIP), ON);
  });

  test(`${copy}: a host that forbids compiling is named, and asked again the next time`, async () => {
    const { Evaluator, VariateError, lint, ready } = await load();
    const named = (error) => {
      assert.ok(error instanceof VariateError);
      assert.equal(error.code, 'WebAssemblyBlocked');
      assert.match(error.message, /'wasm-unsafe-eval'/);
      assert.ok(error.cause instanceof WebAssembly.CompileError);
      return true;
    };
    await during(WebAssembly, 'Module', blocked, () => {
      assert.throws(() => new Evaluator(shop), named);
      assert.throws(() => lint(shop), named);
    });
    await during(WebAssembly, 'compile', async () => blocked(), () => assert.rejects(ready(), named));
    await ready();
    assert.deepEqual(new Evaluator(shop).evaluate(VIP), ON);
  });

  test(`${copy}: a host without WebAssembly, or that cannot run this module, is named`, async () => {
    const { Evaluator, ready } = await load();
    const named = { name: 'VariateError', code: 'WebAssemblyUnsupported' };
    await during(globalThis, 'WebAssembly', undefined, async () => {
      assert.throws(() => new Evaluator(shop), named);
      await assert.rejects(ready(), named);
    });
    await during(WebAssembly, 'validate', () => false, () =>
      during(WebAssembly, 'Module', blocked, () => assert.throws(() => new Evaluator(shop), named)),
    );
  });

  test(`${copy}: the module's bytes are decoded by what the host has`, async () => {
    const { Evaluator } = await load();
    await during(globalThis, 'atob', undefined, async () => {
      assert.throws(() => new Evaluator(shop), { code: 'WebAssemblyUnsupported', message: /atob/ });
      const fromBase64 = (text) => new Uint8Array(Buffer.from(text, 'base64'));
      await during(Uint8Array, 'fromBase64', fromBase64, () => assert.deepEqual(new Evaluator(shop).evaluate(VIP), ON));
    });
  });
}

for (const [copy, api] of Object.entries(copies)) {
  const { Evaluator, SnapshotError, VariateError, lint } = api;
  const memory = memoryOf(Evaluator);

  test(`${copy}: a snapshot is the same as object, text and bytes`, () => {
    const text = JSON.stringify(shop);
    const bytes = new TextEncoder().encode(text);
    const shifted = new Uint8Array([0, ...bytes, 0]).subarray(1, -1);
    const view = new DataView(shifted.buffer, 1, bytes.length);
    for (const snapshot of [shop, text, bytes, Buffer.from(text), bytes.buffer, shifted, view, { toJSON: () => shop }]) {
      assert.deepEqual(lint(snapshot), []);
      const evaluator = new Evaluator(snapshot);
      assert.deepEqual(evaluator.features, ['checkout', 'search', 'banner']);
      assert.deepEqual(evaluator.project, { name: 'shop', arn: 'arn:aws:evidently:local:000000000000:project/shop' });
      assert.deepEqual(evaluator.problems, []);
      assert.deepEqual(evaluator.evaluate(VIP), ON);
    }
    assert.equal(text, JSON.stringify(shop));
  });

  test(`${copy}: what is no snapshot is refused with its problems`, () => {
    const circular = {};
    circular.circular = circular;
    const cases = [
      ['', 'NotJson'],
      ['{"version":1', 'NotJson'],
      [new Uint8Array(0), 'NotJson'],
      [new Uint8Array([0x7b, 0xff, 0x7d]), 'NotUtf8'],
      [new Uint8Array(1000).fill(0xff), 'NotUtf8'],
      [null, 'WrongType'],
      [undefined, 'WrongType'],
      [7, 'WrongType'],
      [true, 'WrongType'],
      [[], 'WrongType'],
      [Symbol('snapshot'), 'WrongType'],
      [() => shop, 'WrongType'],
      [circular, 'NotJson'],
      [{ version: 1n }, 'NotJson'],
      [{}, 'MissingMember'],
      [{ version: 2 }, 'UnsupportedVersion'],
    ];
    for (const [snapshot, code] of cases) {
      const problems = lint(snapshot);
      assert.equal(problems[0]?.code, code);
      for (const lenient of [false, true]) {
        assert.throws(() => new Evaluator(snapshot, { lenient }), (error) => {
          assert.ok(error instanceof SnapshotError && error instanceof VariateError && error instanceof Error);
          const { name, path, message } = error;
          assert.deepEqual([name, error.code, path], ['SnapshotError', 'InvalidSnapshot', problems[0].path]);
          assert.ok(message.startsWith(problems[0].message), message);
          assert.deepEqual(error.problems, problems);
          return true;
        });
      }
    }
  });

  test(`${copy}: every problem is reported`, () => {
    const snapshot = project('p', { features: [{ name: 'a' }, { name: '', variations: [] }] });
    const places = lint(snapshot).map(({ path, code, message }) => (assert.ok(message.startsWith(path)), `${path} ${code}`));
    assert.deepEqual(places.sort(), [
      'features[0].variations MissingMember',
      'features[1].name InvalidName',
      'features[1].variations EmptyList',
    ]);
    assert.throws(() => new Evaluator(snapshot), /\(and 2 more\)$/);
  });

  test(`${copy}: the size budget is in bytes, and what exceeds it is not copied into memory`, () => {
    const text = JSON.stringify(project('p', { note: 'ü'.repeat(1000) }));
    const size = Buffer.byteLength(text);
    assert.deepEqual(lint(text, { maxBytes: size }), []);
    for (const maxBytes of [size - 1, size - 0.5, 0]) {
      assert.deepEqual(lint(text, { maxBytes }).map(({ code, value }) => ({ code, value })), [{ code: 'TooLarge', value: size }]);
    }
    assert.deepEqual(lint(text, { maxBytes: Infinity }), []);
    const before = memory.buffer.byteLength;
    const tooLarge = new Uint8Array(33 * 1024 * 1024).fill(0x20);
    assert.equal(lint(tooLarge)[0].code, 'TooLarge');
    assert.throws(() => new Evaluator(tooLarge), { code: 'InvalidSnapshot' });
    assert.equal(memory.buffer.byteLength, before);
  });

  test(`${copy}: options of the wrong type are named`, () => {
    const cases = [
      ['lenient', ['options']],
      [7, ['options']],
      [[], ['options']],
      [new Date(), ['options']],
      [{ lenient: 'yes' }, ['lenient']],
      [{ lenient: null, maxBytes: null }, []],
      [{ maxBytes: -1 }, ['maxBytes']],
      [{ maxBytes: NaN, lenient: 1 }, ['lenient', 'maxBytes']],
      [{ maxBytes: '1000' }, ['maxBytes']],
      [{ maxBytes: 1000n }, ['maxBytes']],
      [undefined, []],
      [null, []],
      [{}, []],
    ];
    for (const [options, fields] of cases) {
      for (const call of [() => new Evaluator(shop, options), () => lint(shop, options)]) {
        if (fields.length === 0) call();
        else assert.throws(call, (error) => (assert.deepEqual(fieldsOf(error), fields), true));
      }
    }
  });

  test(`${copy}: a lenient load quarantines, and never serves, what is broken`, () => {
    assert.throws(() => new Evaluator(brokenShop), { code: 'InvalidSnapshot' });
    const evaluator = new Evaluator(brokenShop, { lenient: true });
    const path = 'features[0].entityOverrides.vip';
    const reason = `Feature is quarantined by the problem at '${path}'`;
    assert.deepEqual(evaluator.features, ['checkout', 'search', 'banner']);
    assert.deepEqual(evaluator.problems.map((problem) => problem.path), [path]);
    for (const entityId of ['vip', 'anna']) {
      const quarantined = (error) => {
        assert.ok(error instanceof SnapshotError);
        const { code, message, problems } = error;
        assert.deepEqual({ code, path: error.path, message }, { code: 'QuarantinedFeature', path, message: reason });
        assert.deepEqual(problems, evaluator.problems);
        return true;
      };
      assert.throws(() => evaluator.evaluate({ feature: 'checkout', entityId }), quarantined);
      assert.throws(() => evaluator.assign({ feature: 'checkout', entityIds: [entityId] }), quarantined);
      assert.deepEqual(evaluator.evaluateAll({ entityId }).checkout, { reason });
      assert.deepEqual(evaluator.evaluateAll({ entityId }, { features: ['checkout'] }), { checkout: { reason } });
      const [item, other] = evaluator.batchEvaluate({
        requests: [{ feature: 'checkout', entityId }, { feature: 'banner', entityId }],
      }).results;
      assert.deepEqual(Object.keys(item).sort(), ['entityId', 'feature', 'project', 'reason']);
      assert.equal(item.reason, reason);
      assert.equal(other.variation, 'on');
    }
    // An invalid request is invalid also for a feature that is quarantined.
    const invalid = { name: 'ValidationException' };
    assert.throws(() => evaluator.evaluate({ feature: 'checkout', entityId: '' }), invalid);
    assert.throws(() => evaluator.batchEvaluate({ requests: [{ feature: 'checkout', entityId: '\n' }] }), invalid);
    assert.throws(() => evaluator.assign({ feature: 'checkout', entityIds: [], evaluationContext: '[]' }), invalid);
  });

  test(`${copy}: evaluators do not know of each other`, () => {
    const other = project('other', { features: [feature('checkout', { entityOverrides: { anna: 'on' } })] });
    const [a, b] = [new Evaluator(shop), new Evaluator(other)];
    for (let round = 0; round < 3; round += 1) {
      assert.equal(a.evaluate(VIP).variation, 'on');
      assert.equal(b.evaluate(VIP).variation, 'off');
      assert.equal(b.evaluate({ feature: 'checkout', entityId: 'anna' }).variation, 'on');
      assert.equal(a.evaluate({ feature: 'checkout', entityId: 'anna' }).variation, 'off');
    }
    a.free();
    assert.equal(b.evaluate({ feature: 'checkout', entityId: 'anna' }).variation, 'on');
  });

  test(`${copy}: the old evaluator works until it is freed, whatever becomes of the new one`, () => {
    let current = new Evaluator(shop);
    const old = current;
    assert.throws(() => (current = new Evaluator(brokenShop)), { code: 'InvalidSnapshot' });
    assert.equal(current.evaluate(VIP).variation, 'on');
    current = new Evaluator({ ...shop, features: shop.features.map(({ name }) => feature(name)) });
    assert.equal(old.evaluate(VIP).variation, 'on');
    assert.equal(current.evaluate(VIP).variation, 'off');
    old.free();
    assert.equal(current.evaluate(VIP).variation, 'off');
  });

  test(`${copy}: a freed evaluator says so`, () => {
    const evaluator = new Evaluator(shop);
    const answer = evaluator.evaluate(VIP);
    evaluator.free();
    evaluator.free();
    evaluator[Symbol.dispose]();
    const uses = [
      () => evaluator.evaluate(VIP),
      () => evaluator.evaluate(),
      () => evaluator.batchEvaluate({ requests: [] }),
      () => evaluator.batchEvaluate(),
      () => evaluator.evaluateAll({ entityId: 'vip' }),
      () => evaluator.evaluateAll({ entityId: 'vip' }, { features: [] }),
      () => evaluator.evaluateAll(),
      () => evaluator.assign({ feature: 'checkout', entityIds: [] }),
      () => evaluator.assign(),
      () => evaluator.features,
      () => evaluator.project,
      () => evaluator.problems,
    ];
    for (const use of uses) assert.throws(use, { name: 'VariateError', code: 'Freed', message: /freed/ });
    assert.deepEqual(answer, ON);
  });

  test(`${copy}: Symbol.dispose frees`, () => {
    const evaluator = new Evaluator(shop);
    evaluator[Symbol.dispose]();
    assert.throws(() => evaluator.evaluate(VIP), { code: 'Freed' });
  });

  test(`${copy}: responses are frozen and shared`, () => {
    const evaluator = new Evaluator(shop);
    const answer = evaluator.evaluate(VIP);
    assert.ok(Object.isFrozen(answer) && Object.isFrozen(answer.value));
    assert.equal(evaluator.evaluate(VIP), answer);
    assert.equal(evaluator.evaluateAll({ entityId: 'vip' }).checkout, answer);
    const [item, again] = evaluator.batchEvaluate({ requests: [VIP, VIP] }).results;
    assert.ok(!Object.isFrozen(item));
    assert.notEqual(item, again);
    assert.equal(item.value, answer.value);
    for (const frozen of [evaluator.features, evaluator.project, evaluator.problems]) assert.ok(Object.isFrozen(frozen));
  });

  test(`${copy}: memory that grows between and inside calls is found again`, () => {
    const evaluator = new Evaluator(shop);
    const inGermany = { feature: 'search', entityId: 'anna', evaluationContext: { country: 'DE' } };
    const everything = () => [
      evaluator.evaluate(VIP).variation,
      evaluator.evaluate(inGermany).variation,
      evaluator.evaluate({ ...inGermany, evaluationContext: '{"country":"DE"}' }).variation,
      Object.values(evaluator.evaluateAll({ entityId: 'vip', evaluationContext: { country: 'DE' } })).map(({ variation }) => variation),
      evaluator.assign({ feature: 'checkout', entityIds: ['anna', 'vip'] }).variations,
    ];
    const expected = ['on', 'on', 'on', ['on', 'on', 'on'], ['off', 'on']];
    assert.deepEqual(everything(), expected);
    const grows = (body) => {
      const before = memory.buffer.byteLength;
      body();
      assert.ok(memory.buffer.byteLength > before, 'memory did not grow');
      assert.deepEqual(everything(), expected);
    };
    // Each needs more than the one before has left behind.
    const size = memory.buffer.byteLength;
    const padding = (bytes) => 'x'.repeat(bytes);
    grows(() => {
      const evaluationContext = { country: 'DE', padding: padding(size), list: [] };
      assert.equal(evaluator.evaluate({ ...inGermany, evaluationContext }).variation, 'on');
      // The list is read by nobody: `padding` does not cross. As text it does.
      const text = JSON.stringify(evaluationContext);
      assert.equal(evaluator.evaluate({ ...inGermany, evaluationContext: text }).variation, 'on');
    });
    grows(() => {
      const evaluationContext = { country: padding(3 * size) };
      assert.equal(evaluator.evaluate({ ...inGermany, evaluationContext }).variation, 'off');
    });
    grows(() => {
      // Three bytes each: more than the first guess.
      const evaluationContext = `{"padding":"${'€'.repeat(4 * size)}","country":"DE"}`;
      assert.equal(evaluator.evaluate({ ...inGermany, evaluationContext }).variation, 'on');
    });
    grows(() => new Evaluator(project('large', { features: many(6000 + size / 200) })));
  });

  test(`${copy}: a list of a million entities takes no memory of its own`, () => {
    const evaluator = new Evaluator(shop);
    const entityIds = Array.from({ length: 1_000_000 }, (_, index) => (index % 1000 === 0 ? 'vip' : `entity-${index}`));
    const assign = () => evaluator.assign({ feature: 'checkout', entityIds, evaluationContext: '{"country":"DE"}' });
    evaluator.assign({ feature: 'checkout', entityIds: entityIds.slice(0, 10_000) });
    const before = memory.buffer.byteLength;
    const { variations, reasons } = assign();
    assert.equal(memory.buffer.byteLength, before);
    assert.equal(variations.length, entityIds.length);
    entityIds.forEach((id, index) => {
      if ((variations[index] === 'on') !== (id === 'vip')) assert.fail(`entity ${index}`);
      if ((reasons[index] === 'ENTITY_OVERRIDES_MATCH') !== (id === 'vip')) assert.fail(`entity ${index}`);
    });
  });

  test(`${copy}: evaluators that are freed leave nothing behind`, () => {
    const snapshot = JSON.stringify(project('p', { features: many(100) }));
    const round = () => {
      for (let index = 0; index < 1000; index += 1) {
        const evaluator = new Evaluator(snapshot);
        evaluator.evaluate({ feature: 'feature-7', entityId: 'anna', evaluationContext: { country: 'DE' } });
        evaluator.evaluateAll({ entityId: 'anna', evaluationContext: '{"country":"DE"}' });
        evaluator.free();
        lint('{"version":1,"features":7}');
      }
    };
    round();
    const before = memory.buffer.byteLength;
    round();
    assert.equal(memory.buffer.byteLength, before);
  });

  test(`${copy}: evaluating takes no memory`, () => {
    const evaluator = new Evaluator(shop);
    const round = () => {
      for (let index = 0; index < 100_000; index += 1) {
        evaluator.evaluate({ feature: 'search', entityId: `entity-${index}`, evaluationContext: { country: 'DE' } });
      }
    };
    round();
    const before = memory.buffer.byteLength;
    round();
    assert.equal(memory.buffer.byteLength, before);
  });
}

/** The linear memory of a copy: that of the instance its first evaluator makes. */
function memoryOf(Evaluator) {
  new Evaluator(shop);
  return seen.memories.at(-1);
}

function many(count) {
  return Array.from({ length: count }, (_, index) => feature(`feature-${index}`, { entityOverrides: { vip: 'on' } }));
}

function fieldsOf(error) {
  assert.equal(error.name, 'ValidationException');
  return error.fieldList.map(({ name }) => name);
}
