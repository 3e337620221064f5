// The vectors, through the package as users get it.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { after, test } from 'node:test';
import { copies } from './package.mjs';
import { answersTo, expectationOf } from './vectors.mjs';

const FOLDER = new URL('../vectors/', import.meta.url);

const names = readdirSync(FOLDER).filter((name) => name.endsWith('.json') && !name.startsWith('control')).sort();
const files = names.map((name) => [name, JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'))]);
const all = files.flatMap(([, { vectors }]) => vectors).length;
const ran = {};

for (const [copy, api] of Object.entries(copies)) {
  ran[copy] = 0;
  for (const [name, file] of files) {
    for (const vector of file.vectors) {
      test(`${copy}: ${name}: ${vector.name}`, () => {
        const expected = expectationOf(vector);
        for (const [form, answer] of answersTo(api, file, vector)) {
          assert.deepEqual(answer, expected, `${form}\n${vector.description}`);
        }
        ran[copy] += 1;
      });
    }
  }
  test(`${copy}: all vectors ran`, () => {
    assert.ok(all > 0);
    assert.equal(ran[copy], all);
  });
}

after(() => console.log(Object.entries(ran).map(([copy, count]) => `${count} vectors ran by ${copy}`).join(', ')));
