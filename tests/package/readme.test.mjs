// The README's examples and commands run, and print what it says they print.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';

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

test('the snapshot in the README loads', async () => {
  const { copies } = await import('./package.mjs');
  const snapshots = [...README.matchAll(/```json\n(.*?)```/gs)];
  assert.ok(snapshots.length >= 1);
  for (const [, snapshot] of snapshots) assert.deepEqual(copies.import.lint(snapshot), []);
});

test('the commands of the README run', (t) => {
  const [, block] = README.match(/## Command line\s*```console\n(.*?)```/s);
  const commands = block.trim().split('\n').map((line) => line.replace(/\s+#.*/, ''));
  assert.ok(commands.length >= 4);

  const folder = mkdtempSync(join(tmpdir(), 'variate-readme-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const [, literal] = examples[0].code.match(/new Evaluator\((\{.*?\n\})\);/s);
  const snapshot = runInNewContext(`(${literal})`);
  writeFileSync(join(folder, 'snapshot.json'), JSON.stringify(snapshot));
  writeFileSync(join(folder, 'new.json'), JSON.stringify(snapshot).replace('"new":20000,"old":30000', '"new":45000,"old":5000'));
  const change = { project: snapshot.project.name, feature: 'checkout', description: 'changed' };
  writeFileSync(join(folder, 'change.json'), JSON.stringify(change));
  writeFileSync(join(folder, 'requests.json'), '{"requests":[{"feature":"checkout","entityId":"user-5"}]}');
  writeFileSync(join(folder, 'ids.jsonl'), '"user-1"\n"user-11"\n');
  const program = process.env.VARIATE_CLI ?? join(ROOT, 'target/debug/variate');
  const env = { ...process.env, PATH: `${dirname(program)}${delimiter}${process.env.PATH}` };
  const outputs = commands.map((command) => execFileSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8', env, stdio: 'pipe' }));

  // The first is the example's last line, in full.
  const answer = JSON.parse(outputs[0]);
  assert.deepEqual([answer.variation, answer.reason, answer.details], examples[0].output.trim().split('\n').at(-1).split(' ').slice(1));
  assert.equal(JSON.parse(outputs[1]).results[0].variation, 'classic');
  assert.equal(readFileSync(join(folder, 'out.jsonl'), 'utf8').trim().split('\n').length, 2);
  const [, difference] = README.match(/```text\n(feature checkout: .*?)```/s);
  const diff = outputs[commands.findIndex((command) => command.startsWith('variate diff'))];
  assert.equal(diff.replace(/^  \S+, /m, '  2026-11-21T12:00:00Z, '), difference);
  const simulation = outputs[commands.findIndex((command) => command.startsWith('variate simulate'))];
  assert.match(simulation, /^feature checkout at 2026-11-01T00:00:00Z: 100000 entities\n/m);
  assert.equal(JSON.parse(outputs.at(-1)).feature.description, 'changed');
  assert.match(readFileSync(join(folder, 'snapshot.json'), 'utf8'), /"changed"/);
});
