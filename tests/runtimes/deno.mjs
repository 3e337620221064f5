// Deno, with the package from node_modules; `import` needs no permission.

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PROGRAMS, runProgram } from './node.mjs';

const manifest = createRequire(import.meta.url).resolve('deno/package.json');
const DENO = join(dirname(manifest), process.platform === 'win32' ? 'deno.exe' : 'deno');
// `require` reads the file itself.
const PERMISSIONS = { mjs: [], cjs: ['--allow-read=.'] };
const PARAMETERS = ['--no-prompt', '--no-remote', '--node-modules-dir=manual'];

export const runtimes = Object.entries(PROGRAMS).map(([way, program]) => ({
  name: `deno, ${way}`,
  entry: program.entry,
  run: (folder) => runInDeno(folder, program),
}));

/** Runs a program as it stands. */
export function runInDeno(folder, program) {
  const environment = { DENO_DIR: join(folder, 'deno'), DENO_NO_UPDATE_CHECK: '1' };
  const parameters = ['run', ...PARAMETERS, ...PERMISSIONS[program.file.split('.')[1]]];
  return runProgram(folder, program, DENO, parameters, 'Deno.version.deno', environment);
}
