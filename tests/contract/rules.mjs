// What the contract is about: the salts and the shapes of launches, experiments, splits and runs.

const LONG = "salt-".repeat(26).slice(0, 127);
const LONG_SCRIPT = [..."塩🧂\u00fc".repeat(43)].slice(0, 127).join("");

/** By label; `null` is absence, which makes the name the salt. */
export const SALTS = {
  name: null,
  empty: "",
  ascii: "checkout 2026/11",
  "other-script": "塩と\u00fcber \u043f\u0438\u0306🧂",
  long: LONG,
  "long-other-script": LONG_SCRIPT,
};

const MANY = Array.from({ length: 12 }, (_, index) => `g${index}`);
const SHADES = Object.fromEntries(MANY.map((name, index) => [name, index * 1511]));

/** `lacking` are groups without a variation for the feature (E6). */
export const LAUNCHES = [
  shape("one-all", ["a"], { a: 100_000 }, "One group with everybody."),
  shape("one-half", ["a"], { a: 50_000 }, "One group with half of all."),
  shape("two-halves", ["a", "b"], { a: 50_000, b: 50_000 }, "Two halves."),
  shape("thirds", ["a", "b", "c"], { a: 33_333, b: 33_333, c: 33_334 }, "Three parts that are not quite equal."),
  shape(
    "below", ["a", "b", "c"], { a: 10_000, b: 20_000, c: 5000 },
    "The sum is below 100000: the rest get the default.",
  ),
  shape("odd", ["a", "b", "c"], { a: 12_345, b: 67_890, c: 1 }, "Weights that are not round."),
  shape(
    "zero-weights", ["a", "b", "c", "d"], { a: 0, b: 40_000, c: 0, d: 60_000 },
    "Groups without weight get nobody.",
  ),
  shape("nothing", ["a", "b"], { a: 0, b: 0 }, "No weight at all claims nobody."),
  shape(
    "absent-weights", ["a", "b", "c"], { c: 20_000, b: 50_000 },
    "An absent weight is 0, and the order is that of the groups.",
  ),
  shape("twelve", MANY, SHADES, "Twelve groups of growing weights."),
  {
    ...shape("lacking", ["a", "b"], { a: 50_000, b: 50_000 }, "A group without a variation of the feature."),
    lacking: ["b"],
  },
  {
    name: "ramp",
    why: "Steps of 10, 25 and 80 percent, with constant proportions.",
    groups: ["a", "b"],
    days: [1, 11, 21],
    steps: [
      { startTime: 0, groupWeights: { a: 5000, b: 5000 } },
      { startTime: 864_000, groupWeights: { a: 12_500, b: 12_500 } },
      { startTime: 1_728_000, groupWeights: { a: 40_000, b: 40_000 } },
    ],
  },
  {
    name: "segments",
    why: "Each split of a step takes its share of what the ones before it left.",
    groups: ["a", "b", "c"],
    contexts: ["nobody", "gold", "north", "both"],
    steps: [{
      startTime: 0,
      groupWeights: { a: 10_000, b: 10_000, c: 10_000 },
      segmentOverrides: [
        { segment: "north", evaluationOrder: 2, weights: { b: 30_000, c: 33_333 } },
        { segment: "gold", evaluationOrder: 1, weights: { a: 50_000 } },
      ],
    }],
  },
];

/** `launched`: the weights of a launch of the same name and salt that comes first. */
export const EXPERIMENTS = [
  trial("all-two", ["t", "c"], 100_000, { t: 50_000, c: 50_000 }, "All are sampled, in two halves."),
  trial(
    "half-thirds", ["t1", "t2", "c"], 50_000, { t1: 33_333, t2: 33_333, c: 33_334 },
    "Half are sampled, in three parts.",
  ),
  trial("odd-rate", ["t", "c"], 12_345, { t: 90_000, c: 10_000 }, "A rate that is not round."),
  trial("below", ["t", "c"], 80_000, { t: 30_000, c: 40_000 }, "The weights leave a part of the sampled untreated."),
  trial(
    "zero-weights", ["t1", "t2", "t3", "c"], 100_000, { t1: 0, t2: 25_000, t3: 0, c: 75_000 },
    "Treatments without weight get nobody.",
  ),
  trial(
    "absent-weights", ["t1", "t2", "c"], 100_000, { c: 60_000, t1: 20_000 },
    "An absent weight is 0, and the order is that of the treatments.",
  ),
  trial("rate-absent", ["t", "c"], undefined, { t: 50_000, c: 50_000 }, "An absent rate samples nobody."),
  trial("twelve", MANY, 99_999, SHADES, "Twelve treatments of growing weights."),
  {
    ...trial(
      "lacking", ["t", "c"], 100_000, { t: 50_000, c: 50_000 },
      "A treatment without a variation of the feature.",
    ),
    lacking: ["c"],
  },
  {
    ...trial(
      "after-launch", ["t", "c"], 60_000, { t: 50_000, c: 50_000 },
      "Behind a launch of the same name and salt.",
    ),
    launched: { t: 20_000, c: 20_000 },
  },
];

/** By key, the splits of a flag's variants. */
export const FLAGS = {
  none: ["pct::0 by::$entityId"],
  all: ["pct::100 by::$entityId"],
  half: ["pct::50 by::$entityId"],
  quarter: ["pct::25. by::$entityId"],
  decimals: ["pct::33.3333 by::$entityId", "pct::66.6667 by::$entityId"],
  nested: [
    "pct::20 by::$entityId seed::\"same\"",
    "pct::45.5 by::$entityId seed::\"same\"",
    "pct::8e1 by::$entityId seed::\"same\"",
  ],
  apart: [
    "pct::20 by::$entityId seed::\"one\"",
    "pct::20 by::$entityId seed::\"two\"",
    "pct::20 by::$entityId seed::\"three\"",
  ],
  seedEmpty: ["pct::50 by::$entityId seed::\"\""],
  seedSpaces: ["pct::37.5 by::$entityId seed::\"a seed, with more\""],
  seedScript: ["pct::62.5 by::$entityId seed::\"塩🧂\""],
  seedLong: [`pct::50 by::$entityId seed::"${LONG}"`],
  byNumber: ["pct::50 by::$number seed::\"numbers\""],
  byText: ["pct::50 by::$text seed::\"texts\""],
  small: ["pct::0.0001 by::$entityId", "pct::1.5 by::$entityId"],
  great: ["pct::99.9999 by::$entityId"],
};

/** By key; the last of the weights is the control's. */
export const RUNS = {
  halves: { weights: { t1: 50, c: 50 }, exposure: 100 },
  halvesFifth: { weights: { t1: 50, c: 50 }, exposure: 20 },
  halvesAgain: { weights: { t1: 50, c: 50 }, exposure: 100, number: 2 },
  thirds: { weights: { t1: 1, t2: 1, c: 1 }, exposure: 66.6 },
  odd: { weights: { t1: 13.5, t2: 0, t3: 7.25, c: 79.25 }, exposure: 87.654321 },
  great: { weights: { t1: 1_000_000_000_000, c: 999_999_999_999.5 }, exposure: 50 },
  script: { weights: { t1: 30, c: 70 }, exposure: 90, application: "塩-🧂" },
  audience: { weights: { t1: 60, c: 40 }, exposure: 100, audience: "(split pct::40 by::$entityId)" },
  none: { weights: { t1: 50, c: 50 }, exposure: 0 },
};

function shape(name, groups, groupWeights, why) {
  return { name, why, groups, steps: [{ startTime: 0, groupWeights }] };
}

function trial(name, treatments, samplingRate, weights, why) {
  return { name, why, treatments, samplingRate, weights };
}
