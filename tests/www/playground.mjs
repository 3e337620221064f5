// The built page in Chromium, from a plain static server, in a folder below the server's root.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import sirv from 'sirv';

/** What `cargo xtask www` built. */
const page = process.env.VARIATE_PAGE ?? fileURLToPath(new URL('../../target/www', import.meta.url));

/** Static hosts put pages anywhere. */
const FOLDER = '/some/folder';

/** Serves the page for as long as the process lives. */
export async function serve() {
  const files = sirv(page, { etag: true });
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    if (!request.url.startsWith(`${FOLDER}/`)) return void response.writeHead(404).end();
    request.url = request.url.slice(FOLDER.length);
    files(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${server.address().port}${FOLDER}/`,
    asked,
    close: () => new Promise((done) => server.close(done).closeAllConnections()),
  };
}

/** Debian's own; Playwright would bring another. */
function chromiumOnPath() {
  const found = process.env.PATH.split(path.delimiter)
    .map((folder) => path.join(folder, 'chromium'))
    .find(existsSync);
  assert.ok(found, 'there is no chromium on the PATH: apt-get install chromium');
  return found;
}

export function launch() {
  return chromium.launch({
    executablePath: chromiumOnPath(),
    // A container's root has no sandbox; the rest keeps it from asking its maker for anything.
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
}

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** A page of its own, with what it complained of: errors, and what its own policy forbade. */
export async function open(browser, address, { viewport = DESKTOP, ...options } = {}) {
  const context = await browser.newContext({
    viewport,
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  });
  const tab = await context.newPage();
  const complaints = [];
  tab.on('pageerror', (error) => complaints.push(String(error.stack ?? error)));
  tab.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await tab.goto(address);
  await tab.locator('#outcome, .detail .empty').first().waitFor();
  return { tab, complaints, close: () => context.close() };
}

/** The page with this state in its address, in the form that src/hash.ts writes. */
export function linkTo(address, shared) {
  return `${address}#1.${deflateRawSync(JSON.stringify(shared)).toString('base64url')}`;
}

/** What stands in the table about a feature or a flag: its decision. */
export const decisionCell = (tab, name) => rowOf(tab, name).locator('td').last();

export const rowOf = (tab, name) =>
  tab.locator('table.features tr').filter({ has: tab.getByRole('button', { name, exact: true }) });

/** Opens a text as a file, in the editor that is shown or else as the snapshot. */
export function openText(tab, text, name = 'snapshot.json') {
  return tab.locator('#file').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
}

/** Waits until the element has this text. Playwright's own waiting for functions needs `eval`, which the page forbids. */
export async function says(locator, text) {
  const isSaid = (found) => (text instanceof RegExp ? text.test(found) : found === text);
  return until(async () => (await locator.innerText().catch(() => '')).trim(), isSaid, text);
}

/** Waits until there are so many. */
export function has(locator, count) {
  return until(
    () => locator.count(),
    (found) => found === count,
    count,
  );
}

export async function until(ask, isWanted, wanted) {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const found = await ask();
    if (isWanted(found)) return found;
    if (Date.now() > deadline) assert.fail(`expected ${wanted}, found ${found}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Puts a text into an editor of the page. */
export async function write(tab, editor, text) {
  await tab.locator(`${editor} .cm-content`).click();
  await tab.keyboard.press('Control+a');
  // By itself, the browser would write over the selection in a copy of its style, and the policy would forbid that.
  await tab.keyboard.press('Delete');
  await tab.keyboard.insertText(text);
}

/** The text of an example. */
export const example = (name) => readFileSync(new URL(`../../www/examples/${name}.json`, import.meta.url), 'utf8');

/** Tests in pages of their own, which must not complain. The server and the browser are there as long as the tests run. */
export function pages({ before, after, test }) {
  let server;
  let browser;
  before(async () => {
    server = await serve();
    browser = await launch();
  });
  after(async () => {
    await browser.close();
    await server.close();
  });
  return (name, work, { at, hash = '', complains = false, ...options } = {}) => {
    test(name, async () => {
      const address = at ? linkTo(server.address, at) : server.address + hash;
      const { tab, complaints, close } = await open(browser, address, options);
      try {
        await work(tab, { browser, server });
        if (!complains) assert.deepEqual(complaints, []);
      } finally {
        await close();
      }
    });
  };
}
