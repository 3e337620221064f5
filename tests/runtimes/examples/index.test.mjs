// What holds for all examples: each has a test, a README whose commands exist, and a range that admits this package.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { EXAMPLES } from './project.mjs';

const names = readdirSync(EXAMPLES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const read = (...path) => readFileSync(join(EXAMPLES, ...path), 'utf8');

test('the index has all of them', () => {
  const listed = [...read('README.md').matchAll(/^\| \[([\w-]+)\]\(\1\) \|/gm)].map(([, name]) => name);
  assert.deepEqual(listed.sort(), names.sort());
  assert.ok(names.length > 0);
});

for (const name of names) {
  test(name, () => {
    assert.ok(existsSync(join(import.meta.dirname, `${name}.test.mjs`)), 'it has no test');

    const manifest = ['package.json', 'deno.json'].find((file) => existsSync(join(EXAMPLES, name, file)));
    const { scripts, tasks, dependencies, imports } = JSON.parse(read(name, manifest));
    assert.equal(dependencies?.variate ?? imports.variate.replace('npm:variate@', ''), range());

    const readme = read(name, 'README.md');
    const commands = [...readme.matchAll(/(?:npm run|deno task) ([\w-]+)/g)].map(([, command]) => command);
    assert.ok(commands.length > 0, 'its README does not say how to run it');
    for (const command of commands) assert.ok({ ...scripts, ...tasks }[command], `there is no ${command}`);
    for (const heading of ['Run it', 'Publish a new snapshot', 'Watch out']) {
      assert.ok(readme.includes(`\n## ${heading}\n`), `its README has no "${heading}"`);
    }
  });
}

/** That of the version at hand and of the fixes to it. */
function range() {
  const manifest = readFileSync(new URL('../../../Cargo.toml', import.meta.url), 'utf8');
  const [, major, minor] = manifest.match(/^version = "(\d+)\.(\d+)\.\d+"$/m);
  return `^${major}.${minor}.0`;
}
