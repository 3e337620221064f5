// The checksums of the million decisions; README.md defines them. ECMAScript and `crypto.subtle`, which every host has.

import { caseOf } from './cases.mjs';

/** How many decisions there are, and how many of them have one checksum. */
export const DECISIONS = 1_000_000;
export const CHUNK = 10_000;

/** The checksum of a chunk, whose cases (and their numbers) `answer` decides. */
export async function digestOf(scenes, chunk, answer) {
  let lines = '';
  for (let index = chunk * CHUNK; index < (chunk + 1) * CHUNK; index += 1) {
    const one = caseOf(scenes, index);
    lines += `${one.feature ?? one.flag}\0${one.entityId ?? ''}\0${textOf(answer(one, index))}\n`;
  }
  return sha256(lines);
}

/** That of all, from those of the chunks. */
export function digestOfAll(chunks) {
  return sha256(chunks.join(''));
}

/** How many decisions a copy of the package was held to; throws where its checksum is another. */
export async function checkDigests(api, scenes, expected) {
  const evaluators = scenes.scenes.map(({ snapshot }) => new api.Evaluator(snapshot));
  const chunks = [];
  for (let chunk = 0; chunk < DECISIONS / CHUNK; chunk += 1) {
    const digest = await digestOf(scenes, chunk, (one) => answerOf(evaluators[one.scene], one));
    if (digest !== expected.chunks[chunk]) {
      throw new Error(`of the decisions from ${chunk * CHUNK}: ${digest}, expected ${expected.chunks[chunk]}`);
    }
    chunks.push(digest);
  }
  for (const evaluator of evaluators) evaluator.free();
  const all = await digestOfAll(chunks);
  if (all !== expected.sha256) throw new Error(`of all decisions: ${all}, expected ${expected.sha256}`);
  return chunks.length * CHUNK;
}

function answerOf(evaluator, { feature, flag, entityId, context, nowMs }) {
  if (feature === undefined) return evaluator.evaluateFlag({ flag, entityId, context });
  return evaluator.evaluate({ feature, entityId, evaluationContext: context }, { now: nowMs });
}

// Each answer in the order of README.md, whatever that of its members; absent ones are left out.
function textOf({ variation, value, reason, details, run }) {
  return JSON.stringify({ variation, value, reason, details, run });
}

async function sha256(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
