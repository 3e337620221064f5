// Cloudflare's workerd. Its clocks stand still while a request is worked on, so it is timed from outside: many operations
// in one request, less what an empty request takes.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { median } from '../statistics.mjs';
import { WORKLOADS } from '../workloads.mjs';

const require = createRequire(new URL('../../tests/runtimes/package.json', import.meta.url));
const { Miniflare } = require('miniflare');
const { version } = createRequire(require.resolve('miniflare'))('workerd/package.json');
const COMPATIBILITY_DATE = '2026-04-01';
const EMPTY_REQUESTS = 9;

export function workerd() {
  const clock = 'clock on the wall, from outside';
  return { title: 'workerd', version, clock, platform: 'browser', worker: true, start, close() {} };
}

async function start({ bundle, variate }) {
  const module = await readFile(join(variate, 'dist/core.wasm'));
  const miniflare = new Miniflare({
    cf: false,
    compatibilityDate: COMPATIBILITY_DATE,
    modulesRoot: dirname(bundle),
    modules: [
      { type: 'ESModule', path: bundle, contents: await readFile(bundle, 'utf8') },
      { type: 'CompiledWasm', path: join(dirname(bundle), 'core.wasm'), contents: module },
    ],
  });
  const ask = async (method, ...parameters) => {
    const request = { method: 'POST', body: JSON.stringify({ method, parameters }) };
    const response = await miniflare.dispatchFetch('http://localhost/', request);
    const { answer, failure } = await response.json();
    if (failure !== undefined) throw new Error(failure);
    return answer;
  };
  const timed = timedOutside(ask);
  return {
    ask: (method, ...parameters) => (timed[method] ? timed[method](...parameters) : ask(method, ...parameters)),
    end: () => miniflare.dispose(),
  };
}

/** What trial.mjs does with a clock. */
function timedOutside(ask) {
  const counts = {};

  async function milliseconds(name, count) {
    const start = performance.now();
    const done = await ask('run', name, count);
    return { spent: performance.now() - start, done };
  }

  async function sample(name, budget) {
    const empty = [];
    for (let request = 0; request < EMPTY_REQUESTS; request += 1) empty.push((await milliseconds('W1', 0)).spent);
    for (let count = counts[name] ?? 1; ; count *= 2) {
      const { spent, done } = await milliseconds(name, count);
      const net = spent - median(empty);
      if (net < budget / 2) continue;
      counts[name] = Math.max(1, Math.round((done / net) * budget));
      return (net / done) * 1e6;
    }
  }

  return {
    sample,
    async warm(budget) {
      for (const name of Object.keys(WORKLOADS)) await sample(name, budget);
    },
  };
}
