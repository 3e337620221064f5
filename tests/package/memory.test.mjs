// Linear memory, which never shrinks: what makes it grow, and what must not. Each test has a copy of its own.

import { seen } from './host.mjs';

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fresh } from './package.mjs';
import { feature, project, shop } from './snapshots.mjs';

const VIP = { feature: 'checkout', entityId: 'vip' };

for (const [copy, load] of Object.entries(fresh)) {
  /** A copy of the package with its memory. */
  const start = async () => {
    const api = await load();
    await api.ready();
    return { ...api, memory: seen.memories.at(-1) };
  };

  test(`${copy}: what exceeds the size budget is not copied into memory`, async () => {
    const { Evaluator, lint, memory } = await start();
    const before = memory.buffer.byteLength;
    const tooLarge = new Uint8Array(33 * 1024 * 1024).fill(0x20);
    assert.equal(lint(tooLarge)[0].code, 'TooLarge');
    assert.throws(() => new Evaluator(tooLarge), { code: 'InvalidSnapshot' });
    assert.equal(memory.buffer.byteLength, before);
  });

  test(`${copy}: memory that grows between and inside calls is found again`, async () => {
    const { Evaluator, memory } = await start();
    const evaluator = new Evaluator(shop);
    const inGermany = { feature: 'search', entityId: 'anna', evaluationContext: { country: 'DE' } };
    const everything = () => [
      evaluator.evaluate(VIP).variation,
      evaluator.evaluate(inGermany).variation,
      evaluator.evaluate({ ...inGermany, evaluationContext: '{"country":"DE"}' }).variation,
      Object.values(evaluator.evaluateAll({ entityId: 'vip', evaluationContext: { country: 'DE' } })).map(
        ({ variation }) => variation,
      ),
      evaluator.assign({ feature: 'checkout', entityIds: ['anna', 'vip'] }).variations,
    ];
    const expected = ['on', 'on', 'on', ['on', 'on', 'on'], ['off', 'on']];
    assert.deepEqual(everything(), expected);
    const grows = (body) => {
      const before = memory.buffer.byteLength;
      body();
      assert.ok(memory.buffer.byteLength > before, 'memory did not grow');
      assert.deepEqual(everything(), expected);
    };
    // Each needs more than the one before has left behind.
    const size = memory.buffer.byteLength;
    const padding = (bytes) => 'x'.repeat(bytes);
    grows(() => {
      const evaluationContext = { country: 'DE', padding: padding(size), list: [] };
      assert.equal(evaluator.evaluate({ ...inGermany, evaluationContext }).variation, 'on');
      // The list is read by nobody: `padding` does not cross. As text it does.
      const text = JSON.stringify(evaluationContext);
      assert.equal(evaluator.evaluate({ ...inGermany, evaluationContext: text }).variation, 'on');
    });
    grows(() => {
      const evaluationContext = { country: padding(3 * size) };
      assert.equal(evaluator.evaluate({ ...inGermany, evaluationContext }).variation, 'off');
    });
    grows(() => {
      // Three bytes each: more than the first guess.
      const evaluationContext = `{"padding":"${'€'.repeat(4 * size)}","country":"DE"}`;
      assert.equal(evaluator.evaluate({ ...inGermany, evaluationContext }).variation, 'on');
    });
    grows(() => new Evaluator(project('large', { features: many(6000 + size / 200) })));
  });

  test(`${copy}: an evaluator takes no more because others take more`, async () => {
    const memoryAfter = async (between) => {
      const { Evaluator, memory } = await start();
      const evaluator = new Evaluator(shop);
      evaluator.evaluate(VIP);
      const others = [];
      while (others.length < 12) {
        const before = memory.buffer.byteLength;
        while (memory.buffer.byteLength === before) others.push(new Evaluator(project('p', { features: many(500) })));
        between(evaluator);
      }
      return memory.buffer.byteLength;
    };
    const quiet = await memoryAfter(() => {});
    assert.equal(await memoryAfter((evaluator) => assert.equal(evaluator.evaluate(VIP).variation, 'on')), quiet);
  });

  test(`${copy}: a list of entities crosses in pieces, and all of it arrives`, async () => {
    const { Evaluator, memory } = await start();
    const evaluator = new Evaluator(shop);
    const isVip = (index) => index % 1000 === 0;
    const short = Array.from({ length: 1_000_000 }, (_, index) => (isVip(index) ? 'vip' : `entity-${index}`));
    const long = short.slice(0, 20_000).map((id, index) => (isVip(index) ? id : id.padEnd(500, '東')));
    const before = memory.buffer.byteLength;
    for (const entityIds of [long, short]) {
      const request = { feature: 'checkout', entityIds, evaluationContext: '{"country":"DE"}' };
      const { variations, reasons } = evaluator.assign(request);
      assert.deepEqual([variations.length, reasons.length], [entityIds.length, entityIds.length]);
      const wrong = entityIds.findIndex((_, index) => {
        const expected = isVip(index) ? ['on', 'ENTITY_OVERRIDES_MATCH'] : ['off', 'DEFAULT'];
        return variations[index] !== expected[0] || reasons[index] !== expected[1];
      });
      assert.equal(wrong, -1);
    }
    // The long ids are 30 MB.
    assert.ok(memory.buffer.byteLength - before <= 2 * 1024 * 1024);
  });

  test(`${copy}: evaluators that are freed leave nothing behind`, async () => {
    const { Evaluator, lint, memory } = await start();
    const snapshot = JSON.stringify(project('p', { features: many(100) }));
    const refused = snapshot.replaceAll('"vip":"on"', '"vip":"missing"');
    const round = () => {
      for (let index = 0; index < 1000; index += 1) {
        const evaluator = new Evaluator(snapshot);
        evaluator.evaluate({ feature: 'feature-7', entityId: 'anna', evaluationContext: { country: 'DE' } });
        evaluator.evaluateAll({ entityId: 'anna', evaluationContext: '{"country":"DE"}' });
        evaluator.free();
        assert.equal(lint(snapshot).length, 0);
        assert.equal(lint(refused).length, 100);
      }
    };
    round();
    const before = memory.buffer.byteLength;
    round();
    assert.equal(memory.buffer.byteLength, before);
  });

  test(`${copy}: evaluating takes no memory`, async () => {
    const { Evaluator, memory } = await start();
    const evaluator = new Evaluator(shop);
    const round = () => {
      for (let index = 0; index < 100_000; index += 1) {
        evaluator.evaluate({ feature: 'search', entityId: `entity-${index}`, evaluationContext: { country: 'DE' } });
      }
    };
    round();
    const before = memory.buffer.byteLength;
    round();
    assert.equal(memory.buffer.byteLength, before);
  });
}

function many(count) {
  return Array.from({ length: count }, (_, index) => feature(`feature-${index}`, { entityOverrides: { vip: 'on' } }));
}
