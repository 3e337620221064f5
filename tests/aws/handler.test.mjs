// Bodies, queries, evaluations, events and errors of the handler.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, refusal, withFeature } from './call.mjs';
import { Evaluator, createEvidentlyHandler, localRequestHandler, memoryStore } from './package.mjs';

const NOW = Date.parse('2026-11-21T12:00:00Z');

test('a name in the path counts for more than one in the body', async () => {
  const handler = createEvidentlyHandler({ store: memoryStore(), now: () => NOW });
  await withFeature(handler);
  const body = { project: 'other', feature: 'none', entityId: 'a', description: 'new' };
  assert.equal((await call(handler, 'POST', '/projects/shop/evaluations/checkout', body)).body.variation, 'classic');
  const { feature } = (await call(handler, 'PATCH', '/projects/shop/features/checkout', body)).body;
  assert.deepEqual([feature.name, feature.description], ['checkout', 'new']);
});

test('bodies in any JSON, and none', async () => {
  const handler = createEvidentlyHandler({ store: memoryStore() });
  for (const [body, status] of [[' {"name":"shop" }\n', 200], ['{}', 400], [' { } ', 400], ['', 400], [undefined, 400]]) {
    assert.equal((await call(handler, 'POST', '/projects', body)).status, status, body);
  }
  for (const body of ['{', '[]', 'null', '"a"', '{"a":1}}', '\ufeff\ufeff{}', '{"name":"a",}', '['.repeat(300_000)]) {
    assert.deepEqual(await refusal(handler, 'POST', '/projects', body), [400, 'ValidationException', 'cannotParse'], body);
  }
  const bytes = new Request('http://localhost/projects', { method: 'POST', body: Uint8Array.of(0x7b, 0xff, 0x7d) });
  assert.equal((await handler(bytes)).status, 400);
});

test('no digit of a number is lost on the way', async () => {
  const handler = createEvidentlyHandler({ store: memoryStore() });
  await withFeature(handler);
  const variation = (long) => `{"name":"n","variations":[{"name":"a","value":{"longValue":${long}}}]}`;
  const create = async (long) => (await call(handler, 'POST', '/projects/shop/features', variation(long))).status;
  // JavaScript reads the greatest long here.
  assert.equal(await create('9007199254740991.4'), 400);
  assert.equal(await create('9007199254740992'), 400);
  assert.equal(await create('9007199254740991'), 200);
});

test('a body that is too large is not read to its end', async () => {
  const handler = createEvidentlyHandler({ store: memoryStore(), maxBodyBytes: 1000 });
  const body = (bytes) => JSON.stringify({ name: 'shop', description: 'x'.repeat(bytes) });
  const expected = [413, 'RequestEntityTooLargeException', undefined];
  assert.deepEqual(await refusal(handler, 'POST', '/projects', body(1000)), expected);
  assert.deepEqual(await refusal(handler, 'POST', '/projects', body(1000), { 'Content-Length': '1030' }), expected);
  assert.deepEqual(await refusal(handler, 'POST', '/projects', '{}', { 'Content-Length': '1001' }), expected);

  let sent = 0;
  const endless = new ReadableStream({ pull: (controller) => ((sent += 100), controller.enqueue(new Uint8Array(100).fill(32))) });
  const request = new Request('http://localhost/projects', { method: 'POST', body: endless, duplex: 'half' });
  assert.equal((await handler(request)).status, 413);
  assert.ok(sent < 2000, `${sent} bytes were taken`);

  const usual = createEvidentlyHandler({ store: memoryStore() });
  assert.deepEqual(await refusal(usual, 'POST', '/projects', ' '.repeat(2 ** 20) + '{}'), expected);
  assert.deepEqual(await refusal(usual, 'POST', '/projects', ' '.repeat(2 ** 20 - 2) + '{}'), [400, 'ValidationException', 'fieldValidationFailed']);
});

test('a body that is cut off is no fault of the server', async () => {
  const heard = [];
  const handler = createEvidentlyHandler({ store: memoryStore(), onError: (error) => heard.push(error) });
  const body = new ReadableStream({ pull: (controller) => controller.error(new Error('reset')) });
  const response = await handler(new Request('http://localhost/projects', { method: 'POST', body, duplex: 'half' }));
  assert.deepEqual([response.status, heard], [400, []]);
});

test('lists come in pages', async () => {
  const handler = createEvidentlyHandler({ store: memoryStore() });
  await withFeature(handler, { feature: 'f-0' });
  for (let number = 1; number < 7; number += 1) await withFeature(handler, { feature: `f-${number}` });
  const names = [];
  let token, pages = 0;
  do {
    const query = new URLSearchParams({ maxResults: '3', ...(token && { nextToken: token }) });
    const { body } = await call(handler, 'GET', `/projects/shop/features?${query}`);
    assert.ok(body.features.length <= 3);
    names.push(...body.features.map(({ name }) => name));
    token = body.nextToken;
    pages += 1;
  } while (token);
  assert.deepEqual([names.length, new Set(names).size, pages], [7, 7, 3]);
  for (const query of ['maxResults=0', 'maxResults=101', 'maxResults=ten', 'maxResults=1.5', 'maxResults=', 'nextToken=%20', 'maxResults=99999999999999999999']) {
    assert.deepEqual(await refusal(handler, 'GET', `/projects/shop/features?${query}`), [400, 'ValidationException', 'fieldValidationFailed'], query);
  }
  assert.equal((await call(handler, 'GET', '/projects/shop/launches?status=RUNNING')).status, 200);
  assert.equal((await call(handler, 'GET', '/projects/shop/launches?status=WALKING')).status, 400);
  assert.equal((await call(handler, 'GET', '/projects/shop/features?other=1')).status, 200);
});

test('evaluations are those of the evaluator', async () => {
  const store = memoryStore();
  const handler = createEvidentlyHandler({ store, now: () => NOW });
  await withFeature(handler);
  const overrides = { anna: 'express' };
  await call(handler, 'PATCH', '/projects/shop/features/checkout', { entityOverrides: overrides });
  const { snapshot } = await store.read();
  const evaluator = new Evaluator(snapshot);
  for (const entityId of ['anna', 'bruno', 'ü']) {
    const { text } = await call(handler, 'POST', '/projects/shop/evaluations/checkout', { entityId });
    assert.equal(text, JSON.stringify(evaluator.evaluate({ feature: 'checkout', entityId }, { now: NOW })));
  }
  const requests = [
    { feature: 'checkout', entityId: 'anna', evaluationContext: '{"a":1}' },
    { feature: 'none', entityId: 'bruno' },
  ];
  const { status, text } = await call(handler, 'POST', '/projects/shop/evaluations', { requests });
  assert.deepEqual([status, text], [200, JSON.stringify(evaluator.batchEvaluate({ requests }, { now: NOW }))]);
});

test('evaluations that are refused', async () => {
  const handler = createEvidentlyHandler({ store: memoryStore() });
  const empty = await call(handler, 'POST', '/projects/shop/evaluations/checkout', { entityId: 'a' });
  assert.deepEqual(empty.body, {
    message: "Project does not exist with arn 'arn:aws:evidently:local:000000000000:project/shop'",
    resourceId: null,
    resourceType: null,
  });
  await withFeature(handler);
  const missing = await call(handler, 'POST', '/projects/shop/evaluations/none', { entityId: 'a' });
  assert.deepEqual([missing.status, missing.body], [404, {
    message: "Feature does not exist with arn 'arn:aws:evidently:local:000000000000:project/shop/feature/none'",
    resourceId: null,
    resourceType: null,
  }]);
  const item = { feature: 'checkout', entityId: 'a' };
  const invalid = [
    ['/checkout', {}],
    ['/checkout', { entityId: '' }],
    ['/checkout', { entityId: 'x'.repeat(513) }],
    ['/checkout', { entityId: 'a', evaluationContext: { a: 1 } }],
    ['/checkout', { entityId: 'a', evaluationContext: '[1]' }],
    ['/check%20out', { entityId: 'a' }],
    ['', {}],
    ['', { requests: [] }],
    ['', { requests: Array(21).fill(item) }],
    ['', { requests: [item, { ...item, entityId: 7 }] }],
    ['', { requests: [item, { ...item, feature: 'no name' }] }],
    ['', { requests: [item, null] }],
  ];
  for (const [path, body] of invalid) {
    const [status, name] = await refusal(handler, 'POST', `/projects/shop/evaluations${path}`, body);
    assert.deepEqual([status, name], [400, 'ValidationException'], `${path} ${JSON.stringify(body)}`);
  }
  assert.equal((await call(handler, 'POST', '/projects/shop/evaluations', { requests: Array(20).fill(item) })).status, 200);
  const [status, name] = await refusal(handler, 'POST', '/projects/other/evaluations/checkout', { entityId: 'a' });
  assert.deepEqual([status, name], [404, 'ResourceNotFoundException']);
});

test('errors have the status, the header and the members of AWS', async () => {
  const handler = createEvidentlyHandler({ store: memoryStore() });
  await withFeature(handler);
  const taken = await withFeature(handler);
  assert.deepEqual([taken.status, taken.headers.get('x-amzn-ErrorType')], [409, 'ConflictException']);
  assert.deepEqual(Object.keys(taken.body).sort(), ['message', 'resourceId', 'resourceType']);

  const parent = await call(handler, 'DELETE', '/projects/shop');
  const arn = 'arn:aws:evidently:local:000000000000:project/shop';
  assert.deepEqual([parent.status, parent.body], [409, { message: 'Project has sub-resources', resourceId: arn, resourceType: 'project' }]);

  const missing = await call(handler, 'PATCH', '/projects/shop/features/none', {});
  assert.deepEqual([missing.status, missing.body], [404, {
    message: `Feature with arn '${arn}/feature/none' does not exist.`,
    resourceId: `${arn}/feature/none`,
    resourceType: 'feature',
  }]);

  const invalid = await call(handler, 'POST', '/projects/shop/features', { name: 'a b', variations: [] });
  assert.deepEqual([invalid.status, invalid.body.reason], [400, 'fieldValidationFailed']);
  assert.deepEqual(invalid.body.fieldList.map(({ name }) => name).sort(), ['name', 'variations']);
});

test('a snapshot that does not load is told, and what else fails is not', async () => {
  for (const [store, message] of [
    [memoryStore('{"version":2}'), /version/],
    [{ ...memoryStore(), read: () => Promise.reject(new Error('secret of the host')) }, /^The request could not be carried out\.$/],
  ]) {
    const heard = [];
    const handler = createEvidentlyHandler({ store, onError: (error) => heard.push(error) });
    for (const [path, body] of [['/projects', { name: 'shop' }], ['/projects/shop/evaluations/a', { entityId: 'a' }]]) {
      const { status, headers, body: answer } = await call(handler, 'POST', path, body);
      assert.deepEqual([status, headers.get('x-amzn-ErrorType')], [500, 'InternalServerException']);
      assert.match(answer.message, message);
    }
    assert.equal(heard.length, 2);
  }
});

test('whatever the host has brought fails by, the client hears only of a 500 and the host of all', async () => {
  const named = (name) => Object.assign(new Error('secret of the host'), { name });
  const thrown = [undefined, null, 'text', 7, named('constructor'), named('ValidationException'), named('AccessDeniedException'), Object.create(null)];
  const event = { type: 'aws.evidently.custom', timestamp: 1795262400.25, data: '{"ms":12}' };
  const calls = {
    read: ['GET', '/projects'],
    write: ['PATCH', '/projects/shop', { description: 'new' }],
    now: ['POST', '/projects/shop/evaluations/checkout', { entityId: 'a' }],
    onEvents: ['POST', '/events/projects/shop', { events: [event] }],
  };
  for (const [part, request] of Object.entries(calls)) {
    for (const error of thrown) {
      const ways = [() => { throw error; }, ...(part === 'now' ? [] : [() => Promise.reject(error)])];
      for (const fail of ways) {
        const store = memoryStore();
        await withFeature(createEvidentlyHandler({ store }));
        const heard = [];
        const onError = (error) => heard.push(error);
        const parts = part in store ? { store: { ...store, [part]: fail } } : { store, [part]: fail };
        const { status, body } = await call(createEvidentlyHandler({ ...parts, onError }), ...request);
        assert.deepEqual([status, body], [500, { message: 'The request could not be carried out.' }]);
        assert.equal(heard.length, 1);
        assert.equal(heard[0], error);
      }
    }
  }
});

test('a clock that gives no time is a fault of the host', async () => {
  const store = memoryStore();
  await withFeature(createEvidentlyHandler({ store }));
  const evaluator = new Evaluator((await store.read()).snapshot);
  for (const time of [NaN, Infinity, 8.64e15 + 1, new Date(NaN), undefined, null, '2026-11-21T12:00:00Z', {}]) {
    const heard = [];
    const options = { now: () => time, onError: (error) => heard.push(error) };
    const handler = createEvidentlyHandler({ store, ...options });
    for (const [path, body] of [['/projects/shop/features', {}], ['/projects/shop/evaluations/checkout', { entityId: 'a' }]]) {
      assert.deepEqual(await refusal(handler, 'POST', path, body), [500, 'InternalServerException', undefined], String(time));
    }
    const { response } = await localRequestHandler(evaluator, options).handle({ method: 'POST', path: '/projects/shop/evaluations/checkout', headers: {}, body: '{"entityId":"a"}' });
    assert.equal(response.statusCode, 500);
    assert.deepEqual(heard.map(({ name }) => name), ['TypeError', 'TypeError', 'TypeError']);
  }
  const handler = createEvidentlyHandler({ store, now: () => new Date(8.64e15) });
  assert.equal((await call(handler, 'POST', '/projects/shop/evaluations/checkout', { entityId: 'a' })).status, 200);
});

test('a region or an account that is none is refused at once', () => {
  for (const [member, text] of [['region', 'a/b:c'], ['account', ''], ['account', 12]]) {
    assert.throws(() => createEvidentlyHandler({ store: memoryStore(), [member]: text }), ({ name, fieldList }) => {
      assert.deepEqual([name, fieldList.map((field) => field.name)], ['ValidationException', [member]]);
      return true;
    });
  }
});

test('events are handed on before they are acknowledged', async () => {
  const taken = [];
  let broken = false;
  const onEvents = async (events) => {
    await new Promise((resolve) => setTimeout(resolve));
    if (broken) throw new Error('the sink is full');
    taken.push(...events);
  };
  const handler = createEvidentlyHandler({ store: memoryStore(), onEvents });
  await withFeature(handler);
  const event = { type: 'aws.evidently.custom', timestamp: 1795262400.25, data: '{"ms":12}' };
  const events = [event, { ...event, data: 'none' }];
  const { status, body } = await call(handler, 'POST', '/events/projects/shop', { events });
  assert.deepEqual([status, body.failedEventCount, body.eventResults.length], [200, 1, 2]);
  assert.deepEqual(taken, [
    { ...event, id: body.eventResults[0].eventId, project: 'arn:aws:evidently:local:000000000000:project/shop' },
  ]);
  broken = true;
  assert.deepEqual(await refusal(handler, 'POST', '/events/projects/shop', { events: [event] }), [500, 'InternalServerException', undefined]);
  const [code, name] = await refusal(handler, 'POST', '/events/projects/none', { events: [event] });
  assert.deepEqual([code, name], [404, 'ResourceNotFoundException']);
});
