// What rules and the contexts of flags are made of. The vocabulary is small, so that they often meet.

import { Members, Raw } from "./writer.mjs";

/** Names of variables: of a member of the context, or `entityId`. */
export const NAMES = [
  "plan",
  "age",
  "country",
  "vip",
  "since",
  "user-id",
  "a.b",
  "Plan",
  "entityId",
  "it's \"q\"",
  "caf\u00e9",
  "$plan",
  "__proto__",
  "constructor",
  "\u{1f600}",
  "two words",
  "true",
];

const COMMON = 8;
const TEXTS = [
  "pro",
  "Pro",
  "premium",
  "DE",
  "x",
  "xyz",
  "300",
  "true",
  "",
  " ",
  "pr",
  "caf\u00e9",
  "cafe\u0301",
  "Stra\u00dfe",
  "\u7528\u6237",
  "user@example.com",
  "2024-01-01",
  "line\nbreak",
  "tab\there",
  "it's",
  "'''",
  'say "hi"',
  "back\\slash",
  "a/b",
  "what?",
  "//no /*comment*/",
  "(eq 1 1)",
  "$plan",
  "a\u0000b",
  "\u0007\b\u000b\f",
  "\u00e9\u00ff",
  "\ue000", // after the surrogates in UTF-16, before the emoji in code points
  "\uff5e",
  "\u{1f600}",
  "\u{1f600}x",
  "\u{10ffff}",
  "\ud800", // unpaired
  "\ufffd",
];

const SORTED_TEXTS = [...TEXTS].sort(byCodePoints);
const COMMON_TEXTS = TEXTS.slice(0, COMMON).map((text) => SORTED_TEXTS.indexOf(text));

// By value, ascending: how a rule may write it, how a JSON context may. A text in a context is written as in a rule.
const NUMBERS = [
  { ion: ["-inf"], json: [] },
  { ion: ["-1.7976931348623157e308", "-17976931348623157d292"], json: ["-1.7976931348623157E+308"] },
  { ion: ["-5", "-5.", "-5.00", "-0x5", "-0b101", "-50d-1", "-0.5E1", "-0X05", "-0B0101"], json: ["-5", "-5e0"] },
  { ion: ["0", "-0", "0.", "-0.0", "0e0", "-0e5", "0d-7", "0x0", "-0b0"], json: ["0", "-0", "0.0", "0e5", "-0.0E-3"] },
  { ion: ["5e-324", "4.9406564584124654d-324", "3e-324"], json: ["5e-324", "3e-324"] },
  { ion: ["0.1", "0.10", "1d-1", "1e-1", "0.1_0", "0.1000000000000000055"], json: ["0.1", "0.1000000000000000055"] },
  { ion: ["0.30000000000000004", "0.3000000000000000444", "3.0000000000000004e-1"], json: ["0.30000000000000004"] },
  { ion: ["1", "1.", "1.0", "10d-1", "10e-1", "0x1", "0b1", "0b0_1"], json: ["1", "1.0", "10e-1"] },
  { ion: ["17.5", "175d-1", "1.75e1", "1_7.5", "17.50", "0.175D+2"], json: ["17.5", "175e-1"] },
  { ion: ["18", "0x12", "0b10010", "1_8", "18.", "1.8d1", "18e0", "0x1_2", "0B1_0_010"], json: ["18", "1.8e1"] },
  { ion: ["300", "3_00", "0x12C", "0X12c", "0b100101100", "3e2", "3d2", "3.00d+02"], json: ["300", "3.0e2", "3E+2"] },
  {
    ion: ["9007199254740992", "9007199254740993", "0x20000000000001", "9_007_199_254_740_993.", "9.007199254740993e15"],
    json: ["9007199254740992", "9007199254740993", "9.007199254740992e15"],
  },
  {
    ion: ["12345678901234567891", "1.2345678901234567e19", "12_345_678_901_234_567_168", "0xAB54A98CEB1F0AD3"],
    json: ["12345678901234567891", "12345678901234567000"],
  },
  { ion: ["1e21", "1d21", "1000000000000000000000"], json: ["1e21", "1E+21"] },
  { ion: ["1.7976931348623157e308", "1.7976931348623157d308"], json: ["1.7976931348623157e+308"] },
  { ion: ["+inf"], json: [] },
];

// By instant, ascending, each with its spellings.
const TIMESTAMPS = [
  ["0001T", "0001-01T", "0001-01-01", "0001-01-01T00:00Z"],
  ["1969-12-31T23:59:59.999Z", "1970-01-01T01:59:59.999+02:00"],
  ["1970T", "1970-01-01T00:00:00Z", "1969-12-31T16:00-08:00"],
  ["2012-03-04T05:06:07-08:00", "2012-03-04T13:06:07Z"],
  ["2023-12-31T23:59:59.9999999999Z", "2024-01-01T23:58:59.9999999999+23:59"],
  [
    "2024T",
    "2024-01T",
    "2024-01-01",
    "2024-01-01T",
    "2024-01-01T00:00Z",
    "2024-01-01T00:00:00-00:00",
    "2023-12-31T19:00-05:00",
    "2024-01-01T05:30:00.000+05:30",
  ],
  ["2024-01-01T00:00:00.0000000001Z", "2024-01-01T00:00:00.00000000010-00:00", "2023-12-31T23:59:00.0000000001-00:01"],
  ["2024-01-01T00:00:00.001Z", "2024-01-01T00:00:00.0010+00:00"],
  ["2024-02-29", "2024-02-29T00:00Z", "2024-02-28T18:30:00-05:30", "2024-02-29T00:00:00.000000-00:00"],
  ["2024-03T", "2024-03-01T", "2024-02-29T23:00:00-01:00"],
  ["9999-12-31T23:59:59.999999999999Z", "9999-12-31T00:00:59.999999999999-23:59"],
];

const BOOLEANS = ["false", "true"];

// Texts that are almost numbers, timestamps or booleans.
const NEARLY = {
  numbers: [
    ..." 5|5 |+5|05|5_|_5|5__0|0x|0x_1|0b2|1e|5d|.5|5.5.5|1,5|--5|- 5|-|0x1.8|1e5_0|5e0.5|\u0665|\uff15".split("|"),
    ..."Infinity|inf|+Inf|NaN|nan|1e400|-1d400|1e-400|5\n|5/*c*/|5//|null.int|3e2d1|00|1_.5|1._5|5\u0000".split("|"),
  ],
  timestamps: [
    ..."2024-01|2024|2024-1-1|2024-01-01T00:00|2024-01-01T00Z|2024-02-30|2023-02-29|2024-13T|2024-00T".split("|"),
    ..."0000T|2024-01-01 00:00:00Z|2024-01-01T24:00Z|2024-01-01T00:60Z|2024-01-01T00:00:60Z|2024T |".split("|"),
    ..."2024-01-01T00:00:00.Z|2024-01-01T00:00:00z|2024-01-01t00:00Z|2024-01-01T00:00+24:00|1e400".split("|"),
    ..."2024-01-01T00:00+05:60|2024-01-01T00:00+0530|2024-01-01T00:00:00,5Z|02024T|2024-01T00:00Z|24T".split("|"),
  ],
  booleans: "TRUE|True| true|true |t|1|0|yes||null|'true'".split("|"),
};

const BEYOND = ["1e400", "-1e400", "1e999999999999", "1e-400", "-1e-999999999999"];

/**
 * Values of one type in ascending order. `literal` is Ion text for the value at an index (of texts, the text);
 * `value` is what a context may hold to equal it, `native` the same without a detour over a text.
 */
export const DOMAINS = {
  texts: domain(SORTED_TEXTS, (text) => ({ ion: [text], json: [text], texts: [text] })),
  numbers: domain(NUMBERS, ({ ion, json }) => ({ ion: ion.map(raw), json: json.map(raw), texts: ion })),
  timestamps: domain(TIMESTAMPS, (ion) => ({ ion: ion.map(raw), json: ion, texts: ion })),
  booleans: domain(BOOLEANS, (text) => ({ ion: [raw(text)], json: [text === "true"], texts: [text] })),
};

export function randomDomain(random) {
  return DOMAINS[random.weighted([[8, "texts"], [9, "numbers"], [6, "timestamps"], [3, "booleans"]])];
}

/** An index of the domain; of texts mostly a common one. */
export function indexIn(random, domain) {
  if (domain === DOMAINS.texts && random.chance(0.6)) return random.pick(COMMON_TEXTS);
  return random.int(0, domain.size - 1);
}

export function text(random) {
  return random.pick(TEXTS.slice(0, random.chance(0.6) ? COMMON : TEXTS.length));
}

export function name(random) {
  return random.pick(NAMES.slice(0, random.weighted([[5, 5], [3, 9], [2, NAMES.length]])));
}

/** What a context may hold: anything that JSON has. */
export function anything(random) {
  return random.weighted([
    [60, () => scalar(random)],
    [20, () => almost(random, random.pick(Object.values(DOMAINS)))],
    [6, () => new Raw(random.pick(BEYOND))],
    [14, () => nothing(random)],
  ])();
}

export function scalar(random) {
  const domain = randomDomain(random);
  return domain.value(random, indexIn(random, domain));
}

/** What counts as absent in a context of a flag (R32). */
export function nothing(random) {
  return random.weighted([
    [4, () => null],
    [2, () => []],
    [3, () => [scalar(random)]],
    [1, () => new Members([])],
    [4, () => new Members([[name(random), scalar(random)], ["b", "pro"]])],
  ])();
}

/** A text that is not quite of the domain. */
export function almost(random, domain) {
  const kind = Object.keys(DOMAINS).find((name) => DOMAINS[name] === domain);
  return random.pick(NEARLY[kind] ?? TEXTS);
}

function domain(families, spellings) {
  const spelled = families.map(spellings);
  const native = (random, index) => random.pick([spelled[index].json, spelled[index].texts].find(isNotEmpty));
  return {
    size: families.length,
    literal: (random, index) => random.pick(spelled[index].ion),
    native,
    value: (random, index) => (random.chance(0.5) ? native(random, index) : random.pick(spelled[index].texts)),
  };
}

function isNotEmpty(list) {
  return list.length > 0;
}

function raw(text) {
  return new Raw(text);
}

function byCodePoints(left, right) {
  const [these, those] = [[...left], [...right]].map((parts) => parts.map((part) => part.codePointAt(0)));
  const index = these.findIndex((point, place) => point !== those[place]);
  return index < 0 ? these.length - those.length : these[index] - (those[index] ?? -1);
}
