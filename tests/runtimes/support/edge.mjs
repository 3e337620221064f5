// What hosts have in common that compile no bytes: the entry made for them, and the proof that they are such hosts.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export const EDGE_ENTRY = 'dist/edge.js';
export const CONTROL_EDGE_ENTRY = 'dist/control-edge.js';

// What is thrown comes as text: hosts like to keep errors to themselves.
const sourceOf = (specifier, check) => `
  import * as api from '${specifier}';
  import { ${check} } from './check.mjs';
  const empty = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
  const attempt = (call) => {
    try {
      return call();
    } catch (error) {
      return String(error.stack);
    }
  };
  export const count = () => attempt(() => ${check}(api));
  // To be called in a request: while a worker starts, workerd compiles bytes too.
  export const answer = (vectors = count()) => {
    return Response.json({ refusal: attempt(() => new WebAssembly.Module(empty)), vectors });
  };`;

const SOURCES = {
  [EDGE_ENTRY]: sourceOf('variate', 'check'),
  [CONTROL_EDGE_ENTRY]: sourceOf('variate/control', 'checkControl'),
};

/** The module that functions import; `answer()` is the response to give. */
export async function writeAnswer(folder, entry = EDGE_ENTRY) {
  await writeFile(join(folder, 'answer.mjs'), SOURCES[entry]);
}

/** The count in such a response. */
export async function countIn(response) {
  const text = await response.text();
  assert.equal(response.status, 200, text);
  const { refusal, vectors } = JSON.parse(text);
  // Or this would prove nothing about hosts that refuse.
  assert.match(String(refusal), /Wasm code generation disallowed/);
  assert.equal(typeof vectors, 'number', vectors);
  return vectors;
}
