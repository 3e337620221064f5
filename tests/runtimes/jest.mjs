// Jest: in two environments by `require`, which is its way, and by `import`, which asks a flag of Node.

import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);
const COMMAND = require.resolve('jest/bin/jest');
const { version } = require('jest/package.json');

const CASES = [
  ['node', 'jest-environment-node', 'cjs'],
  ['jsdom', 'jest-environment-jsdom', 'cjs'],
  ['node, import', 'jest-environment-node', 'mjs'],
];

// What `document`, `TextEncoder` and `TextDecoder` are: this jsdom has no coders, so the package must do without.
const HOSTS = {
  'jest-environment-node': ['undefined', 'function', 'function'],
  'jest-environment-jsdom': ['object', 'undefined', 'undefined'],
};

export const runtimes = CASES.map(([name, environment, format]) => ({
  name: `jest, ${name}`,
  entry: `dist/index.${format === 'cjs' ? 'cjs' : 'js'}`,
  run: (folder) => run(join(folder, `jest-${name.replace(', ', '-')}`), environment, format),
}));

async function run(place, environment, format) {
  const outcome = join(place, 'outcome.json');
  await mkdir(place, { recursive: true });
  await writeFile(join(place, 'source.mjs'), sourceOf(environment, outcome));
  await bundle(place, format);
  const config = {
    rootDir: place,
    testEnvironment: require.resolve(environment),
    testMatch: [`**/variate.test.${format}`],
    transform: {},
  };
  const flags = format === 'mjs' ? ['--experimental-vm-modules'] : [];
  const parameters = [...flags, COMMAND, '--config', JSON.stringify(config)];
  await promisify(execFile)(process.execPath, parameters, { cwd: place, timeout: 120_000 });
  return { version, vectors: JSON.parse(await readFile(outcome, 'utf8')) };
}

/** The vectors' runner without the package, in one file, because `require` reads no ES modules. */
async function bundle(place, format) {
  // A binding of this file, not a global: the package does not get it.
  await writeFile(join(place, 'encoder.mjs'), "export { TextEncoder } from 'node:util';");
  await build({
    absWorkingDir: place,
    entryPoints: ['source.mjs'],
    outfile: `variate.test.${format}`,
    bundle: true,
    format: format === 'cjs' ? 'cjs' : 'esm',
    external: ['variate', 'node:*'],
    inject: ['encoder.mjs'],
    logLevel: 'silent',
  });
}

function sourceOf(environment, outcome) {
  return `
    import { writeFileSync } from 'node:fs';
    import * as api from 'variate';
    import { check } from '../check.mjs';
    const HOST = ${JSON.stringify(HOSTS[environment])};
    test('vectors', () => {
      expect([typeof document, typeof globalThis.TextEncoder, typeof globalThis.TextDecoder]).toEqual(HOST);
      writeFileSync(${JSON.stringify(outcome)}, JSON.stringify(check(api)));
    }, 60_000);`;
}
