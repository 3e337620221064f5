// Reading rules of variants and audiences (A3): a rule that is refused throws an Error.
//
// What comes out is a tree of operands: {kind: "expression", operator, operands} or, for named operands, {kind,
// operator, named}; {kind: "variable", name}; {kind: "list", items}; and literals, {kind, value} with the kinds `text`,
// `number`, `boolean` and `timestamp`.

import { decimal, floorShifted } from "./decimal.mjs";
import { readInstant, readNumber } from "./ion-scalars.mjs";
import { readIon } from "./ion.mjs";
import { readRegex } from "./regex.mjs";

const LONGEST = 16384;
const DEEPEST = 128;

const CONSTANTS = ["text", "number", "boolean", "timestamp"];
const VALUES = [...CONSTANTS, "variable", "expression"];
const TEXTS = ["text", "variable"];
const CONDITIONS = ["expression", "boolean"];

// R31: the kinds of the operands, one by one; `many` stands for one or more.
const UNNAMED = {
  eq: [VALUES, VALUES],
  gt: [VALUES, VALUES],
  gte: [VALUES, VALUES],
  lt: [VALUES, VALUES],
  lte: [VALUES, VALUES],
  in: [VALUES, ["list"]],
  begins_with: [TEXTS, TEXTS],
  ends_with: [TEXTS, TEXTS],
  contains: [TEXTS, TEXTS],
  not: [CONDITIONS],
};
const MANY = { and: CONDITIONS, or: CONDITIONS };
const NAMED = {
  matches: { in: TEXTS, pattern: ["text"] },
  exists: { key: ["text"] },
  split: { pct: ["number"], by: TEXTS, seed: ["text"] },
};
const OPTIONAL = ["seed"];

/** A variant's rule: one expression (R30). */
export function readRule(text) {
  return readWhole(text, ["expression"]);
}

/** An audience rule may be `true` or `false` too (R30). */
export function readAudienceRule(text) {
  return readWhole(text, CONDITIONS);
}

function readWhole(text, kinds) {
  if ([...text].length > LONGEST) throw new Error("a rule is too long");
  return readOperand(readIon(text), kinds, 1);
}

function readOperand(value, kinds, depth) {
  if (value.annotations.length > 0) throw new Error("an annotation where none belongs"); // R29
  if (depth > DEEPEST && value.items) throw new Error("nested too deep");
  const operand = readKind(value, depth);
  if (!kinds.includes(operand.kind)) throw new Error(`${operand.kind} where ${kinds.join(" or ")} belongs`);
  return operand;
}

function readKind(value, depth) {
  switch (value.kind) {
    case "expression":
      return readExpression(value.items, depth);
    case "list":
      return { kind: "list", items: value.items.map((item) => readOperand(item, CONSTANTS, depth + 1)) };
    case "symbol":
      return readVariable(value.text);
    case "text":
      return { kind: "text", value: value.text };
    case "number":
      return { kind: "number", value: known(readNumber(value.lexeme), value.lexeme) };
    case "timestamp":
      return { kind: "timestamp", value: known(readInstant(value.lexeme), value.lexeme) };
    case "boolean":
      return { kind: "boolean", value: value.value };
    default:
      throw new Error("no operand");
  }
}

function known(value, lexeme) {
  if (value === null) throw new Error(`cannot read ${lexeme}`);
  return value;
}

function readVariable(symbol) {
  if (!symbol.startsWith("$") || symbol === "$") throw new Error(`unknown symbol ${symbol}`);
  return { kind: "variable", name: symbol.slice(1) };
}

function readExpression([first, ...rest], depth) {
  if (first?.kind !== "symbol" || first.annotations.length > 0) throw new Error("no operator");
  const operator = first.text;
  if (Object.hasOwn(NAMED, operator)) return readNamed(operator, rest, depth);
  const operands = rest.map((value, index) => readOperand(value, kindsOf(operator, rest.length)[index], depth + 1));
  if (operands.length !== kindsOf(operator, rest.length).length) throw new Error("too few operands");
  return { kind: "expression", operator, operands };
}

// The kinds for so many operands. There are no more kinds than the operator takes.
function kindsOf(operator, count) {
  if (Object.hasOwn(MANY, operator)) return Array(Math.max(count, 1)).fill(MANY[operator]);
  if (!Object.hasOwn(UNNAMED, operator)) throw new Error(`unknown operator ${operator}`);
  if (count > UNNAMED[operator].length) throw new Error("too many operands");
  return UNNAMED[operator];
}

function readNamed(operator, values, depth) {
  const kinds = NAMED[operator];
  const named = {};
  for (const { annotations, ...value } of values) {
    const [name] = annotations;
    if (annotations.length !== 1 || !Object.hasOwn(kinds, name)) throw new Error("no such named operand");
    if (Object.hasOwn(named, name)) throw new Error(`the operand ${name} stands twice`);
    named[name] = readOperand({ ...value, annotations: [] }, kinds[name], depth + 1);
  }
  const missing = Object.keys(kinds).filter((name) => !Object.hasOwn(named, name) && !OPTIONAL.includes(name));
  if (missing.length > 0) throw new Error(`missing ${missing.join(", ")}`);
  return { kind: "expression", operator, named: { ...named, ...readFurther(operator, named) } };
}

function readFurther(operator, { pattern, pct, seed }) {
  if (operator === "matches") return { search: readRegex(pattern.value) };
  if (operator !== "split") return {};
  if (seed?.value.includes("\0")) throw new Error("U+0000 in a seed");
  return { share: tenThousandths(pct.value) };
}

// A6, R34: a `pct` in ten-thousandths, exactly.
function tenThousandths({ double, lexeme }) {
  if (!(double >= 0 && double <= 100) || decimal(lexeme).exponent < -4n) throw new Error("no percentage");
  return floorShifted(lexeme, 4);
}
