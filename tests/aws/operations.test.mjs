// By method and path, which operation: all that the API model has, and nothing else.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, refusal, withFeature } from './call.mjs';
import { createEvidentlyHandler, memoryStore, operationOf } from './package.mjs';

const ROUTES = {
  CreateProject: 'POST /projects',
  ListProjects: 'GET /projects',
  GetProject: 'GET /projects/p',
  UpdateProject: 'PATCH /projects/p',
  DeleteProject: 'DELETE /projects/p',
  UpdateProjectDataDelivery: 'PATCH /projects/p/data-delivery',
  CreateFeature: 'POST /projects/p/features',
  ListFeatures: 'GET /projects/p/features',
  GetFeature: 'GET /projects/p/features/f',
  UpdateFeature: 'PATCH /projects/p/features/f',
  DeleteFeature: 'DELETE /projects/p/features/f',
  CreateLaunch: 'POST /projects/p/launches',
  ListLaunches: 'GET /projects/p/launches',
  GetLaunch: 'GET /projects/p/launches/l',
  UpdateLaunch: 'PATCH /projects/p/launches/l',
  DeleteLaunch: 'DELETE /projects/p/launches/l',
  StartLaunch: 'POST /projects/p/launches/l/start',
  StopLaunch: 'POST /projects/p/launches/l/cancel',
  CreateExperiment: 'POST /projects/p/experiments',
  ListExperiments: 'GET /projects/p/experiments',
  GetExperiment: 'GET /projects/p/experiments/e',
  UpdateExperiment: 'PATCH /projects/p/experiments/e',
  DeleteExperiment: 'DELETE /projects/p/experiments/e',
  StartExperiment: 'POST /projects/p/experiments/e/start',
  StopExperiment: 'POST /projects/p/experiments/e/cancel',
  GetExperimentResults: 'POST /projects/p/experiments/e/results',
  CreateSegment: 'POST /segments',
  ListSegments: 'GET /segments',
  GetSegment: 'GET /segments/s',
  DeleteSegment: 'DELETE /segments/s',
  ListSegmentReferences: 'GET /segments/s/references',
  TestSegmentPattern: 'POST /test-segment-pattern',
  TagResource: 'POST /tags/r',
  UntagResource: 'DELETE /tags/r',
  ListTagsForResource: 'GET /tags/r',
  EvaluateFeature: 'POST /projects/p/evaluations/f',
  BatchEvaluateFeature: 'POST /projects/p/evaluations',
  PutProjectEvents: 'POST /events/projects/p',
};

const handler = createEvidentlyHandler({ store: memoryStore() });
const requestOf = (route) => {
  const [method, path] = route.split(' ');
  return { method, url: `https://evidently.example${path}` };
};

test('there are the 38 operations of the model', () => {
  assert.equal(Object.keys(ROUTES).length, 38);
  for (const [operation, route] of Object.entries(ROUTES)) {
    assert.equal(operationOf(requestOf(route)), operation);
    assert.equal(operationOf(requestOf(`${route}?maxResults=2`)), operation);
  }
});

test('each is known to the control plane', async () => {
  for (const [operation, route] of Object.entries(ROUTES)) {
    const [method, path] = route.split(' ');
    const hasBody = ['POST', 'PATCH'].includes(method);
    const { body, headers } = await call(handler, method, path, hasBody ? {} : undefined);
    assert.notEqual(body.reason, 'unknownOperation', operation);
    assert.notEqual(headers.get('x-amzn-ErrorType'), 'UnknownOperationException', operation);
    assert.match(headers.get('x-amzn-RequestId'), /^[\da-f-]{36}$/);
    assert.equal(headers.get('Content-Type'), 'application/json');
  }
});

test('what the API does not have is an unknown operation', async () => {
  const strange = ['GET /', 'GET /project', 'PUT /projects', 'GET /projects/', 'DELETE /projects/p/', 'POST /projects/p',
    'GET /projects/p/features/f/g', 'GET /projects//features', 'GET //projects', 'DELETE /segments', 'POST /projects/p/evaluations/',
    'GET /Projects', 'GET /%70rojects', 'DELETE /projects/p/launches/..'];
  for (const route of strange) {
    const [method, path] = route.split(' ');
    assert.deepEqual(await refusal(handler, method, path), [404, 'UnknownOperationException', undefined], route);
    assert.equal(operationOf(requestOf(route)), undefined, route);
  }
});

test('methods that are names of what every object has are none', async () => {
  for (const method of ['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__']) {
    assert.equal(operationOf(requestOf(`${method} /projects`)), undefined, method);
    assert.deepEqual(await refusal(handler, method, '/projects'), [404, 'UnknownOperationException', undefined], method);
  }
});

test('a launch called `..` cannot be deleted, and its project is not deleted in its place', async () => {
  const handler = createEvidentlyHandler({ store: memoryStore() });
  await call(handler, 'POST', '/projects', { name: 'shop' });
  for (const end of ['..', '%2e%2e', '.', '']) {
    assert.equal((await call(handler, 'DELETE', `/projects/shop/launches/${end}`)).status, 404);
  }
  assert.equal((await call(handler, 'GET', '/projects/shop')).status, 200);
});

test('labels hold ARNs, escaped by every client', async () => {
  const handler = createEvidentlyHandler({ store: memoryStore(), region: 'eu-west-1', account: '123456789012' });
  const { body } = await withFeature(handler);
  const { arn, project } = body.feature;
  assert.equal(project, 'arn:aws:evidently:eu-west-1:123456789012:project/shop');
  const escaped = [encodeURIComponent(project), project.replace('/', '%2f')];
  for (const label of escaped) {
    assert.equal((await call(handler, 'GET', `/projects/${label}`)).body.project.name, 'shop');
    assert.equal((await call(handler, 'GET', `/projects/${label}/features/checkout`)).body.feature.arn, arn);
    const { body } = await call(handler, 'POST', `/projects/${label}/evaluations/checkout`, { entityId: 'a' });
    assert.equal(body.variation, 'classic');
  }
  const tags = `/tags/${encodeURIComponent(arn)}`;
  assert.equal((await call(handler, 'POST', tags, { tags: { team: 'a b', 'x/y': '' } })).status, 200);
  assert.deepEqual((await call(handler, 'GET', tags)).body.tags, { team: 'a b', 'x/y': '' });
  assert.equal((await call(handler, 'DELETE', `${tags}?tagKeys=team&tagKeys=x%2Fy`)).status, 200);
  assert.deepEqual((await call(handler, 'GET', tags)).body.tags, {});
});

test('a broken escape is refused', async () => {
  for (const label of ['%', '%zz', '%E0%A4']) {
    assert.deepEqual(await refusal(handler, 'GET', `/projects/${label}`), [400, 'ValidationException', 'cannotParse']);
    assert.equal(operationOf(requestOf(`GET /projects/${label}`)), undefined);
  }
});

test('OPTIONS tells the methods, and HEAD is GET without its body', async () => {
  const handler = createEvidentlyHandler({ store: memoryStore() });
  await withFeature(handler);
  const options = await call(handler, 'OPTIONS', '/projects/shop/features/checkout');
  assert.deepEqual([options.status, options.headers.get('Allow'), options.text], [204, 'GET, PATCH, DELETE, HEAD, OPTIONS', '']);
  assert.equal((await call(handler, 'OPTIONS', '/test-segment-pattern')).headers.get('Allow'), 'POST, OPTIONS');
  assert.equal((await call(handler, 'OPTIONS', '/none')).status, 404);

  const head = await call(handler, 'HEAD', '/projects/shop/features/checkout');
  assert.deepEqual([head.status, head.text, head.headers.get('Content-Type')], [200, '', 'application/json']);
  assert.deepEqual([(await call(handler, 'HEAD', '/projects/none')).status], [404]);
  assert.equal(operationOf({ method: 'HEAD', url: 'http://a/projects' }), 'ListProjects');
  assert.equal((await call(handler, 'HEAD', '/events/projects/shop')).status, 404);
});
