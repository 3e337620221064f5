// Pages from a plain static server, without any tool between the package and the browser, and what must come of them.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { text } from 'node:stream/consumers';

export const ENTRY = 'dist/index.js';
const SLIM = 'dist/slim.js';
const TYPES = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };
const LONGEST_MS = 300_000;

const PAGE = `<!doctype html>
  <link rel="icon" href="data:,">
  <script src="/report.js"></script>
  <script type="module" src="/page.mjs"></script>`;

// A script that is missing or wrong is an error of its element, which does not bubble.
const REPORT = `
  const report = (what) => fetch('/report', { method: 'POST', body: JSON.stringify(what) });
  const fail = ({ message, error, target }) => {
    report({ failure: [message ?? target.outerHTML, error?.stack].join('\\n') });
  };
  addEventListener('error', fail, true);
  addEventListener('unhandledrejection', ({ reason }) => fail({ message: String(reason), error: reason }));`;

// No `eval` and no inline script, which the policies forbid.
const COUNT = `
  import * as api from '/node_modules/variate/${ENTRY}';
  import { check } from '/check.mjs';
  report({ outcome: check(api) });`;

const COUNT_SLIM = `
  import * as api from '/node_modules/variate/${SLIM}';
  import { check } from '/check.mjs';
  api.initWasm(await WebAssembly.compileStreaming(fetch('/node_modules/variate/dist/core.wasm')));
  report({ outcome: check(api) });`;

const BE_REFUSED = `
  import * as api from '/node_modules/variate/${ENTRY}';
  const snapshot = { version: 1, project: { name: 'p' } };
  const calls = {
    ready: () => api.ready(),
    Evaluator: () => new api.Evaluator(snapshot),
    lint: () => api.lint(snapshot),
  };
  const outcome = {};
  for (const [name, call] of Object.entries(calls)) {
    try {
      await call();
    } catch (error) {
      const { code, message, cause } = error;
      outcome[name] = { known: error instanceof api.VariateError, code, message, cause: String(cause) };
    }
  }
  report({ outcome });`;

/** The runtimes of a browser. \`visit\` opens an address, waits for a promise and returns the browser's version. */
export function inPages(browser, visit) {
  const count = async (folder, script, policy) => {
    const { version, outcome } = await outcomeOf(folder, script, policy, visit);
    return { version, vectors: outcome };
  };
  return [
    { name: browser, entry: ENTRY, run: (folder) => count(folder, COUNT) },
    { name: `${browser}, slim`, entry: SLIM, run: (folder) => count(folder, COUNT_SLIM) },
    {
      name: `${browser}, strict policy`,
      entry: ENTRY,
      async run(folder) {
        const { outcome } = await outcomeOf(folder, BE_REFUSED, "script-src 'self'", visit);
        checkRefusal(outcome);
        return count(folder, COUNT, "script-src 'self' 'wasm-unsafe-eval'");
      },
    },
  ];
}

function checkRefusal(outcome) {
  assert.deepEqual(Object.keys(outcome), ['ready', 'Evaluator', 'lint']);
  for (const { known, code, message, cause } of Object.values(outcome)) {
    assert.deepEqual([known, code], [true, 'WebAssemblyBlocked']);
    assert.match(message, /allow 'wasm-unsafe-eval' in the script-src of a page's Content-Security-Policy/);
    assert.match(cause, /Content Security Policy|CSP/);
  }
}

/** What a script of a page reports as its `outcome`, and the version that `visit` returns. */
export async function outcomeOf(folder, script, policy, visit) {
  const { server, told } = serve(folder, script, policy);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    const version = await visit(`http://127.0.0.1:${server.address().port}/`, told);
    const { failure, outcome } = await told;
    assert.equal(failure, undefined);
    return { version, outcome };
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** A server of the project and of the page, and what that says first. */
function serve(folder, script, policy) {
  const made = { '/': PAGE, '/report.js': REPORT, '/page.mjs': script };
  const server = createServer();
  const told = new Promise((resolve) => {
    setTimeout(resolve, LONGEST_MS, { failure: 'the page says nothing' }).unref();
    server.on('request', async (request, response) => {
      const { pathname } = new URL(request.url, 'http://localhost');
      if (policy) response.setHeader('Content-Security-Policy', policy);
      if (pathname === '/report') {
        resolve(JSON.parse(await text(request)));
        response.end();
        return;
      }
      try {
        const body = made[pathname] ?? (await readFile(join(folder, pathname)));
        response.setHeader('Content-Type', TYPES[extname(pathname)] ?? 'text/html');
        response.end(body);
      } catch {
        response.writeHead(404).end();
      }
    });
  });
  return { server, told };
}
