// Node's own server in front of handlers: one connection for request after request, and what goes wrong on it.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, createServer, request as httpRequest } from 'node:http';
import { test } from 'node:test';
import { createAgentHandler, createEvidentlyHandler, memoryStore, nodeListener } from './package.mjs';

const MANY = 'x'.repeat(1_500_000);
const snapshot = { version: 1, project: { name: 'shop' } };

test('a body that nobody wanted is out of the way of the next request', async (t) => {
  const ask = await asking(t, createEvidentlyHandler({ store: memoryStore(snapshot) }));
  for (const [method, path, status] of [['POST', '/nothing-here', 404], ['POST', '/projects', 413], ['PUT', '/projects', 404], ['DELETE', '/projects/none', 404]]) {
    assert.equal((await ask(method, path, MANY)).status, status, `${method} ${path}`);
    assert.equal((await ask('GET', '/projects')).status, 200, `after ${method} ${path}`);
  }
});

test('also of other handlers, however much of it they have read', async (t) => {
  const agent = createAgentHandler({ store: memoryStore(snapshot) });
  const handlers = {
    agent,
    refusing: async () => new Response(null, { status: 403 }),
    failing: async () => {
      throw new Error('broken');
    },
    'reading a bit': async ({ body }) => {
      await body.getReader().read();
      return new Response('a bit');
    },
    cancelling: async ({ body }) => {
      await body.cancel();
      return new Response('none');
    },
    'reading all': async (request) => new Response(String((await request.text()).length)),
  };
  for (const [name, handler] of Object.entries(handlers)) {
    const ask = await asking(t, async (request) => (request.method === 'POST' ? handler(request) : new Response('next')));
    const { body } = await ask('POST', '/applications/a/environments/b/configurations/c', MANY);
    if (name === 'reading all') assert.equal(body, String(MANY.length));
    assert.deepEqual(await ask('GET', '/'), { status: 200, headers: {}, body: 'next' }, name);
  }
});

test('who reads on after the answer is told that it is over', async (t) => {
  let late;
  const ask = await asking(t, async ({ body }) => {
    late = body && (async () => { for await (const _ of body); })();
    late?.catch(() => {});
    return new Response('early');
  });
  await ask('POST', '/', MANY);
  await assert.rejects(late, /answered before all of its body was read/);
});

test('a response that cannot be sent is a 500', async (t) => {
  const broken = new ReadableStream({ pull: (controller) => controller.error(new Error('broken')) });
  const responses = [new Response(broken), new Response('a', { headers: { 'X-Bell': '\x07' } }), undefined];
  for (const response of responses) {
    const ask = await asking(t, async ({ method }) => (method === 'GET' ? new Response('next') : response));
    assert.deepEqual(await ask('POST', '/', 'a'), { status: 500, headers: {}, body: '' });
    assert.equal((await ask('GET', '/')).body, 'next');
  }
});

test('what no Request can say is not found', async (t) => {
  const ask = await asking(t, createEvidentlyHandler({ store: memoryStore(snapshot) }));
  for (const [method, path] of [['TRACE', '/projects'], ['OPTIONS', '*'], ['GET', 'http://['], ['GET', 'http://a:b@localhost/projects']]) {
    const { status, headers, body } = await ask(method, path);
    assert.deepEqual([status, headers['x-amzn-errortype']], [404, 'UnknownOperationException'], `${method} ${path}`);
    assert.deepEqual(JSON.parse(body), { message: `The API has nothing at ${method} ${path}` });
  }
});

/** Asks a server of this handler over one connection. Of the headers of answers, those of AWS. */
async function asking(t, handler) {
  const server = createServer(nodeListener(handler)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => {
    agent.destroy();
    server.close();
    server.closeAllConnections();
  });
  return (method, path, body) =>
    new Promise((resolve, reject) => {
      const headers = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) };
      const request = httpRequest({ port: server.address().port, host: '127.0.0.1', method, path, agent, headers });
      request.on('error', reject);
      request.on('response', async (response) => {
        let text = '';
        for await (const part of response) text += part;
        const told = Object.fromEntries(Object.entries(response.headers).filter(([name]) => name.startsWith('x-amzn-e')));
        resolve({ status: response.statusCode, headers: told, body: text });
      });
      request.end(body);
    });
}
