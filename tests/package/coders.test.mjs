// A host without TextEncoder and TextDecoder, as jest with jsdom is one: slower, but the same decisions and errors.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';

const PACKAGE = process.env.VARIATE_PACKAGE ?? fileURLToPath(new URL('../../pkg', import.meta.url));
const TEXTS = ['anna', 'ærlig', '日本語', '😀😀', 'half \ud800', '\udc00', `${'é'.repeat(300)}`, 'x'.repeat(511), '%41', '😀'.repeat(200)];

const LOAD = {
  import: `const { Evaluator, lint } = await import(${JSON.stringify(String(pathToFileURL(join(PACKAGE, 'dist/index.js'))))});`,
  require: `const { Evaluator, lint } = require(${JSON.stringify(join(PACKAGE, 'dist/index.cjs'))});`,
};

/** What a process says of features that count on every text arriving as it is. */
function answers(load, prepare) {
  const code = `(async () => {
    ${prepare}
    ${load}
    const texts = JSON.parse(${JSON.stringify(JSON.stringify(TEXTS))});
    const features = texts.map((text, index) => ({
      name: 'f' + index,
      variations: [{ name: 'a', value: { stringValue: text.slice(0, 500) } }, { name: 'b', value: { boolValue: undefined, stringValue: '' } }],
      entityOverrides: { [text]: 'b' },
    }));
    const evaluator = new Evaluator({ version: 1, project: { name: 'p' }, features });
    const all = texts.map((entityId) => evaluator.evaluateAll({ entityId, evaluationContext: JSON.stringify({ entityId }) }));
    console.log(JSON.stringify([all, lint({ version: texts })]));
  })()`;
  return JSON.parse(execFileSync(process.execPath, ['--eval', code], { encoding: 'utf8', maxBuffer: 2 ** 26 }));
}

for (const [copy, load] of Object.entries(LOAD)) {
  test(`${copy}: without the host's coders everything is read and written alike`, () => {
    const expected = answers(load, '');
    assert.equal(expected[0].length, TEXTS.length);
    assert.equal(expected[0][0].f0.reason, 'ENTITY_OVERRIDES_MATCH');
    assert.equal(expected[0][3].f3.reason, 'ENTITY_OVERRIDES_MATCH');
    assert.deepEqual(answers(load, 'delete globalThis.TextEncoder; delete globalThis.TextDecoder;'), expected);
  });
}
