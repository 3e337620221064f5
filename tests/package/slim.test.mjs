// `variate/slim`: the package without its module, which is handed to it. One process has one module, so each way to hand it
// over runs in a process of its own.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

const PACKAGE = process.env.VARIATE_PACKAGE ?? fileURLToPath(new URL('../../pkg', import.meta.url));
const WASM = join(PACKAGE, 'dist/core.wasm');

const ESM = `const { Evaluator, initWasm, lint, ready } = await import(${JSON.stringify(String(pathToFileURL(join(PACKAGE, 'dist/slim.js'))))});`;
const CJS = `const { Evaluator, initWasm, lint, ready } = require(${JSON.stringify(join(PACKAGE, 'dist/slim.cjs'))});`;
const BYTES = `const bytes = require('node:fs').readFileSync(${JSON.stringify(WASM)});`;
const DECIDE = `
  const features = [{ name: 'f', variations: [{ name: 'on', value: { boolValue: true } }] }];
  const evaluator = new Evaluator({ version: 1, project: { name: 'p' }, features });
  console.log(evaluator.evaluate({ feature: 'f', entityId: 'anna' }).variation);`;

function run(load, code) {
  const module = `(async () => { ${BYTES} ${load} ${code} })()`;
  return execFileSync(process.execPath, ['--eval', module], { encoding: 'utf8' }).trim();
}

for (const [copy, load] of Object.entries({ import: ESM, require: CJS })) {
  for (const [what, source] of Object.entries({
    'a module': 'new WebAssembly.Module(bytes)',
    'bytes': 'bytes',
    'an ArrayBuffer': 'new Uint8Array(bytes).buffer',
  })) {
    test(`${copy}: the module can be handed over as ${what}`, () => {
      assert.equal(run(load, `initWasm(${source}); await ready(); ${DECIDE}`), 'on');
    });
  }

  test(`${copy}: without a module the error says what to do, and a later one serves`, () => {
    const failure = `const failed = (call) => { try { call(); } catch (error) { return error; } };
      console.log(failed(() => lint({ version: 1 })).code, (await ready().catch((error) => error)).code);
      initWasm(bytes); ${DECIDE}`;
    assert.equal(run(load, failure), 'WebAssemblyMissing WebAssemblyMissing\non');
  });

  test(`${copy}: what is no module, or another one, is refused, and the right one serves then`, () => {
    const control = `require('node:fs').readFileSync(${JSON.stringify(join(PACKAGE, 'dist/control.wasm'))})`;
    const codes = `for (const source of [{}, [], 'text', new Uint8Array(8), ${control}, new WebAssembly.Module(${control})])
      try { initWasm(source); console.log('taken'); } catch (error) { console.log(error.code); }
      initWasm(bytes); ${DECIDE}`;
    const expected = [...Array(3).fill('WebAssemblyMissing'), 'WebAssemblyUnsupported', ...Array(2).fill('WebAssemblyMissing'), 'on'];
    assert.deepEqual(run(load, codes).split('\n'), expected);
  });
}
