// The application as `next build` makes it and `next start` serves it: with middleware on the edge, and with the same
// file as a proxy, which Next runs in Node.

import assert from 'node:assert/strict';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { copyOf, link, npmRun, packageIn, snapshot, toolsOnPath, withDefault } from './project.mjs';
import { start } from './program.mjs';

const GERMAN = { 'x-vercel-ip-country': 'DE' };

for (const kind of ['middleware', 'proxy']) {
  describe(kind, () => {
    let folder, document, server, address;

    before(async () => {
      folder = await copyOf('next-middleware');
      document = await snapshot('shop.json');
      await writeFile(join(folder, 'snapshot.json'), JSON.stringify(document));
      await useInstalled(folder);
      if (kind === 'proxy') await renameToProxy(folder);
      await npmRun(folder, 'build');
      const parameters = ['run', 'start', '--', '--hostname', 'localhost', '--port', '0'];
      server = start('npm', parameters, folder, toolsOnPath());
      [address] = await server.says(/http:\/\/localhost:\d+/);
    });
    after(() => server?.stop());

    const checkOut = async (visitor, query = '') => {
      const cookie = visitor === undefined ? {} : { Cookie: `theme=dark; visitor=${visitor}` };
      const response = await fetch(`${address}/checkout${query}`, { headers: { ...GERMAN, ...cookie } });
      const page = await response.text();
      assert.equal(response.status, 200, page);
      const [, variation] = page.match(/<main data-variation="([\w-]+)">/);
      return { variation, headers: response.headers };
    };

    test('it runs where it should', async () => {
      const manifest = await readFile(join(folder, '.next/server/middleware-manifest.json'), 'utf8');
      const modules = Object.values(JSON.parse(manifest).middleware).map(({ wasm }) => wasm.length);
      assert.deepEqual(modules, kind === 'middleware' ? [1] : []);
    });

    test('everybody gets the page of their variation', async () => {
      const evaluator = new (packageIn(folder).Evaluator)(document);
      const seen = new Set();
      for (let number = 0; number < 40; number += 1) {
        const entityId = `visitor-${number}`;
        const { variation, headers } = await checkOut(entityId);
        const request = { feature: 'checkout-flow', entityId, evaluationContext: { country: 'DE' } };
        assert.equal(variation, evaluator.evaluate(request).variation);
        assert.equal(headers.get('x-middleware-rewrite'), `/checkout/${variation}`);
        assert.equal(headers.get('Set-Cookie'), null);
        seen.add(variation);
      }
      assert.deepEqual([...seen].sort(), ['classic', 'express', 'single-page']);
    });

    test('overrides hold, and no cache may keep the answer', async () => {
      const overrides = { 'qa-anna': 'express', 'qa-bruno': 'single-page', 'cust-1000017': 'classic' };
      for (const [visitor, variation] of Object.entries(overrides)) {
        const answer = await checkOut(visitor, '?from=mail');
        assert.equal(answer.variation, variation);
        assert.equal(answer.headers.get('Cache-Control'), 'private, no-store');
      }
    });

    test('who has no cookie gets one, and with it the same page', async () => {
      for (const visitor of [undefined, 'a%20b', 'x'.repeat(65)]) {
        const first = await checkOut(visitor);
        const cookie = first.headers.get('Set-Cookie');
        assert.match(cookie, /^visitor=[\da-f-]{36}; Path=\/; .*Max-Age=31536000; Secure; HttpOnly; SameSite=lax$/);
        const second = await checkOut(cookie.slice('visitor='.length, cookie.indexOf(';')));
        assert.equal(second.variation, first.variation);
        assert.equal(second.headers.get('Set-Cookie'), null);
      }
    });

    test('other pages are left alone', async () => {
      const home = await fetch(address);
      assert.equal(home.status, 200);
      assert.equal(home.headers.get('Set-Cookie'), null);
      assert.equal((await fetch(`${address}/checkout/none-such`)).status, 404);
    });
  });
}

test('a bad snapshot is not built', async () => {
  const folder = await copyOf('next-middleware');
  const bad = withDefault(await snapshot('shop.json'), 'checkout-flow', 'none-such');
  await writeFile(join(folder, 'snapshot.json'), JSON.stringify(bad));
  await assert.rejects(npmRun(folder, 'build'), ({ stderr }) => {
    assert.match(stderr, /snapshot\.json: features\[0\]\.defaultVariation: /);
    return true;
  });
});

/** Next and React from where these tests have them, which Turbopack must be told. */
async function useInstalled(folder) {
  await link(folder, 'next', 'react', 'react-dom');
  await writeFile(join(folder, 'next.config.mjs'), "export default { turbopack: { root: '/' } };\n");
}

/** As the README says. */
async function renameToProxy(folder) {
  const source = await readFile(join(folder, 'middleware.js'), 'utf8');
  assert.ok(source.includes('export function middleware('));
  await rename(join(folder, 'middleware.js'), join(folder, 'proxy.js'));
  await writeFile(join(folder, 'proxy.js'), source.replace('export function middleware(', 'export function proxy('));
}
