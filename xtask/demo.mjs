// The package at work: a shop's snapshot as AWS returns such things, what is decided for whom, and how fast.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { Evaluator } from '../pkg/dist/index.js';

const example = (name) => readFileSync(new URL(`../www/examples/${name}`, import.meta.url));
const snapshot = example('shop.json');
const { now, requests, batch } = JSON.parse(example('shop.requests.json'));

const started = performance.now();
const evaluator = new Evaluator(snapshot);
const loading = performance.now() - started;

heading(`The ${evaluator.project.name}: ${evaluator.features.length} features, on ${new Date(now).toISOString()}`);
console.log(`loaded ${snapshot.length.toLocaleString('en')} bytes in ${loading.toFixed(1)} ms, with compiling the module\n`);

table(requests.map(({ expect, ...request }) => {
  const { variation, value, reason, details } = evaluator.evaluate(request, { now });
  assert.deepEqual({ variation, reason }, expect, `${request.feature} for ${request.entityId}`);
  return [request.feature, request.entityId, variation, JSON.stringify(Object.values(value)[0]), reason, details];
}), ['feature', 'entity', 'variation', 'value', 'reason', 'details']);

heading('A batch, with a feature that does not exist in it');
const items = batch.requests.map(({ expect, ...request }) => request);
for (const result of evaluator.batchEvaluate({ requests: items }, { now }).results) console.log(JSON.stringify(result));

const flags = new Evaluator(example('appconfig.json'));
const asked = JSON.parse(example('appconfig.requests.json')).requests;
heading(`${flags.flags.length} flags of AppConfig, one with variants and one in a running experiment`);
table(asked.map(({ expect, ...request }) => {
  const answer = flags.evaluateFlag(request);
  assert.deepEqual(answer, expect, `${request.flag} for ${request.entityId}`);
  const run = answer.run === undefined ? '' : `run ${answer.run.run}, ${answer.run.treatment}`;
  return [request.flag, request.entityId ?? '-', JSON.stringify(answer.value), answer.reason, run];
}), ['flag', 'entity', 'value', 'reason', 'run']);

heading('Speed on this machine, in nanoseconds per decision (median of 15 rounds)');
const ids = Array.from({ length: 4096 }, (_, number) => `cust-${number * 7919}-${(number * 104729) % 65536}`);
const busy = requests.find(({ expect }) => expect.reason === 'LAUNCH_RULE_MATCH');
const context = busy.evaluationContext;
const text = JSON.stringify(context);
const each = (decide) => () => ids.forEach(decide);
const speeds = {
  'evaluate, no context read': [ids.length, each((entityId) => evaluator.evaluate({ feature: 'session-timeout-minutes', entityId }, { now }))],
  'evaluate, launch, context as an object': [ids.length, each((entityId) => evaluator.evaluate({ feature: busy.feature, entityId, evaluationContext: context }, { now }))],
  'evaluate, launch, context as text': [ids.length, each((entityId) => evaluator.evaluate({ feature: busy.feature, entityId, evaluationContext: text }, { now }))],
  'batchEvaluate': [ids.length, () => evaluator.batchEvaluate({ requests: ids.map((entityId) => ({ feature: busy.feature, entityId, evaluationContext: context })) }, { now })],
  'evaluateAll, per feature': [256 * evaluator.features.length, () => ids.slice(0, 256).forEach((entityId) => evaluator.evaluateAll({ entityId, evaluationContext: context }, { now }))],
  'evaluateFlag, experiment run': [ids.length, each((entityId) => flags.evaluateFlag({ flag: 'one-page-checkout', entityId, context: { country: 'DE', app: 'web/7.2' } }))],
  'assign': [ids.length, () => evaluator.assign({ feature: busy.feature, entityIds: ids, evaluationContext: context }, { now })],
};
table(Object.entries(speeds).map(([name, [count, run]]) => [name, medianOf(15, run, count).toFixed(0).padStart(7)]), ['call', '     ns']);
evaluator.free();
flags.free();

function medianOf(rounds, run, count) {
  const times = [];
  for (let round = -5; round < rounds; round += 1) {
    const start = performance.now();
    run();
    if (round >= 0) times.push(performance.now() - start);
  }
  return (times.sort((a, b) => a - b)[rounds >> 1] * 1e6) / count;
}

function heading(text) {
  console.log(`\n${text}\n${'-'.repeat(text.length)}`);
}

function table(rows, titles) {
  const widths = titles.map((title, column) => Math.max(...[title, ...rows.map((row) => row[column])].map((cell) => cell.length)));
  for (const row of [titles, ...rows]) console.log(row.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd());
}
