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
}

/**
 * Each line once, in the order in which they were looked at. A launch's grows with each of its splits: the last has all up to
 * the one that decides. What would have come behind that one is among the `splits` of the launch.
 */
export function rulersOf({ steps }: Why, splits: readonly LineRange[]): Ruler[] {
  const rulers = new Map<string, Ruler>();
  for (const step of steps) {
    for (const line of [...(step.lines ?? []), ...linesOf(step.condition)]) {
      const key = JSON.stringify([line.name, line.domain, line.salt, line.id, line.name === 'allot' ? line.total : 0]);
      // What a run's exposure and a rule's split take of one line are different shares.
      const isShared = step.kind === 'segmentOverride' || step.kind === 'split';
      const isLaunch = isShared && line.name === 'enrol';
      rulers.set(isShared ? key : `${key} ${rulers.size}`, { line: isLaunch ? withRest(line, splits) : line, step });
    }
  }
  return [...rulers.values()];
}

function withRest(line: Line, splits: readonly LineRange[]): Line {
  const end = line.ranges.at(-1)?.to ?? 0;
  return { ...line, ranges: [...line.ranges, ...splits.filter(({ from }) => from >= end)] };
}

function linesOf(condition: ExplanationStep['condition']): Line[] {
  if (!condition) return [];
  return [...(condition.line ? [condition.line] : []), ...(condition.parts ?? []).flatMap(linesOf)];
}
