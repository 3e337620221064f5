// Entity ids of every kind that bucketing is promised for. The same `count` and `from` give the same ids.

import { Random } from "../differential/random.mjs";

const LONGEST = 512;
const ONE_CHARACTER = [..."aZ0~_ .\u00e9塩ß\ud55c🧂\u0007\u00ad\u{10ffff}"];
const CJK = [..."用户顾客東京大阪漢字한국어ユーザー𠮷"];
const EMOJI = ["😀", "👩\u200d🚀", "🇩🇪", "❤\ufe0f", "👍🏽", "🧂"];
// Twice the same to the eye, and two ids: nothing is normalised.
const MARKS = [
  "\u00e9", "e\u0301", "\u00c5", "\u212b", "A\u030a", "q\u0307\u0323", "q\u0323\u0307", "\uac00", "\u1100\u1161",
  "\u0915\u094d\u0937\u093f",
];
const LONG = ["x", "0", "塩", "🧂", "e\u0301"];
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

const KINDS = [
  (random) => uuid(random),
  (random, index) => String(index),
  (random, index) => `user-${index}`,
  (random, index) => `${word(random, 3, 9)}.${word(random, 3, 9)}${index}@example.com`,
  (random) => word(random, 2, 4),
  (random, index) => ONE_CHARACTER[Math.floor(index / 12) % ONE_CHARACTER.length],
  (random) => some(random, CJK, 2, 8),
  (random) => some(random, EMOJI, 1, 5),
  (random) => some(random, MARKS, 1, 4) + word(random, 0, 2),
  (random) => uuid(random).toUpperCase(),
  (random, index) => String(index).padStart(12, "0"),
  (random, index) => (index % 180 === 11 ? long(random, index) : `${word(random, 5, 5)}|${index * 7919}`),
];

/** Ids of all kinds in turn. Where `from` is another, so are the ids, but for those of one character. */
export function ids(count, from) {
  const random = new Random(0x5eed + from);
  return random.times(count, (offset) => {
    const index = from + offset;
    return KINDS[index % KINDS.length](random, index);
  });
}

function uuid(random) {
  const hex = random.times(32, () => random.int(0, 15).toString(16)).join("");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})/, "$1-$2-4$3-a$4-");
}

function word(random, shortest, longest) {
  return some(random, [...LETTERS], shortest, longest);
}

function some(random, parts, fewest, most) {
  return random.times(random.int(fewest, most), () => random.pick(parts)).join("");
}

// 512 characters, which are code points: of "e\u0301" half as many fit when it is two.
function long(random, index) {
  const part = LONG[Math.floor(index / 180) % LONG.length];
  const digits = String(index);
  return digits + part.repeat(Math.floor((LONGEST - digits.length) / [...part].length));
}
