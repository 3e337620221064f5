// AWS's own client for JavaScript against a server on this machine: the life of a project.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  ConflictException,
  Evidently,
  ResourceNotFoundException,
  ServiceQuotaExceededException,
  ValidationException,
  paginateListFeatures,
} from '@aws-sdk/client-evidently';
import { clocked } from './clocked.mjs';

const START = Date.parse('2026-11-21T12:00:00Z');
const HOUR = 3_600_000;
const project = 'shop';
const at = (hours) => new Date(START + hours * HOUR);
const values = (...names) => names.map((name) => ({ name, value: { stringValue: `value of ${name}` } }));

let server, client;

before(async () => {
  server = await clocked(START);
  client = new Evidently({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
    endpoint: server.url,
    disableHostPrefix: true,
    maxAttempts: 1,
  });
});
after(async () => {
  client.destroy();
  await server.close();
});

/** How often each variation and reason comes up among the visitors. */
async function shares(feature, evaluationContext) {
  const counts = {};
  for (let first = 0; first < 400; first += 20) {
    const requests = Array.from({ length: 20 }, (_, number) => ({ feature, entityId: `visitor-${first + number}`, evaluationContext }));
    const { results } = await client.batchEvaluateFeature({ project, requests });
    for (const { variation, reason } of results) counts[`${variation} ${reason}`] = (counts[`${variation} ${reason}`] ?? 0) + 1;
  }
  return counts;
}

test('a project with features and a segment', async () => {
  const created = await client.createProject({ name: project, description: 'of these tests', tags: { team: 'web' } });
  assert.equal(created.project.arn, 'arn:aws:evidently:eu-west-1:123456789012:project/shop');
  assert.deepEqual(created.project.createdTime, at(0));
  const { feature } = await client.createFeature({ project, name: 'checkout', variations: values('old', 'new', 'newer'), entityOverrides: { anna: 'new' } });
  assert.deepEqual([feature.status, feature.valueType, feature.defaultVariation], ['AVAILABLE', 'STRING', 'old']);
  await client.createFeature({ project, name: 'limit', variations: [{ name: 'low', value: { longValue: 10 } }, { name: 'high', value: { longValue: 9007199254740991 } }] });
  const { segment } = await client.createSegment({ name: 'germans', pattern: '{"country":["DE"]}' });
  assert.equal(String(segment.pattern), '{"country":["DE"]}');
  assert.equal((await client.testSegmentPattern({ pattern: segment.pattern, payload: '{"country":"DE"}' })).match, true);
});

test('a launch goes through its steps', async () => {
  const group = (name, variation) => ({ name, feature: 'checkout', variation });
  const step = (hours, share) => ({ startTime: at(hours), groupWeights: { old: 100_000 - share, new: share } });
  const { launch } = await client.createLaunch({
    project,
    name: 'ramp',
    groups: [group('old', 'old'), group('new', 'new')],
    scheduledSplitsConfig: { steps: [step(1, 0), step(2, 25_000)] },
  });
  assert.equal(launch.status, 'CREATED');
  const germans = { segment: 'germans', evaluationOrder: 1, weights: { new: 100_000 } };
  const updated = await client.updateLaunch({
    project,
    launch: 'ramp',
    scheduledSplitsConfig: { steps: [step(1, 0), step(2, 25_000), { ...step(3, 100_000), segmentOverrides: [germans] }] },
  });
  assert.equal(updated.launch.scheduledSplitsDefinition.steps.length, 3);
  const started = await client.startLaunch({ project, launch: 'ramp' });
  assert.deepEqual([started.launch.status, started.launch.execution.startedTime], ['RUNNING', at(0)]);

  assert.deepEqual(await shares('checkout'), { 'old DEFAULT': 400 });
  server.set(at(1).getTime());
  assert.deepEqual(await shares('checkout'), { 'old LAUNCH_RULE_MATCH': 400 });
  server.set(at(2).getTime());
  const quarter = await shares('checkout');
  assert.ok(Math.abs(quarter['new LAUNCH_RULE_MATCH'] - 100) < 35, JSON.stringify(quarter));
  server.set(at(3).getTime());
  assert.deepEqual(await shares('checkout', '{"country":"DE"}'), { 'new LAUNCH_RULE_MATCH': 400 });
  const one = await client.evaluateFeature({ project, feature: 'checkout', entityId: 'visitor-1' });
  assert.deepEqual([JSON.parse(one.details), one.value], [{ launch: 'ramp', group: 'new' }, { stringValue: 'value of new' }]);
  const overridden = await client.evaluateFeature({ project, feature: 'checkout', entityId: 'anna' });
  assert.equal(overridden.reason, 'ENTITY_OVERRIDES_MATCH');
});

test('a feature changes under a launch, but not what the launch needs', async () => {
  const { feature } = await client.updateFeature({ project, feature: 'checkout', addOrUpdateVariations: values('newest'), removeVariations: ['newer'], defaultVariation: 'newest' });
  assert.deepEqual(feature.variations.map(({ name }) => name), ['old', 'new', 'newest']);
  assert.deepEqual(feature.evaluationRules, [{ name: 'ramp', type: 'aws.evidently.splits' }]);
  await assert.rejects(client.updateFeature({ project, feature: 'checkout', removeVariations: ['old'] }), ConflictException);
  const { endedTime } = await client.stopLaunch({ project, launch: 'ramp', desiredState: 'COMPLETED', reason: 'won' });
  assert.deepEqual(endedTime, at(3));
  assert.deepEqual(await shares('checkout'), { 'newest DEFAULT': 400 });
  assert.equal((await client.getLaunch({ project, launch: 'ramp' })).launch.statusReason, 'won');
});

test('an experiment can be made, changed, started and stopped', async () => {
  const treatment = (name, variation) => ({ name, feature: 'limit', variation });
  const metricDefinition = { name: 'spent', entityIdKey: 'user', valueKey: 'amount' };
  const { experiment } = await client.createExperiment({
    project,
    name: 'generous',
    metricGoals: [{ metricDefinition, desiredChange: 'INCREASE' }],
    treatments: [treatment('control', 'low'), treatment('generous', 'high')],
    onlineAbConfig: { controlTreatmentName: 'control', treatmentWeights: { control: 50_000, generous: 50_000 } },
    samplingRate: 10_000,
    segment: 'germans',
  });
  assert.deepEqual([experiment.status, experiment.segment.split('/').pop()], ['CREATED', 'germans']);
  await client.updateExperiment({ project, experiment: 'generous', samplingRate: 100_000 });
  const { startedTime } = await client.startExperiment({ project, experiment: 'generous', analysisCompleteTime: at(100) });
  assert.deepEqual(startedTime, at(3));
  assert.deepEqual(await shares('limit'), { 'low DEFAULT': 400 });
  const germans = await shares('limit', '{"country":"DE"}');
  assert.equal(germans['low EXPERIMENT_RULE_MATCH'] + germans['high EXPERIMENT_RULE_MATCH'], 400);
  assert.ok(Math.abs(germans['high EXPERIMENT_RULE_MATCH'] - 200) < 50, JSON.stringify(germans));
  const references = await client.listSegmentReferences({ segment: 'germans', type: 'EXPERIMENT' });
  assert.deepEqual(references.referencedBy.map(({ name, status }) => [name, status]), [['generous', 'RUNNING']]);
  await client.stopExperiment({ project, experiment: 'generous', desiredState: 'CANCELLED' });
  assert.equal((await client.getExperiment({ project, experiment: 'generous' })).experiment.status, 'CANCELLED');
});

test('PutProjectEvents hands events to onEvents', async () => {
  const event = { timestamp: at(3), type: 'aws.evidently.custom', data: JSON.stringify({ user: 'a', amount: 3 }) };
  const { failedEventCount } = await client.putProjectEvents({ project, events: [event] });
  assert.deepEqual([failedEventCount, server.events.length, server.events[0].timestamp], [0, 1, at(3).getTime() / 1000]);
});

test('every error by its class', async () => {
  await assert.rejects(client.getFeature({ project, feature: 'none' }), ResourceNotFoundException);
  await assert.rejects(client.evaluateFeature({ project: 'none', feature: 'checkout', entityId: 'a' }), ResourceNotFoundException);
  await assert.rejects(client.createSegment({ name: 'germans', pattern: '{"country":["DE"]}' }), ConflictException);
  await assert.rejects(client.startLaunch({ project, launch: 'ramp' }), ConflictException);
  await assert.rejects(client.createFeature({ project, name: 'a b', variations: [] }), (error) => {
    assert.ok(error instanceof ValidationException);
    assert.deepEqual(error.fieldList.map(({ name }) => name).sort(), ['name', 'variations']);
    return true;
  });
  // The last of the hundred that a project may have.
  const { project: counted } = await client.getProject({ project });
  for (let number = counted.featureCount; number < 100; number += 1) {
    await client.createFeature({ project, name: `f-${number}`, variations: values('only') });
  }
  await assert.rejects(client.createFeature({ project, name: 'one-more', variations: values('only') }), (error) => {
    assert.ok(error instanceof ServiceQuotaExceededException);
    assert.equal(error.serviceCode, 'evidently');
    return true;
  });
});

test('the client turns pages', async () => {
  const names = [];
  for await (const { features } of paginateListFeatures({ client, pageSize: 30 }, { project })) {
    assert.ok(features.length <= 30);
    names.push(...features.map(({ name }) => name));
  }
  assert.equal(new Set(names).size, 100);
});

test('in the end all is deleted', async () => {
  await assert.rejects(client.deleteProject({ project }), { name: 'ConflictException', message: 'Project has sub-resources' });
  await client.deleteLaunch({ project, launch: 'ramp' });
  await client.deleteExperiment({ project, experiment: 'generous' });
  await client.deleteSegment({ segment: 'germans' });
  const { features } = await client.listFeatures({ project, maxResults: 100 });
  for (const { name } of features) await client.deleteFeature({ project, feature: name });
  await client.deleteProject({ project });
  assert.deepEqual((await client.listProjects({})).projects, []);
});
