// The server as its task starts it, on a port that is free, with the permissions that the task gives.

import assert from 'node:assert/strict';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { outputOf } from '../support/output.mjs';
import { EXAMPLES, TOOLS, copyOf, featuresAndFlags, packageIn, withDefault } from './project.mjs';
import { start } from './program.mjs';

const DENO = join(TOOLS, 'deno', process.platform === 'win32' ? 'deno.exe' : 'deno');

let folder, task, document, server, address, environment, evaluator;

before(async () => {
  folder = await copyOf('deno-server');
  environment = { DENO_DIR: join(folder, '.deno'), DENO_NO_UPDATE_CHECK: '1' };
  task = await useInstalled(join(folder, 'deno.json'));
  document = await featuresAndFlags();
  evaluator = new (packageIn(folder).Evaluator)(document);
  await publish(document);
  server = startServer();
  [, address] = await server.says(/Listening on (http:\S+\d)/);
});
after(() => server.stop());

test('one feature, as the package decides it', async () => {
  const request = { entityId: 'cust-1182590', evaluationContext: { country: 'CH' } };
  const { status, body } = await post('/projects/shop/evaluations/free-shipping-threshold', request);
  assert.equal(status, 200);
  assert.deepEqual([body.variation, body.reason], ['twenty-nine', 'EXPERIMENT_RULE_MATCH']);
  for (let number = 0; number < 40; number += 1) {
    const request = { entityId: `visitor-${number}`, evaluationContext: JSON.stringify({ country: 'DE', plan: 'plus' }) };
    const { body } = await post('/projects/shop/evaluations/checkout-flow', request);
    assert.deepEqual(body, evaluator.evaluate({ feature: 'checkout-flow', ...request }));
  }
});

test('the project may be its ARN, escaped as clients do', async () => {
  const path = `/projects/${encodeURIComponent(document.project.arn)}/evaluations/checkout-flow`;
  const { body } = await post(path, { entityId: 'qa-anna' });
  assert.deepEqual([body.variation, body.reason], ['express', 'ENTITY_OVERRIDES_MATCH']);
});

test('names in a body do not replace those of the path', async () => {
  const { body } = await post('/projects/shop/evaluations/checkout-flow', { entityId: 'qa-anna', feature: 'live-chat' });
  assert.equal(body.variation, 'express');
});

test('a batch, in which an unknown feature fails alone', async () => {
  const { batch } = JSON.parse(await readFile(join(EXAMPLES, 'shop.requests.json'), 'utf8'));
  const requests = batch.requests.map(({ expect, ...request }) => request);
  const { status, body } = await post('/projects/shop/evaluations', { requests });
  assert.equal(status, 200);
  assert.deepEqual(body, evaluator.batchEvaluate({ requests, project: 'shop' }));
  const unknown = body.results.filter(({ variation }) => variation === undefined);
  assert.deepEqual(unknown.map(({ reason }) => reason.split(' with')[0]), ['Feature does not exist']);
  assert.equal(body.results.at(-1).variation, 'black-friday');
});

test('flags, each as the example expects it', async () => {
  const { requests } = JSON.parse(await readFile(join(EXAMPLES, 'appconfig.requests.json'), 'utf8'));
  assert.equal(requests.length, 12);
  for (const { flag, expect, ...request } of requests) {
    const { status, body } = await post(`/flags/${flag}`, request);
    assert.deepEqual([status, body], [200, expect]);
  }
});

test('errors have the status and the name that AWS gives them', async () => {
  const cases = [
    ['/projects/shop/evaluations/none', { entityId: 'a' }, 404, 'ResourceNotFoundException'],
    ['/projects/other/evaluations/checkout-flow', { entityId: 'a' }, 404, 'ResourceNotFoundException'],
    ['/flags/none', {}, 404, 'ResourceNotFoundException'],
    ['/projects/shop/evaluations/checkout-flow', {}, 400, 'ValidationException'],
    ['/projects/shop/evaluations', { requests: [{ feature: 'checkout-flow' }] }, 400, 'ValidationException'],
    ['/projects/shop/evaluations/checkout-flow', 'no object', 400, 'ValidationException'],
    ['/flags/%E0', {}, 400, 'ValidationException'],
  ];
  for (const [path, request, status, name] of cases) {
    const response = await post(path, request);
    assert.deepEqual([response.status, response.headers.get('x-amzn-ErrorType')], [status, name], path);
    assert.equal(typeof response.body.message, 'string');
  }
  const { body } = await post('/projects/shop/evaluations', { requests: [{ feature: 'checkout-flow' }] });
  assert.deepEqual(body.fieldList.map(({ name }) => name), ['requests[0].entityId']);
  assert.equal((await fetch(`${address}/flags/banner`)).status, 405);
  assert.equal((await fetch(`${address}/other`)).status, 404);
});

test('a new file is served, a bad one is not, and a good one after it is', async () => {
  const threshold = async () => {
    const { body } = await post('/projects/shop/evaluations/free-shipping-threshold', { entityId: 'cust-1545174' });
    return body.variation;
  };
  const status = async () => (await fetch(`${address}/status`)).json();
  const { since } = await status();
  assert.equal(await threshold(), 'forty-nine');

  await publish(withDefault(document, 'free-shipping-threshold', 'twenty-nine'));
  await server.says(/^snapshot of .* served$/);
  assert.equal(await threshold(), 'twenty-nine');
  const second = await status();
  assert.notEqual(second.since, since);

  await publish(withDefault(document, 'free-shipping-threshold', 'none-such'));
  await server.says(/^snapshot of .* refused: SnapshotError: /);
  assert.equal(await threshold(), 'twenty-nine');
  const third = await status();
  assert.equal(third.since, second.since);
  assert.ok(third.refused);

  await publish(document);
  await server.says(/^snapshot of .* served$/);
  assert.equal(await threshold(), 'forty-nine');
  assert.equal((await status()).refused, undefined);
});

test('without a snapshot it does not start', async () => {
  const lost = startServer('none.json');
  await lost.says(/none\.json/);
  await assert.rejects(lost.says(/Listening/), /it ended with 1/);
});

test('its types hold', () => outputOf(DENO, ['check', 'main.ts'], folder, environment));

function startServer(file = 'snapshot.json') {
  return start(DENO, [...task, file, '0'], folder, environment);
}

/**
 * There is no registry here from which Deno could take `npm:variate`. The task's parameters come back: `deno task` itself
 * would take another `deno` if one lay in the node_modules of any folder above.
 */
async function useInstalled(file) {
  const settings = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify({ ...settings, nodeModulesDir: 'manual' }));
  const [program, ...parameters] = settings.tasks.start.split(' ');
  assert.equal(program, 'deno');
  return parameters;
}

/** As the README says: in one go, not bit by bit. */
async function publish(document) {
  await writeFile(join(folder, 'new.json'), JSON.stringify(document));
  await rename(join(folder, 'new.json'), join(folder, 'snapshot.json'));
}

async function post(path, request) {
  const response = await fetch(address + path, { method: 'POST', body: JSON.stringify(request) });
  return { status: response.status, headers: response.headers, body: await response.json() };
}
