// Checking the members of a request (E10).

import { invalidRequest } from "./errors.mjs";
import { isObject, parse } from "./json.mjs";

const LONGEST_ID = 512;
const LONGEST_ID_OF_FLAGS = 2048;
const LINE_BREAK = /[\n\r\u0085\u2028\u2029]/; // R16

/**
 * What is wrong with the entity id and the context of one request: a list of {field, reason}.
 * `place` goes before the names of the fields.
 */
export function problemsOf(entityId, evaluationContext, place = "") {
  return [
    ...problemsOfId(entityId, `${place}entityId`),
    ...problemsOfContext(evaluationContext, `${place}evaluationContext`),
  ];
}

export function problemsOfId(id, field, longest = LONGEST_ID) {
  const isGood = typeof id === "string" && id !== "" && [...id].length <= longest && !LINE_BREAK.test(id);
  return isGood ? [] : [{ field, reason: "fieldValidationFailed" }];
}

/** R38: the same for a request about a flag, or about some. */
export function problemsOfFlagRequest({ flag, entityId, context, flags }, { oneFlag }) {
  return [
    ...(oneFlag ? problemsOfKeys([flag], "flag") : []),
    ...(isAbsent(entityId) ? [] : problemsOfId(entityId, "entityId", LONGEST_ID_OF_FLAGS)),
    ...problemsOfContext(context, "context"),
    ...(oneFlag || isAbsent(flags) ? [] : problemsOfKeys(flags, "flags")),
  ];
}

function problemsOfKeys(keys, field) {
  const isGood = Array.isArray(keys) && keys.every((key) => typeof key === "string");
  return isGood ? [] : [{ field, reason: "fieldValidationFailed" }];
}

function isAbsent(value) {
  return value === undefined || value === null;
}

export function problemsOfContext(evaluationContext, field) {
  try {
    readContext(evaluationContext);
    return [];
  } catch (error) {
    const reason = error.code === "NotJson" ? "cannotParse" : "fieldValidationFailed"; // R18
    return [{ field, reason }];
  }
}

/** Throws when there are problems. One context that cannot be parsed makes it `cannotParse` (R18). */
export function refuse(problems) {
  if (problems.length === 0) return;
  const cannotParse = problems.some(({ reason }) => reason === "cannotParse");
  const fields = problems.map(({ field }) => field);
  throw invalidRequest(cannotParse ? "cannotParse" : "fieldValidationFailed", fields);
}

/** The context as a tree of json.mjs. An object stands for its JSON text; absent is `{}`. */
export function readContext(evaluationContext) {
  const context = parse(textOf(evaluationContext ?? {}));
  if (!isObject(context)) throw new Error("an evaluation context is an object");
  return context;
}

function textOf(evaluationContext) {
  return typeof evaluationContext === "string" ? evaluationContext : JSON.stringify(evaluationContext);
}
