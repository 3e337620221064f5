// The vectors of the control plane, through `variate/control` as users get it.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { after, test } from 'node:test';
import { FORMS, differenceIn } from './control-vectors.mjs';
import { controls, copies } from './package.mjs';

const FOLDER = new URL('../vectors/', import.meta.url);

const names = readdirSync(FOLDER).filter((name) => name.startsWith('control')).sort();
const files = names.map((name) => [name, JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'))]);
const isGood = (snapshot) => copies.import.lint(snapshot).length === 0;
const all = files.flatMap(([, { vectors }]) => vectors).length;
const ran = {};

for (const [copy, api] of Object.entries(controls)) {
  ran[copy] = 0;
  for (const [name, file] of files) {
    for (const vector of file.vectors) {
      test(`${copy}: ${name}: ${vector.name}`, () => {
        for (const [form, how] of Object.entries(FORMS)) {
          assert.equal(differenceIn(api, how, file, vector, isGood), undefined, `${form}\n${vector.description}`);
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
