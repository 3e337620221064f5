// Counts what was generated of flags: reasons, rules that held, and runs that decided.

import { evaluateFlag, load } from "../reference/index.mjs";
import { count, describe, nameOf } from "./statistics.mjs";

export class FlagStatistics {
  #counts = {
    lines: new Map(),
    reasons: new Map(),
    errors: new Map(),
    "rules of variants": new Map(),
    "audience rules": new Map(),
    "flags with a running run": new Map(),
  };
  #snapshot = new Map();

  add(line) {
    if (line.snapshot) this.#snapshot = new Map(rulesOf(line.snapshot.appConfig));
    count(this.#counts.lines, Object.keys(line).find((key) => key !== "expect"));
    if (line.expect?.error) count(this.#counts.errors, nameOf(line.expect.error));
    else if (line.evaluateFlag) this.#addFlag(line.evaluateFlag.flag, line);
    else if (line.evaluateFlags) this.#addFlags(line.expect);
  }

  report() {
    return Object.entries(this.#counts).map(([name, counts]) => describe(name, counts)).join("");
  }

  #addFlags(answers) {
    for (const [flag, answer] of Object.entries(answers)) this.#addAnswer(flag, answer);
  }

  // Whether the rules of the flag hold, though only the first that does is ever asked.
  #addFlag(flag, { evaluateFlag: request, expect }) {
    this.#addAnswer(flag, expect);
    for (const rule of this.#snapshot.get(flag) ?? []) {
      rule.probe ??= probe(flag, rule.text);
      const { reason } = evaluateFlag(rule.probe, { ...request, flag });
      count(this.#counts[rule.kind], reason === "RULE_MATCH");
    }
  }

  #addAnswer(flag, { reason, run }) {
    count(this.#counts.reasons, reason.replace(/ .*/, " ..."));
    const isRunOn = (this.#snapshot.get(flag) ?? []).some(({ kind }) => kind === "audience rules");
    if (isRunOn) count(this.#counts["flags with a running run"], run ? "the run decides" : "it does not");
  }
}

function* rulesOf({ flags, experimentRuns }) {
  const runs = (experimentRuns ?? []).filter(({ Status }) => Status === "RUNNING");
  const definitions = runs.map(({ ExperimentDefinitionSnapshot: definition }) => definition);
  for (const key of new Set([...Object.keys(flags?.values ?? {}), ...definitions.map(({ FlagKey }) => FlagKey)])) {
    const variants = (flags?.values?.[key]?._variants ?? []).slice(0, -1);
    const audiences = definitions.filter(({ FlagKey }) => FlagKey === key);
    yield [key, [
      ...variants.map(({ rule }) => ({ kind: "rules of variants", text: rule })),
      ...audiences.map(({ AudienceRule }) => ({ kind: "audience rules", text: `(and ${AudienceRule}\n)` })),
    ]];
  }
}

// A flag with this key that serves its first variant when the rule holds.
function probe(flag, rule) {
  const variants = [{ name: "yes", enabled: true, rule }, { name: "no", enabled: true }];
  const flags = { version: "1", flags: { [flag]: {} }, values: { [flag]: { _variants: variants } } };
  return load(JSON.stringify({ version: 1, appConfig: { flags } }));
}
