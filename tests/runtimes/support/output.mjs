// Running programs that count the vectors.

import { execFile, execFileSync } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The source of a program that says what it counted. */
export const COUNTING = `
  import * as api from 'variate';
  import { check } from './check.mjs';
  console.log(JSON.stringify({ vectors: check(api) }));`;

/** What `npm run` and the tests of the caller leave behind, which would tell tools to do other things. */
export function cleanEnvironment() {
  for (const name of Object.keys(process.env)) {
    if (/^(npm_|node_options$|node_path$|node_test_context$|variate_)/i.test(name)) delete process.env[name];
  }
}

/** What a program wrote. */
export async function outputOf(program, parameters, folder, environment = {}) {
  const options = { cwd: folder, env: { ...process.env, ...environment }, timeout: 300_000, maxBuffer: 2 ** 26 };
  const { stdout } = await promisify(execFile)(program, parameters, options);
  return stdout.trim();
}

/** What a program that counts says: the last line, as tools like to greet first. */
export async function countsOf(...call) {
  return JSON.parse((await outputOf(...call)).split('\n').at(-1));
}

/** The same for a bundle, from a folder without packages: all that it needs must be in it. */
export async function countsAbroad(folder, bundle, program = process.execPath, parameters = []) {
  const abroad = await mkdtemp(join(tmpdir(), 'variate-abroad-'));
  try {
    await cp(folder, abroad, { recursive: true });
    return await countsOf(program, [...parameters, bundle], abroad);
  } finally {
    await rm(abroad, { recursive: true, force: true });
  }
}

/** The first of these programs that is installed. */
export function programOnPath(...names) {
  for (const name of names) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    } catch {
      // The next, then.
    }
  }
  throw new Error(`No ${names.join(' or ')} on PATH: apt-get install -y ${names[0]}`);
}
