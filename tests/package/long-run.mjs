// A long run: ten million decisions and a thousand new snapshots, or evaluators that nobody frees. What is in memory
// after the warm-up and at the end goes to the standard output.
//
//   node --expose-gc tests/package/long-run.mjs decided | dropped

import { seen } from './host.mjs';

import { setImmediate } from 'node:timers/promises';
import { copies } from './package.mjs';
import { feature, home, launch, project } from './snapshots.mjs';

const { Evaluator } = copies.import;
const BULK = 42_000;
const BATCH = 100;

let count = 0;
/** An id that was never before. */
const nextId = () => `entity-${(count += 1)}`;

/**
 * A lap is 100,000 decisions and ten new snapshots, or twenty new snapshots. The allocator takes its last page (64 KiB) within the
 * first 40 laps, as blocks of several sizes come and go, and then none in 400.
 */
const RUNS = {
  decided: { warmUp: 60, laps: 100, lap: decidedLap },
  dropped: { warmUp: 100, laps: 50, lap: droppedLap },
};

/** Two versions of a snapshot, which replace each other. */
const snapshots = [40, 50].map((size) => {
  const features = Array.from({ length: size }, (_, index) => feature(`feature-${index}`));
  const pattern = JSON.stringify({ country: ['DE', 'SE'], age: [{ numeric: ['>=', 18] }], email: [{ prefix: 'a' }] });
  const shop = project('shop', {
    features: [feature('search'), feature('checkout', { entityOverrides: { vip: 'on' } }), ...features],
    segments: [{ name: 'some', pattern }],
    launches: [launch('search', { segment: 'some' }), ...features.map(({ name }) => launch(name))],
  });
  return JSON.stringify({ ...shop, appConfig: home.appConfig });
});
const several = { features: ['search', 'checkout', 'feature-0', 'feature-1'] };

let evaluator = new Evaluator(snapshots[0]);

function decidedLap() {
  for (let version = 0; version < 10; version += 1) {
    const before = evaluator;
    evaluator = new Evaluator(snapshots[version % 2]);
    before.free();
  }
  const context = (index) => ({ country: 'DE', age: index % 90, email: `a${index}@example.com`, plan: 'pro' });
  for (let index = 0; index < 10_000; index += 1) {
    const evaluationContext = context(index);
    evaluator.evaluate({ feature: 'search', entityId: nextId(), evaluationContext });
    evaluator.evaluate({ feature: 'feature-7', entityId: nextId() });
    evaluator.evaluate({ feature: 'search', entityId: nextId(), evaluationContext: JSON.stringify(evaluationContext) });
    evaluator.evaluateFlag({ flag: 'banner', entityId: nextId(), context: { plan: `plan ${index}` } });
  }
  for (let index = 0; index < 1250; index += 1) {
    evaluator.evaluateAll({ entityId: nextId(), evaluationContext: context(index) }, several);
    evaluator.evaluateFlags({ entityId: nextId(), context: '{"plan":"pro"}' });
  }
  for (let batch = 0; batch < 10_000; batch += BATCH) {
    const item = (_, index) => ({ feature: 'search', entityId: nextId(), evaluationContext: context(index) });
    evaluator.batchEvaluate({ requests: Array.from({ length: BATCH }, item) });
  }
  evaluator.assign({ feature: 'feature-3', entityIds: Array.from({ length: BULK }, nextId) });
}

/** Evaluators that are let go of. The collector must hear of it, and does in the pauses between. */
async function droppedLap() {
  for (let index = 0; index < 20; index += 1) {
    new Evaluator(snapshots[index % 2]).evaluate({ feature: 'search', entityId: nextId() });
  }
  await collected();
}

async function collected() {
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc();
    await setImmediate();
  }
}

async function inMemory() {
  await collected();
  const linear = seen.memories.map(({ buffer }) => buffer.byteLength);
  return { linear, heap: process.memoryUsage().heapUsed };
}

const { warmUp, laps, lap } = RUNS[process.argv[2]];
for (let index = 0; index < warmUp; index += 1) await lap();
const before = await inMemory();
for (let index = 0; index < laps; index += 1) await lap();
console.log(JSON.stringify({ before, after: await inMemory() }));
