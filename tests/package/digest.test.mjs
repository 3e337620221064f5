// The million decisions of ../digest/README.md, by the package in Node.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { DECISIONS, checkDigests } from '../digest/digest.mjs';
import { copies } from './package.mjs';

const read = (name) => JSON.parse(readFileSync(new URL(`../digest/${name}`, import.meta.url), 'utf8'));
const scenes = read('scenes.json');
const expected = read('expected.json');

test('a million decisions have the checksum of the reference', async () => {
  assert.equal(await checkDigests(copies.import, scenes, expected), DECISIONS);
});

test('one other decision is noticed, and which ten thousand it is among', async () => {
  const { Evaluator } = copies.import;
  const { launches } = scenes.scenes[0].snapshot;
  class Wrong extends Evaluator {
    constructor(snapshot) {
      super(snapshot.launches?.[0].name === launches[0].name ? wrong : snapshot);
    }
  }
  const wrong = structuredClone(scenes.scenes[0].snapshot);
  wrong.launches[0].scheduledSplitsDefinition.steps[0].groupWeights.new += 1000;
  await assert.rejects(checkDigests({ Evaluator: Wrong }, scenes, expected), /of the decisions from 0: /);
});
