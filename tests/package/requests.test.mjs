// Requests: what is refused, how it is named, and what arrives.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { copies } from './package.mjs';
import { refusalsOf } from './refusals.mjs';
import { feature, project, shop } from './snapshots.mjs';

const SHOP_ARN = 'arn:aws:evidently:local:000000000000:project/shop';

for (const [copy, api] of Object.entries(copies)) {
  const { Evaluator } = api;
  const evaluator = new Evaluator(shop);
  const { invalid, notFound } = refusalsOf(api);

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
      [
        { feature: 7, entityId: '', evaluationContext: [], project: {} },
        ['feature', 'entityId', 'evaluationContext', 'project'],
      ],
      [
        { feature: 'unknown', entityId: '', evaluationContext: 7, project: 'unknown' },
        ['entityId', 'evaluationContext'],
      ],
    ];
    for (const [request, fields] of cases) invalid(() => evaluator.evaluate(request), fields);
    for (const text of ['', '{', '{"a":1', 'undefined', "{'a':1}"]) {
      invalid(() => evaluator.evaluate({ ...good, evaluationContext: text }), ['evaluationContext'], 'cannotParse');
      invalid(
        () => evaluator.evaluate({ feature: 'unknown', entityId: '', evaluationContext: text }),
        ['entityId', 'evaluationContext'],
        'cannotParse',
      );
    }
  });

  test(`${copy}: optional members may be null or undefined`, () => {
    const request = { feature: 'checkout', entityId: 'vip', evaluationContext: null, project: null };
    assert.equal(evaluator.evaluate(request, null).variation, 'on');
    assert.equal(
      evaluator.evaluate({ ...request, evaluationContext: undefined, project: undefined }, { now: null }).variation,
      'on',
    );
    assert.equal(
      evaluator.batchEvaluate({ requests: [request], project: null }, { now: undefined }).results[0].variation,
      'on',
    );
    assert.equal(
      evaluator.evaluateAll({ entityId: 'vip', evaluationContext: null }, { features: null }).checkout.variation,
      'on',
    );
    assert.deepEqual(
      evaluator.assign({ feature: 'checkout', entityIds: ['vip'], evaluationContext: null }).variations,
      ['on'],
    );
  });

  test(`${copy}: what is not in the snapshot is not found, by AWS's words`, () => {
    const here = { feature: 'checkout', entityId: 'anna' };
    const feature = (name) => `Feature does not exist with arn '${SHOP_ARN}/feature/${name}'`;
    for (const name of ['unknown', '', 'Checkout', '__proto__', 'constructor', 'toString', '東京']) {
      notFound(() => evaluator.evaluate({ ...here, feature: name }), 'UnknownFeature', feature(name));
      notFound(() => evaluator.assign({ feature: name, entityIds: [] }), 'UnknownFeature', feature(name));
    }
    notFound(() => evaluator.evaluate({ ...here, feature: 'a\ud800' }), 'UnknownFeature', feature('a\ufffd'));
    for (const name of ['shop', SHOP_ARN])
      assert.equal(evaluator.evaluate({ ...here, project: name }).variation, 'off');
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
      notFound(() => evaluator.evaluateAll({ entityId: 'anna', project: name }), 'UnknownProject', message);
      notFound(() => evaluator.assign({ feature: here.feature, entityIds: ['anna'], project: name }), 'UnknownProject', message);
      notFound(() => evaluator.explain({ ...here, project: name }), 'UnknownProject', message);
    }
  });

  test(`${copy}: what a getter says another time is not heard, or is an error with a name`, () => {
    const evaluator = new Evaluator(shop);
    const here = { feature: 'checkout', entityId: 'anna' };
    const saying = (name, ...said) => ({ get [name]() { return said.length > 1 ? said.shift() : said[0]; } });
    const item = (name, ...said) => Object.defineProperty({ ...here }, name, Object.getOwnPropertyDescriptor(saying(name, ...said), name));
    const batch = (request) => evaluator.batchEvaluate({ requests: [request] }).results[0];
    assert.equal(batch(item('entityId', 'vip', 5)).entityId, 'vip');
    assert.deepEqual(batch(item('entityId', 'vip', 'other')), batch({ ...here, entityId: 'vip' }));
    assert.deepEqual(batch(item('feature', here.feature, 'other')), batch(here));
    assert.equal(evaluator.evaluate(item('entityId', 'vip', {})).reason, evaluator.evaluate({ ...here, entityId: 'vip' }).reason);
    assert.equal(evaluator.batchEvaluate(saying('requests', [here], null)).results.length, 1);
    const assigned = evaluator.assign(Object.assign(saying('entityIds', ['vip'], {}), { feature: here.feature }));
    assert.equal(assigned.variations.length, 1);
  });

  test(`${copy}: ARNs of the snapshot are used`, () => {
    const arn = 'arn:aws:evidently:eu-west-1:123456789012:project/shop';
    const features = [feature('checkout', { arn: 'arn:of:checkout' }), feature('search')];
    const evaluator = new Evaluator({ version: 1, project: { name: 'shop', arn }, features });
    assert.deepEqual(evaluator.project, { name: 'shop', arn });
    const requests = ['checkout', 'search', 'unknown'].map((name) => ({ feature: name, entityId: 'anna' }));
    const { results } = evaluator.batchEvaluate({ requests, project: arn });
    assert.deepEqual(
      results.map((item) => item.feature),
      ['arn:of:checkout', `${arn}/feature/search`, `${arn}/feature/unknown`],
    );
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
    assert.throws(() => evaluator.evaluate({ feature: 'checkout', entityId: 'anna', project: 'shop' }), {
      code: 'UnknownProject',
    });
    invalid(() => evaluator.evaluate({ feature: 'checkout', entityId: '' }), ['entityId']);
    invalid(
      () => evaluator.evaluateAll({ entityId: 'anna', evaluationContext: '{' }),
      ['evaluationContext'],
      'cannotParse',
    );
  });

  test(`${copy}: an id arrives as it is, whatever its length and characters`, () => {
    const ids = [];
    for (let length = 1; length <= 512; length += 1) ids.push('abcdefg'.repeat(74).slice(0, length));
    for (const unit of ['ü', '東', '😀', '\u0000', '\u007f', '\u0080', '\ufeff', '"\\']) {
      for (const count of [1, 2, 3, 4, 5, 31, 32, 33, 60, 127, 128, 129, 200, 250])
        ids.push(unit.repeat(count), `${'a'.repeat(count)}${unit}`, `${unit}${'a'.repeat(count)}`);
    }
    ids.push('😀'.repeat(512), ' a ', 'A', 'é', 'e\u0301');
    const evaluator = new Evaluator(
      project('p', { features: [feature('f', { entityOverrides: Object.fromEntries(ids.map((id) => [id, 'on'])) })] }),
    );
    const context = { evaluationContext: '{"a":1}' };
    for (const entityId of new Set(ids)) {
      for (const more of [{}, context]) {
        if (evaluator.evaluate({ feature: 'f', entityId, ...more }).variation !== 'on')
          assert.fail(`lost: ${JSON.stringify(entityId)}`);
      }
    }
    assert.ok(evaluator.assign({ feature: 'f', entityIds: ids }).variations.every((variation) => variation === 'on'));
    for (const entityId of ['abcdefgb', 'a', 'ü'.repeat(6), 'ab'].map((id) => `${id}!`)) {
      assert.equal(evaluator.evaluate({ feature: 'f', entityId }).variation, 'off');
    }
    invalid(() => evaluator.evaluate({ feature: 'f', entityId: '😀'.repeat(513) }), ['entityId']);
  });

  test(`${copy}: an unpaired surrogate is U+FFFD, also in the answer of a batch`, () => {
    const evaluator = new Evaluator(
      project('p', { features: [feature('f', { entityOverrides: { 'a\ufffdb': 'on' } })] }),
    );
    for (const entityId of ['a\ud800b', 'a\udfffb', 'a\ufffdb']) {
      assert.equal(evaluator.evaluate({ feature: 'f', entityId }).variation, 'on');
      const [item] = evaluator.batchEvaluate({ requests: [{ feature: 'f', entityId }] }).results;
      assert.deepEqual([item.variation, item.entityId], ['on', 'a\ufffdb']);
    }
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
