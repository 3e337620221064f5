// Counts what was generated: a generator that only ever makes DEFAULT tests little.

import { matches } from "../reference/index.mjs";
import { segmentsOf, unwrapped } from "./snapshots.mjs";

export class Statistics {
  #counts = { lines: new Map(), reasons: new Map(), errors: new Map(), matches: new Map() };
  #snapshot = {};

  add(line) {
    this.#snapshot = line.snapshot ?? this.#snapshot;
    count(this.#counts.lines, Object.keys(line).find((key) => !["now", "expect"].includes(key)));
    this.#addAnswer(line.expect ?? {});
    if (line.match) count(this.#counts.matches, line.expect.match);
    if (line.evaluate && !line.expect.error) this.#addMatches(line.evaluate);
  }

  report() {
    return Object.entries(this.#counts).map(([name, counts]) => describe(name, counts)).join("");
  }

  #addAnswer({ reason, results, reasons, error, match, ...all }) {
    if (error) count(this.#counts.errors, nameOf(error));
    else if (match === undefined) {
      const items = results ?? reasons ?? (reason ? [reason] : Object.values(all));
      for (const item of items) count(this.#counts.reasons, (item.reason ?? item).replace(/ .*/, " ..."));
    }
  }

  // The patterns that the running rules of the feature refer to.
  #addMatches({ feature, evaluationContext: context }) {
    const text = typeof context === "string" ? context : JSON.stringify(context ?? {});
    const names = segmentsOf(this.#snapshot).get(feature) ?? [];
    for (const { name, pattern } of unwrapped(this.#snapshot.segments, "segment")) {
      if (names.includes(name)) count(this.#counts.matches, matches(pattern, text));
    }
  }
}

/** One more of this key. */
export function count(counts, key) {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** The lines of a report, the most frequent key first. */
export function describe(name, counts) {
  const total = [...counts.values()].reduce((sum, number) => sum + number, 0);
  const rows = [...counts].sort(([, left], [, right]) => right - left);
  const share = (number) => ((100 * number) / total).toFixed(2).padStart(6);
  const lines = rows.map(([key, number]) => `  ${share(number)} %  ${number}  ${key}\n`);
  return `${name}: ${total}\n${lines.join("")}`;
}

/** The name of an error. */
export function nameOf({ code, reason, fields }) {
  return [code, reason, ...(fields ?? [])].filter(Boolean).join(" ");
}
