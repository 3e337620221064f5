// The matchers of a pattern (P1). Read, a matcher is a function from the leaves of a field to a boolean.

import { isInBlock, parseBlock } from "./address.mjs";
import { isShortest } from "./decimal.mjs";
import { JsonNumber, isObject } from "./json.mjs";
import { wildcard } from "./wildcard.mjs";

/** Reads one item of a list of matchers. */
export function readMatcher(item) {
  if (isScalar(item)) return anyLeaf(literal(item));
  const [name, operand] = onlyMember(item);
  switch (name) {
    case "exists":
      return exists(operand);
    case "anything-but":
      return anyLeaf(not(excluded(operand)));
    case "numeric":
      return anyLeaf(numeric(operand));
    case "prefix":
      return anyLeaf(affix(operand, startsWith));
    case "suffix":
      return anyLeaf(affix(operand, endsWith));
    case "equals-ignore-case":
      return anyLeaf(ofText(ignoringCase(equals), operand));
    case "wildcard":
      return anyLeaf(ofText(wildcard, operand));
    case "cidr":
      return anyLeaf(cidr(operand));
    default:
      throw new Error(`unknown matcher ${name}`);
  }
}

// A missing field has no leaf, so it satisfies nothing but `exists: false` (P5).
function anyLeaf(test) {
  return (leaves) => leaves.some(test);
}

function not(test) {
  return (leaf) => !test(leaf);
}

function onlyMember(item) {
  if (!isObject(item)) throw new Error("a matcher is a scalar or an object");
  if (item.size !== 1) throw new Error("a matcher has exactly one member");
  return [...item][0];
}

// --- literals ---

function isScalar(value) {
  return value === null || typeof value === "boolean" || typeof value === "string" || value instanceof JsonNumber;
}

function literal(expected) {
  if (!isScalar(expected)) throw new Error("a scalar belongs here");
  if (!(expected instanceof JsonNumber)) return (leaf) => leaf === expected;
  const double = finite(expected);
  return (leaf) => leaf instanceof JsonNumber && leaf.double === double; // P2, R7
}

function finite(number) {
  if (!(number instanceof JsonNumber)) throw new Error("a number belongs here");
  if (!Number.isFinite(number.double)) throw new Error(`${number.lexeme} is beyond the range of doubles`);
  return number.double;
}

function exists(operand) {
  if (typeof operand !== "boolean") throw new Error("exists takes true or false");
  return (leaves) => leaves.length > 0 === operand;
}

// --- anything-but: what must not match (R11) ---

function excluded(operand) {
  if (!isObject(operand)) return anyOf(oneOrMore(operand).map(literal));
  const [name, texts] = onlyMember(operand);
  return anyOf(oneOrMore(texts).map((text) => ofText(excludedText(name), text)));
}

function excludedText(name) {
  switch (name) {
    case "prefix":
      return notEmpty(startsWith);
    case "suffix":
      return notEmpty(endsWith);
    case "equals-ignore-case":
      return ignoringCase(equals);
    case "wildcard":
      return wildcard;
    default:
      throw new Error(`unknown matcher ${name} in anything-but`);
  }
}

function oneOrMore(operand) {
  const list = Array.isArray(operand) ? operand : [operand];
  if (list.length === 0) throw new Error("an empty list in anything-but");
  return list;
}

function anyOf(tests) {
  return (leaf) => tests.some((test) => test(leaf));
}

// --- numeric (R7, R12) ---

const COMPARISONS = {
  "=": (left, right) => left === right,
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
};

function numeric(operand) {
  if (!Array.isArray(operand)) throw new Error("numeric takes a list");
  if (operand.length === 4) return numericRange(operand);
  if (operand.length !== 2) throw new Error("numeric takes one or two comparisons");
  return comparison(operand[0], operand[1]);
}

function numericRange([lower, low, upper, high]) {
  if (![">", ">="].includes(lower) || !["<", "<="].includes(upper)) {
    throw new Error("a numeric range is a lower bound, then an upper one");
  }
  const isAboveLow = comparison(lower, low);
  const isBelowHigh = comparison(upper, high);
  const isOneNumber = low.double === high.double && lower === ">=" && upper === "<=";
  if (low.double >= high.double && !isOneNumber) throw new Error("an empty numeric range");
  return (leaf) => isAboveLow(leaf) && isBelowHigh(leaf);
}

function comparison(operator, number) {
  if (!Object.hasOwn(COMPARISONS, operator)) throw new Error(`unknown comparison ${operator}`);
  const compare = COMPARISONS[operator];
  const bound = finite(number);
  return (leaf) => leaf instanceof JsonNumber && isShortest(leaf.lexeme) && compare(leaf.double, bound);
}

// --- texts: functions from the expected text to a test of a text ---

function equals(expected) {
  return (text) => text === expected;
}

function startsWith(expected) {
  return (text) => text.startsWith(expected);
}

function endsWith(expected) {
  return (text) => text.endsWith(expected);
}

// R8. toUpperCase is Unicode's full mapping and knows no locale.
function ignoringCase(compare) {
  return (expected) => {
    const test = compare(expected.toUpperCase());
    return (text) => test(text.toUpperCase());
  };
}

function notEmpty(compare) {
  return (expected) => {
    if (expected === "") throw new Error("an empty prefix or suffix");
    return compare(expected);
  };
}

function ofText(compare, operand) {
  if (typeof operand !== "string") throw new Error("a text belongs here");
  const test = compare(operand);
  return (leaf) => typeof leaf === "string" && test(leaf);
}

function affix(operand, compare) {
  if (!isObject(operand)) return ofText(notEmpty(compare), operand);
  const [name, text] = onlyMember(operand);
  if (name !== "equals-ignore-case") throw new Error(`unknown matcher ${name} in prefix or suffix`);
  return ofText(notEmpty(ignoringCase(compare)), text);
}

function cidr(operand) {
  if (typeof operand !== "string") throw new Error("cidr takes a text");
  const block = parseBlock(operand);
  return (leaf) => typeof leaf === "string" && isInBlock(leaf, block);
}
