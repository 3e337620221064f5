// AWS's own client for JavaScript, which never leaves the process.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import {
  BatchEvaluateFeatureCommand,
  EvaluateFeatureCommand,
  Evidently,
  EvidentlyClient,
  PutProjectEventsCommand,
  ResourceNotFoundException,
  ValidationException,
} from '@aws-sdk/client-evidently';
import { Evaluator, createEvidentlyHandler, localRequestHandler, memoryStore } from './package.mjs';

const shop = await readFile(new URL('../../www/examples/shop.json', import.meta.url));
const NOW = Date.parse('2026-11-21T12:00:00Z');
const configuration = (requestHandler) => ({
  region: 'eu-west-1',
  credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  maxAttempts: 1,
  requestHandler,
});

test('both ways of calling, with an evaluator', async () => {
  const evaluator = new Evaluator(shop);
  const client = new EvidentlyClient(configuration(localRequestHandler(evaluator, { now: () => NOW })));
  const simple = new Evidently(configuration(localRequestHandler(evaluator, { now: () => new Date(NOW) })));
  for (let number = 0; number < 100; number += 1) {
    const request = { feature: 'free-shipping-threshold', entityId: `visitor-${number}`, evaluationContext: '{"country":"CH"}' };
    const expected = evaluator.evaluate(request, { now: NOW });
    for (const project of ['shop', evaluator.project.arn]) {
      const input = { ...request, project };
      for (const answer of [await client.send(new EvaluateFeatureCommand(input)), await simple.evaluateFeature(input)]) {
        const { variation, value, reason, details, $metadata } = answer;
        // Of the SDK's own kind of text.
        assert.deepEqual({ variation, value, reason, details: String(details) }, expected);
        assert.equal($metadata.httpStatusCode, 200);
        assert.match($metadata.requestId, /^[\da-f-]{36}$/);
      }
    }
  }
});

test('a batch, in which features are ARNs', async () => {
  const evaluator = new Evaluator(shop);
  const client = new EvidentlyClient(configuration(localRequestHandler(evaluator, { now: () => NOW })));
  const requests = [{ feature: 'checkout-flow', entityId: 'qa-anna' }, { feature: 'none', entityId: 'a' }];
  const { results } = await client.send(new BatchEvaluateFeatureCommand({ project: 'shop', requests }));
  assert.deepEqual(results.map(({ feature, variation }) => [feature.split('/').pop(), variation]), [['checkout-flow', 'express'], ['none', undefined]]);
});

test('errors are of the classes that the client has', async () => {
  const client = new EvidentlyClient(configuration(localRequestHandler(new Evaluator(shop))));
  const evaluate = (input) => client.send(new EvaluateFeatureCommand({ project: 'shop', feature: 'checkout-flow', entityId: 'a', ...input }));
  await assert.rejects(evaluate({ feature: 'none' }), ResourceNotFoundException);
  await assert.rejects(evaluate({ project: 'other' }), { name: 'ResourceNotFoundException', $fault: 'client' });
  await assert.rejects(evaluate({ entityId: '' }), (error) => {
    assert.ok(error instanceof ValidationException);
    assert.deepEqual([error.reason, error.fieldList[0].name], ['fieldValidationFailed', 'entityId']);
    return true;
  });
  const { config } = client;
  await assert.rejects(new Evidently(configuration(config.requestHandler)).listFeatures({ project: 'shop' }), { name: 'AccessDeniedException' });
});

test('events reach whoever takes them', async () => {
  const events = [];
  const handler = localRequestHandler(new Evaluator(shop), { onEvents: (taken) => void events.push(...taken) });
  const client = new EvidentlyClient(configuration(handler));
  const event = { timestamp: new Date(NOW + 250), type: 'aws.evidently.custom', data: JSON.stringify({ ms: 3 }) };
  const answer = await client.send(new PutProjectEventsCommand({ project: 'shop', events: [event, event] }));
  assert.deepEqual([answer.failedEventCount, answer.eventResults.length], [0, 2]);
  assert.deepEqual(events.map(({ id }) => id), answer.eventResults.map(({ eventId }) => eventId));
  assert.deepEqual([events[0].timestamp, events[0].data, events[0].type], [(NOW + 250) / 1000, '{"ms":3}', event.type]);
});

test('events are of the API, and for the project', async () => {
  const taken = [];
  const handler = localRequestHandler(new Evaluator(shop), { onEvents: (events) => void taken.push(...events) });
  const put = async (body, project = 'shop') => {
    const request = { method: 'POST', path: `/events/projects/${project}`, headers: {}, body: JSON.stringify(body) };
    const { response } = await handler.handle(request);
    const { fieldList = [] } = JSON.parse(new TextDecoder().decode(response.body));
    return [response.statusCode, response.headers['x-amzn-errortype'], fieldList.map(({ name }) => name)];
  };
  const event = { timestamp: 0.25, type: 'aws.evidently.evaluation', data: '{}' };
  const invalid = [
    [{}, ['events']],
    [{ events: null }, ['events']],
    [{ events: {} }, ['events']],
    [{ events: [event, null, 5, [], 'text'] }, ['events[1]', 'events[2]', 'events[3]', 'events[4]']],
    [{ events: [{}] }, ['events[0].type', 'events[0].timestamp', 'events[0].data']],
    [{ events: [{ ...event, type: 'other' }, { ...event, data: {} }] }, ['events[0].type', 'events[1].data']],
    [{ events: [{ ...event, timestamp: 'now' }] }, ['events[0].timestamp']],
  ];
  for (const [body, fields] of invalid) {
    assert.deepEqual(await put(body), [400, 'ValidationException', fields], JSON.stringify(body));
  }
  assert.deepEqual(await put({ events: [event] }, 'other'), [404, 'ResourceNotFoundException', []]);
  assert.deepEqual(taken, []);
  assert.deepEqual(await put({ events: [] }), [200, undefined, []]);
  assert.deepEqual(await put({ events: [{ ...event, more: 1 }] }), [200, undefined, []]);
  const [{ id, ...rest }] = taken;
  assert.deepEqual(rest, { ...event, project: new Evaluator(shop).project.arn });
});

test('with a handler, all of the API', async () => {
  const handler = createEvidentlyHandler({ store: memoryStore(), region: 'eu-west-1', account: '123456789012' });
  const client = new Evidently(configuration(localRequestHandler(handler)));
  const { project } = await client.createProject({ name: 'shop', tags: { team: 'ä' } });
  const variations = [{ name: 'on', value: { boolValue: true } }, { name: 'off', value: { boolValue: false } }];
  const { feature } = await client.createFeature({ project: project.arn, name: 'banner', variations });
  assert.ok(feature.createdTime instanceof Date);
  const answer = await client.evaluateFeature({ project: project.arn, feature: 'banner', entityId: 'a' });
  assert.deepEqual(answer.value, { boolValue: true });
  assert.deepEqual((await client.listTagsForResource({ resourceArn: project.arn })).tags, { team: 'ä' });
  await client.untagResource({ resourceArn: project.arn, tagKeys: ['team', 'other'] });
  assert.deepEqual((await client.listTagsForResource({ resourceArn: project.arn })).tags, {});
  assert.deepEqual((await client.listFeatures({ project: 'shop', maxResults: 1 })).features.map(({ name }) => name), ['banner']);
  await assert.rejects(client.createProject({ name: 'shop' }), { name: 'ConflictException', resourceId: project.arn, resourceType: 'project' });
});

test('who has given up gets no answer', async () => {
  const client = new EvidentlyClient(configuration(localRequestHandler(new Evaluator(shop))));
  const command = new EvaluateFeatureCommand({ project: 'shop', feature: 'checkout-flow', entityId: 'a' });
  await assert.rejects(client.send(command, { abortSignal: AbortSignal.abort() }), { name: 'AbortError' });
});

test('destroying the client is no harm', async () => {
  const handler = localRequestHandler(new Evaluator(shop));
  new EvidentlyClient(configuration(handler)).destroy();
  const client = new EvidentlyClient(configuration(handler));
  assert.ok(await client.send(new EvaluateFeatureCommand({ project: 'shop', feature: 'checkout-flow', entityId: 'a' })));
});
