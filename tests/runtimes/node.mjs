// Node, the one that runs this and the newest from npm, by `import` and by `require`.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { countsOf } from './support/output.mjs';

export const NEWEST = fileURLToPath(new URL('node_modules/node/bin/node', import.meta.url));

export const PROGRAMS = {
  import: {
    file: 'main.mjs',
    entry: 'dist/index.js',
    source: `
      import * as api from 'variate';
      import { check } from './check.mjs';
      console.log(JSON.stringify({ vectors: check(api), resolved: import.meta.resolve('variate') }));`,
  },
  require: {
    file: 'main.cjs',
    entry: 'dist/index.cjs',
    source: `
      const api = require('variate');
      import('./check.mjs').then(({ check }) => {
        console.log(JSON.stringify({ vectors: check(api), resolved: require.resolve('variate') }));
      });`,
  },
  'import of control': {
    file: 'main.mjs',
    entry: 'dist/control.js',
    source: `
      import * as api from 'variate/control';
      import { checkControl } from './check.mjs';
      console.log(JSON.stringify({ vectors: checkControl(api), resolved: import.meta.resolve('variate/control') }));`,
  },
  'require of control': {
    file: 'main.cjs',
    entry: 'dist/control.cjs',
    source: `
      const api = require('variate/control');
      import('./check.mjs').then(({ checkControl }) => {
        console.log(JSON.stringify({ vectors: checkControl(api), resolved: require.resolve('variate/control') }));
      });`,
  },
};

export const runtimes = [process.execPath, NEWEST].flatMap((node) =>
  Object.entries(PROGRAMS).map(([way, program]) => ({
    name: `node${node === NEWEST ? ', newest' : ''}, ${way}`,
    entry: program.entry,
    run: (folder) => runProgram(folder, program, node, [], 'process.versions.node'),
  })),
);

/** Counts with a program that says its version and must take this entry. */
export async function runProgram(folder, { file, entry, source }, command, parameters, version, environment) {
  const says = `console.log(JSON.stringify({ version: ${version},`;
  await writeFile(join(folder, file), source.replace('console.log(JSON.stringify({', says));
  const { resolved, ...counts } = await countsOf(command, [...parameters, file], folder, environment);
  assert.ok(resolved.endsWith(`/node_modules/variate/${entry}`), resolved);
  return counts;
}
