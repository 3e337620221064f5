// Broken snapshots: each is refused by a SnapshotError or gives a working evaluator. The module never traps (S7).

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { copies } from './package.mjs';

const { Evaluator, SnapshotError } = copies.import;
const DOCUMENT = readFileSync(new URL('../snapshots/everything.json', import.meta.url));
const CASES = 100_000;

const VALUES = [
  null, true, 0, -1, 1e300, 100_001, 0.5, '', 's', 'RUNNING', [], {}, [{}], { f: 'on' }, '\ud800', '{"a":[]}', 1_700_000_000.5,
  { longValue: 1 }, 'x'.repeat(600), [[[[[[[[[[]]]]]]]]]], { a: { $or: [{ b: [1] }, { c: [2] }] } },
];

/** Xorshift: the same numbers in every run. */
function randomNumbers(seed) {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** Every place in a document: the object or list that holds it, and its key there. */
function placesIn(value, found = []) {
  if (typeof value !== 'object' || value === null) return found;
  for (const key of Object.keys(value)) {
    found.push([value, key]);
    placesIn(value[key], found);
  }
  return found;
}

const structural = {
  drop(holder, key) {
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete holder[key];
  },
  swap(holder, key, random) {
    holder[key] = structuredClone(VALUES[random(VALUES.length)]);
  },
  double(holder, key) {
    if (Array.isArray(holder)) holder.push(structuredClone(holder[key]));
    else holder.name = structuredClone(holder[key]);
  },
};

function mutated(random) {
  const document = JSON.parse(DOCUMENT);
  for (let count = random(3); count > 0; count -= 1) {
    const places = placesIn(document);
    const [holder, key] = places[random(places.length)];
    const mutation = Object.keys(structural)[random(3)];
    structural[mutation](holder, key, random);
  }
  let bytes = Buffer.from(JSON.stringify(document));
  for (let count = random(3); count > 0; count -= 1) bytes[random(bytes.length)] = random(256);
  if (random(4) === 0) bytes = bytes.subarray(0, random(bytes.length));
  return bytes;
}

test(`${CASES} broken snapshots are refused or evaluate`, () => {
  const random = randomNumbers(20_261_121);
  const context = { a: ['x', 2], b: { c: 1 }, d: '10.1.2.3' };
  const ends = { refused: 0, loaded: 0, quarantined: 0, flags: 0, quarantinedFlags: 0 };
  for (let number = 0; number < CASES; number += 1) {
    const bytes = mutated(random);
    const lenient = random(2) === 0;
    let evaluator;
    try {
      evaluator = new Evaluator(bytes, { lenient });
    } catch (error) {
      assert.ok(error instanceof SnapshotError && error.problems.length > 0, `${error.stack}\n${bytes}`);
      ends.refused += 1;
      continue;
    }
    ends.loaded += 1;
    assert.ok(lenient || evaluator.problems.length === 0);
    for (const feature of evaluator.features) {
      try {
        const answer = evaluator.evaluate({ feature, entityId: 'user-1', evaluationContext: context }, { now: 1_700_000_000_000 });
        assert.equal(typeof answer.variation, 'string');
      } catch (error) {
        assert.equal(error.code, 'QuarantinedFeature', `${error.stack}\n${bytes}`);
        ends.quarantined += 1;
      }
    }
    for (const flag of evaluator.flags) {
      try {
        const answer = evaluator.evaluateFlag({ flag, entityId: 'user-1', context });
        assert.equal(typeof answer.value.enabled, 'boolean');
        ends.flags += 1;
      } catch (error) {
        assert.equal(error.code, 'QuarantinedFlag', `${error.stack}\n${bytes}`);
        ends.quarantinedFlags += 1;
      }
    }
    evaluator.free();
  }
  console.log(ends);
  // All three ends must be reached often, or the mutations prove nothing.
  assert.ok(ends.refused > CASES / 4 && ends.loaded > CASES / 50 && ends.quarantined > CASES / 100, JSON.stringify(ends));
  assert.ok(ends.flags > CASES / 50 && ends.quarantinedFlags > CASES / 100, JSON.stringify(ends));
});
