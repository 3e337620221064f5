// Random regular expressions that mean the same in every dialect, each with a text that it matches.

// [pattern, what it matches]
const ATOMS = [
  ["a", "a"],
  ["b", "b"],
  ["pro", "pro"],
  ["x", "x"],
  ["-", "-"],
  ["_", "_"],
  [" ", " "],
  ["@", "@"],
  ["\u00e9", "\u00e9"],
  ["\u7528", "\u7528"],
  ["\u{1f600}", "\u{1f600}"],
  ["\\.", "."],
  ["\\*", "*"],
  ["\\+", "+"],
  ["\\(", "("],
  ["\\)", ")"],
  ["\\[", "["],
  ["\\]", "]"],
  ["\\{", "{"],
  ["\\}", "}"],
  ["\\|", "|"],
  ["\\?", "?"],
  ["\\^", "^"],
  ["\\$", "$"],
  ["\\\\", "\\"],
  ["\\t", "\t"],
  [".", "q"],
  [".", "\u{1f600}"],
  ["[a-c]", "b"],
  ["[0-9]", "7"],
  ["[A-Za-z]", "M"],
  ["[^a]", "b"],
  ["[^0-9a-f]", "\u{1f600}"],
  ["[a\u00e9\u7528]", "\u00e9"],
  ["[\u{1f600}-\u{1f610}]", "\u{1f601}"],
  ["[.*+]", "*"],
  ["[\\]\\\\]", "]"],
  ["[a_-]", "-"],
];

// [quantifier, how often]
const BOUNDED = [["?", 0], ["?", 1], ["??", 1], ["{2}", 2], ["{1,3}", 3], ["{0,2}", 0], ["{1,2}?", 2]];
const UNBOUNDED = [["*", 0], ["*", 3], ["+", 2], ["+?", 1], ["{2,}", 3], ["*?", 2]];

/** {pattern, example}. At most one quantifier is without bound, so that no engine takes long. */
export function regex(random) {
  const branches = random.times(random.chance(0.12) ? 2 : 1, () => branch(random));
  return { pattern: branches.map(({ pattern }) => pattern).join("|"), example: random.pick(branches).example };
}

function branch(random) {
  const count = random.int(1, 4);
  const unbounded = random.chance(0.4) ? random.int(0, count - 1) : -1;
  const parts = random.times(count, (index) => piece(random, index === unbounded));
  const start = random.chance(0.25) ? "^" : "";
  const end = random.chance(0.25) ? "$" : "";
  return {
    pattern: `${start}${parts.map(({ pattern }) => pattern).join("")}${end}`,
    example: parts.map(({ example }) => example).join(""),
  };
}

function piece(random, isUnbounded) {
  const { pattern, example, isGroup } = !isUnbounded && random.chance(0.2) ? group(random) : atom(random);
  if (!isUnbounded && random.chance(0.7)) return { pattern, example };
  const [quantifier, count] = random.pick(isUnbounded ? UNBOUNDED : BOUNDED);
  return { pattern: `${isGroup ? pattern : single(pattern)}${quantifier}`, example: example.repeat(count) };
}

function atom(random) {
  const [pattern, example] = random.pick(ATOMS);
  return { pattern, example };
}

function group(random) {
  const branches = random.times(random.int(1, 3), () => random.times(random.int(1, 2), () => atom(random)));
  const patterns = branches.map((atoms) => atoms.map(({ pattern }) => pattern).join(""));
  const example = random.pick(branches).map((chosen) => chosen.example).join("");
  return { pattern: `${random.pick(["(", "(?:"])}${patterns.join("|")})`, example, isGroup: true };
}

// What a quantifier can follow.
function single(pattern) {
  return pattern === "pro" ? "(?:pro)" : pattern;
}
