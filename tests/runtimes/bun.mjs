// Bun: run as it stands by `import` and by `require`, and what its bundler makes.

import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PROGRAMS, runProgram } from './node.mjs';
import { COUNTING, countsAbroad, outputOf } from './support/output.mjs';

const manifest = createRequire(import.meta.url).resolve('bun/package.json');
// This name on every system.
const BUN = join(dirname(manifest), 'bin/bun.exe');
// It would install what it does not find.
const PARAMETERS = ['run', '--no-install'];

export const runtimes = [
  ...Object.entries(PROGRAMS).map(([way, program]) => ({
    name: `bun, ${way}`,
    entry: program.entry,
    run: (folder) => runInBun(folder, program),
  })),
  { name: 'bun, bundle', entry: 'dist/index.js', run: bundled },
];

/** Runs a program as it stands. */
export function runInBun(folder, program) {
  return runProgram(folder, program, BUN, PARAMETERS, 'Bun.version');
}

async function bundled(folder) {
  await writeFile(join(folder, 'main.mjs'), COUNTING);
  const output = join(folder, 'output');
  await mkdir(output);
  await outputOf(BUN, ['build', 'main.mjs', '--target=browser', '--outfile=output/main.mjs'], folder);
  const { vectors } = await countsAbroad(output, 'main.mjs', BUN, PARAMETERS);
  return { version: await outputOf(BUN, ['--version'], folder), vectors };
}
