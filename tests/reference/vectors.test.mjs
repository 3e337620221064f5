// Runs the vectors on the reference.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { after, test } from "node:test";
import { findNodeAtLocation, parseTree } from "jsonc-parser";
import {
  assign,
  batchEvaluate,
  evaluate,
  evaluateAll,
  evaluateFlag,
  evaluateFlags,
  load,
  matches,
  ruleHolds,
} from "./index.mjs";

const FOLDER = new URL("../vectors/", import.meta.url);
const OPERATIONS = { evaluate, batchEvaluate, evaluateAll, assign, evaluateFlag, evaluateFlags };

let ran = 0;
let notForIt = 0;
let all = 0;

for (const name of readdirSync(FOLDER).filter((name) => name.endsWith(".json") && !name.startsWith("control")).sort()) {
  const file = readVectors(name);
  all += file.vectors.length;
  for (const [index, vector] of file.vectors.entries()) {
    if (isForIt(vector)) test(`${name}: ${vector.name}`, () => run(file, vector, index));
    else notForIt += 1;
  }
}

test("all vectors ran that are for it", () => {
  assert.ok(ran > 2 * notForIt, `${notForIt} are not`);
  assert.equal(ran + notForIt, all);
});

after(() => {
  console.log(`${ran} vectors ran on the reference; ${notForIt} are about problems, explanations, lenience and budgets, which it does not know`);
});

// `source` gives the text of a place in the file as it is written, with the spelling of its numbers.
function readVectors(name) {
  const text = readFileSync(new URL(name, FOLDER), "utf8");
  const tree = parseTree(text);
  const source = (path) => {
    const { offset, length } = findNodeAtLocation(tree, path);
    return text.slice(offset, offset + length);
  };
  return { ...JSON.parse(text), source };
}

// The reference reports no problems, explains nothing, is not lenient and knows no budget.
function isForIt(vector) {
  const refused = vector.load || vector.expect.error?.code === "InvalidSnapshot";
  return !refused && !vector.explain && !vector.lenient && vector.snapshotText === undefined && vector.maxBytes === undefined;
}

function run(file, vector, index) {
  if (vector.match) runMatch(file, vector, index);
  else if (vector.rule) runRule(file, vector, index);
  else runOperation(file, vector, index);
  ran += 1;
}

function runMatch(file, vector, index) {
  const pattern = textOf(file, vector.match.pattern, ["vectors", index, "match", "pattern"]);
  const context = textOf(file, vector.match.context, ["vectors", index, "match", "context"]);
  if (vector.expect.problems) assert.throws(() => matches(pattern, context), isRefusal);
  else assert.deepEqual(answerOf(() => ({ match: matches(pattern, context) })), vector.expect);
}

function runRule(file, vector, index) {
  const { rule, context, entityId } = vector.rule;
  const text = context && textOf(file, context, ["vectors", index, "rule", "context"]);
  if (vector.expect.problems) assert.throws(() => ruleHolds(rule, text, entityId), isRefusal);
  else assert.deepEqual(answerOf(() => ({ holds: ruleHolds(rule, text, entityId) })), withoutPath(vector.expect));
}

// A mistake of the reference is no refusal.
function isRefusal(error) {
  return ![TypeError, RangeError, ReferenceError].some((mistake) => error instanceof mistake);
}

function runOperation(file, vector, index) {
  const name = Object.keys(OPERATIONS).find((operation) => operation in vector);
  const expected = withoutPath(vector.expect);
  for (const request of bothWays(vector[name])) {
    const project = load(snapshotOf(file, vector, index));
    const actual = answerOf(() => OPERATIONS[name](project, request, vector.now ?? 0));
    assert.deepEqual(actual, expected);
  }
}

function snapshotOf(file, vector, index) {
  if (typeof vector.snapshot === "string") return file.source(["snapshots", vector.snapshot]);
  return file.source(["vectors", index, "snapshot"]);
}

function textOf(file, value, path) {
  return typeof value === "string" ? value : file.source(path);
}

// What the call answers, or its error, as JSON sees it.
function answerOf(call) {
  try {
    return JSON.parse(JSON.stringify(call()));
  } catch (error) {
    if (!error.code) throw error;
    const { name, code, reason, fields } = error;
    return JSON.parse(JSON.stringify({ error: { name, code, reason, fields } }));
  }
}

// The place of a problem is not reported by the reference.
function withoutPath(expect) {
  if (!expect.error) return expect;
  const { path, ...error } = expect.error;
  return { error };
}

// A context that is an object, as an object and as its text.
function bothWays(request) {
  return [request, { ...request, ...contextAsText(request), ...requestsAsText(request) }];
}

function contextAsText(request) {
  const members = ["evaluationContext", "context"].filter((member) => request[member] instanceof Object);
  return Object.fromEntries(members.map((member) => [member, JSON.stringify(request[member])]));
}

function requestsAsText({ requests }) {
  return requests ? { requests: requests.map((item) => ({ ...item, ...contextAsText(item) })) } : {};
}
