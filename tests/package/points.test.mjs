// The package's points against those that mmh3 computed (../known-answers). It does not hand out hashes, so a launch of a
// thousand equal groups shows where `allot` points, and an experiment's rate at `enrol` and just above it shows `enrol`. So
// does the share of a flag's `split`, for which there is no `allot`.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { copies } from './package.mjs';
import { rules } from './snapshots.mjs';

const { points } = JSON.parse(readFileSync(new URL('../known-answers/points.json', import.meta.url), 'utf8'));
const { Evaluator } = copies.import;
const LAUNCH = 1;
const EXPERIMENT = 2;
const FLAG = 3;
const ARMS = 1000;
const LINE = 2 ** 32;
const TOTAL = 100_000;
/** A `split` takes four decimal places of a percent. */
const SPLIT_TOTAL = 1_000_000;

const arms = Array.from({ length: ARMS }, (_, arm) => ({ name: `a${arm}`, featureVariations: { f: `a${arm}` } }));
const weights = Object.fromEntries(arms.map(({ name }) => [name, TOTAL / ARMS]));
const variations = ['none', ...arms.map(({ name }) => name)].map((name) => ({ name, value: { boolValue: true } }));

function launch(salt) {
  const steps = [{ startTime: 0, groupWeights: weights }];
  return { launches: [{ name: 'l', status: 'RUNNING', randomizationSalt: salt, groups: arms, scheduledSplitsDefinition: { steps } }] };
}

function experiment(salt, samplingRate) {
  const onlineAbDefinition = { treatmentWeights: weights };
  return { experiments: [{ name: 'e', status: 'RUNNING', randomizationSalt: salt, samplingRate, treatments: arms, onlineAbDefinition }] };
}

function variationOf(entityId, rules) {
  const evaluator = new Evaluator({ version: 1, project: { name: 'p' }, features: [{ name: 'f', variations }], ...rules });
  const { variation } = evaluator.evaluate({ feature: 'f', entityId }, { now: 0 });
  evaluator.free();
  return variation;
}

/** Whether a split takes the value in, given as a member of the context and as the entity id. */
function splitTakes(id, seed, share) {
  const split = (by) => `(split pct::${share}d-4 by::${by} seed::${JSON.stringify(seed)})`;
  const evaluator = new Evaluator(rules({ member: split('$id'), entity: split('$entityId') }));
  const answers = evaluator.evaluateFlags({ entityId: id, context: { id } });
  evaluator.free();
  assert.equal(answers.member.value.enabled, answers.entity.value.enabled);
  return answers.member.value.enabled;
}

/** The greatest share of the whole that does not take in who is at `enrol`. */
function shareBelow(enrol, whole) {
  let share = Math.floor((enrol * whole) / LINE);
  while (Math.floor((LINE * share) / whole) > enrol) share -= 1;
  while (Math.floor((LINE * (share + 1)) / whole) <= enrol) share += 1;
  return share;
}

test('entities fall where an independent library says', () => {
  let checked = 0;
  for (const { domain, salt, id, enrol, allot } of points) {
    const place = JSON.stringify({ domain, salt, id });
    const arm = `a${Math.floor(Math.floor((allot * TOTAL) / LINE) / (TOTAL / ARMS))}`;
    if (domain === LAUNCH) {
      assert.equal(variationOf(id, launch(salt)), arm, place);
    } else if (domain === EXPERIMENT) {
      const rate = shareBelow(enrol, TOTAL);
      assert.equal(variationOf(id, experiment(salt, rate)), 'none', place);
      assert.equal(variationOf(id, experiment(salt, rate + 1)), arm, place);
    } else if (domain === FLAG) {
      const share = shareBelow(enrol, SPLIT_TOTAL);
      assert.ok(!splitTakes(id, salt, share), place);
      assert.ok(splitTakes(id, salt, share + 1), place);
    } else {
      assert.fail(place);
    }
    checked += 1;
  }
  assert.ok(checked >= 350, `only ${checked}`);
});
