// Linear memory, which never shrinks: what makes it grow, and what must not. Each test has a copy of its own.

import { seen } from './host.mjs';

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { fresh } from './package.mjs';
import { feature, flags, home, project, shop } from './snapshots.mjs';

const VIP = { feature: 'checkout', entityId: 'vip' };

const IN_GERMANY = { feature: 'search', entityId: 'anna', evaluationContext: { country: 'DE' } };

/** What makes memory grow. */
const GROWTH = {
  'a text'(evaluator, padding) {
    const evaluationContext = { country: 'DE', padding, list: [] };
    // The list is read by nobody: `padding` does not cross. As text it does.
    assert.equal(evaluator.evaluate({ ...IN_GERMANY, evaluationContext }).variation, 'on');
    const text = JSON.stringify(evaluationContext);
    assert.equal(evaluator.evaluate({ ...IN_GERMANY, evaluationContext: text }).variation, 'on');
  },
  'a text of three bytes each'(evaluator, padding) {
    // More than the first guess.
    const evaluationContext = `{"padding":"${padding.replaceAll('x', '€')}","country":"DE"}`;
    assert.equal(evaluator.evaluate({ ...IN_GERMANY, evaluationContext }).variation, 'on');
  },
  'an attribute'(evaluator, padding) {
    assert.equal(evaluator.evaluate({ ...IN_GERMANY, evaluationContext: { country: padding } }).variation, 'off');
  },
  'what a flag reads'(evaluator, plan) {
    const request = { entityId: 'anna', context: { plan } };
    assert.equal(evaluator.evaluateFlag({ flag: 'banner', ...request }).value._variant, 'Anna');
    assert.equal(evaluator.evaluateFlags(request).banner.value._variant, 'Anna');
  },
  'a snapshot'(_, padding, hasGrown, Evaluator) {
    const others = [];
    while (!hasGrown()) others.push(new Evaluator(project('large', { features: many(6000) })));
  },
};

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

  for (const [what, grow] of Object.entries(GROWTH)) {
    test(`${copy}: memory that grows for ${what} is found again`, async () => {
      const { Evaluator, memory } = await start();
      const evaluator = new Evaluator({ ...shop, appConfig: home.appConfig });
      const everything = () => [
        evaluator.evaluate(VIP).variation,
        evaluator.evaluate(IN_GERMANY).variation,
        evaluator.evaluate({ ...IN_GERMANY, evaluationContext: '{"country":"DE"}' }).variation,
        Object.values(evaluator.evaluateAll({ entityId: 'vip', evaluationContext: { country: 'DE' } })).map(
          ({ variation }) => variation,
        ),
        evaluator.assign({ feature: 'checkout', entityIds: ['anna', 'vip'] }).variations,
        evaluator.evaluateFlag({ flag: 'banner', entityId: 'anna' }).value._variant,
        evaluator.evaluateFlag({ flag: 'banner', context: '{"plan":"pro"}' }).value._variant,
        Object.values(evaluator.evaluateFlags({ entityId: 'vip', context: { plan: 'pro' } })).map(({ reason }) => reason),
      ];
      const ofFlags = ['Anna', 'Pro', ['RULE_MATCH', 'DEFAULT', 'TREATMENT_OVERRIDE_MATCH']];
      const expected = ['on', 'on', 'on', ['on', 'on', 'on'], ['off', 'on'], ...ofFlags];
      assert.deepEqual(everything(), expected);
      for (let round = 0; round < 2; round += 1) {
        const before = memory.buffer.byteLength;
        // More than all there is, whatever of it is free.
        grow(evaluator, 'x'.repeat(before), () => memory.buffer.byteLength > before, Evaluator);
        assert.ok(memory.buffer.byteLength > before, 'memory did not grow');
        assert.deepEqual(everything(), expected);
      }
    });
  }

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

  test(`${copy}: an entity id that is far too long takes no memory, in a list either`, async () => {
    const { Evaluator, memory } = await start();
    const evaluator = new Evaluator(shop);
    evaluator.assign({ feature: 'checkout', entityIds: ['anna'] });
    const before = memory.buffer.byteLength;
    const entityIds = ['anna', 'x'.repeat(10_000_000)];
    assert.throws(() => evaluator.assign({ feature: 'checkout', entityIds }), { name: 'ValidationException' });
    assert.equal(memory.buffer.byteLength, before);
  });

  test(`${copy}: evaluators that are freed leave nothing behind`, async () => {
    const { Evaluator, lint, memory } = await start();
    const values = Object.fromEntries(many(100).map(({ name }) => [name, { enabled: true, tags: ['a'] }]));
    const snapshot = JSON.stringify({ ...flags(values), ...project('p', { features: many(100) }) });
    const refused = snapshot.replaceAll('"vip":"on"', '"vip":"missing"');
    const round = () => {
      for (let index = 0; index < 1000; index += 1) {
        const evaluator = new Evaluator(snapshot);
        evaluator.evaluate({ feature: 'feature-7', entityId: 'anna', evaluationContext: { country: 'DE' } });
        evaluator.evaluateAll({ entityId: 'anna', evaluationContext: '{"country":"DE"}' });
        evaluator.evaluateFlags({ entityId: 'anna', context: '{"country":"DE"}' });
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
    const evaluator = new Evaluator({ ...shop, appConfig: home.appConfig });
    const round = () => {
      for (let index = 0; index < 100_000; index += 1) {
        const entityId = `entity-${index}`;
        evaluator.evaluate({ feature: 'search', entityId, evaluationContext: { country: 'DE' } });
        evaluator.evaluateFlag({ flag: 'banner', entityId, context: { plan: index } });
        evaluator.evaluateFlags({ entityId, context: '{"plan":"pro"}' });
      }
    };
    round();
    const before = memory.buffer.byteLength;
    round();
    assert.equal(memory.buffer.byteLength, before);
  });
}

// In processes of their own, whose heap is nobody else's. Of one copy, for the code of both is the same.
const LONG_RUNS = {
  decided: 'ten million decisions and a thousand snapshots leave nothing behind',
  dropped: 'evaluators that are let go of leave nothing behind',
};

/** In bytes. One heap differs from the next by a tenth of that; a byte for each decision would be ten times as much. */
const HEAP_TOLERANCE = 1_000_000;

for (const [name, promise] of Object.entries(LONG_RUNS)) {
  test(promise, async () => {
    const program = fileURLToPath(new URL('long-run.mjs', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', program, name]);
    const { before, after } = JSON.parse(stdout);
    assert.equal(before.linear.length, 1);
    assert.deepEqual(after.linear, before.linear);
    const growth = after.heap - before.heap;
    assert.ok(growth <= HEAP_TOLERANCE, `the heap has grown by ${growth} bytes`);
  });
}

function many(count) {
  return Array.from({ length: count }, (_, index) => feature(`feature-${index}`, { entityOverrides: { vip: 'on' } }));
}
