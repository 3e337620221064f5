// AppConfig's agent, as far as it is documented.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { call } from './call.mjs';
import { Evaluator, createAgentHandler, memoryStore } from './package.mjs';

const read = async (name) => JSON.parse(await readFile(new URL(`../../www/examples/${name}`, import.meta.url), 'utf8'));
const document = await read('appconfig.json');
const { requests } = await read('appconfig.requests.json');
const evaluator = new Evaluator(document);
const agent = createAgentHandler({ store: memoryStore(document) });
const PATH = '/applications/shop/environments/prod/configurations/flags';

const get = (query, headers) => call(agent, 'GET', PATH + query, undefined, headers);
const headersOf = ({ entityId, context = {} }) => ({
  ...(entityId && { 'Entity-Id': entityId }),
  ...(Object.keys(context).length > 0 && { Context: Object.entries(context).map(([key, value]) => `${key}=${value}`).join(', ') }),
});

test('one flag stands alone', async () => {
  assert.ok(requests.length > 10);
  for (const { flag, expect, ...request } of requests) {
    const { status, body, headers } = await get(`?flag=${flag}`, headersOf(request));
    assert.deepEqual([status, body], [200, expect.value], flag);
    assert.equal(headers.get('Content-Type'), 'application/json');
    assert.equal(headers.get('Configuration-Version'), '0');
  }
});

test('several, or all, stand by their keys', async () => {
  const [one, other] = evaluator.flags;
  const context = { country: 'DE', plan: 'plus' };
  const request = { entityId: 'cust-1', context };
  const values = (flags) => {
    const answers = evaluator.evaluateFlags(request, { flags });
    return Object.fromEntries(Object.entries(answers).map(([key, { value }]) => [key, value]));
  };
  assert.deepEqual((await get('', headersOf(request))).body, values());
  assert.deepEqual((await get(`?flag=${other}&flag=${one}`, headersOf(request))).body, values([other, one]));
  assert.deepEqual((await get(`?flag=${one}&flag=none`, headersOf(request))).body, values([one]));
});

test('a flag that does not exist is not found', async () => {
  const { status, body } = await get('?flag=none');
  assert.deepEqual([status, body], [404, { message: "Flag does not exist: 'none'" }]);
});

test('names may be anything, escaped', async () => {
  const { status } = await call(agent, 'GET', '/applications/test-backend%2Ftest/environments/a%20b/configurations/%F0%9F%8F%B3');
  assert.equal(status, 200);
});

test('the context in several headers, with spaces, twice, and not in ASCII', async () => {
  const rule = (text) => ({ name: 'A', enabled: true, rule: text });
  const flags = { f: { _variants: [rule('(and (eq $a "x=y") (eq $name "Jörg") (eq $b "2"))'), { name: 'B', enabled: false }] } };
  const handler = createAgentHandler({
    store: memoryStore({ version: 1, appConfig: { flags: { version: '1', flags: { f: { name: 'F' } }, values: flags } } }),
  });
  const ask = async (...contexts) => {
    const headers = new Headers();
    // As it is on the wire: bytes.
    for (const context of contexts) headers.append('Context', Buffer.from(context).toString('latin1'));
    return (await call(handler, 'GET', `${PATH}?flag=f`, undefined, headers)).body._variant;
  };
  assert.equal(await ask('a=x=y', 'b=1', ' b = 2 ', 'name=Jörg'), 'A');
  assert.equal(await ask('a=x=y,b=2,,name=Jörg,'), 'A');
  assert.equal(await ask('a=x=y,b=2'), 'B');
  assert.equal(await ask(), 'B');
});

test('an entity id that is not in ASCII is the same as elsewhere', async () => {
  const flag = 'one-page-checkout';
  for (const entityId of ['jörg', '東京', 'cust-7934838']) {
    const context = { country: 'DE' };
    const headers = { Context: 'country=DE', 'Entity-Id': Buffer.from(entityId).toString('latin1') };
    assert.deepEqual((await get(`?flag=${flag}`, headers)).body, evaluator.evaluateFlag({ flag, entityId, context }).value);
  }
});

test('what the agent does not take is a 400, 404 or 405', async () => {
  const cases = [
    ['GET', PATH, { Context: 'country' }, 400],
    ['GET', PATH, { Context: '=DE' }, 400],
    ['GET', PATH, { 'Entity-Id': 'x'.repeat(2049) }, 400],
    ['POST', PATH, {}, 405],
    ['GET', '/applications/a/environments/b/configurations', {}, 404],
    ['GET', '/applications/a/environments/b/configurations/c/d', {}, 404],
    ['GET', '/applications//environments/b/configurations/c', {}, 404],
    ['GET', '/', {}, 404],
  ];
  for (const [method, path, headers, status] of cases) {
    const answer = await call(agent, method, path, undefined, headers);
    assert.deepEqual([answer.status, typeof answer.body.message], [status, 'string'], path);
  }
  const head = await call(agent, 'HEAD', PATH);
  assert.deepEqual([head.status, head.text], [200, '']);
});

test('a new snapshot is served at once, and none, or a broken one, is told', async () => {
  const store = memoryStore();
  const heard = [];
  const handler = createAgentHandler({ store, onError: (error) => heard.push(error.name) });
  assert.equal((await call(handler, 'GET', PATH)).status, 404);
  await store.write(JSON.stringify(document), '0');
  const first = await call(handler, 'GET', PATH);
  assert.deepEqual([first.status, first.headers.get('Configuration-Version')], [200, '1']);
  await store.write('{"version":1}', '1');
  assert.deepEqual((await call(handler, 'GET', PATH)).body, {});
  await store.write('{"version":3}', '2');
  assert.deepEqual([(await call(handler, 'GET', PATH)).status, heard], [500, ['SnapshotError']]);
});

test('a store that fails, by whatever, is a 500', async () => {
  for (const error of [undefined, null, 'text', Object.assign(new Error('secret'), { name: 'ValidationException' })]) {
    for (const read of [() => { throw error; }, () => Promise.reject(error)]) {
      const heard = [];
      const handler = createAgentHandler({ store: { read }, onError: (error) => heard.push(error) });
      const { status, body } = await call(handler, 'GET', PATH);
      assert.deepEqual([status, body, heard], [500, { message: 'The configuration cannot be read' }, [error]]);
    }
  }
});
