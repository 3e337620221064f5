// The built page in Chromium, from a plain static server, in a folder below the server's root.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
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

export function launch() {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    // A container's root has no sandbox; the rest keeps it from asking its maker for anything.
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
}

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** A page of its own, with what it complained of: errors, and what its own policy forbade. */
export async function open(browser, address, { viewport = DESKTOP, ...options } = {}) {
  const context = await browser.newContext({ viewport, permissions: ['clipboard-read', 'clipboard-write'], ...options });
  const tab = await context.newPage();
  const complaints = [];
  tab.on('pageerror', (error) => complaints.push(String(error.stack ?? error)));
  tab.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await tab.goto(address);
  await tab.locator('#outcome, .detail .empty').first().waitFor();
  return { tab, complaints, close: () => context.close() };
}
