// The page in Chromium, from a server that knows nothing but files.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { chromium } from 'playwright-core';
import { programOnPath } from '../support/output.mjs';
import { copyOf, featuresAndFlags, packageIn, withDefault } from './project.mjs';

const TYPES = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html', '.json': 'application/json' };

let folder, document, browser, server, policy, page, errors;

before(async () => {
  folder = await copyOf('static-page');
  document = await featuresAndFlags();
  server = createServer(serve);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  browser = await chromium.launch({
    executablePath: programOnPath('chromium'),
    // A container's root has no sandbox; the rest keeps it from asking its maker for anything.
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
});
after(async () => {
  await browser?.close();
  server.close();
});

beforeEach(async () => {
  policy = undefined;
  await publish(document, 1);
  page = await browser.newPage({ viewport: { width: 1180, height: 1000 } });
  errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
});

test('shows what the visitor gets, and nothing that its policy forbids', async () => {
  await open();
  await visitor('qa-anna');
  for (const expected of [
    ['checkout-flow', 'express', 'express-wallet', 'entity overrides match'],
    ['gift-wrapping', 'on', 'on', 'entity overrides match'],
  ]) {
    assert.deepEqual(await row('features', expected[0]), expected);
  }
  const treated = ['one-page-checkout', '__t1_override__', 'layout: one-page, steps: 1', 'treatment override match'];
  assert.deepEqual(await row('flags', treated[0]), treated);
  assert.match(await page.locator('#about').textContent(), /^22 features and 4 flags/);
  if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT, fullPage: true });
  assert.deepEqual(errors, []);
});

test('decides as the package does elsewhere, for whoever is chosen', async () => {
  const evaluator = new (packageIn(folder).Evaluator)(document);
  await open();
  await page.locator('[name=plan]').selectOption('plus');
  const evaluationContext = { country: 'DE', plan: 'plus', app: 'web/7.2' };
  const seen = new Set();
  for (let number = 0; number < 12; number += 1) {
    const entityId = `visitor-${number}`;
    await visitor(entityId);
    const expected = evaluator.evaluateAll({ entityId, evaluationContext });
    const shown = await page.locator('#features td:nth-child(2)').allTextContents();
    assert.deepEqual(shown, Object.values(expected).map(({ variation }) => variation));
    seen.add(expected['free-shipping-threshold'].variation);
  }
  assert.equal(seen.size, 3);
});

test('the context counts', async () => {
  await open();
  await visitor('cust-7934838');
  assert.equal((await row('flags', 'one-page-checkout'))[1], '__t1__');
  await page.locator('[name=country]').selectOption('FR');
  assert.equal((await row('flags', 'one-page-checkout'))[1], '__default__');
});

test('a visitor stays the same, until another is asked for', async () => {
  await open();
  const first = await page.locator('[name=id]').inputValue();
  assert.match(first, /^[\da-f-]{36}$/);
  await page.reload();
  assert.equal(await page.locator('[name=id]').inputValue(), first);
  await page.locator('#another').click();
  assert.notEqual(await page.locator('[name=id]').inputValue(), first);
});

test('an empty id is refused, and what is shown stays', async () => {
  await open();
  await visitor('qa-anna');
  await visitor('');
  assert.match(await problem(), /^entityId: /);
  assert.equal((await row('features', 'checkout-flow'))[1], 'express');
  await visitor('qa-bruno');
  assert.equal((await row('features', 'checkout-flow'))[1], 'single-page');
  assert.equal(await page.locator('#problem').isVisible(), false);
});

test('a new snapshot is taken when the page is looked at again, and a bad one is not', async () => {
  await open();
  await visitor('cust-1545174');
  await page.locator('[name=country]').selectOption('FR');
  const threshold = async () => (await row('features', 'free-shipping-threshold'))[1];
  assert.equal(await threshold(), 'forty-nine');

  await publish(withDefault(document, 'free-shipping-threshold', 'twenty-nine'), 2);
  await lookAgain();
  await page.locator('[data-name=free-shipping-threshold]', { hasText: 'twenty-nine' }).waitFor();

  await publish(withDefault(document, 'free-shipping-threshold', 'none-such'), 3);
  await lookAgain();
  await page.locator('#problem', { hasText: 'The snapshot cannot be used: features[' }).waitFor();
  assert.equal(await threshold(), 'twenty-nine');

  await publish(document, 4);
  await lookAgain();
  await page.locator('[data-name=free-shipping-threshold]', { hasText: 'forty-nine' }).waitFor();
  assert.equal(await page.locator('#problem').isVisible(), false);
});

test('where WebAssembly is blocked, it says so', async () => {
  policy = "script-src 'self'";
  await open('#problem:not([hidden])');
  assert.match(await problem(), /^The snapshot cannot be used: .*'wasm-unsafe-eval'/);
});

test('with a snapshot that does not load, or none at all, it says so', async () => {
  await writeFile(join(folder, 'snapshot.json'), '');
  await open('#problem:not([hidden])');
  assert.match(await problem(), /^The snapshot cannot be used: the text is not JSON/);

  await rm(join(folder, 'snapshot.json'));
  await lookAgain();
  await page.locator('#problem', { hasText: 'snapshot.json: 404' }).waitFor();
});

async function open(ready = '#features tr') {
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.locator('#features tr, #problem:not([hidden])').first().waitFor();
  assert.ok(await page.locator(ready).first().isVisible(), await problem());
}

/** The page answers within the event, so that there is nothing to wait for. */
const visitor = (id) => page.locator('[name=id]').fill(id);
const row = (table, name) => page.locator(`#${table} [data-name=${name}] td`).allTextContents();
const problem = () => page.locator('#problem').textContent();
const lookAgain = () => page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");

/** A file's time has whole seconds in `Last-Modified`; tests are faster than that. */
async function publish(snapshot, second) {
  const file = join(folder, 'snapshot.json');
  await writeFile(file, JSON.stringify(snapshot));
  await utimes(file, second, second);
}

async function serve({ url }, response) {
  const { pathname } = new URL(url, 'http://localhost');
  const file = join(folder, pathname === '/' ? 'index.html' : pathname);
  try {
    const body = await readFile(file);
    response.setHeader('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
    response.setHeader('Last-Modified', (await stat(file)).mtime.toUTCString());
    if (policy) response.setHeader('Content-Security-Policy', policy);
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
}
