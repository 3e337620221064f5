// Requests: what is refused and how it is named, what is answered for several, and when.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { copies } from './package.mjs';
import { feature, launch, project, shop } from './snapshots.mjs';

const SHOP_ARN = 'arn:aws:evidently:local:000000000000:project/shop';
const BANNER_STARTS_MS = 1e12;
const MAX_TIME_MS = 8.64e15;

for (const [copy, { Evaluator, ResourceNotFoundException, SnapshotError, ValidationException, VariateError }] of Object.entries(copies)) {
  const evaluator = new Evaluator(shop);

  /** The call fails with a ValidationException about exactly these fields. */
  const invalid = (call, fields, reason = 'fieldValidationFailed') =>
    assert.throws(call, (error) => {
      assert.ok(error instanceof ValidationException && error instanceof VariateError && error instanceof Error, error);
      const { name, code } = error;
      assert.deepEqual({ name, code, reason: error.reason }, { name: 'ValidationException', code: 'InvalidRequest', reason });
      assert.deepEqual(error.fieldList.map((field) => field.name), fields);
      for (const { message } of error.fieldList) assert.ok(message.length > 0);
      assert.ok(error.message.startsWith(`${fields[0]}: `), error.message);
      return true;
    });

  const notFound = (call, code, message) =>
    assert.throws(call, (error) => {
      assert.ok(error instanceof ResourceNotFoundException && error instanceof VariateError && !(error instanceof SnapshotError));
      const { name, resourceId, resourceType } = error;
      assert.deepEqual([name, error.code, resourceId, resourceType], ['ResourceNotFoundException', code, null, null]);
      assert.equal(error.message, message);
      return true;
    });

  test(`${copy}: members that are missing or of the wrong type are named, all of them`, () => {
    const good = { feature: 'checkout', entityId: 'anna' };
    const cases = [
      [undefined, ['request']],
      [null, ['request']],
      ['checkout', ['request']],
      [7, ['request']],
      [() => good, ['request']],
      [[], ['feature', 'entityId']],
      [{}, ['feature', 'entityId']],
      [{ feature: 'checkout' }, ['entityId']],
      [{ entityId: 'anna' }, ['feature']],
      [{ feature: null, entityId: null }, ['feature', 'entityId']],
      [{ feature: 7, entityId: 7 }, ['feature', 'entityId']],
      [{ feature: ['checkout'], entityId: ['anna'] }, ['feature', 'entityId']],
      [{ ...good, feature: new String('checkout') }, ['feature']],
      [{ ...good, entityId: new String('anna') }, ['entityId']],
      [{ ...good, entityId: '' }, ['entityId']],
      [{ ...good, entityId: 'a\nb' }, ['entityId']],
      [{ ...good, entityId: 'x'.repeat(513) }, ['entityId']],
      [{ ...good, evaluationContext: 7 }, ['evaluationContext']],
      [{ ...good, evaluationContext: true }, ['evaluationContext']],
      [{ ...good, evaluationContext: [] }, ['evaluationContext']],
      [{ ...good, evaluationContext: () => ({}) }, ['evaluationContext']],
      [{ ...good, evaluationContext: Symbol('context') }, ['evaluationContext']],
      [{ ...good, evaluationContext: 1n }, ['evaluationContext']],
      [{ ...good, evaluationContext: '[]' }, ['evaluationContext']],
      [{ ...good, evaluationContext: 'null' }, ['evaluationContext']],
      [{ ...good, project: 7 }, ['project']],
      [{ feature: 7, entityId: '', evaluationContext: [], project: {} }, ['feature', 'entityId', 'evaluationContext', 'project']],
      [{ feature: 'unknown', entityId: '', evaluationContext: 7, project: 'unknown' }, ['entityId', 'evaluationContext']],
    ];
    for (const [request, fields] of cases) invalid(() => evaluator.evaluate(request), fields);
    for (const text of ['', '{', '{"a":1', 'undefined', "{'a':1}"]) {
      invalid(() => evaluator.evaluate({ ...good, evaluationContext: text }), ['evaluationContext'], 'cannotParse');
      invalid(() => evaluator.evaluate({ feature: 'unknown', entityId: '', evaluationContext: text }), ['entityId', 'evaluationContext'], 'cannotParse');
    }
  });

  test(`${copy}: optional members may be null or undefined`, () => {
    const request = { feature: 'checkout', entityId: 'vip', evaluationContext: null, project: null };
    assert.equal(evaluator.evaluate(request, null).variation, 'on');
    assert.equal(evaluator.evaluate({ ...request, evaluationContext: undefined, project: undefined }, { now: null }).variation, 'on');
    assert.equal(evaluator.batchEvaluate({ requests: [request], project: null }, { now: undefined }).results[0].variation, 'on');
    assert.equal(evaluator.evaluateAll({ entityId: 'vip', evaluationContext: null }, { features: null }).checkout.variation, 'on');
    assert.deepEqual(evaluator.assign({ feature: 'checkout', entityIds: ['vip'], evaluationContext: null }).variations, ['on']);
  });

  test(`${copy}: what is not in the snapshot is not found, by AWS's words`, () => {
    const here = { feature: 'checkout', entityId: 'anna' };
    const feature = (name) => `Feature does not exist with arn '${SHOP_ARN}/feature/${name}'`;
    for (const name of ['unknown', '', 'Checkout', '__proto__', 'constructor', 'toString', '東京']) {
      notFound(() => evaluator.evaluate({ ...here, feature: name }), 'UnknownFeature', feature(name));
      notFound(() => evaluator.assign({ feature: name, entityIds: [] }), 'UnknownFeature', feature(name));
    }
    notFound(() => evaluator.evaluate({ ...here, feature: 'a\ud800' }), 'UnknownFeature', feature('a\ufffd'));
    for (const name of ['shop', SHOP_ARN]) assert.equal(evaluator.evaluate({ ...here, project: name }).variation, 'off');
    const others = [
      ['other', 'arn:aws:evidently:local:000000000000:project/other'],
      ['', 'arn:aws:evidently:local:000000000000:project/'],
      ['arn:aws:evidently:eu-west-1:1:project/shop', 'arn:aws:evidently:eu-west-1:1:project/shop'],
    ];
    for (const [name, arn] of others) {
      const message = `Project does not exist with arn '${arn}'`;
      notFound(() => evaluator.evaluate({ ...here, project: name }), 'UnknownProject', message);
      notFound(() => evaluator.evaluate({ ...here, feature: 'unknown', project: name }), 'UnknownProject', message);
      notFound(() => evaluator.batchEvaluate({ requests: [here], project: name }), 'UnknownProject', message);
      notFound(() => evaluator.batchEvaluate({ requests: [], project: name }), 'UnknownProject', message);
    }
  });

  test(`${copy}: ARNs of the snapshot are used`, () => {
    const arn = 'arn:aws:evidently:eu-west-1:123456789012:project/shop';
    const features = [feature('checkout', { arn: 'arn:of:checkout' }), feature('search')];
    const evaluator = new Evaluator({ version: 1, project: { name: 'shop', arn }, features });
    assert.deepEqual(evaluator.project, { name: 'shop', arn });
    const requests = ['checkout', 'search', 'unknown'].map((name) => ({ feature: name, entityId: 'anna' }));
    const { results } = evaluator.batchEvaluate({ requests, project: arn });
    assert.deepEqual(results.map((item) => item.feature), ['arn:of:checkout', `${arn}/feature/search`, `${arn}/feature/unknown`]);
    assert.ok(results.every((item) => item.project === arn));
    const message = `Project does not exist with arn 'arn:aws:evidently:eu-west-1:123456789012:project/other'`;
    notFound(() => evaluator.evaluate({ ...requests[0], project: 'other' }), 'UnknownProject', message);
  });

  test(`${copy}: a snapshot without a project has no features`, () => {
    const evaluator = new Evaluator({ version: 1 });
    assert.equal(evaluator.project, undefined);
    assert.deepEqual(evaluator.features, []);
    assert.deepEqual(evaluator.evaluateAll({ entityId: 'anna' }), {});
    assert.throws(() => evaluator.evaluate({ feature: 'checkout', entityId: 'anna' }), { code: 'UnknownFeature' });
    assert.throws(() => evaluator.evaluate({ feature: 'checkout', entityId: 'anna', project: 'shop' }), { code: 'UnknownProject' });
    invalid(() => evaluator.evaluate({ feature: 'checkout', entityId: '' }), ['entityId']);
    invalid(() => evaluator.evaluateAll({ entityId: 'anna', evaluationContext: '{' }), ['evaluationContext'], 'cannotParse');
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
        item('search', { entityId: 'anna', ...on, reason: 'LAUNCH_RULE_MATCH', details: '{"launch":"search","group":"on"}' }),
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
      [{ requests: [good, null, { ...good, entityId: '' }, 'x'] }, ['requests[1]', 'requests[2].entityId', 'requests[3]']],
      [{ requests: [{ feature: 'unknown', entityId: '' }] }, ['requests[0].entityId']],
      [{ requests: [{ feature: 'unknown', entityId: 'a', evaluationContext: [] }] }, ['requests[0].evaluationContext']],
      [{ requests: [{ feature: 'unknown', entityId: 'a', evaluationContext: '[]' }] }, ['requests[0].evaluationContext']],
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
    assert.throws(() => evaluator.batchEvaluate({ requests: many }), /^ValidationException: requests\[0\].{1,400}; and 997 more$/);
    const unreadable = [{ ...good, evaluationContext: '{' }, { ...good, entityId: '' }];
    invalid(() => evaluator.batchEvaluate({ requests: unreadable }), ['requests[0].evaluationContext', 'requests[1].entityId'], 'cannotParse');
  });

  test(`${copy}: evaluateAll answers for all features, or for those asked for`, () => {
    const request = { entityId: 'vip', evaluationContext: { country: 'DE' } };
    const all = evaluator.evaluateAll(request, { now: 0 });
    assert.deepEqual(Object.keys(all), ['checkout', 'search', 'banner']);
    for (const [name, answer] of Object.entries(all)) assert.equal(answer, evaluator.evaluate({ feature: name, ...request }, { now: 0 }));
    assert.deepEqual(Object.entries(all).map(([, { variation }]) => variation), ['on', 'on', 'off']);
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
    invalid(() => evaluator.evaluateAll({ entityId: 'a', evaluationContext: '' }), ['evaluationContext'], 'cannotParse');
  });

  test(`${copy}: features may have the names of what every object has`, () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length'];
    const features = names.map((name) => feature(name, { entityOverrides: { ['__proto__']: 'on', constructor: 'on' } }));
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
      [{ feature: 'checkout', entityIds: ['a', '', 'b', 'c\n', null] }, ['entityIds[1]', 'entityIds[3]', 'entityIds[4]']],
      [{ feature: 'checkout', entityIds: long }, ['entityIds[10000]', 'entityIds[20001]']],
      [{ feature: 'checkout', entityIds: new Array(2) }, ['entityIds[0]', 'entityIds[1]']],
      [{ feature: 'checkout', entityIds: [], evaluationContext: '[]' }, ['evaluationContext']],
      [{ feature: 'checkout', entityIds: [], evaluationContext: [] }, ['evaluationContext']],
      [{ feature: 'unknown', entityIds: [''], evaluationContext: 7 }, ['entityIds[0]', 'evaluationContext']],
    ];
    for (const [request, fields] of cases) invalid(() => evaluator.assign(request), fields);
    invalid(() => evaluator.assign({ feature: 'checkout', entityIds: [''], evaluationContext: '' }), ['entityIds[0]', 'evaluationContext'], 'cannotParse');
  });

  test(`${copy}: lists longer than one crossing are decided as one by one`, () => {
    const halves = { off: 50_000, on: 50_000 };
    const groups = ['off', 'on'].map((name) => ({ name, featureVariations: { banner: name } }));
    const half = { ...launch('banner'), groups, scheduledSplitsDefinition: { steps: [{ startTime: 0, groupWeights: halves }] } };
    const evaluator = new Evaluator(project('p', { features: [feature('banner')], launches: [half] }));
    // Short ones (4,096 at once), long ones (fewer), of all lengths modulo 4, and not only ASCII.
    const alphabets = ['x', 'ü', '東', '😀'];
    const entityIds = Array.from({ length: 30_000 }, (_, index) => alphabets[index % 7] === undefined
      ? `entity-${index}`
      : alphabets[index % 7].repeat(1 + (index % 250)) + index);
    const { variations, reasons } = evaluator.assign({ feature: 'banner', entityIds }, { now: 1 });
    entityIds.forEach((entityId, index) => {
      const { variation, reason } = evaluator.evaluate({ feature: 'banner', entityId }, { now: 1 });
      if (variation !== variations[index] || reason !== reasons[index]) assert.fail(`entity ${index}: ${entityId}`);
    });
    assert.equal(new Set(variations).size, 2);
  });

  test(`${copy}: an id arrives as it is, whatever its length and characters`, () => {
    const ids = [];
    for (let length = 1; length <= 512; length += 1) ids.push('abcdefg'.repeat(74).slice(0, length));
    for (const unit of ['ü', '東', '😀', '\u0000', '\u007f', '\u0080', '\ufeff', '"\\']) {
      for (const count of [1, 2, 3, 4, 5, 31, 32, 33, 60, 127, 128, 129, 200, 250]) ids.push(unit.repeat(count), `${'a'.repeat(count)}${unit}`, `${unit}${'a'.repeat(count)}`);
    }
    ids.push('😀'.repeat(512), ' a ', 'A', 'é', 'e\u0301');
    const evaluator = new Evaluator(project('p', { features: [feature('f', { entityOverrides: Object.fromEntries(ids.map((id) => [id, 'on'])) })] }));
    const context = { evaluationContext: '{"a":1}' };
    for (const entityId of new Set(ids)) {
      for (const more of [{}, context]) {
        if (evaluator.evaluate({ feature: 'f', entityId, ...more }).variation !== 'on') assert.fail(`lost: ${JSON.stringify(entityId)}`);
      }
    }
    assert.ok(evaluator.assign({ feature: 'f', entityIds: ids }).variations.every((variation) => variation === 'on'));
    for (const entityId of ['abcdefgb', 'a', 'ü'.repeat(6), 'ab'].map((id) => `${id}!`)) {
      assert.equal(evaluator.evaluate({ feature: 'f', entityId }).variation, 'off');
    }
    invalid(() => evaluator.evaluate({ feature: 'f', entityId: '😀'.repeat(513) }), ['entityId']);
  });

  test(`${copy}: an unpaired surrogate is U+FFFD, also in the answer of a batch`, () => {
    const evaluator = new Evaluator(project('p', { features: [feature('f', { entityOverrides: { 'a\ufffdb': 'on' } })] }));
    for (const entityId of ['a\ud800b', 'a\udfffb', 'a\ufffdb']) {
      assert.equal(evaluator.evaluate({ feature: 'f', entityId }).variation, 'on');
      const [item] = evaluator.batchEvaluate({ requests: [{ feature: 'f', entityId }] }).results;
      assert.deepEqual([item.variation, item.entityId], ['on', 'a\ufffdb']);
    }
  });

  test(`${copy}: now is a Date or milliseconds, cut to the millisecond`, () => {
    const at = (now) => evaluator.evaluate({ feature: 'banner', entityId: 'anna' }, { now }).variation;
    for (const now of [BANNER_STARTS_MS, new Date(BANNER_STARTS_MS), BANNER_STARTS_MS + 0.9, MAX_TIME_MS, new Date(MAX_TIME_MS)]) {
      assert.equal(at(now), 'on', String(now));
    }
    for (const now of [BANNER_STARTS_MS - 1, BANNER_STARTS_MS - 0.1, new Date(0), 0, -0, -0.5, -MAX_TIME_MS]) {
      assert.equal(at(now), 'off', String(now));
    }
    assert.equal(at(undefined), 'on');
    const late = { getTime: () => BANNER_STARTS_MS };
    assert.equal(at(late), 'on');
    const wrong = [NaN, Infinity, -Infinity, MAX_TIME_MS + 1, -MAX_TIME_MS - 1, new Date(NaN), '2024-01-01', '0', true, 1n, {}, [], { getTime: () => '0' }];
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
    assert.equal(reads(() => evaluator.evaluate(checkout)), 0);
    assert.equal(reads(() => evaluator.evaluate(banner)), 1);
    assert.equal(reads(() => evaluator.evaluate(banner, { now: 0 })), 0);
    assert.equal(reads(() => evaluator.batchEvaluate({ requests: [checkout, checkout] })), 0);
    assert.equal(reads(() => evaluator.batchEvaluate({ requests: [banner, checkout, banner] })), 1);
    assert.equal(reads(() => evaluator.batchEvaluate({ requests: [banner] }, { now: 0 })), 0);
    assert.equal(reads(() => untimed.evaluateAll({ entityId: 'anna' })), 0);
    assert.equal(reads(() => evaluator.evaluateAll({ entityId: 'anna' })), 1);
    assert.equal(reads(() => evaluator.evaluateAll({ entityId: 'anna' }, { features: ['banner', 'search', 'checkout'] })), 1);
    assert.equal(reads(() => evaluator.assign({ feature: 'banner', entityIds: ['a', 'b'] })), 1);
    assert.equal(reads(() => evaluator.assign({ feature: 'checkout', entityIds: ['a', 'b'] })), 0);
  });

  test(`${copy}: errors print themselves under their names`, () => {
    const caught = (call) => {
      try {
        call();
      } catch (error) {
        return error;
      }
      return assert.fail('no error');
    };
    const errors = {
      ValidationException: caught(() => evaluator.evaluate()),
      ResourceNotFoundException: caught(() => evaluator.evaluate({ feature: 'unknown', entityId: 'anna' })),
      SnapshotError: caught(() => new Evaluator('')),
    };
    for (const [name, error] of Object.entries(errors)) {
      assert.equal(error.name, name);
      assert.equal(String(error), `${name}: ${error.message}`);
      assert.ok(error.stack.startsWith(`${name}: `), error.stack);
      assert.ok(!Object.keys(error).includes('name'));
      assert.equal(error.constructor.name, name);
    }
  });
}
