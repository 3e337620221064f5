// Prints random cases with the answers of the reference, as JSON Lines.
//
//   node differential/generate.mjs --cases 20000 --seed 1     cases; {"snapshot": ...} lines stand between them
//   node differential/generate.mjs --cases 20000 --seed 1 --flags    the same for flags and experiment runs
//   node differential/generate.mjs --matches 5000 --seed 1    patterns and contexts only
//   --stats                                                   what was asked, on stderr
//
// The same arguments print the same lines.

import { parseArgs } from "node:util";
import { load, matches } from "../reference/index.mjs";
import { testCase } from "./cases.mjs";
import { contextText } from "./contexts.mjs";
import { flagCase } from "./flag-cases.mjs";
import { FlagStatistics } from "./flag-statistics.mjs";
import { flagSnapshot } from "./flags.mjs";
import { pattern } from "./patterns.mjs";
import { Random } from "./random.mjs";
import { snapshot } from "./snapshots.mjs";
import { Statistics } from "./statistics.mjs";
import { write } from "./writer.mjs";

const { values: options } = parseArgs({
  options: {
    cases: { type: "string", default: "1000" },
    flags: { type: "boolean", default: false },
    matches: { type: "string" },
    seed: { type: "string", default: "1" },
    stats: { type: "boolean", default: false },
  },
});

const random = new Random(Number(options.seed));
const statistics = options.flags ? new FlagStatistics() : new Statistics();

for (const line of lines(options)) {
  print(line);
  if (options.stats) statistics.add(line);
}
if (options.stats) process.stderr.write(statistics.report());

function lines({ matches, flags, cases }) {
  if (matches) return matchLines(Number(matches));
  if (flags) return caseLines(Number(cases), flagSnapshot, flagCase, 25);
  return caseLines(Number(cases), snapshot, testCase, 50);
}

// About `usual` cases for each snapshot.
function* caseLines(count, makeSnapshot, makeCase, usual) {
  for (let left = count; left > 0; ) {
    const { document, hints } = makeSnapshot(random);
    yield { snapshot: document };
    const scene = { project: load(JSON.stringify(document)), hints };
    for (const _ of Array(Math.min(left, random.int(usual - 10, usual + 10)))) {
      yield makeCase(random, scene);
      left -= 1;
    }
  }
}

// Several contexts for each pattern, most of them made to match it.
function* matchLines(count) {
  for (let left = count; left > 0; ) {
    const { node, wishes } = pattern(random);
    const text = write(node, { space: random.pick(["", " "]), escapes: random.chance(0.1) });
    for (const _ of Array(Math.min(left, 4))) {
      const context = contextText(random, random.chance(0.75) ? wishes() : []);
      yield { match: { pattern: text, context }, expect: { match: matches(text, context) } };
      left -= 1;
    }
  }
}

function print(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
