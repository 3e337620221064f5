// Writing Ion text in its many forms.
//
// A node is a string, Raw (a number, a timestamp or a boolean as it is to be written), an array (a list), Word (a
// symbol), Named (an annotated value), or Expression.

import { Raw } from "./writer.mjs";

const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]*$/;
const KEYWORDS = ["true", "false", "null", "nan"];
const STOP = /[()[\],"]/; // what may stand beside anything without a space
const SPACES = [" ", " ", "  ", "\n", "\r\n", "\r", "\t", "\n  ", "\v", "\f"];
const BREAKS = ["\n", "\n", "\n", "\r\n", "\r"];
const LONG = "'''";
const REMARKS = ["", " ", "c", " (eq ", ")", '"', "'", "'''", " /* ", "//", "\u00e9\u{1f600}", "::", "\\"];
const NAMED_ESCAPES = new Map(Object.entries({
  "\u0000": "0",
  "\u0007": "a",
  "\b": "b",
  "\t": "t",
  "\n": "n",
  "\f": "f",
  "\r": "r",
  "\v": "v",
  '"': '"',
  "'": "'",
  "\\": "\\",
  "/": "/",
  "?": "?",
}));

export class Word {
  constructor(text) {
    this.text = text;
  }
}

export class Named {
  constructor(name, value) {
    Object.assign(this, { name, value });
  }
}

export class Expression {
  constructor(operator, operands) {
    Object.assign(this, { operator, operands });
  }
}

/** The text of a node: mostly plain, else with everything that Ion permits. */
export function writeIon(random, node) {
  const style = random.weighted([
    [6, { odd: 0, escapes: 0 }],
    [2, { odd: 0.15, escapes: 0.02 }],
    [2, { odd: 0.5, escapes: 0.2 }],
  ]);
  return new Writer(random, style).text(node);
}

class Writer {
  #random;
  #style;

  constructor(random, style) {
    this.#random = random;
    this.#style = style;
  }

  text(node) {
    const tokens = this.#tokens(node);
    const between = tokens.map((token, index) => `${index > 0 ? this.#between(tokens[index - 1], token) : ""}${token}`);
    if (!this.#isOdd()) return between.join("");
    const end = this.#random.chance(0.3) ? `${this.#space(tokens.at(-1))}// end` : this.#space(tokens.at(-1));
    return `${this.#space("(")}${between.join("")}${end}`;
  }

  // --- tokens ---

  #tokens(node) {
    if (node instanceof Raw) return [node.text];
    if (node instanceof Word) return [this.#symbol(node.text)];
    if (node instanceof Named) return [this.#symbol(node.name), "::", ...this.#tokens(node.value)];
    if (node instanceof Expression) return this.#expression(node);
    return Array.isArray(node) ? this.#list(node) : this.#string(node, true);
  }

  // Two long strings side by side would be one.
  #expression({ operator, operands }) {
    const parts = [];
    for (const operand of operands) {
      const isText = typeof operand === "string";
      parts.push(isText ? this.#string(operand, !parts.at(-1)?.at(-1).endsWith(LONG)) : this.#tokens(operand));
    }
    return ["(", this.#symbol(operator), ...parts.flat(), ")"];
  }

  #list(items) {
    const parts = items.flatMap((item, index) => [...(index > 0 ? [","] : []), ...this.#tokens(item)]);
    const end = items.length > 0 && this.#isOdd() && this.#random.chance(0.3) ? [","] : [];
    return ["[", ...parts, ...end, "]"];
  }

  #symbol(text) {
    const isPlain = IDENTIFIER.test(text) && !KEYWORDS.includes(text);
    return isPlain && !(this.#isOdd() && this.#random.chance(0.3)) ? text : this.#quoted(text, "'");
  }

  #string(text, mayBeLong) {
    if (!mayBeLong || !this.#isOdd() || this.#random.chance(0.4)) return [this.#quoted(text, '"')];
    const points = [...text];
    const cuts = this.#random.times(this.#random.int(0, 2), () => this.#random.int(0, points.length));
    const ends = [0, ...cuts.sort((left, right) => left - right), points.length];
    return ends.slice(1).map((end, index) => this.#quoted(points.slice(ends[index], end).join(""), LONG));
  }

  #quoted(text, quote) {
    const isLong = quote.length > 1;
    const characters = [...text].map((character, index, all) => {
      const isAlone = index > 0 && index < all.length - 1 && all[index - 1] !== "'" && all[index + 1] !== "'";
      const mustEscape = character === "\\" || character < " " || (character === quote[0] && !(isLong && isAlone));
      const continued = this.#random.chance(this.#style.escapes / 8) ? `\\${this.#random.pick(BREAKS)}` : "";
      return `${continued}${this.#character(character, mustEscape, isLong)}`;
    });
    return `${quote}${characters.join("")}${quote}`;
  }

  #character(character, mustEscape, isLong) {
    const random = this.#random;
    if (isLong && character === "\n" && random.chance(0.7)) return random.pick(BREAKS); // Ion reads all as U+000A
    if (/[\t\v\f]/.test(character) && random.chance(this.#style.odd)) return character;
    const isUnpaired = /^[\ud800-\udfff]$/.test(character); // has no escape
    if (isUnpaired || !(mustEscape || random.chance(this.#style.escapes))) return character;
    const point = character.codePointAt(0);
    const forms = [
      ...(NAMED_ESCAPES.has(character) ? random.times(4, () => `\\${NAMED_ESCAPES.get(character)}`) : []),
      ...(point <= 0xff ? [`\\x${this.#hex(point, 2)}`] : []),
      ...(point <= 0xffff ? [`\\u${this.#hex(point, 4)}`] : []),
      `\\U${this.#hex(point, 8)}`,
    ];
    return random.pick(forms);
  }

  #hex(point, digits) {
    const text = point.toString(16).padStart(digits, "0");
    return this.#random.chance(0.5) ? text : text.toUpperCase();
  }

  // --- what is between them ---

  #between(left, right) {
    const isTouching = left === "::" || right === "::" || STOP.test(left.at(-1)) || STOP.test(right[0]);
    if (this.#isOdd()) return this.#random.chance(0.3) && isTouching ? "" : this.#space(left);
    const isTight = ["(", "[", "::"].includes(left) || [")", "]", ",", "::"].includes(right);
    return isTight ? "" : " ";
  }

  // Spaces and comments. A number is not over before a space.
  #space(left) {
    const random = this.#random;
    const remarks = random.times(random.weighted([[6, 0], [3, 1], [1, 2]]), () => {
      const remark = random.pick(REMARKS);
      return random.chance(0.5) ? `/*${remark}*/` : `//${remark}${random.pick(BREAKS)}`;
    });
    const first = remarks.length === 0 || /^[-+0-9]/.test(left) || random.chance(0.5) ? random.pick(SPACES) : "";
    return `${first}${remarks.join(random.pick(["", " "]))}${random.pick(["", " "])}`;
  }

  #isOdd() {
    return this.#random.chance(this.#style.odd);
  }
}
