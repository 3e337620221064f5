// The reference still decides as when it wrote ../digest/expected.json: of the million, the first cases.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { caseOf } from "../digest/cases.mjs";
import { CHUNK, DECISIONS, digestOf, digestOfAll } from "../digest/digest.mjs";
import { answerOfReference, scenes } from "../digest/reference.mjs";

const CHUNKS = 2;
const REASONS = {
  feature: ["ENTITY_OVERRIDES_MATCH", "LAUNCH_RULE_MATCH", "EXPERIMENT_RULE_MATCH", "DEFAULT"],
  flag: ["TREATMENT_OVERRIDE_MATCH", "EXPERIMENT_RULE_MATCH", "RULE_MATCH", "DEFAULT"],
};

const expected = JSON.parse(readFileSync(new URL("../digest/expected.json", import.meta.url), "utf8"));
const cases = Array.from({ length: CHUNKS * CHUNK }, (_, index) => caseOf(scenes, index));
const answers = cases.map(answerOfReference);

test(`the reference gives the checksums of ${CHUNKS} chunks`, async () => {
  for (let chunk = 0; chunk < CHUNKS; chunk += 1) {
    const digest = await digestOf(scenes, chunk, (_, index) => answers[index]);
    assert.equal(digest, expected.chunks[chunk], `chunk ${chunk}`);
  }
});

test("one other answer makes another checksum", async () => {
  const digest = await digestOf(scenes, 0, (_, index) => (index === 17 ? { ...answers[17], reason: "" } : answers[index]));
  assert.notEqual(digest, expected.chunks[0]);
});

test("the checksum of all is that of the chunks, no two of which are the same", async () => {
  assert.equal(await digestOfAll(expected.chunks), expected.sha256);
  assert.equal(new Set(expected.chunks).size, DECISIONS / CHUNK);
});

test("the cases have every reason", () => {
  for (const [kind, reasons] of Object.entries(REASONS)) {
    const found = new Set(answers.filter((_, index) => kind in cases[index]).map(({ reason }) => reason));
    assert.deepEqual([...found].sort(), reasons.toSorted());
  }
});
