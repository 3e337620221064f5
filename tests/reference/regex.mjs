// Regular expressions (A5, R40): RE2's, of which re2js is a port, less what is of Unicode.

import { RE2JS } from "re2js";

const TOKEN = /\\Q[^]*?(?:\\E|$)|\\x\{[^}]*\}|\\x..|\\[^]|\(\?[a-zA-Z-]*|[^]/gu;

/** A search for the pattern anywhere in a text; throws an Error on a pattern that is refused. */
export function readRegex(pattern) {
  const tokens = pattern.match(TOKEN) ?? [];
  if (tokens.some((token) => /^\\[pP]/.test(token))) throw new Error("a Unicode class");
  // What other engines take for assertions, and a range of which they make something else, is refused too (R40).
  if (tokens.some((token) => token === "\\<" || token === "\\>")) throw new Error("an escaped angle bracket");
  const behind = (...wanted) => tokens.some((_, at) => wanted.every((token, step) => tokens[at + step] === token));
  if (behind("\\b", "{")) throw new Error("a brace behind a boundary");
  if (behind("[", "-", "-") || behind("[", "^", "-", "-")) throw new Error("a range from a dash");
  const ignoresCase = tokens.some((token) => /^\(\?[a-zA-Z]*i/.test(token));
  if (ignoresCase && tokens.some(isBeyondAscii)) throw new Error("(?i) with a character beyond ASCII");
  const regex = RE2JS.compile(pattern);
  return (text) => regex.matcher(ignoresCase ? withoutFolding(text) : text).find();
}

function isBeyondAscii(token) {
  const hexadecimal = /^\\x\{?([\da-fA-F]+)/.exec(token);
  return hexadecimal ? parseInt(hexadecimal[1], 16) > 0x7f : /[^\0-\x7f]/.test(token);
}

// The only characters beyond ASCII that RE2 takes for ASCII letters, long s and the Kelvin sign, as another beyond it.
function withoutFolding(text) {
  return text.replace(/[\u017f\u212a]/g, "\ufffd");
}
