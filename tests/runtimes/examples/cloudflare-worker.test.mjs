// The worker as wrangler bundles it, in workerd, with a snapshot that wrangler has put into its KV.

import assert from 'node:assert/strict';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Log, LogLevel, Miniflare } from 'miniflare';
import { copyOf, featuresAndFlags, npmRun, packageIn, until, withDefault } from './project.mjs';

const NAMESPACE = '0'.repeat(32);
const GERMAN = { cf: { country: 'DE' }, headers: { App: 'web/7.2' } };

let folder, bundle, variate;

before(async () => {
  folder = await copyOf('cloudflare-worker');
  variate = packageIn(folder);
  await npmRun(folder, 'deploy', '--', '--dry-run', '--outdir', 'dist');
  bundle = await bundleIn(join(folder, 'dist'));
});

describe('in workerd', () => {
  let document, worker;

  before(async () => {
    document = await featuresAndFlags();
    await writeFile(join(folder, 'snapshot.json'), JSON.stringify(document));
    await npmRun(folder, 'publish-locally');
    worker = await start({ kvPersist: join(folder, '.wrangler/state/v3/kv') });
  });
  after(() => worker.dispose());

  test('decides features and flags for the visitor of the cookie', async () => {
    const threshold = await get(worker, '/features/free-shipping-threshold', 'cust-1182590', { cf: { country: 'CH' } });
    assert.equal(threshold.status, 200);
    assert.equal(threshold.headers.get('Cache-Control'), 'private, no-store');
    assert.deepEqual(threshold.body.value, { doubleValue: 29 });
    assert.equal(threshold.body.reason, 'EXPERIMENT_RULE_MATCH');

    const { body } = await get(worker, '/flags/one-page-checkout', 'cust-7934838', GERMAN);
    assert.deepEqual(body.value, { enabled: true, _variant: '__t1__', layout: 'one-page', steps: 1 });

    const abroad = await get(worker, '/flags/one-page-checkout', 'cust-7934838', { ...GERMAN, cf: { country: 'FR' } });
    assert.equal(abroad.body.value._variant, '__default__');
  });

  test('decides as the package does elsewhere', async () => {
    const evaluator = new variate.Evaluator(document);
    const variations = new Set();
    for (let number = 0; number < 40; number += 1) {
      const entityId = `visitor-${number}`;
      const features = await get(worker, '/features', entityId, GERMAN);
      const context = { country: 'DE', app: 'web/7.2' };
      assert.deepEqual(features.body, evaluator.evaluateAll({ entityId, evaluationContext: context }));
      const flags = await get(worker, '/flags', entityId, GERMAN);
      assert.deepEqual(flags.body, evaluator.evaluateFlags({ entityId, context }));
      variations.add(features.body['free-shipping-threshold'].variation);
    }
    assert.deepEqual([...variations].sort(), ['forty-nine', 'thirty-nine-fifty', 'twenty-nine']);
  });

  test('who has no cookie gets one, and with it the same decisions', async () => {
    const first = await get(worker, '/features', undefined, GERMAN);
    const cookie = first.headers.get('Set-Cookie');
    assert.match(cookie, /^visitor=[\da-f-]{36}; Path=\/; Max-Age=31536000; HttpOnly; Secure; SameSite=Lax$/);
    const second = await get(worker, '/features', cookie.slice('visitor='.length, cookie.indexOf(';')), GERMAN);
    assert.equal(second.headers.get('Set-Cookie'), null);
    assert.deepEqual(second.body, first.body);

    const other = await get(worker, '/features', undefined, GERMAN);
    assert.notEqual(other.headers.get('Set-Cookie'), cookie);
  });

  test('a cookie that is no visitor counts as none', async () => {
    for (const wrong of ['', 'a b', 'x'.repeat(65)]) {
      const { status, headers } = await get(worker, '/features/checkout-flow', wrong);
      assert.equal(status, 200);
      assert.match(headers.get('Set-Cookie'), /^visitor=/);
    }
  });

  test('what is unknown is not found, by the name of AWS', async () => {
    for (const path of ['/features/none', '/flags/none']) {
      const { status, body } = await get(worker, path, 'cust-1');
      assert.deepEqual([status, body.error], [404, 'ResourceNotFoundException']);
    }
    const elsewhere = await get(worker, '/favicon.ico', 'cust-1');
    assert.deepEqual([elsewhere.status, elsewhere.body.error], [404, undefined]);
  });
});

describe('with another snapshot', () => {
  const NOBODY = 'cust-1545174';
  let worker, kv;

  before(async () => {
    worker = await start({ bindings: { REREAD_SECONDS: 0 } });
    kv = await worker.getKVNamespace('SNAPSHOTS');
  });
  after(() => worker.dispose());

  const threshold = async () => (await get(worker, '/features/free-shipping-threshold', NOBODY)).body.variation;
  const status = async () => (await get(worker, '/status')).body;

  test('without a snapshot, or with none that loads, it asks for patience', async () => {
    for (const text of [undefined, '{"version":1,']) {
      if (text) await kv.put('snapshot', text);
      const response = await get(worker, '/features/checkout-flow', NOBODY);
      assert.deepEqual([response.status, response.headers.get('Retry-After')], [503, '5']);
    }
  });

  test('the first, a new one, a bad one, and a good one after that', async () => {
    const document = await featuresAndFlags();
    await kv.put('snapshot', JSON.stringify(document));
    assert.equal(await threshold(), 'forty-nine');
    const first = (await status()).version;

    await kv.put('snapshot', JSON.stringify(withDefault(document, 'free-shipping-threshold', 'twenty-nine')));
    const { version } = await until(status, ({ version }) => version !== first);
    assert.equal(await threshold(), 'twenty-nine');

    await kv.put('snapshot', JSON.stringify(withDefault(document, 'free-shipping-threshold', 'none-such')));
    const refusing = await until(status, ({ refused }) => refused);
    assert.equal(refusing.version, version);
    assert.equal(await threshold(), 'twenty-nine');

    await kv.delete('snapshot');
    assert.equal(await threshold(), 'twenty-nine');

    await kv.put('snapshot', JSON.stringify(document));
    assert.deepEqual(await until(status, ({ refused }) => !refused), { version: first });
    assert.equal(await threshold(), 'forty-nine');
  });
});

test('an evaluator is freed when its place is taken, and not before', async (t) => {
  const complaints = t.mock.method(console, 'error', () => {});
  const { refresh, served } = await import(pathToFileURL(join(folder, 'src/snapshot.js')));
  const document = await featuresAndFlags();
  const started = [];
  const ctx = { waitUntil: (promise) => started.push(promise) };
  const publish = async (text) => {
    const kv = { get: async () => (text === undefined ? null : new TextEncoder().encode(text).buffer) };
    await refresh({ SNAPSHOTS: kv, REREAD_SECONDS: 0 }, ctx);
    await Promise.all(started.splice(0));
    return served.evaluator;
  };
  const first = await publish(JSON.stringify(document));
  assert.equal(await publish(JSON.stringify(document)), first);
  assert.equal(await publish('nonsense'), first);
  assert.equal(await publish(undefined), first);
  assert.equal(first.features.length, 22);
  assert.match(complaints.mock.calls[0].arguments[0], /is refused/);

  const second = await publish(JSON.stringify(withDefault(document, 'free-shipping-threshold', 'twenty-nine')));
  assert.equal(second.features.length, 22);
  assert.throws(() => first.evaluate({ feature: 'checkout-flow', entityId: 'a' }), { code: 'Freed' });

  let reads = 0;
  const counting = { get: async () => ((reads += 1), null) };
  await refresh({ SNAPSHOTS: counting, REREAD_SECONDS: 60 }, ctx);
  assert.equal(reads, 0, 'KV was read before its time');
});

test('a bad snapshot is not even published', async () => {
  const document = withDefault(await featuresAndFlags(), 'checkout-flow', 'none-such');
  await writeFile(join(folder, 'snapshot.json'), JSON.stringify(document));
  await assert.rejects(npmRun(folder, 'publish-locally'), ({ stderr }) => {
    assert.match(stderr, /snapshot\.json: features\[0\]\.defaultVariation: /);
    return true;
  });
});

async function start(options) {
  const worker = new Miniflare({
    cf: false,
    // It logs what it refuses, which the test wants it to.
    log: new Log(LogLevel.NONE),
    handleRuntimeStdio() {},
    compatibilityDate: '2026-04-01',
    modules: bundle,
    kvNamespaces: { SNAPSHOTS: NAMESPACE },
    bindings: { REREAD_SECONDS: 60 },
    ...options,
  });
  await worker.ready;
  return worker;
}

/** What wrangler would upload. */
async function bundleIn(dist) {
  const names = (await readdir(dist)).filter((name) => /\.(js|wasm)$/.test(name)).sort();
  assert.equal(names.length, 2, `${names}`);
  const module = async (name) => ({
    type: name.endsWith('.js') ? 'ESModule' : 'CompiledWasm',
    path: name,
    contents: await readFile(join(dist, name)),
  });
  const modules = await Promise.all(names.map(module));
  return modules.sort((one, other) => (one.type === 'ESModule' ? -1 : 0) - (other.type === 'ESModule' ? -1 : 0));
}

async function get(worker, path, visitor, { cf, headers } = {}) {
  const cookie = visitor === undefined ? {} : { Cookie: `theme=dark; visitor=${visitor}` };
  const response = await worker.dispatchFetch(`http://localhost${path}`, { cf, headers: { ...headers, ...cookie } });
  return { status: response.status, headers: response.headers, body: await response.json() };
}
