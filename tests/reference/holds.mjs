// Whether a rule holds (A4 to A6, R32 to R34). `scene` is {context, entityId, flag}: the context as a tree of json.mjs,
// an entity id or undefined, and the flag's key, the seed of a `split` without one.

import { isInSplit } from "./bucketing.mjs";
import { compareInstants, readInstant, readNumber } from "./ion-scalars.mjs";
import { JsonNumber } from "./json.mjs";

/** An operand that is an expression or a boolean. */
export function holds(condition, scene) {
  if (condition.kind === "boolean") return condition.value;
  const { operator, operands = [], named } = condition;
  switch (operator) {
    case "and":
      return operands.every((operand) => holds(operand, scene));
    case "or":
      return operands.some((operand) => holds(operand, scene));
    case "not":
      return !holds(operands[0], scene);
    case "in":
      return operands[1].items.some((item) => compares("eq", operands[0], item, scene));
    case "begins_with":
    case "ends_with":
    case "contains":
      return TEXT_TESTS[operator](textOf(operands[0], scene), textOf(operands[1], scene));
    case "matches":
      return matches(textOf(named.in, scene), named.search);
    case "exists":
      return lookUp(named.key.value, scene) !== null;
    case "split":
      return splits(named, scene);
    default:
      return compares(operator, ...operands, scene);
  }
}

// --- comparisons ---

const ORDER_TESTS = {
  eq: (order) => order === 0,
  gt: (order) => order > 0,
  gte: (order) => order >= 0,
  lt: (order) => order < 0,
  lte: (order) => order <= 0,
};

function compares(operator, leftOperand, rightOperand, scene) {
  const left = valueOf(leftOperand, scene);
  const right = valueOf(rightOperand, scene);
  if (left === null || right === null) return false; // A4: a missing key
  const order = orderOf(operator, readBeside(left, right), readBeside(right, left));
  return ORDER_TESTS[operator](order);
}

// Negative, zero or positive; NaN for what does not compare, which satisfies no test.
function orderOf(operator, left, right) {
  if (left === null || right === null || left.kind !== right.kind) return NaN;
  switch (left.kind) {
    case "text":
      return compareTexts(left.value, right.value);
    case "number":
      return compareNumbers(left.value.double, right.value.double);
    case "timestamp":
      return compareInstants(left.value, right.value);
    case "boolean":
      return operator === "eq" && left.value === right.value ? 0 : NaN; // booleans have no order
    default:
      return NaN;
  }
}

function compareNumbers(left, right) {
  if (left === right) return 0; // infinities too
  return left - right; // NaN when one is
}

// By code points, which is not the order of UTF-16 that < has.
function compareTexts(left, right) {
  const [lefts, rights] = [[...left], [...right]];
  const index = lefts.findIndex((character, index) => character !== rights[index]);
  if (index < 0) return lefts.length - rights.length; // the beginning of the other, or the same
  return index < rights.length ? lefts[index].codePointAt(0) - rights[index].codePointAt(0) : 1;
}

// R33: a text from the context beside something else that is not from there is read as such, whole.
function readBeside(value, other) {
  const isRead = value.kind === "text" && value.isFromContext && !other.isFromContext && other.kind !== "text";
  if (!isRead) return value;
  const read = READERS[other.kind](value.value);
  return read === null ? null : { kind: other.kind, value: read };
}

const READERS = {
  number: readNumber,
  timestamp: readInstant,
  boolean: (text) => ({ true: true, false: false })[text] ?? null,
};

// --- texts ---

const TEXT_TESTS = {
  begins_with: (text, part) => text !== null && part !== null && text.startsWith(part),
  ends_with: (text, part) => text !== null && part !== null && text.endsWith(part),
  contains: (text, part) => text !== null && part !== null && text.includes(part),
};

function matches(text, search) {
  return text !== null && search(text);
}

function textOf(operand, scene) {
  const value = valueOf(operand, scene);
  return value?.kind === "text" ? value.value : null;
}

// --- split ---

function splits({ by, seed, share }, scene) {
  const text = writtenOf(valueOf(by, scene));
  return text !== null && isInSplit(seed?.value ?? scene.flag, text, share);
}

// R34: numbers and booleans as JavaScript writes them.
function writtenOf(value) {
  if (value === null || value.kind === "beyond") return null;
  return String(value.kind === "number" ? value.value.double : value.value);
}

// --- operands ---

// {kind, value, isFromContext}, or null for a key that is missing.
function valueOf(operand, scene) {
  if (operand.kind === "variable") return lookUp(operand.name, scene);
  if (operand.kind === "expression") return { kind: "boolean", value: holds(operand, scene) };
  return operand;
}

// R32
function lookUp(name, { context, entityId }) {
  const found = name === "entityId" ? entityId : context.get(name);
  if (typeof found === "string") return { kind: "text", value: found, isFromContext: true };
  if (typeof found === "boolean") return { kind: "boolean", value: found, isFromContext: true };
  if (!(found instanceof JsonNumber)) return null;
  if (!Number.isFinite(found.double)) return { kind: "beyond", isFromContext: true }; // there, but like nothing (R33)
  return { kind: "number", value: { double: found.double }, isFromContext: true };
}
