// Writes expected.json: the checksums of the million decisions as the reference takes them, which needs minutes.
//
//   node digest/expected.mjs

import { writeFileSync } from 'node:fs';
import { CHUNK, DECISIONS, digestOf, digestOfAll } from './digest.mjs';
import { answerOfReference, scenes } from './reference.mjs';

const chunks = [];
while (chunks.length < DECISIONS / CHUNK) chunks.push(await digestOf(scenes, chunks.length, answerOfReference));
const expected = { sha256: await digestOfAll(chunks), chunks };
writeFileSync(new URL('expected.json', import.meta.url), `${JSON.stringify(expected, null, 2)}\n`);
