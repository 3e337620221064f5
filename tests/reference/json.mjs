// Reading JSON text without losing what JSON.parse loses: the spelling of numbers and doubled keys.
//
// A value is null, a boolean, a string, a JsonNumber, an array, or a Map for an object. A Map has no trouble
// with members called "__proto__".

import { parseTree } from "jsonc-parser";

const DEEPEST = 128; // S7

/** A number as it was written. */
export class JsonNumber {
  constructor(lexeme) {
    this.lexeme = lexeme;
  }

  /** The nearest IEEE double; infinite beyond their range. */
  get double() {
    return Number(this.lexeme);
  }
}

/** Text that is no JSON (code NotJson), is nested too deep (TooDeep) or doubles a key (DuplicateKey). */
export class JsonError extends Error {
  constructor(code, message) {
    super(message);
    this.name = "JsonError";
    this.code = code;
  }
}

/** Parses JSON text. A doubled key keeps its last value (R2), or is refused where the caller says so (P6). */
export function parse(text, { refuseDuplicateKeys = false } = {}) {
  const wellFormed = text.toWellFormed(); // R1, raw surrogates
  checkGrammar(wellFormed);
  checkDepth(wellFormed);
  return read(parseTree(wellFormed), wellFormed, refuseDuplicateKeys);
}

export function isObject(value) {
  return value instanceof Map;
}

// jsonc-parser is lenient by nature. JSON.parse alone says what is JSON.
function checkGrammar(text) {
  try {
    JSON.parse(text);
  } catch (error) {
    throw new JsonError("NotJson", error.message);
  }
}

function checkDepth(text) {
  const brackets = text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"/g, "").matchAll(/[[{\]}]/g);
  let depth = 0;
  for (const [bracket] of brackets) {
    depth += bracket === "[" || bracket === "{" ? 1 : -1;
    if (depth > DEEPEST) throw new JsonError("TooDeep", `nested deeper than ${DEEPEST}`);
  }
}

function read(node, text, refuseDuplicateKeys) {
  switch (node.type) {
    case "object":
      return readObject(node, text, refuseDuplicateKeys);
    case "array":
      return (node.children ?? []).map((child) => read(child, text, refuseDuplicateKeys));
    case "string":
      return node.value.toWellFormed(); // R1, escaped surrogates
    case "number":
      return new JsonNumber(text.slice(node.offset, node.offset + node.length));
    case "boolean":
      return node.value;
    default:
      return null;
  }
}

function readObject(node, text, refuseDuplicateKeys) {
  const members = new Map();
  for (const property of node.children ?? []) {
    const [key, value] = property.children.map((child) => read(child, text, refuseDuplicateKeys));
    if (refuseDuplicateKeys && members.has(key)) {
      throw new JsonError("DuplicateKey", `the key ${JSON.stringify(key)} stands twice in one object`);
    }
    members.set(key, value);
  }
  return members;
}
