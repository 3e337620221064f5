// Writing JSON that JSON.stringify cannot write: odd numbers, doubled keys, odd spacing, needless escapes.
//
// A node is null, a boolean, a string, Raw, an array, or Members.

/** A piece of JSON text, such as a number in an odd spelling. */
export class Raw {
  constructor(text) {
    this.text = text;
  }
}

/** An object as the list of its members, keys doubled where wanted. */
export class Members {
  constructor(entries) {
    this.entries = entries;
  }
}

/** `space` goes behind every mark; with `escapes` every character of a text is escaped. */
export function write(node, style = { space: "", escapes: false }) {
  if (node instanceof Raw) return node.text;
  if (node instanceof Members) return writeMembers(node, style);
  if (Array.isArray(node)) return enclose("[", node.map((item) => write(item, style)), "]", style);
  return typeof node === "string" ? quote(node, style) : JSON.stringify(node);
}

function writeMembers({ entries }, style) {
  const members = entries.map(([key, value]) => `${quote(key, style)}:${style.space}${write(value, style)}`);
  return enclose("{", members, "}", style);
}

function enclose(open, parts, close, { space }) {
  return `${open}${space}${parts.join(`,${space}`)}${space}${close}`;
}

function quote(text, { escapes }) {
  if (!escapes) return JSON.stringify(text);
  const units = text.split("").map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return `"${units.join("")}"`;
}
