// `variate/control` as a function of JavaScript: what it takes, what it gives back and what it throws. What operations do is
// for the vectors.

import { seen } from './host.mjs';

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controls, copies, freshControl } from './package.mjs';

const NOW = { now: 1_700_000_000_000 };
const SHOP = {
  version: 1,
  project: { name: 'shop' },
  features: [{ name: 'checkout', variations: [{ name: 'old', value: { boolValue: false } }] }],
};
const DESCRIBE = { project: 'shop', feature: 'checkout', description: 'd' };
const OF_SHOP = { project: 'shop' };

/** What a call throws, by the members that count. */
function thrownBy(call) {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

for (const [copy, api] of Object.entries(controls)) {
  const { control, operations } = api;

  test(`${copy}: a snapshot and an input may have any of their forms`, () => {
    const text = JSON.stringify(SHOP);
    const bytes = new TextEncoder().encode(text);
    const { snapshot, output, events } = control('UpdateFeature', text, DESCRIBE, NOW);
    assert.equal(output.feature.lastUpdatedTime, 1_700_000_000);
    assert.deepEqual(events, []);
    for (const form of [bytes, Buffer.from(bytes), bytes.buffer, SHOP]) {
      assert.equal(control('UpdateFeature', form, DESCRIBE, NOW).snapshot, snapshot);
    }
    assert.equal(control('UpdateFeature', text, JSON.stringify(DESCRIBE), { now: new Date(NOW.now) }).snapshot, snapshot);
    const evaluator = new copies.import.Evaluator(snapshot);
    assert.deepEqual(evaluator.features, ['checkout']);
    evaluator.free();
  });

  test(`${copy}: a snapshot and an input have a size budget`, () => {
    const text = JSON.stringify(SHOP);
    const input = JSON.stringify(OF_SHOP);
    const size = text.length;
    for (const form of [text, new TextEncoder().encode(text), SHOP]) {
      assert.equal(control('GetProject', form, input, { maxBytes: size }).output.project.name, 'shop');
      const { name, code, problems } = thrownBy(() => control('GetProject', form, input, { maxBytes: size - 1 }));
      const message = `the document is larger than the size budget: \`${size}\``;
      assert.deepEqual([name, code, problems], ['SnapshotError', 'InvalidSnapshot', [{ path: '', code: 'TooLarge', message, value: size }]]);
    }
    const { name, fieldList } = thrownBy(() => control('GetProject', text, input, { maxBytes: input.length - 1 }));
    assert.deepEqual([name, fieldList.map(({ name }) => name)], ['ValidationException', ['input']]);
    for (const maxBytes of [-1, NaN, '1000', 1000n]) {
      assert.deepEqual(thrownBy(() => control('GetProject', text, input, { maxBytes })).fieldList.map(({ name }) => name), ['maxBytes']);
    }
    assert.equal(control('GetProject', text, input, { maxBytes: null }).output.project.name, 'shop');
    assert.equal(control('GetProject', text, input, { maxBytes: Infinity }).output.project.name, 'shop');
    // Of what it becomes, too: it would not load (C5).
    const { message } = thrownBy(() => control('UpdateFeature', text, DESCRIBE, { ...NOW, maxBytes: size }));
    assert.match(message, /larger than the size budget/);
  });

  test(`${copy}: the text of a snapshot stays as it was written but for what has changed`, () => {
    const written = '{"version": 1,\n\t"project": {"name": "shop", "mine": 1.50},"features": [ ]}';
    assert.deepEqual(Object.keys(control('GetProject', written, OF_SHOP)), ['output', 'events']);
    assert.equal(
      control('UpdateProject', written, { ...OF_SHOP, description: 'd' }, NOW).snapshot,
      written.replace('1.50}', '1.50, "description": "d", "lastUpdatedTime": 1700000000}'),
    );
  });

  test(`${copy}: null and an empty text are a snapshot of nothing, and nothing else is`, () => {
    const there = { region: 'eu-north-1', account: '123456789012' };
    for (const nothing of [null, '', ' \n', new Uint8Array()]) {
      const { output, snapshot } = control('CreateProject', nothing, { name: 'shop' }, { ...NOW, ...there });
      assert.equal(output.project.arn, 'arn:aws:evidently:eu-north-1:123456789012:project/shop');
      assert.equal(output.project.createdTime, 1_700_000_000);
      assert.deepEqual(copies.import.lint(snapshot), []);
    }
    for (const options of [undefined, null, {}, { now: undefined, region: null, account: undefined }]) {
      const before = Date.now();
      const { project } = control('CreateProject', null, { name: 'shop' }, options).output;
      assert.equal(project.arn, 'arn:aws:evidently:local:000000000000:project/shop');
      assert.ok(project.createdTime * 1000 >= before && project.createdTime * 1000 <= Date.now());
    }
    // A file that was not read must not be overwritten with a new project.
    for (const missing of [undefined, () => {}, 0, false]) {
      assert.equal(thrownBy(() => control('CreateProject', missing, { name: 'shop' })).code, 'InvalidSnapshot');
    }
  });

  test(`${copy}: times may be dates; those that are answered are seconds`, () => {
    const event = { type: 'aws.evidently.custom', timestamp: new Date('2026-11-21T12:00:00.25Z'), data: '{"a":1}' };
    const { snapshot, output, events } = control('PutProjectEvents', SHOP, { ...OF_SHOP, events: [event] }, NOW);
    const [{ eventId }] = output.eventResults;
    const project = 'arn:aws:evidently:local:000000000000:project/shop';
    assert.deepEqual(events, [{ id: eventId, project, type: event.type, timestamp: 1_795_262_400.25, data: event.data }]);
    assert.equal(snapshot, undefined);
  });

  test(`${copy}: what is wrong with a call is a ValidationException`, () => {
    const invalid = (call, reason, fields) => {
      const error = thrownBy(call);
      assert.ok(error instanceof api.ValidationException && error instanceof api.VariateError && error instanceof Error);
      assert.deepEqual([error.name, error.code, error.reason], ['ValidationException', 'InvalidRequest', reason]);
      assert.deepEqual(error.fieldList.map((field) => field.name), fields);
      return error;
    };
    invalid(() => control('Nope', SHOP, {}), 'unknownOperation', []);
    invalid(() => control('GetProject', SHOP, '{'), 'cannotParse', []);
    for (const none of [undefined, null, 5, []]) invalid(() => control('GetProject', SHOP, none), 'cannotParse', []);
    invalid(() => control('StartLaunch', launchWithoutSteps(), { ...OF_SHOP, launch: 'l' }), 'other', []);
    for (const [member, text] of [['region', 'a/b:c'], ['region', ''], ['account', '1'.repeat(1_000_000)], ['account', '"']]) {
      invalid(() => control('CreateProject', null, { name: 'shop' }, { [member]: text }), 'fieldValidationFailed', [member]);
    }
    const { message } = invalid(() => control('GetFeature', SHOP, {}), 'fieldValidationFailed', ['feature', 'project']);
    assert.match(message, /^feature: .+; project: /);
    const circular = {};
    circular.circular = circular;
    const error = invalid(() => control('GetProject', SHOP, circular), 'fieldValidationFailed', ['input']);
    assert.ok(error.cause instanceof TypeError);
    // Of this call, and not of the operation.
    const options = { now: 'soon', region: 1, account: {} };
    invalid(() => control(5, SHOP, {}, options), 'fieldValidationFailed', ['operation', 'now', 'region', 'account']);
    invalid(() => control('GetProject', SHOP, OF_SHOP, new Date()), 'fieldValidationFailed', ['options']);
  });

  test(`${copy}: exceptions about a resource say which`, () => {
    const arn = 'arn:aws:evidently:local:000000000000:project/shop';
    const variations = SHOP.features[0].variations;
    const cases = [
      [() => control('GetProject', SHOP, { project: 'x' }), 'ResourceNotFoundException', 'UnknownProject', 'project', arn.replace('shop', 'x')],
      [() => control('GetFeature', SHOP, { ...OF_SHOP, feature: 'x' }), 'ResourceNotFoundException', 'UnknownFeature', 'feature', `${arn}/feature/x`],
      [() => control('GetLaunch', SHOP, { ...OF_SHOP, launch: 'x' }), 'ResourceNotFoundException', 'UnknownLaunch', 'launch', `${arn}/launch/x`],
      [() => control('GetExperiment', SHOP, { ...OF_SHOP, experiment: 'x' }), 'ResourceNotFoundException', 'UnknownExperiment', 'experiment', `${arn}/experiment/x`],
      [() => control('GetSegment', SHOP, { segment: 'x' }), 'ResourceNotFoundException', 'UnknownSegment', 'segment', arn.replace('project/shop', 'segment/x')],
      [() => control('EvaluateFeature', SHOP, { ...OF_SHOP, feature: 'x', entityId: 'anna' }), 'ResourceNotFoundException', 'UnknownResource', null, null],
      [() => control('CreateFeature', SHOP, { ...OF_SHOP, name: 'checkout', variations }), 'ConflictException', 'Conflict', 'feature', `${arn}/feature/checkout`],
      [() => control('CreateProject', SHOP, { name: 'two' }), 'ServiceQuotaExceededException', 'QuotaExceeded', 'project', arn.replace('shop', 'two')],
    ];
    for (const [call, name, code, resourceType, resourceId] of cases) {
      const error = thrownBy(call);
      assert.ok(error instanceof api[name] && error instanceof api.VariateError);
      assert.deepEqual([error.name, error.code, error.resourceType, error.resourceId], [name, code, resourceType, resourceId]);
      assert.ok(error.stack.startsWith(`${name}: ${error.message}`), error.stack);
    }
  });

  test(`${copy}: a snapshot that does not load has its problems`, () => {
    const latin1 = Buffer.from('{"version":1,"project":{"name":"\xe9"}}', 'latin1');
    for (const broken of ['{', { version: 2, features: 5 }, latin1, 'null', { ...SHOP, launches: [{}] }]) {
      const error = thrownBy(() => control('GetProject', broken, OF_SHOP));
      assert.ok(error instanceof api.SnapshotError && error instanceof api.VariateError);
      assert.equal(error.code, 'InvalidSnapshot');
      assert.deepEqual(error.problems, copies.import.lint(broken));
      // As the evaluator says it.
      const { message, path } = thrownBy(() => new copies.import.Evaluator(broken));
      assert.deepEqual([error.message, error.path], [message, path]);
    }
    const circular = { version: 1 };
    circular.circular = circular;
    const error = thrownBy(() => control('GetProject', circular, OF_SHOP));
    assert.deepEqual([error.code, error.problems], ['InvalidSnapshot', copies.import.lint(circular)]);
  });

  test(`${copy}: all operations are listed, and known`, () => {
    assert.equal(operations.length, 38);
    assert.equal(new Set(operations).size, 38);
    assert.ok(Object.isFrozen(operations));
    for (const operation of operations) {
      const { reason } = thrownBy(() => control(operation, SHOP, '{"project": 5, "name": 5, "maxResults": 0, "segment": 5, "resourceArn": 5}'));
      assert.equal(reason, 'fieldValidationFailed', operation);
    }
  });

  test(`${copy}: importing compiles nothing; the first call does, or ready()`, async () => {
    const before = seen.Module;
    const { control } = await freshControl[copy]();
    assert.equal(seen.Module, before);
    control('GetProject', SHOP, OF_SHOP);
    control('GetProject', SHOP, OF_SHOP);
    assert.equal(seen.Module, before + 1);
    const other = await freshControl[copy]();
    await other.ready();
    other.control('GetProject', SHOP, OF_SHOP);
    assert.equal(seen.Module, before + 1);
  });

  test(`${copy}: what exceeds the size budget is not copied into memory`, async () => {
    const { control, ready } = await freshControl[copy]();
    await ready();
    const memory = seen.memories.at(-1);
    const before = memory.buffer.byteLength;
    const tooLarge = new Uint8Array(33 * 1024 * 1024).fill(0x20);
    assert.equal(thrownBy(() => control('GetProject', tooLarge, OF_SHOP)).problems[0].code, 'TooLarge');
    assert.equal(thrownBy(() => control('GetProject', SHOP, ' '.repeat(tooLarge.length))).name, 'ValidationException');
    assert.equal(memory.buffer.byteLength, before);
  });

  test(`${copy}: memory does not grow with the number of calls`, async () => {
    const { control } = await freshControl[copy]();
    const name = (index) => `feature-${index}`;
    const features = Array.from({ length: 500 }, (_, index) => ({ ...SHOP.features[0], name: name(index) }));
    let snapshot = JSON.stringify({ ...SHOP, features });
    const calls = (count) => {
      for (let index = 0; index < count; index += 1) {
        const input = { ...OF_SHOP, feature: name(index), description: `${index % 10}` };
        snapshot = control('UpdateFeature', snapshot, input, { now: NOW.now + index }).snapshot ?? snapshot;
        thrownBy(() => control('GetFeature', snapshot, { ...OF_SHOP, feature: 'x' }));
        thrownBy(() => control('GetFeature', '{', { ...OF_SHOP, feature: 'x' }));
      }
    };
    calls(20);
    const { buffer } = seen.memories.at(-1);
    calls(100);
    assert.equal(seen.memories.at(-1).buffer.byteLength, buffer.byteLength);
  });
}

function launchWithoutSteps() {
  const groups = [{ name: 'g', featureVariations: { checkout: 'old' } }];
  return { ...SHOP, launches: [{ name: 'l', status: 'CREATED', groups }] };
}
