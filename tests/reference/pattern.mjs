// Segment patterns: reading them, with every refusal of P6, and matching a context against them.
//
// A pattern read is a list of parts that must all hold. A part is either {path, matchers} (one of the matchers
// must hold for the field) or {alternatives} (one of these patterns must hold, `$or`).

import { choices, leavesOf } from "./context.mjs";
import { isObject, parse } from "./json.mjs";
import { readMatcher } from "./matchers.mjs";

const MOST_COMBINATIONS = 1000;
const MOST_FIELDS = 100_000;

/** Reads the text of a pattern; throws an Error on one that is refused. */
export function readPattern(text) {
  const document = parse(text, { refuseDuplicateKeys: true });
  if (!isObject(document)) throw new Error("a pattern is an object");
  const pattern = readObject(document, []);
  const count = combinations(pattern);
  if (count > MOST_COMBINATIONS) throw new Error("$or multiplies out to too many combinations");
  if (count > 1 && fields(pattern) > MOST_FIELDS) throw new Error("$or multiplies out to too many fields");
  return pattern;
}

/** R6, word by word: some choice of one element from every array leaves something that the pattern matches. */
export function matchesPattern(pattern, context) {
  for (const choice of choices(context)) {
    if (holds(pattern, leavesOf(choice))) return true;
  }
  return false;
}

function readObject(object, steps) {
  if (object.size === 0) throw new Error("an empty object in a pattern");
  return [...object].flatMap(([key, value]) => readMember(key, value, steps));
}

function readMember(key, value, steps) {
  if (key === "$or") return [{ alternatives: readAlternatives(value, steps) }];
  const path = [...steps, key]; // joined by dots, so a dot in a key is one more step (P3)
  if (isObject(value)) return readObject(value, path);
  return [{ path: path.join("."), matchers: readList(value) }];
}

function readAlternatives(list, steps) {
  if (!Array.isArray(list) || list.length < 2) throw new Error("$or takes a list of two or more objects");
  if (!list.every(isObject)) throw new Error("a member of $or is no object");
  return list.map((object) => readObject(object, steps));
}

function readList(list) {
  if (!Array.isArray(list)) throw new Error("a list of matchers belongs here");
  if (list.length === 0) throw new Error("an empty list of matchers");
  return list.map(readMatcher);
}

// How many conjunctions remain when every `$or` is multiplied out.
function combinations(pattern) {
  return pattern.reduce((product, part) => product * combinationsOfPart(part), 1);
}

function combinationsOfPart({ alternatives }) {
  if (!alternatives) return 1;
  return alternatives.reduce((sum, alternative) => sum + combinations(alternative), 0);
}

// How many fields these conjunctions have together.
function fields(pattern) {
  const all = combinations(pattern);
  return pattern.reduce((sum, part) => sum + (all / combinationsOfPart(part)) * fieldsOfPart(part), 0);
}

function fieldsOfPart({ alternatives }) {
  if (!alternatives) return 1;
  return alternatives.reduce((sum, alternative) => sum + fields(alternative), 0);
}

function holds(pattern, leaves) {
  return pattern.every((part) => partHolds(part, leaves));
}

function partHolds({ alternatives, path, matchers }, leaves) {
  if (alternatives) return alternatives.some((alternative) => holds(alternative, leaves));
  const found = leaves.get(path) ?? [];
  return matchers.some((matcher) => matcher(found));
}
