// Random entity ids.

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const CJK = ["\u7528", "\u6237", "\u9867", "\u5ba2", "\ud55c", "\uae00", "\u{20bb7}"];
const EMOJI = ["\u{1f600}", "\u{1f469}\u200d\u{1f680}", "\u{1f1e9}\u{1f1ea}", "\u2764\ufe0f"];
const MARKS = ["e\u0301", "\u00e9", "a\u0308\u0323", "\u1100\u1161", "\u202ex"];
const UNPAIRED = ["\ud800", "\udfff", "x\udc00", "\udc00\ud800", "\ufffd"];
const NAMES = ["__proto__", "constructor", "0", "-0"];
const ODD = [...NAMES, " ", "\u0000", "a\u0000b", "\t", '"', "\\", "\u007f", "\ufeffx", "\u2027"];
const LONGEST = 512;

/** A valid entity id. */
export function entityId(random, longest = LONGEST) {
  const make = random.weighted([
    [25, uuid],
    [20, () => String(random.int(0, 99999))],
    [15, () => `${word(random)}.${word(random)}@example.com`],
    [15, () => `user-${random.int(1, 500)}`],
    [6, () => some(random, CJK)],
    [6, () => some(random, EMOJI)],
    [5, () => some(random, MARKS)],
    [4, () => `${word(random)}${random.pick(UNPAIRED)}`],
    [3, () => random.pick(ODD)],
    [1, () => long(random, longest)],
  ]);
  return make(random);
}

/** An id that E10 refuses. */
export function invalidId(random, longest = LONGEST) {
  return random.pick([
    "",
    `a${random.pick(["\n", "\r", "\u0085", "\u2028", "\u2029"])}b`,
    "\n",
    long(random, longest + 1),
  ]);
}

function uuid(random) {
  const hex = random.times(32, () => random.int(0, 15).toString(16)).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function word(random) {
  return some(random, [...LETTERS]);
}

function some(random, parts) {
  return random.times(random.int(1, 6), () => random.pick(parts)).join("");
}

// Counted in code points: characters beyond the first plane count once.
function long(random, length) {
  return random.pick(["z", "\u{1f600}", "\u7528", "\ud800"]).repeat(length);
}
