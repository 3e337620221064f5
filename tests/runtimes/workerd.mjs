// Cloudflare's runtime, by way of miniflare: a worker as wrangler would bundle it.

import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';

const ENTRY = 'dist/edge.js';
const WASM = 'core.wasm';
const require = createRequire(import.meta.url);

// The second counts before there is a request, where most workers make their evaluator. Only in the first does workerd
// forbid compiling from bytes: while a worker starts it is allowed.
const WORKERS = {
  request: `
    export default { fetch: () => Response.json(check(api)) };`,
  'module scope': `
    const vectors = check(api);
    export default { fetch: () => Response.json(vectors) };`,
};

const IMPORTS = `
  import * as api from 'variate';
  import { check } from '../check.mjs';`;

export const runtimes = Object.entries(WORKERS).map(([where, worker]) => ({
  name: `workerd, ${where}`,
  entry: ENTRY,
  run: (folder) => run(folder, where, IMPORTS + worker),
}));

async function run(folder, where, source) {
  const place = join(folder, `workerd-${where.replace(' ', '-')}`);
  await mkdir(place, { recursive: true });
  await writeFile(join(place, 'worker.mjs'), source);
  const miniflare = new Miniflare({
    cf: false,
    compatibilityDate: '2026-04-01',
    modules: [
      { type: 'ESModule', path: 'worker.mjs', contents: await bundle(place) },
      { type: 'CompiledWasm', path: WASM, contents: await readFile(join(folder, 'node_modules/variate/dist', WASM)) },
    ],
  });
  try {
    const response = await miniflare.dispatchFetch('http://localhost/');
    const text = await response.text();
    assert.equal(response.status, 200, text);
    return { version: versionOfWorkerd(), vectors: JSON.parse(text) };
  } finally {
    await miniflare.dispose();
  }
}

async function bundle(place) {
  const { metafile, outputFiles } = await build({
    absWorkingDir: place,
    entryPoints: ['worker.mjs'],
    bundle: true,
    format: 'esm',
    // Those of wrangler.
    conditions: ['workerd', 'worker', 'browser'],
    plugins: [{ name: 'wasm', setup: importWasm }],
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const used = Object.keys(metafile.inputs).filter((path) => path.includes('node_modules/variate/'));
  assert.deepEqual(used, [`../node_modules/variate/${ENTRY}`]);
  return outputFiles[0].text;
}

/** As wrangler: the module goes beside the bundle, and the query is dropped. */
function importWasm({ onResolve }) {
  onResolve({ filter: /\.wasm(\?module)?$/ }, () => ({ path: `./${WASM}`, external: true }));
}

function versionOfWorkerd() {
  return createRequire(require.resolve('miniflare'))('workerd/package.json').version;
}
