// What becomes of many entities: what is asked of the worker, and what is made of its answer.

import { Evaluator } from 'variate';
import { contextOf } from './segments';
import { isSame, type Subject } from './state';

/** One subject decided for the entities `user-1` to `user-<count>`, in one snapshot or in two. */
export interface Job {
  readonly snapshots: readonly string[];
  readonly subject: Subject;
  readonly context: string;
  readonly now: number;
  readonly count: number;
}

/** How many entities got the same in all snapshots, for the same reason in the first. */
export interface Cell {
  readonly outcomes: readonly string[];
  /** What each outcome is worth, as JSON: a name may stand for another value in another snapshot. */
  readonly values: readonly string[];
  readonly reason: string;
  readonly count: number;
}

export interface SimulationResult {
  readonly cells: readonly Cell[];
  readonly milliseconds: number;
}

/** What the worker says. */
export type Report =
  | { readonly kind: 'progress'; readonly done: number }
  | { readonly kind: 'done'; readonly result: SimulationResult }
  | { readonly kind: 'failed'; readonly message: string };

/** The outcome in a snapshot that does not have the subject. */
export const ABSENT = 'not there';

/** So many are decided at once. */
const PORTION = 5_000;

export function isSameJob(one: Job, other: Job): boolean {
  return (
    one.count === other.count &&
    one.now === other.now &&
    one.context === other.context &&
    isSame(one.subject, other.subject) &&
    one.snapshots.length === other.snapshots.length &&
    one.snapshots.every((snapshot, index) => snapshot === other.snapshots[index])
  );
}

/** Decides all, and says how many are done after each portion. */
export function simulate(
  { snapshots, subject, context, now, count }: Job,
  onProgress: (done: number) => void,
): SimulationResult {
  const start = performance.now();
  const evaluators = snapshots.map((snapshot) => new Evaluator(snapshot));
  const deciders = evaluators.map((evaluator) => deciderOf(evaluator, subject, contextOf(context), now));
  const cells = new Map<string, { outcomes: string[]; values: string[]; reason: string; count: number }>();
  for (let done = 0; done < count;) {
    const ids = Array.from({ length: Math.min(PORTION, count - done) }, (_, index) => `user-${done + index + 1}`);
    const columns = deciders.map(({ decide }) => decide(ids));
    for (let index = 0; index < ids.length; index += 1) {
      const outcomes = columns.map(({ outcomes }) => outcomes[index] ?? ABSENT);
      const reason = columns[0]?.reasons[index] ?? '';
      const key = `${outcomes.join('\n')}\n${reason}`;
      const cell = cells.get(key);
      if (cell) cell.count += 1;
      else {
        // Of one snapshot, all with this outcome have this value.
        const values = deciders.map(({ valueFor }) => valueFor(ids[index] ?? ''));
        cells.set(key, { outcomes, values, reason, count: 1 });
      }
    }
    done += ids.length;
    onProgress(done);
  }
  for (const evaluator of evaluators) evaluator.free();
  return { cells: [...cells.values()], milliseconds: performance.now() - start };
}

interface Columns {
  readonly outcomes: readonly string[];
  readonly reasons: readonly string[];
}

interface Decider {
  decide(ids: string[]): Columns;
  /** What one of them gets, as JSON. */
  valueFor(id: string): string;
}

function deciderOf(
  evaluator: Evaluator,
  { kind, name }: Subject,
  context: string | null,
  now: number,
): Decider {
  if (kind === 'feature') {
    if (!evaluator.features.includes(name)) return NOBODY;
    return {
      decide(entityIds) {
        const { variations, reasons } = evaluator.assign(
          { feature: name, entityIds, evaluationContext: context },
          { now },
        );
        return { outcomes: variations, reasons };
      },
      valueFor: (entityId) =>
        JSON.stringify(
          Object.values(evaluator.evaluate({ feature: name, entityId, evaluationContext: context }, { now }).value)[0],
        ),
    };
  }
  if (!evaluator.flags.includes(name)) return NOBODY;
  const ask = (entityId: string) => evaluator.evaluateFlag({ flag: name, entityId, context });
  return {
    decide(ids) {
      const answers = ids.map(ask);
      return {
        outcomes: answers.map(({ value }) => outcomeOfFlag(value)),
        reasons: answers.map(({ reason }) => reason),
      };
    },
    valueFor: (id) => JSON.stringify(ask(id).value),
  };
}

const NOBODY: Decider = { decide: () => ({ outcomes: [], reasons: [] }), valueFor: () => '' };

/** A flag without variants is on or off. */
export function outcomeOfFlag({
  _variant,
  enabled,
}: {
  readonly _variant?: string;
  readonly enabled: boolean;
}): string {
  return _variant ?? (enabled ? 'on' : 'off');
}

/** How many of each outcome in one of the snapshots, the most first. */
export function countsOf({ cells }: SimulationResult, snapshot: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { outcomes, count } of cells) {
    const outcome = outcomes[snapshot] ?? ABSENT;
    counts.set(outcome, (counts.get(outcome) ?? 0) + count);
  }
  return new Map([...counts].sort(([, one], [, other]) => other - one));
}

/** What somebody gets: the name, and its value if the name stands for another one in the other snapshot. */
export interface Outcome {
  readonly name: string;
  readonly value: string;
}

/** How many go from an outcome in the first snapshot to one in the second. */
export interface Movement {
  readonly from: Outcome;
  readonly to: Outcome;
  readonly moves: boolean;
  readonly count: number;
}

/** An outcome is a name and its value: whoever keeps the name and gets another value moves. */
export function movementOf({ cells }: SimulationResult): Movement[] {
  const movements = new Map<string, Movement>();
  const valuesOf = new Map<string, Set<string>>();
  for (const { outcomes, values } of cells) {
    for (const [index, name] of outcomes.entries()) {
      valuesOf.set(name, (valuesOf.get(name) ?? new Set()).add(values[index] ?? ''));
    }
  }
  const outcomeOf = ({ outcomes, values }: Cell, snapshot: number): Outcome => {
    const name = outcomes[snapshot] ?? ABSENT;
    return { name, value: (valuesOf.get(name)?.size ?? 0) > 1 ? (values[snapshot] ?? '') : '' };
  };
  for (const cell of cells) {
    const from = outcomeOf(cell, 0);
    const to = outcomeOf(cell, 1);
    const key = JSON.stringify([from, to]);
    const count = (movements.get(key)?.count ?? 0) + cell.count;
    movements.set(key, { from, to, moves: keyOf(from) !== keyOf(to), count });
  }
  return [...movements.values()];
}

export function keyOf({ name, value }: Outcome): string {
  return JSON.stringify([name, value]);
}

/** Wilson's interval: where, of 95 samples in a hundred, the share lies from which `hits` of `count` were drawn. */
export function intervalOf(hits: number, count: number): { readonly from: number; readonly to: number } {
  const z = 1.959964;
  const share = hits / count;
  const centre = share + (z * z) / (2 * count);
  const half = z * Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * count * count));
  const scale = 1 + (z * z) / count;
  return { from: Math.max(0, (centre - half) / scale), to: Math.min(1, (centre + half) / scale) };
}
