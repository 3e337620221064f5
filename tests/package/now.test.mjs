// The time of an evaluation, given or read from the clock.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { copies } from './package.mjs';
import { refusalsOf } from './refusals.mjs';
import { feature, launch, project, shop } from './snapshots.mjs';

const BANNER_STARTS_MS = 1e12;
const MAX_TIME_MS = 8.64e15;

for (const [copy, api] of Object.entries(copies)) {
  const { Evaluator } = api;
  const evaluator = new Evaluator(shop);
  const { invalid } = refusalsOf(api);

  test(`${copy}: now is a Date or milliseconds, cut to the millisecond`, () => {
    const at = (now) => evaluator.evaluate({ feature: 'banner', entityId: 'anna' }, { now }).variation;
    for (const now of [
      BANNER_STARTS_MS,
      new Date(BANNER_STARTS_MS),
      BANNER_STARTS_MS + 0.9,
      MAX_TIME_MS,
      new Date(MAX_TIME_MS),
    ]) {
      assert.equal(at(now), 'on', String(now));
    }
    for (const now of [BANNER_STARTS_MS - 1, BANNER_STARTS_MS - 0.1, new Date(0), 0, -0, -0.5, -MAX_TIME_MS]) {
      assert.equal(at(now), 'off', String(now));
    }
    assert.equal(at(undefined), 'on');
    const sinceZero = new Evaluator(project('p', { features: [feature('f')], launches: [launch('f')] }));
    for (const [now, variation] of [
      [-1, 'off'],
      [-0.5, 'off'],
      [0, 'on'],
      [0.5, 'on'],
    ]) {
      assert.equal(sinceZero.evaluate({ feature: 'f', entityId: 'anna' }, { now }).variation, variation);
    }
    const late = { getTime: () => BANNER_STARTS_MS };
    assert.equal(at(late), 'on');
    const wrong = [
      NaN,
      Infinity,
      -Infinity,
      MAX_TIME_MS + 1,
      -MAX_TIME_MS - 1,
      new Date(NaN),
      '2024-01-01',
      '0',
      true,
      1n,
      {},
      [],
      { getTime: () => '0' },
    ];
    for (const now of wrong) {
      // Also where no time is needed.
      for (const name of ['banner', 'checkout']) {
        invalid(() => evaluator.evaluate({ feature: name, entityId: 'anna' }, { now }), ['now']);
        invalid(() => evaluator.assign({ feature: name, entityIds: ['anna'] }, { now }), ['now']);
        invalid(() => evaluator.evaluateAll({ entityId: 'anna' }, { now, features: [name] }), ['now']);
        invalid(() => evaluator.batchEvaluate({ requests: [{ feature: name, entityId: 'anna' }] }, { now }), ['now']);
      }
      invalid(() => evaluator.evaluateAll({ entityId: 'anna' }, { now }), ['now']);
    }
    for (const options of [new Date(), 7, 'now', [], true]) {
      invalid(() => evaluator.evaluate({ feature: 'banner', entityId: 'anna' }, options), ['options']);
      invalid(() => evaluator.batchEvaluate({ requests: [] }, options), ['options']);
      invalid(() => evaluator.evaluateAll({ entityId: 'anna' }, options), ['options']);
      invalid(() => evaluator.assign({ feature: 'banner', entityIds: [] }, options), ['options']);
    }
    invalid(() => evaluator.evaluate({ feature: 7, entityId: '' }, { now: NaN }), ['feature', 'entityId', 'now']);
  });

  test(`${copy}: the clock is read once, and only for a feature that depends on it`, (context) => {
    const clock = context.mock.method(Date, 'now', () => BANNER_STARTS_MS);
    const reads = (body) => {
      const before = clock.mock.callCount();
      body();
      return clock.mock.callCount() - before;
    };
    const [banner, checkout] = ['banner', 'checkout'].map((name) => ({ feature: name, entityId: 'anna' }));
    const untimed = new Evaluator(project('p', { features: [feature('checkout')] }));
    assert.equal(
      reads(() => evaluator.evaluate(checkout)),
      0,
    );
    assert.equal(
      reads(() => evaluator.evaluate(banner)),
      1,
    );
    assert.equal(
      reads(() => evaluator.evaluate(banner, { now: 0 })),
      0,
    );
    assert.equal(
      reads(() => evaluator.batchEvaluate({ requests: [checkout, checkout] })),
      0,
    );
    assert.equal(
      reads(() => evaluator.batchEvaluate({ requests: [banner, checkout, banner] })),
      1,
    );
    assert.equal(
      reads(() => evaluator.batchEvaluate({ requests: [banner] }, { now: 0 })),
      0,
    );
    assert.equal(
      reads(() => untimed.evaluateAll({ entityId: 'anna' })),
      0,
    );
    assert.equal(
      reads(() => evaluator.evaluateAll({ entityId: 'anna' })),
      1,
    );
    assert.equal(
      reads(() => evaluator.evaluateAll({ entityId: 'anna' }, { features: ['banner', 'search', 'checkout'] })),
      1,
    );
    assert.equal(
      reads(() => evaluator.assign({ feature: 'banner', entityIds: ['a', 'b'] })),
      1,
    );
    assert.equal(
      reads(() => evaluator.assign({ feature: 'checkout', entityIds: ['a', 'b'] })),
      0,
    );
  });
}
