// The module: when it is compiled, by what, and what a host hears that cannot do it.

import { during, seen } from './host.mjs';

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fresh } from './package.mjs';
import { shop } from './snapshots.mjs';

const ON = { variation: 'on', value: { boolValue: true }, reason: 'ENTITY_OVERRIDES_MATCH', details: '{}' };
const VIP = { feature: 'checkout', entityId: 'vip' };

const blocked = function () {
  throw new WebAssembly.CompileError('Wasm code generation disallowed by embedder');
};

for (const [copy, load] of Object.entries(fresh)) {
  test(`${copy}: importing compiles nothing; the first evaluator does`, async () => {
    const before = { ...seen, memories: seen.memories.length };
    const { Evaluator } = await load();
    assert.equal(seen.memories.length, before.memories);
    assert.deepEqual(new Evaluator(shop).evaluate(VIP), ON);
    new Evaluator(shop);
    assert.equal(seen.Module, before.Module + 1);
    assert.equal(seen.memories.length, before.memories + 1);
  });

  test(`${copy}: ready() before the first evaluator compiles for it`, async () => {
    const { Evaluator, ready } = await load();
    const before = { ...seen, memories: seen.memories.length };
    assert.equal(await ready(), undefined);
    await Promise.all([ready(), ready()]);
    assert.deepEqual(new Evaluator(shop).evaluate(VIP), ON);
    assert.equal(seen.compile, before.compile + 1);
    assert.equal(seen.Module, before.Module);
    assert.equal(seen.memories.length, before.memories + 1);
  });

  test(`${copy}: ready() after the first evaluator does nothing`, async () => {
    const { Evaluator, ready } = await load();
    const evaluator = new Evaluator(shop);
    const { compile } = seen;
    await ready();
    assert.equal(seen.compile, compile);
    assert.deepEqual(evaluator.evaluate(VIP), ON);
  });

  test(`${copy}: calls of ready() at the same time compile once`, async () => {
    const { ready } = await load();
    const { compile } = seen;
    await Promise.all([ready(), ready(), ready()]);
    assert.equal(seen.compile, compile + 1);
  });

  test(`${copy}: an evaluator made while ready() compiles keeps its instance`, async () => {
    const { Evaluator, ready } = await load();
    const instances = seen.memories.length;
    const compiling = ready();
    const evaluator = new Evaluator(shop);
    await compiling;
    assert.equal(seen.memories.length, instances + 1);
    assert.deepEqual(evaluator.evaluate(VIP), ON);
    assert.deepEqual(new Evaluator(shop).evaluate(VIP), ON);
  });

  test(`${copy}: a host that forbids compiling is named, and asked again the next time`, async () => {
    const { Evaluator, VariateError, lint, ready } = await load();
    const named = (error) => {
      assert.ok(error instanceof VariateError);
      assert.equal(error.code, 'WebAssemblyBlocked');
      for (const cure of [/'wasm-unsafe-eval'/, /workerd or edge-light/, /variate\/slim/]) assert.match(error.message, cure);
      assert.ok(error.cause instanceof WebAssembly.CompileError);
      return true;
    };
    await during(WebAssembly, 'Module', blocked, () => {
      assert.throws(() => new Evaluator(shop), named);
      assert.throws(() => lint(shop), named);
    });
    await during(
      WebAssembly,
      'compile',
      async () => blocked(),
      () => assert.rejects(ready(), named),
    );
    await ready();
    assert.deepEqual(new Evaluator(shop).evaluate(VIP), ON);
  });

  test(`${copy}: a host without WebAssembly, or that cannot run this module, is named`, async () => {
    const { Evaluator, ready } = await load();
    const named = { name: 'VariateError', code: 'WebAssemblyUnsupported' };
    await during(globalThis, 'WebAssembly', undefined, async () => {
      assert.throws(() => new Evaluator(shop), named);
      await assert.rejects(ready(), named);
    });
    await during(
      WebAssembly,
      'validate',
      () => false,
      () => during(WebAssembly, 'Module', blocked, () => assert.throws(() => new Evaluator(shop), named)),
    );
  });

  test(`${copy}: the module's bytes are decoded by what the host has`, async () => {
    const { Buffer, atob } = globalThis;
    const fromBase64 = (text) => new Uint8Array(Buffer.from(text, 'base64'));
    // What a page may have called so has nothing to do with it.
    class Other {}
    const hosts = { fromBase64: [fromBase64], Buffer: [undefined, Buffer], atob: [undefined, Other, atob], none: [] };
    for (const [decoder, [itsFromBase64, itsBuffer, itsAtob]] of Object.entries(hosts)) {
      const { Evaluator } = await load();
      await during(Uint8Array, 'fromBase64', itsFromBase64, () =>
        during(globalThis, 'Buffer', itsBuffer, () =>
          during(globalThis, 'atob', itsAtob, () => {
            if (decoder === 'none') {
              assert.throws(() => new Evaluator(shop), { code: 'WebAssemblyUnsupported', message: /atob/ });
            } else {
              assert.deepEqual(new Evaluator(shop).evaluate(VIP), ON, decoder);
            }
          }),
        ),
      );
    }
  });
}
