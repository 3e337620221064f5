// Nitro, which Nuxt and others build upon: for Node, and for Cloudflare, where it must be told to take WebAssembly.

import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EDGE_ENTRY, countIn, writeAnswer } from './support/edge.mjs';
import { entriesIn } from './support/maps.mjs';
import { outputOf } from './support/output.mjs';
import { whileServing } from './support/server.mjs';
import { COMPATIBILITY_DATE, countInWorkerd } from './support/workerd.mjs';

const ENTRY = 'dist/index.js';
const require = createRequire(import.meta.url);
const { version } = require('nitropack/package.json');
const COMMAND = join(dirname(require.resolve('nitropack/package.json')), 'dist/cli/index.mjs');

const ROUTE = `
  import { defineEventHandler } from 'h3';
  import { answer } from '../answer.mjs';
  export default defineEventHandler(() => answer());`;

export const runtimes = [
  { name: 'nitro, node', entry: ENTRY, run: inNode },
  { name: 'nitro, cloudflare', entry: EDGE_ENTRY, run: inWorkerd },
];

async function inNode(folder) {
  const server = await build(folder, { preset: 'node-server' });
  // It is copied, as far as it is needed.
  assert.deepEqual(await readdir(join(server, 'node_modules/variate/dist')), ['index.js']);
  const environment = { HOST: '127.0.0.1', PORT: '0' };
  const vectors = await whileServing(['index.mjs'], server, environment, async (address) => {
    const response = await fetch(address);
    assert.equal(response.status, 200);
    return (await response.json()).vectors;
  });
  return { version, vectors };
}

async function inWorkerd(folder) {
  const server = await build(folder, { preset: 'cloudflare-module', experimental: { wasm: true } });
  assert.deepEqual(await entriesIn(server), [EDGE_ENTRY]);
  return { version, vectors: await countInWorkerd(server, 'index.mjs') };
}

/** The folder of what was built. */
async function build(folder, settings) {
  await writeAnswer(folder);
  await mkdir(join(folder, 'routes'));
  await writeFile(join(folder, 'routes/index.mjs'), ROUTE);
  const config = { ...settings, compatibilityDate: COMPATIBILITY_DATE };
  await writeFile(join(folder, 'nitro.config.mjs'), `export default ${JSON.stringify(config)};`);
  await outputOf(process.execPath, [COMMAND, 'build'], folder, { CI: '1' });
  return join(folder, '.output/server');
}
