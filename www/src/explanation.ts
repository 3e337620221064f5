// Why a decision is what it is, as the package tells it.

import type {
  EvaluateFlagResponse,
  EvaluateResponse,
  Evaluator,
  Explanation,
  ExplanationStep,
  Line,
  LineRange,
} from 'variate';
import { contextOf } from './segments';
import type { SplitRange } from './shares';
import type { Persona, Subject } from './state';

export type { Condition, ExplanationStep, Found, Line, LineRange } from 'variate';

export type Why = Explanation<EvaluateResponse> | Explanation<EvaluateFlagResponse>;

/** Throws what the package throws: the entity id or the context may be invalid. */
export function explain(
  evaluator: Evaluator,
  { kind, name }: Subject,
  { entityId, context }: Persona,
  now: number,
): Why {
  return kind === 'feature'
    ? evaluator.explain({ feature: name, entityId, evaluationContext: contextOf(context) }, { now })
    : evaluator.explain(
        { flag: name, entityId: entityId === '' ? null : entityId, context: contextOf(context) },
        { now },
      );
}

/** A line as it stood when the last step looked at it, and what that step was about. */
export interface Ruler {
  readonly line: Line;
  readonly step: ExplanationStep;
  /** The part of a launch's line that is everybody's. */
  readonly everybody?: LineRange | undefined;
}

/**
 * Each line once, in the order in which they were looked at. A launch's is put together: each of its splits tells its own range,
 * and those before it as one. What would have come behind the one that decides is among the `splits` of the launch.
 */
export function rulersOf({ steps }: Why, splits: readonly SplitRange[]): Ruler[] {
  const rulers = new Map<string, Ruler>();
  const told: LineRange[] = [];
  for (const step of steps) {
    for (const line of [...(step.lines ?? []), ...linesOf(step.condition)]) {
      const key = JSON.stringify([line.name, line.domain, line.salt, line.id, line.name === 'allot' ? line.total : 0]);
      // What a run's exposure and a rule's split take of one line are different shares.
      const isShared = step.kind === 'segmentOverride' || step.kind === 'split';
      const isLaunch = isShared && line.name === 'enrol';
      if (isLaunch) told.push(...behind(told, line.ranges));
      const ruler = isLaunch ? launchRuler(line, step, told, splits) : { line, step };
      rulers.set(isShared ? key : `${key} ${rulers.size}`, ruler);
    }
  }
  return [...rulers.values()];
}

/** Those of the ranges that are behind what was told. */
function behind(told: readonly LineRange[], ranges: readonly LineRange[]): LineRange[] {
  const end = told.at(-1)?.to ?? 0;
  return ranges.filter(({ from }) => from >= end);
}

function launchRuler(line: Line, step: ExplanationStep, told: readonly LineRange[], splits: readonly SplitRange[]): Ruler {
  const ranges = [...told, ...behind(told, splits)];
  const all = splits.find(({ isEverybody }) => isEverybody);
  const everybody = ranges.find(({ from, to }) => from === all?.from && to === all.to);
  return { line: { ...line, ranges }, step, everybody };
}

function linesOf(condition: ExplanationStep['condition']): Line[] {
  if (!condition) return [];
  return [...(condition.line ? [condition.line] : []), ...(condition.parts ?? []).flatMap(linesOf)];
}
