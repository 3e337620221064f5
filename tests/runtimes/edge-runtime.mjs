// Vercel's Edge Runtime, as Next has it: compiled modules come from outside, and bytes are refused.

import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { EdgeRuntime } from 'edge-runtime';
import { build } from 'esbuild';

const ENTRY = 'dist/edge.js';
const { version } = createRequire(import.meta.url)('edge-runtime/package.json');

const SOURCE = `
  import * as api from 'variate';
  import { check } from '../check.mjs';
  const attempt = (call) => {
    try {
      return call();
    } catch (error) {
      return String(error.stack);
    }
  };
  const empty = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
  const respond = () => ({
    refusal: attempt(() => new WebAssembly.Module(empty)),
    vectors: attempt(() => check(api)),
  });
  addEventListener('fetch', (event) => event.respondWith(Response.json(respond())));`;

export const runtimes = [{ name: 'edge-runtime', entry: ENTRY, run }];

async function run(folder) {
  const place = join(folder, 'edge-runtime');
  await mkdir(place, { recursive: true });
  await writeFile(join(place, 'function.mjs'), SOURCE);
  const bytes = await readFile(join(folder, 'node_modules/variate/dist/core.wasm'));
  const runtime = new EdgeRuntime({
    codeGeneration: { strings: false, wasm: false },
    initialCode: await bundle(place),
    // Of this realm, not of the runtime's own: there it is no `instanceof WebAssembly.Module`.
    extend: (context) => Object.assign(context, { wasm_core: new WebAssembly.Module(bytes) }),
  });
  const response = await runtime.dispatchFetch('http://localhost/');
  const { refusal, vectors } = await response.json();
  // Or this would prove nothing about hosts that refuse.
  assert.match(refusal, /Wasm code generation disallowed/);
  assert.equal(typeof vectors, 'number', vectors);
  return { version, vectors };
}

async function bundle(place) {
  const { metafile, outputFiles } = await build({
    absWorkingDir: place,
    entryPoints: ['function.mjs'],
    bundle: true,
    format: 'iife',
    conditions: ['edge-light'],
    plugins: [{ name: 'wasm', setup: importWasm }],
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const used = Object.keys(metafile.inputs).filter((path) => path.includes('node_modules/variate/'));
  assert.deepEqual(used, [`../node_modules/variate/${ENTRY}`]);
  return outputFiles[0].text;
}

/** As Next: a global of the context holds the compiled module. */
function importWasm({ onResolve, onLoad }) {
  onResolve({ filter: /\.wasm\?module$/ }, ({ path }) => ({ path, namespace: 'wasm' }));
  onLoad({ filter: /.*/, namespace: 'wasm' }, () => ({ contents: 'export default wasm_core;' }));
}
