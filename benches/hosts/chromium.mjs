// Chromium without a window: a page for each participant, from a static server.

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { programOnPath } from '../../tests/runtimes/support/output.mjs';

const { chromium: launcher } = createRequire(new URL('../../tests/runtimes/package.json', import.meta.url))(
  'playwright-core',
);
const BENCHES = new URL('..', import.meta.url);
const MODULES = ['flags', 'guard', 'murmur3', 'trial', 'users', 'workloads'];

const PAGE = '<!doctype html><link rel="icon" href="data:,">';
// Of an isolated page the clock is finer.
const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export async function chromium() {
  const bundles = new Map();
  const server = serve(bundles);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = `http://127.0.0.1:${server.address().port}`;
  const browser = await launcher.launch({
    executablePath: programOnPath('chromium'),
    // A container's root has no sandbox. A page in the background is one like the others.
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-renderer-backgrounding'],
  });
  return {
    title: 'Chromium',
    version: browser.version(),
    clock: 'clock on the wall',
    platform: 'browser',

    async start({ bundle }) {
      const path = `/bundle-${bundles.size}.mjs`;
      bundles.set(path, bundle);
      // Of its own, so that it has a process of its own.
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(address);
      const failed = new Promise((_, reject) => page.on('pageerror', reject));
      failed.catch(() => {});
      await page.evaluate(async (path) => {
        const [{ trialOf }, { participant }] = await Promise.all([import('/trial.mjs'), import(path)]);
        globalThis.trial = await trialOf(participant, {}, () => performance.now());
      }, path);
      return {
        ask(method, ...parameters) {
          const asked = ([name, values]) => globalThis.trial[name](...values);
          return Promise.race([page.evaluate(asked, [method, parameters]), failed]);
        },
        end: () => context.close(),
      };
    },

    async close() {
      await browser.close();
      server.close();
    },
  };
}

function serve(bundles) {
  return createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const name = pathname.slice(1, -'.mjs'.length);
    for (const [header, value] of Object.entries(HEADERS)) response.setHeader(header, value);
    const file = bundles.get(pathname) ?? (MODULES.includes(name) ? new URL(`${name}.mjs`, BENCHES) : undefined);
    response.setHeader('Content-Type', file ? 'text/javascript' : 'text/html');
    response.end(file ? await readFile(file) : PAGE);
  });
}
