// Vitest: in two environments, and with the package read by Vite instead of by Node.

import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const manifest = createRequire(import.meta.url).resolve('vitest/package.json');
const COMMAND = join(dirname(manifest), 'vitest.mjs');

const CASES = [
  ['node', { environment: 'node' }],
  ['jsdom', { environment: 'jsdom' }],
  ['read by Vite', { environment: 'node', server: { deps: { inline: ['variate'] } } }],
];

export const runtimes = CASES.map(([name, options]) => ({
  name: `vitest, ${name}`,
  entry: 'dist/index.js',
  run: (folder) => run(join(folder, `vitest-${name.replaceAll(' ', '-')}`), options),
}));

async function run(place, options) {
  const outcome = join(place, 'outcome.json');
  await mkdir(place, { recursive: true });
  await writeFile(join(place, 'variate.test.mjs'), testIn(options.environment, outcome));
  // Globals because vitest is not installed where the test is.
  const config = { test: { globals: true, ...options } };
  await writeFile(join(place, 'vitest.config.mjs'), `export default ${JSON.stringify(config)};`);
  await promisify(execFile)(process.execPath, [COMMAND, 'run', '--root', place], { cwd: place, timeout: 120_000 });
  const { version } = JSON.parse(await readFile(manifest, 'utf8'));
  return { version, vectors: JSON.parse(await readFile(outcome, 'utf8')) };
}

function testIn(environment, outcome) {
  return `
    import * as api from 'variate';
    import { check } from '../check.mjs';
    test('vectors', () => {
      expect(typeof document).toBe('${environment === 'jsdom' ? 'object' : 'undefined'}');
      // Vite gives a page no import of it.
      const { writeFileSync } = process.getBuiltinModule('node:fs');
      writeFileSync(${JSON.stringify(outcome)}, JSON.stringify(check(api)));
    }, 60_000);`;
}
