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
  const cells = new Map<string, { outcomes: string[]; reason: string; count: number }>();
  for (let done = 0; done < count;) {
    const ids = Array.from({ length: Math.min(PORTION, count - done) }, (_, index) => `user-${done + index + 1}`);
    const columns = deciders.map((decide) => decide(ids));
    for (let index = 0; index < ids.length; index += 1) {
      const outcomes = columns.map(({ outcomes }) => outcomes[index] ?? ABSENT);
      const reason = columns[0]?.reasons[index] ?? '';
      const key = `${outcomes.join('\n')}\n${reason}`;
      const cell = cells.get(key);
      if (cell) cell.count += 1;
      else cells.set(key, { outcomes, reason, count: 1 });
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

function deciderOf(
  evaluator: Evaluator,
  { kind, name }: Subject,
  context: string | null,
  now: number,
): (ids: string[]) => Columns {
  if (kind === 'feature') {
    if (!evaluator.features.includes(name)) return nobody;
    return (entityIds) => {
      const { variations, reasons } = evaluator.assign(
        { feature: name, entityIds, evaluationContext: context },
        { now },
      );
      return { outcomes: variations, reasons };
    };
  }
  if (!evaluator.flags.includes(name)) return nobody;
  return (entityIds) => {
    const answers = entityIds.map((entityId) => evaluator.evaluateFlag({ flag: name, entityId, context }, { now }));
    return { outcomes: answers.map(({ value }) => outcomeOfFlag(value)), reasons: answers.map(({ reason }) => reason) };
  };
}

const nobody = (): Columns => ({ outcomes: [], reasons: [] });

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

/** From each outcome in the first snapshot to each in the second. */
export function movementOf({ cells }: SimulationResult): Map<string, Map<string, number>> {
  const rows = new Map<string, Map<string, number>>();
  for (const {
    outcomes: [from = ABSENT, to = ABSENT],
    count,
  } of cells) {
    const row = rows.get(from) ?? new Map<string, number>();
    row.set(to, (row.get(to) ?? 0) + count);
    rows.set(from, row);
  }
  return rows;
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
