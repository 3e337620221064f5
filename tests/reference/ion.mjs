// Reading Ion text (R26), as far as rules need it, with Amazon's own ion-js.
//
// A value is {kind, annotations} and, by kind: `expression` and `list` have items; `text` and `symbol` have text;
// `number` and `timestamp` have a lexeme, read further by ion-scalars.mjs; `boolean` has a value. `other` is anything
// else, which no rule may hold.

import { makeReader } from "ion-js";
import { withoutUnderscores } from "./ion-scalars.mjs";

const GAP = /(?:[ \t\n\r\v\f]|\/\/[^\n\r]*(?=[\n\r]|$)|\/\*(?:[^*]|\*(?!\/))*\*\/)*/.source;
const LONG = /'''(?:[^'\\]|\\[^]|'(?!''))*'''/.source;
const TOKEN = new RegExp(
  [
    String.raw`(?<comment>\/\/[^\n\r]*|\/\*[^]*?\*\/)`,
    `(?<long>${LONG}(?:${GAP}${LONG})*)`,
    String.raw`(?<quoted>"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*')`,
    String.raw`(?<name>[A-Za-z_$][\w$]*)`,
    String.raw`(?<number>-?\d(?:[eEdD][+-]|[\w.])*)`,
  ].join("|"),
  "g",
);

/** The one value of an Ion text, an expression or a boolean; throws an Error when it is not Ion, or anything else. */
export function readIon(text) {
  const respelt = respell(text);
  // ion-js reads over version markers and symbol tables, before and behind
  if (!/^[ \t\n\r\v\f]*(?:\([^]*\)|true|false)[ \t\n\r\v\f]*$/.test(respelt)) throw new Error("not one expression");
  const values = readAll(respelt);
  if (values.length !== 1) throw new Error("not one value");
  return values[0];
}

// What ion-js 5.2 cannot read, or reads wrongly, in other words: underscores in numbers, binary integers, comments
// beside numbers, long strings with comments between them.
function respell(text) {
  return text.replace(TOKEN, (token, ...rest) => {
    const { comment, long, name, number } = rest.at(-1);
    if (comment) return " ";
    if (long) return shortString(long);
    if (number) return withoutUnderscores(token);
    if (name && /^\$\d+$/.test(name)) throw new Error("a number of the symbol table"); // R26
    return token;
  });
}

// '''a''' '''b''' as "ab". Each part is a whole text: no escape goes over to the next.
function shortString(long) {
  const segments = [...long.matchAll(new RegExp(`${LONG}|${GAP}`, "g"))].map(([segment]) => segment);
  const parts = segments.filter((segment) => segment.startsWith("'''"));
  return quote(parts.map((part) => textOfLong(part.slice(3, -3))).join(""));
}

// A line break in a long string is U+000A.
function textOfLong(body) {
  const short = body.replace(/\\(?:\r\n|[^])|\r\n|["\n\r]/g, (character) => {
    if (character.startsWith("\\")) return character;
    return character === '"' ? '\\"' : "\\n";
  });
  return readAll(`"${short}"`)[0].text;
}

function quote(text) {
  const escaped = text.replace(/[\0-\x1f"\\]/g, (character) => {
    return `\\x${character.codePointAt(0).toString(16).padStart(2, "0")}`;
  });
  return `"${escaped}"`;
}

function readAll(text) {
  try {
    return readValues(makeReader(text));
  } catch (error) {
    throw new Error(`not Ion: ${error.message}`);
  }
}

function readValues(reader) {
  const values = [];
  while (reader.next()) values.push(readValue(reader));
  return values;
}

function readValue(reader) {
  const annotations = reader.annotations();
  if (reader.isNull()) return { kind: "other", annotations };
  return { ...readContent(reader), annotations };
}

function readContent(reader) {
  switch (reader.type().name) {
    case "sexp":
      return { kind: "expression", items: readItems(reader) };
    case "list":
      return { kind: "list", items: readItems(reader) };
    case "string":
      return { kind: "text", text: reader.stringValue() };
    case "symbol":
      // stringValue() looks up numbers of the symbol table, even `$1e3`
      return { kind: "symbol", text: reader._stringRepresentation() };
    case "bool":
      return { kind: "boolean", value: reader.booleanValue() };
    case "int":
    case "decimal":
    case "float":
      return { kind: "number", lexeme: reader._stringRepresentation() };
    case "timestamp":
      return { kind: "timestamp", lexeme: reader._stringRepresentation() };
    default:
      return { kind: "other" };
  }
}

function readItems(reader) {
  reader.stepIn();
  const items = readValues(reader);
  reader.stepOut();
  return items;
}
