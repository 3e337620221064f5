// webpack without a configuration, for Node and for browsers; the latter's file asks nothing of one but its globals.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import webpack from 'webpack';
import { COUNTING, countsAbroad } from './support/output.mjs';

const ENTRY = 'dist/index.js';

const ASKED = {
  all: false,
  errors: true,
  warnings: true,
  assets: true,
  modules: true,
  nestedModules: true,
  modulesSpace: Infinity,
  nestedModulesSpace: Infinity,
};

export const runtimes = ['node', 'web'].map((target) => ({
  name: `webpack, ${target}`,
  entry: ENTRY,
  run: (folder) => run(folder, target),
}));

async function run(folder, target) {
  await writeFile(join(folder, 'main.mjs'), COUNTING);
  const compiler = webpack({
    context: folder,
    entry: './main.mjs',
    mode: 'production',
    // Its advice on sizes would be about the vectors.
    performance: false,
    target,
    output: { path: join(folder, 'output'), filename: 'main.cjs' },
  });
  const compiled = await promisify(compiler.run.bind(compiler))();
  await promisify(compiler.close.bind(compiler))();
  const { errors, warnings, assets, modules } = compiled.toJson(ASKED);
  assert.deepEqual([...errors, ...warnings], []);
  assert.deepEqual(assets.map(({ name }) => name), ['main.cjs']);
  assert.ok(JSON.stringify(modules).includes(`/variate/${ENTRY}`), JSON.stringify(modules));
  const { vectors } = await countsAbroad(join(folder, 'output'), 'main.cjs');
  return { version: webpack.version, vectors };
}
