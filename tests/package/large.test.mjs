// Inputs that are far too large are refused; the module does not trap and goes on (S7).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { copies } from './package.mjs';
import { rules } from './snapshots.mjs';

const { Evaluator, SnapshotError, ValidationException, lint } = copies.import;
const FLAG = { flag: 'f', entityId: 'anna' };
const MIB = 1024 * 1024;

const snapshot = {
  version: 1,
  project: { name: 'p' },
  features: [{ name: 'f', variations: [{ name: 'v', value: { boolValue: true } }] }],
  segments: [{ name: 's', pattern: '{"a":["x"]}' }],
  experiments: [{ name: 'e', status: 'RUNNING', samplingRate: 100_000, segment: 's',
    treatments: [{ name: 't', featureVariations: { f: 'v' } }], onlineAbDefinition: { treatmentWeights: { t: 100_000 } } }],
};

const refuses = (evaluator, request, field) => {
  assert.throws(() => evaluator.evaluate({ feature: 'f', entityId: 'anna', ...request }), (error) =>
    error instanceof ValidationException && error.fieldList[0].name === field);
  // And it goes on.
  assert.equal(evaluator.evaluate({ feature: 'f', entityId: 'anna', evaluationContext: { a: 'x' } }).reason, 'EXPERIMENT_RULE_MATCH');
};

test('entity ids of 300 million characters are refused', () => {
  const evaluator = new Evaluator(snapshot);
  refuses(evaluator, { entityId: 'x'.repeat(300_000_000) }, 'entityId');
  refuses(evaluator, { entityId: '用'.repeat(100_000_000) }, 'entityId');
  assert.throws(() => evaluator.assign({ feature: 'f', entityIds: ['anna', 'x'.repeat(300_000_000)] }), ValidationException);
  evaluator.free();
});

test('contexts of more than 32 MiB are refused', () => {
  const evaluator = new Evaluator(snapshot);
  const text = (length) => `{"a":"${'x'.repeat(length - 8)}"}`;
  assert.equal(evaluator.evaluate({ feature: 'f', entityId: 'anna', evaluationContext: text(32 * MIB) }).reason, 'DEFAULT');
  refuses(evaluator, { evaluationContext: text(32 * MIB + 1) }, 'evaluationContext');
  refuses(evaluator, { evaluationContext: text(300 * MIB) }, 'evaluationContext');
  refuses(evaluator, { evaluationContext: { a: ['x'.repeat(300 * MIB)] } }, 'evaluationContext');
  evaluator.free();
});

test('contexts and ids of flags that are too large are refused', () => {
  const evaluator = new Evaluator(rules({ f: '(eq $a "x")' }));
  const text = (length) => `{"a":"${'x'.repeat(length - 8)}"}`;
  const wrong = [
    [{ entityId: 'x'.repeat(300_000_000) }, 'entityId'],
    [{ context: text(32 * MIB + 1) }, 'context'],
    [{ context: text(300 * MIB) }, 'context'],
    // A date sends all of it.
    [{ context: { a: new Date(0), b: 'x'.repeat(300 * MIB) } }, 'context'],
  ];
  for (const [request, field] of wrong) {
    for (const operation of ['evaluateFlag', 'evaluateFlags']) {
      assert.throws(() => evaluator[operation]({ ...FLAG, ...request }), (error) =>
        error instanceof ValidationException && error.fieldList[0].name === field);
    }
    assert.ok(evaluator.evaluateFlag({ ...FLAG, context: { a: 'x', b: 'x'.repeat(300 * MIB) } }).value.enabled);
  }
  assert.ok(!evaluator.evaluateFlag({ ...FLAG, context: text(32 * MIB) }).value.enabled);
  evaluator.free();
});

test('a rule as long as it may be, and as deep, is read', () => {
  const deep = `${'(not '.repeat(127)}(eq $a 1)${')'.repeat(127)}`;
  const long = `(or ${'(eq $a 2)'.repeat(1800)}(eq $a 1))`.padEnd(16_384);
  const evaluator = new Evaluator(rules({ deep, long }));
  const on = (a) => evaluator.flags.filter((flag) => evaluator.evaluateFlag({ flag, context: { a } }).value.enabled);
  assert.deepEqual([on(1), on(2), on(3)], [['long'], ['deep', 'long'], ['deep']]);
  evaluator.free();
  const problems = lint(rules({ deep: `(not ${deep})`, long: `${long} ` }));
  assert.deepEqual(problems.map(({ code }) => code).sort(), ['TooDeep', 'TooLong']);
});

test('a snapshot as large as the budget is read, and refused for what it says', () => {
  const many = (item) => {
    const count = Math.floor((32 * MIB - 100) / (item.length + 1));
    return `{"version":1,"project":{"name":"p"},"features":[${Array(count).fill(item).join(',')}]}`;
  };
  for (const item of ['0', '{}', '{"":0}']) {
    assert.throws(() => new Evaluator(many(item), { lenient: true }), (error) =>
      error instanceof SnapshotError && error.problems.at(-1).code === 'TooManyProblems', item);
  }
  assert.deepEqual(lint(' '.repeat(32 * MIB + 1)).map(({ code }) => code), ['TooLarge']);
  assert.deepEqual(lint(snapshot), []);
});

test('a value that is the answer of very many groups is described once', () => {
  const count = 100_000;
  const value = { stringValue: '\u0001'.repeat(512) };
  const groups = Array.from({ length: count }, (_, group) => ({ name: `g${group}`, featureVariations: { f: 'v' } }));
  const evaluator = new Evaluator({
    version: 1,
    project: { name: 'p' },
    features: [{ name: 'f', variations: [{ name: 'v', value }] }],
    launches: [{ name: 'l', status: 'RUNNING', groups,
      scheduledSplitsDefinition: { steps: [{ startTime: 0, groupWeights: { [`g${count - 1}`]: 100_000 } }] } }],
  });
  const { details } = evaluator.evaluate({ feature: 'f', entityId: 'anna' });
  assert.deepEqual(JSON.parse(details), { launch: 'l', group: `g${count - 1}` });
  evaluator.free();
});

test('a pattern with a million faults below a long key is refused', () => {
  const pattern = `{"${'k'.repeat(2000)}":[${Array(1_500_000).fill('{}').join(',')}]}`;
  const problems = lint({ version: 1, project: { name: 'p' }, segments: [{ name: 's', pattern }] });
  assert.equal(problems.at(-1).code, 'TooManyProblems');
  assert.deepEqual(lint(snapshot), []);
});
