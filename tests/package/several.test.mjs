// Requests for several: batches, all features of an entity, many entities of a feature.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { copies } from './package.mjs';
import { refusalsOf } from './refusals.mjs';
import { feature, launch, project, shop } from './snapshots.mjs';

const SHOP_ARN = 'arn:aws:evidently:local:000000000000:project/shop';

for (const [copy, api] of Object.entries(copies)) {
  const { Evaluator } = api;
  const evaluator = new Evaluator(shop);
  const { invalid } = refusalsOf(api);

  test(`${copy}: an item of a list of entity ids may be a getter that evaluates, too`, () => {
    const germans = { country: 'DE' };
    const entityIds = Array.from({ length: 1200 }, (_, index) => `entity-${index}`);
    const expected = evaluator.assign({ feature: 'search', entityIds, evaluationContext: germans }, { now: 0 });
    for (const index of [0, 1, 700, 1199]) {
      const id = entityIds[index];
      const get = () => {
        evaluator.evaluate({ feature: 'search', entityId: 'x'.repeat(40), evaluationContext: { country: 'FR' } });
        return id;
      };
      const list = Object.defineProperty([...entityIds], index, { get, enumerable: true });
      const request = { feature: 'search', entityIds: list, evaluationContext: germans };
      assert.deepEqual(evaluator.assign(request, { now: 0 }), expected);
    }
    assert.notDeepEqual(evaluator.assign({ feature: 'search', entityIds, evaluationContext: { country: 'FR' } }, { now: 0 }), expected);
  });

  test(`${copy}: a batch gives one result per item, in order, around shared values`, () => {
    const requests = [
      { feature: 'checkout', entityId: 'vip' },
      { feature: 'unknown', entityId: 'vip' },
      { feature: 'search', entityId: 'anna', evaluationContext: { country: 'DE' } },
      { feature: 'search', entityId: 'anna', evaluationContext: '{"country":"FR"}' },
    ];
    const on = { variation: 'on', value: { boolValue: true } };
    const off = { variation: 'off', value: { boolValue: false } };
    const item = (name, rest) => ({ feature: `${SHOP_ARN}/feature/${name}`, project: SHOP_ARN, ...rest });
    assert.deepEqual(evaluator.batchEvaluate({ requests: Object.freeze(requests.map(Object.freeze)) }, { now: 0 }), {
      results: [
        item('checkout', { entityId: 'vip', ...on, reason: 'ENTITY_OVERRIDES_MATCH', details: '{}' }),
        item('unknown', { entityId: 'vip', reason: `Feature does not exist with arn '${SHOP_ARN}/feature/unknown'` }),
        item('search', {
          entityId: 'anna',
          ...on,
          reason: 'LAUNCH_RULE_MATCH',
          details: '{"launch":"search","group":"on"}',
        }),
        item('search', { entityId: 'anna', ...off, reason: 'DEFAULT', details: '{}' }),
      ],
    });
    assert.deepEqual(evaluator.batchEvaluate({ requests: [] }), { results: [] });
  });

  test(`${copy}: one invalid item fails a batch, and every invalid field of all items is named`, () => {
    const good = { feature: 'checkout', entityId: 'anna' };
    const many = Array.from({ length: 1000 }, () => ({ ...good, entityId: '' }));
    // eslint-disable-next-line no-sparse-arrays
    const holes = [good, , good];
    const cases = [
      [
        { requests: [good, null, { ...good, entityId: '' }, 'x'] },
        ['requests[1]', 'requests[2].entityId', 'requests[3]'],
      ],
      [{ requests: [{ feature: 'unknown', entityId: '' }] }, ['requests[0].entityId']],
      [{ requests: [{ feature: 'unknown', entityId: 'a', evaluationContext: [] }] }, ['requests[0].evaluationContext']],
      [
        { requests: [{ feature: 'unknown', entityId: 'a', evaluationContext: '[]' }] },
        ['requests[0].evaluationContext'],
      ],
      [{ requests: [good, {}], project: 7 }, ['requests[1].feature', 'requests[1].entityId', 'project']],
      [{ requests: [good, { ...good, entityId: '\r' }], project: 'unknown' }, ['requests[1].entityId']],
      [{ requests: holes }, ['requests[1]']],
      [{ requests: many }, many.map((_, index) => `requests[${index}].entityId`)],
      [{ requests: { 0: good, length: 1 } }, ['requests']],
      [{ requests: new Set([good]) }, ['requests']],
      [{}, ['requests']],
      [{ requests: null }, ['requests']],
      [null, ['request']],
      ['x', ['request']],
    ];
    for (const [request, fields] of cases) invalid(() => evaluator.batchEvaluate(request), fields);
    assert.throws(
      () => evaluator.batchEvaluate({ requests: many }),
      /^ValidationException: requests\[0\].{1,400}; and 997 more$/,
    );
    const unreadable = [
      { ...good, evaluationContext: '{' },
      { ...good, entityId: '' },
    ];
    invalid(
      () => evaluator.batchEvaluate({ requests: unreadable }),
      ['requests[0].evaluationContext', 'requests[1].entityId'],
      'cannotParse',
    );
  });

  test(`${copy}: evaluateAll answers for all features, or for those asked for`, () => {
    const request = { entityId: 'vip', evaluationContext: { country: 'DE' } };
    const all = evaluator.evaluateAll(request, { now: 0 });
    assert.deepEqual(Object.keys(all), ['checkout', 'search', 'banner']);
    for (const [name, answer] of Object.entries(all))
      assert.equal(answer, evaluator.evaluate({ feature: name, ...request }, { now: 0 }));
    assert.deepEqual(
      Object.entries(all).map(([, { variation }]) => variation),
      ['on', 'on', 'off'],
    );
    const some = evaluator.evaluateAll(request, { now: 0, features: ['banner', 'unknown', 'banner', 'constructor'] });
    assert.deepEqual(Object.keys(some), ['banner', 'unknown', 'constructor']);
    assert.equal(some.banner, all.banner);
    assert.deepEqual(some.unknown, { reason: `Feature does not exist with arn '${SHOP_ARN}/feature/unknown'` });
    assert.deepEqual(evaluator.evaluateAll(request, { features: [] }), {});
    const cases = [
      [undefined, undefined, ['request']],
      [{}, undefined, ['entityId']],
      [{ entityId: '', evaluationContext: [] }, undefined, ['entityId', 'evaluationContext']],
      [{ entityId: '' }, { features: [] }, ['entityId']],
      [{ entityId: 'a', evaluationContext: '[]' }, { features: ['unknown'] }, ['evaluationContext']],
      [{ entityId: 'a' }, { features: 'checkout' }, ['features']],
      [{ entityId: 'a' }, { features: ['checkout', 7, null] }, ['features[1]', 'features[2]']],
      [{ entityId: 'a' }, { features: new Array(1) }, ['features[0]']],
      [{ entityId: 7 }, { features: 7, now: 'x' }, ['entityId', 'now', 'features']],
    ];
    for (const [wrong, options, fields] of cases) invalid(() => evaluator.evaluateAll(wrong, options), fields);
    invalid(
      () => evaluator.evaluateAll({ entityId: 'a', evaluationContext: '' }),
      ['evaluationContext'],
      'cannotParse',
    );
  });

  test(`${copy}: features may have the names of what every object has`, () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length'];
    const features = names.map((name) =>
      feature(name, { entityOverrides: { ['__proto__']: 'on', constructor: 'on' } }),
    );
    const evaluator = new Evaluator(JSON.stringify(project('p', { features })));
    assert.deepEqual(evaluator.features, names);
    for (const options of [{}, { features: names }]) {
      const answers = evaluator.evaluateAll({ entityId: '__proto__' }, options);
      assert.deepEqual(Object.keys(answers), names);
      assert.equal(Object.getPrototypeOf(answers), Object.prototype);
      for (const name of names) {
        const answer = Object.getOwnPropertyDescriptor(answers, name).value;
        assert.equal(answer.reason, 'ENTITY_OVERRIDES_MATCH');
        assert.equal(answer, evaluator.evaluate({ feature: name, entityId: 'constructor' }));
        assert.equal(evaluator.evaluate({ feature: name, entityId: 'toString' }).reason, 'DEFAULT');
      }
    }
  });

  test(`${copy}: assign answers in columns, and names every invalid id`, () => {
    const ids = ['vip', 'anna', 'vip'];
    assert.deepEqual(evaluator.assign({ feature: 'checkout', entityIds: Object.freeze(ids) }), {
      variations: ['on', 'off', 'on'],
      reasons: ['ENTITY_OVERRIDES_MATCH', 'DEFAULT', 'ENTITY_OVERRIDES_MATCH'],
    });
    assert.deepEqual(evaluator.assign({ feature: 'checkout', entityIds: [] }), { variations: [], reasons: [] });
    const long = [...Array(10_000).fill('anna'), '', ...Array(10_000).fill('anna'), 7];
    const cases = [
      [undefined, ['request']],
      [{}, ['feature', 'entityIds']],
      [{ feature: 7, entityIds: 'anna' }, ['feature', 'entityIds']],
      [
        { feature: 'checkout', entityIds: ['a', '', 'b', 'c\n', null] },
        ['entityIds[1]', 'entityIds[3]', 'entityIds[4]'],
      ],
      [{ feature: 'checkout', entityIds: long }, ['entityIds[10000]', 'entityIds[20001]']],
      [{ feature: 'checkout', entityIds: new Array(2) }, ['entityIds[0]', 'entityIds[1]']],
      [{ feature: 'checkout', entityIds: [], evaluationContext: '[]' }, ['evaluationContext']],
      [{ feature: 'checkout', entityIds: [], evaluationContext: [] }, ['evaluationContext']],
      [{ feature: 'unknown', entityIds: [''], evaluationContext: 7 }, ['entityIds[0]', 'evaluationContext']],
    ];
    for (const [request, fields] of cases) invalid(() => evaluator.assign(request), fields);
    invalid(
      () => evaluator.assign({ feature: 'checkout', entityIds: [''], evaluationContext: '' }),
      ['entityIds[0]', 'evaluationContext'],
      'cannotParse',
    );
  });

  test(`${copy}: lists longer than one crossing are decided as one by one`, () => {
    const halves = { off: 50_000, on: 50_000 };
    const groups = ['off', 'on'].map((name) => ({ name, featureVariations: { banner: name } }));
    const half = {
      ...launch('banner'),
      groups,
      scheduledSplitsDefinition: { steps: [{ startTime: 0, groupWeights: halves }] },
    };
    const evaluator = new Evaluator(project('p', { features: [feature('banner')], launches: [half] }));
    // Short ones (4,096 at once), long ones (fewer), of all lengths modulo 4, and not only ASCII.
    const alphabets = ['x', 'ü', '東', '😀'];
    const entityIds = Array.from({ length: 30_000 }, (_, index) =>
      alphabets[index % 7] === undefined ? `entity-${index}` : alphabets[index % 7].repeat(1 + (index % 250)) + index,
    );
    const { variations, reasons } = evaluator.assign({ feature: 'banner', entityIds }, { now: 1 });
    entityIds.forEach((entityId, index) => {
      const { variation, reason } = evaluator.evaluate({ feature: 'banner', entityId }, { now: 1 });
      if (variation !== variations[index] || reason !== reasons[index]) assert.fail(`entity ${index}: ${entityId}`);
    });
    assert.equal(new Set(variations).size, 2);
  });
}
