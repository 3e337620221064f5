// What patterns and contexts are made of. The vocabulary is small, so that they often meet.

import { Raw } from "./writer.mjs";

/** Fields by their steps. Some are fields and objects at once; some differ in case or normalisation only. */
export const PATHS = [
  ["plan"],
  ["Plan"],
  ["age"],
  ["a"],
  ["a", "b"],
  ["a", "c"],
  ["a", "b", "c"],
  ["list"],
  ["list", "x"],
  ["list", "y"],
  ["list", "x", "z"],
  ["tags"],
  ["caf\u00e9"],
  ["cafe\u0301"],
  ["", "a"],
  ["__proto__"],
  ["\u{1f600}"],
];

export const TEXTS = [
  "",
  "x",
  "xy",
  "xyz",
  "XY",
  "pro",
  "Pro",
  "300",
  "true",
  "null",
  "a*b",
  "a\\b",
  "Stra\u00dfe",
  "STRASSE",
  "k",
  "K",
  "\u212a", // Kelvin sign
  "\u0131", // dotless i
  "caf\u00e9",
  "cafe\u0301",
  "\u0149n", // an upper-case form of two characters
  "\u{1f600}x",
  "\u{10428}", // lower-case letter outside the first plane
  "\ud800", // unpaired
  "\ufffd",
  "line\nbreak",
];

export const ADDRESSES = [
  "10.1.2.3",
  "10.1.3.4",
  "10.2.0.1",
  "192.168.0.255",
  "010.1.2.3",
  "10.1.2",
  "::1",
  "2001:db8::5",
  "2001:DB8:0:0::5",
  "2001:db8:1::",
  "::ffff:10.1.2.3",
  "fe80::1%eth0",
];

export const BLOCKS = [
  "10.1.0.0/16",
  "10.1.2.3/32",
  "10.1.2.255/24",
  "10.0.0.0/7",
  "0.0.0.0/0",
  "192.168.0.128/25",
  "::/0",
  "::1/128",
  "2001:db8::/32",
  "2001:db8::5/127",
  "::ffff:10.1.0.0/112",
];

/** Numbers by value, each with its spellings. */
export const NUMBERS = [
  ["0", "-0", "0.0", "0e5", "-0.0E-3"],
  ["1", "1.0", "10e-1"],
  ["300", "300.0", "3.0e2", "3E+2", "0.3e3"],
  ["-5", "-5.00"],
  ["18", "1.8e1", "18.0"],
  ["17.5", "175e-1"],
  ["0.1", "0.10", "1e-1", "0.1000000000000000055", "0.1000000000000000055511151231257827"],
  ["0.30000000000000004", "0.3000000000000000444"],
  ["9007199254740992", "9007199254740993", "9.007199254740992e15"],
  ["12345678901234567891", "12345678901234567000", "1.2345678901234567e19", "12345678901234567168"],
  ["100000000000000000000", "1e20", "1E+20"],
  ["1e21", "1000000000000000000000"],
  ["5e-324", "4.9406564584124654e-324", "3e-324"],
  ["1.7976931348623157e308", "1.7976931348623157e+308"],
];

/** Numbers that only a context may hold. */
export const BEYOND = ["1e400", "-1e400", "1e999999999999", "1e-400", "-1e-999999999999"];

export function text(random) {
  if (random.chance(0.15)) return random.pick(ADDRESSES);
  return random.pick(TEXTS.slice(0, random.chance(0.6) ? 8 : TEXTS.length));
}

export function number(random) {
  const [plain, ...others] = random.pick(NUMBERS.slice(0, random.chance(0.6) ? 6 : NUMBERS.length));
  return new Raw(random.chance(0.5) ? plain : random.pick([plain, ...others]));
}

/** A scalar of a context. */
export function scalar(random) {
  return random.weighted([
    [50, () => text(random)],
    [32, () => number(random)],
    [3, () => new Raw(random.pick(BEYOND))],
    [9, () => random.chance(0.5)],
    [6, () => null],
  ])();
}

export function path(random) {
  return random.pick(PATHS.slice(0, random.chance(0.7) ? 12 : PATHS.length));
}
