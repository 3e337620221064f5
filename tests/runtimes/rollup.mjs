// Rollup, which resolves packages by its plugin.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import nodeResolve from '@rollup/plugin-node-resolve';
import { rollup, VERSION } from 'rollup';
import { COUNTING, countsAbroad } from './support/output.mjs';

const ENTRY = 'dist/index.js';

export const runtimes = [
  { name: 'rollup, node', entry: ENTRY, run: (folder) => run(folder, {}) },
  { name: 'rollup, browser', entry: ENTRY, run: (folder) => run(folder, { browser: true }) },
];

async function run(folder, options) {
  const input = join(folder, 'main.mjs');
  await writeFile(input, COUNTING);
  const bundle = await rollup({ input, plugins: [nodeResolve(options)], onwarn: refuse });
  const { output } = await bundle.write({ file: join(folder, 'output/main.mjs'), format: 'es' });
  await bundle.close();
  assert.equal(output.length, 1);
  assert.ok(output[0].moduleIds.some((id) => id.endsWith(`/variate/${ENTRY}`)), `${output[0].moduleIds}`);
  const { vectors } = await countsAbroad(join(folder, 'output'), 'main.mjs');
  return { version: VERSION, vectors };
}

function refuse({ message }) {
  throw new Error(message);
}
