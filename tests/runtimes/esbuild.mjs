// esbuild: for browsers, in the shape that Lambda functions have, and with an import of which nothing is used.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, version } from 'esbuild';
import { COUNTING, countsAbroad } from './support/output.mjs';

const MOST_OF_NOTHING = 100;

const CASES = [
  { name: 'browser', entry: 'dist/index.js', platform: 'browser', format: 'esm', outfile: 'output/main.mjs' },
  { name: 'Lambda', entry: 'dist/index.js', platform: 'node', format: 'cjs', outfile: 'output/main.cjs' },
];

export const runtimes = CASES.map(({ name, entry, ...options }) => ({
  name: `esbuild, ${name}`,
  entry,
  async run(folder) {
    const { inputs } = await bundle(folder, COUNTING, options);
    assert.deepEqual(
      Object.keys(inputs).filter((input) => input.includes('node_modules')),
      [`node_modules/variate/${entry}`],
    );
    await leavesNothing(folder, options);
    const { vectors } = await countsAbroad(join(folder, 'output'), options.outfile.slice('output/'.length));
    return { version, vectors };
  },
}));

/** Who imports the package and uses nothing of it does not carry it. */
async function leavesNothing(folder, options) {
  for (const imported of ['', '{ Evaluator } from ', '* as api from ']) {
    const source = `import ${imported}'variate';`;
    const { outputs } = await bundle(folder, `${source}\n`, { ...options, outfile: 'unused/main.js' });
    const { bytes } = outputs['unused/main.js'];
    assert.ok(bytes < MOST_OF_NOTHING, `${bytes} bytes of ${source}`);
  }
}

async function bundle(folder, source, options) {
  await writeFile(join(folder, 'main.mjs'), source);
  const settings = { absWorkingDir: folder, entryPoints: ['main.mjs'], bundle: true, minify: true, metafile: true };
  const { metafile, warnings } = await build({ ...settings, ...options, logLevel: 'silent' });
  // `import 'variate'` is said to have no effect, which is the point.
  assert.deepEqual(warnings.filter(({ id }) => id !== 'ignored-bare-import'), []);
  return metafile;
}
