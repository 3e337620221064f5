// Changes that meet, on every store that needs no disk; and what the handler makes of a store that says no.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, withFeature } from './call.mjs';
import { createEvidentlyHandler, kvStore, memoryStore } from './package.mjs';

const STORES = {
  memoryStore: () => memoryStore(),
  kvStore: () => kvStore(namespace(), 'snapshot'),
};

for (const [name, make] of Object.entries(STORES)) {
  test(`${name} swaps only what it has been asked to swap`, async () => {
    const store = make();
    const empty = await store.read();
    assert.equal(empty.snapshot, null);
    assert.equal(await store.write('{"version":1}', empty.version), true);
    assert.equal(await store.write('{"version":1,"a":2}', empty.version), false);
    const first = await store.read();
    assert.equal(first.snapshot, '{"version":1}');
    assert.notEqual(first.version, empty.version);
    assert.equal(await store.write('{"version":1,"a":3}', first.version), true);
    assert.equal(await store.write('{"version":1,"a":4}', first.version), false);
    assert.equal((await store.read()).snapshot, '{"version":1,"a":3}');
  });

  test(`${name} carries a project from handler to handler`, async () => {
    const store = make();
    const handlers = [1, 2].map(() => createEvidentlyHandler({ store }));
    await withFeature(handlers[0]);
    assert.equal((await call(handlers[1], 'GET', '/projects/shop/features/checkout')).status, 200);
    assert.equal((await call(handlers[1], 'PATCH', '/projects/shop/features/checkout', { defaultVariation: 'express' })).status, 200);
    const { body } = await call(handlers[0], 'POST', '/projects/shop/evaluations/checkout', { entityId: 'a' });
    assert.equal(body.variation, 'express');
  });
}

test('memoryStore begins with a text or an object', async () => {
  for (const initial of ['{"version":1,"project":{"name":"shop"}}', { version: 1, project: { name: 'shop' } }]) {
    const handler = createEvidentlyHandler({ store: memoryStore(initial) });
    assert.equal((await call(handler, 'GET', '/projects/shop')).status, 200);
  }
});

test('a change that another comes before is made anew', async () => {
  for (const refusals of [1, 5, 11]) {
    const { store, writes } = refusing(refusals);
    const handler = createEvidentlyHandler({ store });
    assert.equal((await call(handler, 'POST', '/projects', { name: 'shop' })).status, 200);
    assert.equal(writes(), refusals + 1);
  }
});

test('in the end it is a conflict, and nothing has changed', async () => {
  const { store, writes } = refusing(Infinity);
  const handler = createEvidentlyHandler({ store });
  const { status, headers, body } = await call(handler, 'POST', '/projects', { name: 'shop' });
  assert.deepEqual([status, headers.get('x-amzn-ErrorType'), writes()], [409, 'ConflictException', 12]);
  assert.deepEqual([body.resourceId, body.resourceType, /12 times/.test(body.message)], [null, null, true]);
  assert.equal((await store.read()).snapshot, null);
});

test('what is made anew is made of what is there then', async () => {
  const inner = memoryStore();
  const other = createEvidentlyHandler({ store: inner });
  await withFeature(other);
  let meddled = false;
  const store = {
    read: inner.read,
    async write(snapshot, expected) {
      if (!meddled) {
        meddled = true;
        await call(other, 'DELETE', '/projects/shop/features/checkout');
      }
      return inner.write(snapshot, expected);
    },
  };
  const handler = createEvidentlyHandler({ store });
  assert.equal((await call(handler, 'PATCH', '/projects/shop/features/checkout', { description: 'new' })).status, 404);
});

test('of forty changes at once none is lost', async () => {
  const handler = createEvidentlyHandler({ store: memoryStore() });
  await withFeature(handler);
  const variations = [{ name: 'on', value: { boolValue: true } }];
  const create = (name) => call(handler, 'POST', '/projects/shop/features', { name, variations });
  const created = await Promise.all(Array.from({ length: 40 }, (_, number) => create(`f-${number}`)));
  assert.deepEqual(created.map(({ status }) => status), Array(40).fill(200));
  assert.equal((await call(handler, 'GET', '/projects/shop')).body.project.featureCount, 41);
});

test('what changes nothing writes nothing', async () => {
  const inner = memoryStore();
  await withFeature(createEvidentlyHandler({ store: inner }));
  const store = { ...inner, write: () => assert.fail('it was written') };
  const handler = createEvidentlyHandler({ store });
  const item = { feature: 'checkout', entityId: 'a' };
  for (const [method, path, body] of [
    ['GET', '/projects/shop'],
    ['GET', '/segments'],
    ['POST', '/test-segment-pattern', { pattern: '{"a":["b"]}', payload: '{"a":"b"}' }],
    ['POST', '/projects/shop/evaluations/checkout', item],
    ['POST', '/projects/shop/evaluations', { requests: [item] }],
    ['POST', '/events/projects/shop', { events: [] }],
  ]) {
    assert.equal((await call(handler, method, path, body)).status, 200, path);
  }
});

/** A store that says no so many times. */
function refusing(refusals) {
  const inner = memoryStore();
  let writes = 0;
  const write = (...parameters) => ((writes += 1) > refusals ? inner.write(...parameters) : Promise.resolve(false));
  return { store: { read: inner.read, write }, writes: () => writes };
}

/** As Cloudflare's, as far as it is asked. */
function namespace() {
  const values = new Map();
  return { get: async (key) => values.get(key) ?? null, put: async (key, value) => void values.set(key, value) };
}
