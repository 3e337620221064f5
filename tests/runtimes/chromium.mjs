// Chromium, from a plain static server and nothing else, without and with a Content-Security-Policy.
// Needs a `chromium` on PATH: `apt-get install -y chromium`. Playwright would download another.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { chromium } from 'playwright-core';

const ENTRY = 'dist/index.js';
const SLIM = 'dist/slim.js';
const TYPES = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };

// No `eval` and no inline script, which the policies forbid.
const SCRIPTS = {
  'counts.mjs': `
    import * as api from '/node_modules/variate/${ENTRY}';
    import { check } from '/check.mjs';
    globalThis.outcome = async () => check(api);`,
  'counts-slim.mjs': `
    import * as api from '/node_modules/variate/${SLIM}';
    import { check } from '/check.mjs';
    globalThis.outcome = async () => {
      api.initWasm(await WebAssembly.compileStreaming(fetch('/node_modules/variate/dist/core.wasm')));
      return check(api);
    };`,
  'is-refused.mjs': `
    import * as api from '/node_modules/variate/${ENTRY}';
    const snapshot = { version: 1, project: { name: 'p' } };
    const calls = {
      ready: () => api.ready(),
      Evaluator: () => new api.Evaluator(snapshot),
      lint: () => api.lint(snapshot),
    };
    globalThis.outcome = async () => {
      const refusals = {};
      for (const [name, call] of Object.entries(calls)) {
        try {
          await call();
        } catch (error) {
          const { code, message, cause } = error;
          refusals[name] = { known: error instanceof api.VariateError, code, message, cause: String(cause) };
        }
      }
      return refusals;
    };`,
};

export const runtimes = [
  { name: 'chromium', entry: ENTRY, run: (folder) => count(folder, 'counts.mjs') },
  { name: 'chromium, slim', entry: SLIM, run: (folder) => count(folder, 'counts-slim.mjs') },
  {
    name: 'chromium, strict policy',
    entry: ENTRY,
    async run(folder) {
      await refuse(folder, "script-src 'self'");
      return count(folder, 'counts.mjs', "script-src 'self' 'wasm-unsafe-eval'");
    },
  },
];

async function count(folder, script, policy) {
  const { version, outcome } = await outcomeOf(folder, script, policy);
  return { version, vectors: outcome };
}

async function refuse(folder, policy) {
  const { outcome } = await outcomeOf(folder, 'is-refused.mjs', policy);
  assert.deepEqual(Object.keys(outcome), ['ready', 'Evaluator', 'lint']);
  for (const { known, code, message, cause } of Object.values(outcome)) {
    assert.deepEqual([known, code], [true, 'WebAssemblyBlocked']);
    assert.match(message, /'wasm-unsafe-eval'/);
    assert.match(cause, /Content Security Policy/);
  }
}

async function outcomeOf(folder, script, policy) {
  const browser = await chromium.launch({
    executablePath: programOnPath(),
    // A container's root has no sandbox; the rest keeps it from asking its maker for anything.
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
  const server = createServer((request, response) => serve(folder, script, policy, request, response));
  try {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const page = await browser.newPage();
    const errors = [];
    page.on('pageerror', (error) => errors.push(error));
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    assert.deepEqual(errors, []);
    return { version: browser.version(), outcome: await page.evaluate('outcome()') };
  } finally {
    await browser.close();
    server.close();
  }
}

function programOnPath() {
  try {
    return execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
  } catch (cause) {
    throw new Error('No chromium on PATH: apt-get install -y chromium', { cause });
  }
}

async function serve(folder, script, policy, { url }, response) {
  if (policy) response.setHeader('Content-Security-Policy', policy);
  const page = `<!doctype html><link rel="icon" href="data:,"><script type="module" src="/${script}"></script>`;
  const made = url === '/' ? page : SCRIPTS[url.slice(1)];
  try {
    const body = made ?? (await readFile(join(folder, new URL(url, 'http://localhost').pathname)));
    response.setHeader('Content-Type', TYPES[extname(url)] ?? 'text/html');
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
}
