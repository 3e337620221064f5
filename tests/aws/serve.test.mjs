// `npx variate`, as a program: what it serves, whom it keeps out, how it begins and how it ends.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Evaluator, program } from './package.mjs';

const EXAMPLES = fileURLToPath(new URL('../../www/examples', import.meta.url));
const AGENT = '/applications/a/environments/b/configurations/c';

let folder, file, server;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'variate-serve-'));
  file = join(folder, 'snapshot.json');
  const [shop, { appConfig }] = await Promise.all(['shop.json', 'appconfig.json'].map(async (name) => JSON.parse(await readFile(join(EXAMPLES, name), 'utf8'))));
  await writeFile(file, JSON.stringify({ ...shop, appConfig }));
  server = await serving(file);
});
after(async () => {
  server.child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

test('it listens on this machine only, and says where', () => {
  assert.match(server.lines[0], /^variate serves .*snapshot\.json at http:\/\/127\.0\.0\.1:\d+$/);
});

test('Evidently and the agent, each at its paths', async () => {
  const evaluator = new Evaluator(await readFile(file));
  const evaluation = await ask('POST', '/projects/shop/evaluations/checkout-flow', { body: '{"entityId":"qa-anna"}' });
  assert.deepEqual(JSON.parse(evaluation.body), evaluator.evaluate({ feature: 'checkout-flow', entityId: 'qa-anna' }));
  const flag = 'one-page-checkout';
  const headers = { 'Entity-Id': Buffer.from('jörg').toString('latin1'), Context: 'country=DE, app=web' };
  const value = await ask('GET', `${AGENT}?flag=${flag}`, { headers });
  const context = { country: 'DE', app: 'web' };
  assert.deepEqual(JSON.parse(value.body), evaluator.evaluateFlag({ flag, entityId: 'jörg', context }).value);
  const all = await ask('GET', AGENT);
  assert.deepEqual(Object.keys(JSON.parse(all.body)), [...evaluator.flags]);
});

test('a change is in the file, and a file that is replaced is served', async () => {
  const { status } = await ask('PATCH', '/projects/shop', { body: '{"description":"of these tests"}' });
  assert.equal(status, 200);
  const document = JSON.parse(await readFile(file, 'utf8'));
  assert.equal(document.project.description, 'of these tests');
  document.project.description = 'by hand';
  await writeFile(file, JSON.stringify(document));
  assert.equal(JSON.parse((await ask('GET', '/projects/shop')).body).project.description, 'by hand');
});

test('a line for each request', async () => {
  await ask('GET', '/projects/shop/features?maxResults=2');
  assert.match(await server.says(/maxResults|\/features /), /^GET \/projects\/shop\/features 200 \d+\.\d ms ListFeatures$/);
  await ask('GET', AGENT);
  assert.match(await server.says(/applications/), /^GET \/applications\/\S+ 200 \d+\.\d ms agent$/);
  await ask('DELETE', '/nothing');
  assert.match(await server.says(/nothing/), /^DELETE \/nothing 404 \d+\.\d ms -$/);
});

test('pages in a browser are kept out', async () => {
  const of = async (headers, path = '/projects') => (await ask('GET', path, { headers })).status;
  assert.equal(await of({}), 200);
  assert.equal(await of({ Origin: 'https://page.example' }), 403);
  assert.equal(await of({ Origin: 'null' }, AGENT), 403);
  const { port } = server;
  for (const host of ['localhost', `localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, `dataplane.localhost:${port}`]) {
    assert.equal(await of({ Host: host }), 200, host);
  }
  for (const host of ['rebound.example', `rebound.example:${port}`, '127.0.0.1.example', '10.0.0.1']) {
    assert.equal(await of({ Host: host }), 403, host);
  }
});

test('a body that is too large is answered while it is still being sent', async () => {
  const { status, headers } = await ask('POST', '/projects', { body: ' '.repeat(8 * 2 ** 20) });
  assert.deepEqual([status, headers['x-amzn-errortype']], [413, 'RequestEntityTooLargeException']);
  const chunked = await ask('POST', '/projects', { body: ' '.repeat(8 * 2 ** 20), chunked: true });
  assert.equal(chunked.status, 413);
  assert.equal((await ask('GET', '/projects')).status, 200);
});

test('strange requests do no harm', async () => {
  assert.equal((await ask('GET', '//projects')).status, 404);
  assert.equal((await ask('OPTIONS', '/projects')).status, 204);
  assert.equal((await ask('HEAD', '/projects')).body, '');
  for (const [method, path] of [['OPTIONS', '*'], ['TRACE', '/projects']]) {
    const { status, headers } = await ask(method, path);
    assert.deepEqual([status, headers['x-amzn-errortype']], [404, 'UnknownOperationException']);
  }
  assert.equal((await ask('GET', `http://127.0.0.1:${server.port}/projects`)).status, 200);
  // Gone in the middle of its body.
  const socket = connect(server.port, '127.0.0.1');
  socket.write('POST /projects HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{');
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.destroy();
  await server.says(/POST \/projects gone/);
  assert.equal((await ask('GET', '/projects')).status, 200);
});

test('told to stop, it finishes what is under way', async () => {
  for (const signal of ['SIGTERM', 'SIGINT']) {
    const other = await serving(file);
    const answer = ask('POST', '/projects/shop/evaluations/checkout-flow', { to: other, chunks: ['{"entityId":', '"qa-anna"}'], pauseMs: 300 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    other.child.kill(signal);
    assert.equal((await answer).status, 200);
    const [code] = await other.closed;
    assert.equal(code, 0);
  }
});

test('a file without an end is not read to it', { skip: !existsSync('/dev/zero') }, async () => {
  const told = 'the document is larger than the size budget of 33554432 bytes\n';
  assert.deepEqual(await run('lint', '/dev/zero'), { code: 1, stdout: told, stderr: '1 problem\n' });
  const refused = await run('serve', '/dev/zero', '--port', '0');
  assert.deepEqual(refused, { code: 3, stdout: '', stderr: `${told}/dev/zero is refused: 1 problem\n` });
});

test('a broken snapshot is refused at the start', async () => {
  const broken = join(folder, 'broken.json');
  await writeFile(broken, '{"version":1,"project":{"name":"shop"},"features":[{"name":"a","variations":[]},{"name":"b c"}]}');
  const { code, stdout, stderr } = await run('serve', broken, '--port', '0');
  assert.equal(code, 3);
  assert.equal(stdout, '');
  assert.match(stderr, /^features\[0\]\.variations/m);
  assert.match(stderr, /^features\[1\]\.name/m);
  assert.match(stderr, /broken\.json is refused: 3 problems\n$/);
  const lint = await run('lint', broken);
  assert.deepEqual([lint.code, lint.stdout.split('\n').length, lint.stderr], [1, 4, '3 problems\n']);
  assert.deepEqual(await run('lint', file), { code: 0, stdout: '', stderr: 'no problems\n' });
});

test('without a file it starts only if it is told to make one', async () => {
  const fresh = join(folder, 'fresh.json');
  assert.equal((await run('serve', fresh, '--port', '0')).code, 4);
  const other = await serving(fresh, '--create', '--region', 'eu-west-1', '--account', '123456789012');
  const { body } = await ask('POST', '/projects', { to: other, body: '{"name":"shop"}' });
  assert.equal(JSON.parse(body).project.arn, 'arn:aws:evidently:eu-west-1:123456789012:project/shop');
  assert.equal(JSON.parse(await readFile(fresh, 'utf8')).project.name, 'shop');
  other.child.kill('SIGTERM');
  await other.closed;
});

test('wrong usage is told', async () => {
  for (const args of [[], ['serve'], ['serve', 'a', 'b'], ['serve', file, '--port', '70000'], ['serve', file, '--prot', '1'], ['serve', file, '--port', '0', '--host', ''], ['serve', file, '--port', '0', '--host', ' '], ['lint'], ['lint', file, '--port', '1'], ['other']]) {
    const { code, stderr } = await run(...args);
    assert.deepEqual([code, /usage: variate|^--(port|host): /.test(stderr)], [2, true], args.join(' '));
  }
  const regions = await run('serve', file, '--port', '0', '--region', 'a/b:"c', '--account', '');
  assert.deepEqual([regions.code, regions.stdout], [2, '']);
  assert.match(regions.stderr, /^--region: .* letters, digits and dashes\n--account: .*\n$/);
  for (const args of [['--help'], ['serve', '--help'], ['help']]) {
    const { code, stdout } = await run(...args);
    assert.deepEqual([code, /usage: variate/.test(stdout)], [0, true]);
  }
  assert.equal((await run('lint', join(folder, 'none.json'))).code, 4);
  assert.equal((await run('serve', file, '--port', String(server.port))).code, 4);
});

/** A server of its own process, on a port that is free. */
async function serving(...parameters) {
  const child = spawn(process.execPath, [program, 'serve', ...parameters, '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  process.once('exit', () => child.kill('SIGKILL'));
  const closed = once(child, 'close');
  const lines = [];
  let read = 1;
  let wake = () => {};
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      lines.push(line);
      wake();
    });
  }
  const next = () => new Promise((resolve) => (wake = resolve));
  while (lines.length === 0) await next();
  const says = async (pattern) => {
    for (;;) {
      while (read < lines.length) if (pattern.test(lines[read++])) return lines[read - 1];
      await next();
    }
  };
  return { child, closed, lines, says, port: Number(lines[0].match(/:(\d+)$/)[1]) };
}

async function run(...parameters) {
  const child = spawn(process.execPath, [program, ...parameters], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => (stdout += text));
  child.stderr.on('data', (text) => (stderr += text));
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}

/** Not by `fetch`, which lets nobody choose `Host`. */
function ask(method, path, { to = server, headers = {}, body, chunks, pauseMs = 0, chunked = false } = {}) {
  return new Promise((resolve, reject) => {
    const length = body === undefined || chunked ? {} : { 'Content-Length': Buffer.byteLength(body) };
    const request = httpRequest({ host: '127.0.0.1', port: to.port, method, path, headers: { ...length, ...headers } });
    request.on('error', reject);
    request.on('response', async (response) => {
      let text = '';
      for await (const part of response) text += part;
      resolve({ status: response.statusCode, headers: response.headers, body: text });
    });
    if (chunks === undefined) return request.end(body);
    const [first, ...rest] = chunks;
    request.write(first);
    setTimeout(() => request.end(rest.join('')), pauseMs);
  });
}
