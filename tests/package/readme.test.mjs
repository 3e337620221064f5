// The README's JavaScript examples run, and print what it says they print.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PACKAGE = process.env.VARIATE_PACKAGE ?? join(ROOT, 'pkg');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** Each `js` block, with the `text` block that follows it. */
const examples = [...README.matchAll(/```js\n(.*?)```\s*```text\n(.*?)```/gs)].map(([, code, output]) => ({ code, output }));

test('the README has examples', () => {
  assert.ok(examples.length >= 1);
  assert.equal(examples.length, README.match(/```js\n/g).length, 'every example says what it prints');
  assert.ok(examples[0].code.trim().split('\n').length <= 21, 'the first example has about twenty lines');
});

for (const [number, { code, output }] of examples.entries()) {
  test(`example ${number + 1} of the README prints what it says`, (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'variate-readme-'));
    t.after(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(resolve(PACKAGE), join(folder, 'node_modules/variate'));
    writeFileSync(join(folder, 'example.mjs'), code);
    assert.equal(execFileSync(process.execPath, ['example.mjs'], { cwd: folder, encoding: 'utf8' }), output);
  });
}
