// Snapshots: in all forms, refused, lenient, one after the other.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { copies } from './package.mjs';
import { brokenShop, feature, project, shop } from './snapshots.mjs';

const ON = { variation: 'on', value: { boolValue: true }, reason: 'ENTITY_OVERRIDES_MATCH', details: '{}' };
const VIP = { feature: 'checkout', entityId: 'vip' };

for (const [copy, { Evaluator, SnapshotError, VariateError, lint }] of Object.entries(copies)) {
  test(`${copy}: a snapshot is the same as object, text and bytes`, () => {
    const text = JSON.stringify(shop);
    const bytes = new TextEncoder().encode(text);
    const shifted = new Uint8Array([0, ...bytes, 0]).subarray(1, -1);
    const view = new DataView(shifted.buffer, 1, bytes.length);
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    for (const snapshot of [
      shop,
      text,
      bytes,
      Buffer.from(text),
      bytes.buffer,
      shifted,
      view,
      shared,
      shared.buffer,
      { toJSON: () => shop },
    ]) {
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
    const transferred = new TextEncoder().encode('{"version":1}');
    structuredClone(transferred, { transfer: [transferred.buffer] });
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
      [{ toJSON: () => { throw Object.create(null); } }, 'NotJson'],
      [transferred, 'NotJson'],
      [transferred.buffer, 'NotJson'],
      [{}, 'MissingMember'],
      [{ version: 2 }, 'UnsupportedVersion'],
    ];
    for (const [snapshot, code] of cases) {
      const problems = lint(snapshot);
      assert.equal(problems[0]?.code, code);
      for (const lenient of [false, true]) {
        assert.throws(
          () => new Evaluator(snapshot, { lenient }),
          (error) => {
            assert.ok(error instanceof SnapshotError && error instanceof VariateError && error instanceof Error);
            const { name, path, message } = error;
            assert.deepEqual([name, error.code, path], ['SnapshotError', 'InvalidSnapshot', problems[0].path]);
            assert.ok(message.startsWith(problems[0].message), message);
            assert.deepEqual(error.problems, problems);
            return true;
          },
        );
      }
    }
  });

  test(`${copy}: every problem is reported`, () => {
    const snapshot = project('p', { features: [{ name: 'a' }, { name: '', variations: [] }] });
    const places = lint(snapshot).map(
      ({ path, code, message }) => (assert.ok(message.startsWith(path)), `${path} ${code}`),
    );
    assert.ok(!Object.isFrozen(lint(snapshot)));
    assert.deepEqual(places.sort(), [
      'features[0].variations MissingMember',
      'features[1].name InvalidName',
      'features[1].variations EmptyList',
    ]);
    assert.throws(() => new Evaluator(snapshot), /\(and 2 more\)$/);
  });

  test(`${copy}: what \`lint\` gives is its caller's to change`, () => {
    const wrong = '{"version":2,"features":5}';
    const problems = lint(wrong);
    const paths = problems.map(({ path }) => path);
    assert.ok(paths.length >= 2, paths.join());
    // Each would throw if it were frozen.
    problems.reverse();
    problems[0].message = 'mine';
    problems.length = 0;
    assert.deepEqual(lint(wrong).map(({ path }) => path), paths);
  });

  test(`${copy}: the size budget is in bytes`, () => {
    const text = JSON.stringify(project('p', { note: 'ü'.repeat(1000) }));
    const size = Buffer.byteLength(text);
    assert.deepEqual(lint(text, { maxBytes: size }), []);
    for (const maxBytes of [size - 1, size - 0.5, 0]) {
      assert.deepEqual(
        lint(text, { maxBytes }).map(({ code, value }) => ({ code, value })),
        [{ code: 'TooLarge', value: size }],
      );
    }
    assert.deepEqual(lint(text, { maxBytes: Infinity }), []);
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
    assert.deepEqual(
      evaluator.problems.map((problem) => problem.path),
      [path],
    );
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
        requests: [
          { feature: 'checkout', entityId },
          { feature: 'banner', entityId },
        ],
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

  test(`${copy}: an evaluator that is freed by a getter of the request ends with an answer or says so, and harms no other`, () => {
    const document = { version: 1, project: { name: 'p' }, features: [feature('checkout', { defaultVariation: 'off' })],
      segments: [{ name: 'gold', pattern: '{"a":["x"],"b":["y"]}' }],
      experiments: [{ name: 'e', status: 'RUNNING', samplingRate: 100000, segment: 'gold', onlineAbDefinition: { treatmentWeights: { t: 100000 } },
        treatments: [{ name: 't', featureVariations: { checkout: 'on' } }] }] };
    const context = { a: 'x', b: 'y' };
    const request = { feature: 'checkout', entityId: 'anna', evaluationContext: context };
    const other = new Evaluator(document);
    const uses = [
      (evaluator, evaluationContext) => evaluator.evaluate({ ...request, evaluationContext }).variation,
      (evaluator, evaluationContext) => evaluator.evaluateAll({ ...request, evaluationContext }).checkout.variation,
      (evaluator, evaluationContext) => evaluator.explain({ ...request, evaluationContext }).answer.variation,
      (evaluator, evaluationContext) => evaluator.assign({ feature: 'checkout', entityIds: ['anna'], evaluationContext }).variations[0],
      (evaluator, evaluationContext) => evaluator.batchEvaluate({ requests: [{ ...request, evaluationContext }, request] }).results[0].variation,
      // In the request itself, not in the context.
      (evaluator, { b: _ }) => evaluator.evaluate(request).variation,
      (evaluator, opened) => evaluator.batchEvaluate({ requests: [request, { ...request, get evaluationContext() { return void opened.b; } }] }).results[0].variation,
    ];
    for (const use of uses) {
      for (const late of ['y', undefined, null, 7, 'y'.repeat(100), ['y'], { toJSON: () => 'y' }]) {
        const evaluator = new Evaluator(document);
        const opened = { a: 'x', get b() {
          evaluator.free();
          // What is freed is used again by others.
          new Evaluator(document).evaluate(request);
          return late;
        } };
        let outcome;
        try {
          outcome = use(evaluator, opened);
        } catch (error) {
          outcome = error.code;
        }
        const expected = late === 'y' || Array.isArray(late) || late?.toJSON ? ['on', 'Freed'] : ['off', 'Freed'];
        assert.ok(expected.includes(outcome), `${use}: ${outcome}`);
        assert.throws(() => evaluator.evaluate(request), { code: 'Freed' });
        assert.equal(other.evaluate(request).variation, 'on');
      }
    }
    assert.equal(other.evaluate(request).variation, 'on');
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
    for (const frozen of [evaluator.features, evaluator.project, evaluator.problems])
      assert.ok(Object.isFrozen(frozen));
  });
}

function fieldsOf(error) {
  assert.equal(error.name, 'ValidationException');
  return error.fieldList.map(({ name }) => name);
}
