// The reference's points against those that mmh3 computed (../known-answers).

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { point } from './index.mjs';

const { points } = JSON.parse(readFileSync(new URL('../known-answers/points.json', import.meta.url), 'utf8'));

test('points are those of an independent library', () => {
  assert.ok(points.length >= 300);
  for (const { domain, salt, id, enrol, allot } of points) {
    assert.deepEqual(point(domain, salt, id), { enrol, allot }, JSON.stringify({ domain, salt, id }));
  }
});
