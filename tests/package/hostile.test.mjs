// Hostile inputs: the rows of ../hostile, and what only JavaScript can send. What is compared are answers, and how linear memory
// and the time of the processor grow with the input; there is no limit on time.

import { seen } from './host.mjs';

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { cpuUsage } from 'node:process';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { answerTo } from '../hostile/answer.mjs';
import { rows, segmented, vectorOf } from '../hostile/rows.mjs';
import { copies, folder, fresh } from './package.mjs';

/** Parts of the sizes in the table; the second is sixteen times the first. Quadratic work would grow by 256. */
const [SMALL, LARGE] = [0.05, 0.8];
const MOST_GROWTH = 64;
/** What does not grow with the input, and what a clock cannot tell. */
const LEAST_BYTES = 2 ** 20;
const LEAST_MS = 2;

/** Answers a row, on a copy with a memory of its own if none is given. */
async function work(name, size, api) {
  api ??= await fresh.import();
  const vector = vectorOf(name, size);
  await api.ready();
  const start = cpuUsage();
  answerTo(api, vector);
  const { user, system } = cpuUsage(start);
  return { ms: (user + system) / 1000, bytes: seen.memories.at(-1).buffer.byteLength };
}

for (const name of Object.keys(rows)) {
  test(`${rows[name].what}: answered, in time and memory that grow as it does`, async () => {
    let [less, more] = [await work(name, SMALL), await work(name, LARGE)];
    assert.ok(more.bytes <= MOST_GROWTH * Math.max(less.bytes, LEAST_BYTES), `${less.bytes} bytes become ${more.bytes}`);
    const grows = () => more.ms > MOST_GROWTH * Math.max(less.ms, LEAST_MS);
    for (let round = 0; grows() && round < 5; round += 1) {
      less = { ms: Math.min(less.ms, (await work(name, SMALL, copies.import)).ms) };
      more = { ms: Math.min(more.ms, (await work(name, LARGE, copies.import)).ms) };
    }
    assert.ok(!grows(), `${less.ms} ms become ${more.ms}`);
  });
}

test('what a snapshot makes a host remember has room in a small heap', () => {
  const script = (path) => JSON.stringify(String(new URL(path, import.meta.url)));
  const code = `
    const api = await import(${JSON.stringify(String(pathToFileURL(join(folder, 'dist/index.js'))))});
    const { answerTo } = await import(${script('../hostile/answer.mjs')});
    const { vectorOf } = await import(${script('../hostile/rows.mjs')});
    console.log(answerTo(api, vectorOf('long-paths')).code);`;
  const options = ['--max-old-space-size=128', '--input-type=module', '--eval', code];
  assert.equal(execFileSync(process.execPath, options, { encoding: 'utf8' }), 'EXPERIMENT_RULE_MATCH\n');
});

/** Names that mean something to JavaScript's objects. */
const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', 'valueOf', 'prototype'];

for (const [copy, { Evaluator }] of Object.entries(copies)) {
  test(`${copy}: names of JavaScript's own are names like others`, () => {
    for (const name of NAMES) {
      // As JSON has it: an own member.
      const own = (value) => JSON.parse(`{${JSON.stringify(name)}:${JSON.stringify(value)}}`);
      const snapshot = {
        version: 1,
        project: { name },
        features: [{
          name,
          variations: [{ name: 'no', value: { boolValue: false } }, { name, value: { boolValue: true } }],
          entityOverrides: own(name),
        }],
        segments: [{ name, pattern: JSON.stringify(own(['SE'])) }],
        experiments: [{
          name, status: 'RUNNING', segment: name, samplingRate: 100_000,
          treatments: [{ name, featureVariations: own(name) }], onlineAbDefinition: { treatmentWeights: own(100_000) },
        }],
      };
      const evaluator = new Evaluator(snapshot);
      const reasonFor = (entityId, evaluationContext) => evaluator.evaluate({ feature: name, entityId, evaluationContext }).reason;
      assert.equal(reasonFor(name, undefined), 'ENTITY_OVERRIDES_MATCH', name);
      const nobody = Object.assign(Object.create(null), {});
      Object.defineProperty(nobody, name, { value: 'SE', enumerable: true });
      for (const context of [own('SE'), JSON.stringify(own('SE')), nobody]) {
        assert.equal(reasonFor('anna', context), 'EXPERIMENT_RULE_MATCH', name);
      }
      // What is inherited is not in the context.
      for (const context of [{}, '{}', Object.create(null), own('NO')]) assert.equal(reasonFor('anna', context), 'DEFAULT', name);
      for (const features of [undefined, [name]]) {
        const all = evaluator.evaluateAll({ entityId: name }, { features });
        assert.deepEqual([Object.keys(all), Object.getPrototypeOf(all) === Object.prototype], [[name], true]);
        assert.equal(Object.getOwnPropertyDescriptor(all, name).value.variation, name);
      }
      assert.equal({}.reason, undefined, 'nothing has been polluted');
      evaluator.free();
    }
  });

  test(`${copy}: of millions of things that are wrong with a request 10,000 are listed`, () => {
    const evaluator = new Evaluator(segmented({ country: ['SE'] }));
    const calls = [
      () => evaluator.batchEvaluate({ requests: Array(2_000_000).fill(0) }),
      () => evaluator.batchEvaluate({ requests: new Array(1_000_000) }),
      () => evaluator.assign({ feature: 'f', entityIds: Array(2_000_000).fill(0) }),
      () => evaluator.evaluateAll({ entityId: 'anna' }, { features: Array(2_000_000).fill(0) }),
    ];
    for (const call of calls) {
      assert.throws(call, ({ code, fieldList, message }) => {
        assert.deepEqual([code, fieldList.length], ['InvalidRequest', 10_000]);
        return message.endsWith('; and 9997 more');
      });
    }
    evaluator.free();
  });

  const evaluator = new Evaluator(segmented({ country: ['SE'], a: { b: [{ exists: false }] } }));
  const answer = (evaluationContext) => {
    try {
      return evaluator.evaluate({ feature: 'f', entityId: 'anna', evaluationContext }).variation;
    } catch (error) {
      return error.code;
    }
  };
  const thrower = () => {
    throw new Error('no');
  };
  const textless = () => {
    throw Object.create(null);
  };
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const nested = (make) => Array.from({ length: 100_000 }).reduce(make, {});
  const cycle = { country: 'SE' };
  cycle.self = cycle;
  const cycleThatIsRead = { country: 'SE', a: { b: [] } };
  cycleThatIsRead.a.b.push(cycleThatIsRead);
  const holes = [];
  holes.length = 2 ** 32 - 1;
  const CONTEXTS = [
    ['a getter that throws', Object.defineProperty({}, 'country', { get: thrower, enumerable: true }), 'InvalidRequest'],
    ['one that nobody reads', Object.defineProperty({ country: 'SE' }, 'other', { get: thrower, enumerable: true }), 'yes'],
    ['a proxy that throws', new Proxy({}, { get: thrower, ownKeys: thrower, getPrototypeOf: thrower }), 'InvalidRequest'],
    ['a proxy', new Proxy({ country: 'SE' }, {}), 'yes'],
    ['a cycle that nobody reads', cycle, 'yes'],
    ['a cycle', cycleThatIsRead, 'InvalidRequest'],
    ['100,000 levels that nobody reads', { country: 'SE', x: nested((x) => ({ x })) }, 'yes'],
    ['100,000 levels', { country: 'SE', a: nested((b) => ({ b: [b] })) }, 'InvalidRequest'],
    ['2^32 - 1 holes that nobody reads', { country: 'SE', holes }, 'yes'],
    ['typed memory', { country: new Uint8Array(10) }, 'no'],
    ['a BigInt', { country: 5n }, 'InvalidRequest'],
    ['a symbol', { country: Symbol('SE') }, 'no'],
    ['a function', { country: () => 'SE' }, 'no'],
    ['a toJSON that gives another type', { toJSON: () => 5 }, 'InvalidRequest'],
    ['a toJSON that throws', { toJSON: thrower }, 'InvalidRequest'],
    ['a toJSON that throws what has no text', { toJSON: textless }, 'InvalidRequest'],
    ['a getter that throws a symbol', Object.defineProperty({}, 'country', { get: () => { throw Symbol('no'); }, enumerable: true }), 'InvalidRequest'],
    ['a proxy that was revoked', revoked.proxy, 'InvalidRequest'],
    ['half a surrogate', { country: 'SE\ud800' }, 'no'],
  ];
  for (const [what, context, expected] of CONTEXTS) {
    test(`${copy}: a context with ${what}`, () => {
      assert.equal(answer(context), expected);
      assert.equal(answer({ country: 'SE' }), 'yes', 'and all is well afterwards');
    });
  }
}
