// Vercel's Edge Runtime, as Next has it: compiled modules come from outside, and bytes are refused.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { EdgeRuntime } from 'edge-runtime';
import { build } from 'esbuild';
import { CONTROL_EDGE_ENTRY, EDGE_ENTRY, countIn, writeAnswer } from './support/edge.mjs';

const { version } = createRequire(import.meta.url)('edge-runtime/package.json');

const FUNCTION = `
  import { answer } from './answer.mjs';
  addEventListener('fetch', (event) => event.respondWith(answer()));`;

export const runtimes = [
  { name: 'edge-runtime', entry: EDGE_ENTRY, run: (folder) => run(folder, EDGE_ENTRY, 'core.wasm') },
  {
    name: 'edge-runtime, control',
    entry: CONTROL_EDGE_ENTRY,
    run: (folder) => run(folder, CONTROL_EDGE_ENTRY, 'control.wasm'),
  },
];

async function run(folder, entry, module) {
  const bytes = await readFile(join(folder, 'node_modules/variate/dist', module));
  const runtime = new EdgeRuntime({
    codeGeneration: { strings: false, wasm: false },
    initialCode: await bundle(folder, entry),
    // Of this realm, not of the runtime's own: there it is no `instanceof WebAssembly.Module`.
    extend: (context) => Object.assign(context, { wasm_core: new WebAssembly.Module(bytes) }),
  });
  return { version, vectors: await countIn(await runtime.dispatchFetch('http://localhost/')) };
}

async function bundle(folder, entry) {
  await writeAnswer(folder, entry);
  await writeFile(join(folder, 'function.mjs'), FUNCTION);
  const { metafile, outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: ['function.mjs'],
    bundle: true,
    format: 'iife',
    conditions: ['edge-light'],
    plugins: [{ name: 'wasm', setup: importWasm }],
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const used = Object.keys(metafile.inputs).filter((path) => path.includes('node_modules'));
  assert.deepEqual(used, [`node_modules/variate/${entry}`]);
  return outputFiles[0].text;
}

/** As Next: a global of the context holds the compiled module. */
function importWasm({ onResolve, onLoad }) {
  onResolve({ filter: /\.wasm\?module$/ }, ({ path }) => ({ path, namespace: 'wasm' }));
  onLoad({ filter: /.*/, namespace: 'wasm' }, () => ({ contents: 'export default wasm_core;' }));
}
