// Random projects, flags, contexts, entities and times: the package against the reference implementation.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { copies } from './package.mjs';
import { answersOf } from './vectors.mjs';

const GENERATOR = fileURLToPath(new URL('../differential/generate.mjs', import.meta.url));
const CASES = 20_000;
const SEED = 2;

for (const [what, options] of Object.entries({ features: [], flags: ['--flags'] })) {
  test(`the package agrees with the reference on ${CASES} random cases of ${what}`, () => {
    const generator = [GENERATOR, '--cases', `${CASES}`, '--seed', `${SEED}`, ...options];
    const lines = execFileSync(process.execPath, generator, { encoding: 'utf8', maxBuffer: 2 ** 28 }).split('\n');
    let snapshot;
    let evaluator;
    let compared = 0;
    // Not by readline: newer ones end a line also at U+2028, which is in some of these texts.
    for (const line of lines.filter((line) => line !== '')) {
      const item = JSON.parse(line);
      if (item.snapshot) {
        evaluator?.free();
        snapshot = item.snapshot;
        evaluator = new copies.import.Evaluator(snapshot);
        continue;
      }
      for (const [form, answer] of answersOf(evaluator, item)) {
        // What is printed is a vector: it goes to ../vectors/regressions.json with a name and the ruling.
        assert.deepEqual(answer, item.expect, `${form}\n${JSON.stringify({ snapshot, ...item })}`);
      }
      compared += 1;
    }
    evaluator?.free();
    assert.ok(compared >= CASES, `only ${compared} cases were compared`);
  });
}
