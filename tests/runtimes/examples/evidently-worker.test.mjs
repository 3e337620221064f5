// The worker as wrangler bundles it, in workerd: with its snapshot in KV, and with the project in a Durable Object.

import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Log, LogLevel, Miniflare } from 'miniflare';
import { copyOf, featuresAndFlags, npmRun, packageIn, withDefault } from './project.mjs';

const NAMESPACE = '0'.repeat(32);
const KEYS = { ADMIN_KEY: 'ADMIN0123456789', READER_KEY: 'READER0123456789' };
const FLAG = '/applications/shop/environments/prod/configurations/flags?flag=one-page-checkout';

let folder, bundle;

before(async () => {
  folder = await copyOf('evidently-worker');
  // npm puts the program there; a copy of the package has none.
  await mkdir(join(folder, 'node_modules/.bin'));
  const program = join(folder, 'node_modules/variate/dist/cli.js');
  await chmod(program, 0o755);
  await symlink(program, join(folder, 'node_modules/.bin/variate'));
  await npmRun(folder, 'deploy', '--', '--dry-run', '--outdir', 'dist');
  const names = (await readdir(join(folder, 'dist'))).filter((name) => /\.(js|wasm)$/.test(name)).sort();
  assert.deepEqual(names.map((name) => name.split('.').pop()).sort(), ['js', 'wasm', 'wasm']);
  const module = async (name) => ({
    type: name.endsWith('.js') ? 'ESModule' : 'CompiledWasm',
    path: name,
    contents: await readFile(join(folder, 'dist', name)),
  });
  bundle = await Promise.all(names.sort((one, other) => Number(other.endsWith('.js')) - Number(one.endsWith('.js'))).map(module));
});

describe('with its snapshot in KV', () => {
  let worker, document;

  before(async () => {
    document = await featuresAndFlags();
    await writeFile(join(folder, 'snapshot.json'), JSON.stringify(document));
    await npmRun(folder, 'publish-locally');
    worker = await start({ kvPersist: join(folder, '.wrangler/state/v3/kv') });
  });
  after(() => worker.dispose());

  test('it evaluates as the package does', async () => {
    const evaluator = new (packageIn(folder).Evaluator)(document);
    for (let number = 0; number < 20; number += 1) {
      const request = { entityId: `visitor-${number}`, evaluationContext: '{"country":"DE"}' };
      const { status, body } = await ask(worker, 'POST', '/projects/shop/evaluations/free-shipping-threshold', request);
      assert.deepEqual([status, body], [200, evaluator.evaluate({ ...request, feature: 'free-shipping-threshold' })]);
    }
    const flag = await ask(worker, 'GET', FLAG, undefined, { Authorization: `Bearer ${KEYS.READER_KEY}`, 'Entity-Id': 'cust-7934838', Context: 'country=DE, app=web/7.2' });
    assert.equal(flag.body._variant, '__t1__');
  });

  test('what is changed is in KV, and evaluated', async () => {
    const updated = await ask(worker, 'PATCH', '/projects/shop/features/checkout-flow', { description: 'by the worker' });
    assert.equal(updated.status, 200);
    const kv = await worker.getKVNamespace('SNAPSHOTS');
    assert.match(await kv.get('snapshot'), /by the worker/);
    await kv.put('snapshot', JSON.stringify(withDefault(document, 'free-shipping-threshold', 'twenty-nine')));
    const { body } = await ask(worker, 'POST', '/projects/shop/evaluations/free-shipping-threshold', { entityId: 'cust-1545174' });
    assert.equal(body.variation, 'twenty-nine');
  });

  test('nobody may without a key, and not everything with the reader\'s', async () => {
    const evaluation = ['POST', '/projects/shop/evaluations/checkout-flow', { entityId: 'qa-anna' }];
    const aws = (key) => ({ Authorization: `AWS4-HMAC-SHA256 Credential=${key}/20261121/eu-west-1/evidently/aws4_request, SignedHeaders=host, Signature=0` });
    const cases = [
      [evaluation, {}, 403],
      [evaluation, aws('WRONG'), 403],
      [evaluation, aws(''), 403],
      [evaluation, aws(KEYS.READER_KEY), 200],
      [evaluation, aws(KEYS.ADMIN_KEY), 200],
      [['GET', '/projects/shop'], aws(KEYS.READER_KEY), 403],
      [['GET', '/projects/shop'], aws(KEYS.ADMIN_KEY), 200],
      [['GET', FLAG], {}, 403],
      [['GET', FLAG], aws(KEYS.READER_KEY), 200],
      [['GET', '/none'], aws(KEYS.ADMIN_KEY), 404],
    ];
    for (const [[method, path, body], headers, status] of cases) {
      const answer = await ask(worker, method, path, body, headers);
      assert.equal(answer.status, status, `${method} ${path} ${JSON.stringify(headers)}`);
      if (status === 403) assert.equal(answer.headers.get('x-amzn-ErrorType'), 'AccessDeniedException');
    }
  });
});

describe('with the project in a Durable Object', () => {
  let worker;

  before(async () => {
    worker = await start({ durableObjects: { PROJECT: { className: 'Project', useSQLite: true } } });
  });
  after(() => worker.dispose());

  test('of thirty changes at once none is lost', async () => {
    assert.equal((await ask(worker, 'POST', '/projects', { name: 'shop' })).status, 200);
    const variations = [{ name: 'on', value: { boolValue: true } }];
    const create = (number) => ask(worker, 'POST', '/projects/shop/features', { name: `f-${number}`, variations });
    const created = await Promise.all(Array.from({ length: 30 }, (_, number) => create(number)));
    assert.deepEqual(created.map(({ status }) => status), Array(30).fill(200));
    assert.equal((await ask(worker, 'GET', '/projects/shop')).body.project.featureCount, 30);
    const { body } = await ask(worker, 'POST', '/projects/shop/evaluations/f-7', { entityId: 'a' });
    assert.deepEqual(body.value, { boolValue: true });
    const kv = await worker.getKVNamespace('SNAPSHOTS');
    assert.equal(await kv.get('snapshot'), null);
  });
});

test('a bad snapshot is not even published', async () => {
  const document = withDefault(await featuresAndFlags(), 'checkout-flow', 'none-such');
  await writeFile(join(folder, 'snapshot.json'), JSON.stringify(document));
  await assert.rejects(npmRun(folder, 'publish-locally'));
});

async function start(options) {
  const worker = new Miniflare({
    cf: false,
    log: new Log(LogLevel.NONE),
    handleRuntimeStdio() {},
    compatibilityDate: '2026-04-01',
    modules: bundle,
    kvNamespaces: { SNAPSHOTS: NAMESPACE },
    bindings: KEYS,
    ...options,
  });
  await worker.ready;
  return worker;
}

const ADMIN = { Authorization: `Bearer ${KEYS.ADMIN_KEY}` };

async function ask(worker, method, path, input, headers = ADMIN) {
  const body = input === undefined ? undefined : JSON.stringify(input);
  const response = await worker.dispatchFetch(`http://localhost${path}`, { method, body, headers });
  return { status: response.status, headers: response.headers, body: await response.json() };
}
