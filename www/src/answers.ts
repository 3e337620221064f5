// What the package answers to what is chosen on the page.

import { VariateError, type EvaluateFlagResponse, type EvaluateResponse, type Evaluator } from 'variate';
import { contextOf } from './segments';
import { outcomeOfFlag } from './simulation';
import type { Persona, Subject } from './state';

/** An answer, or why there is none. */
export type Answer =
  | { readonly outcome: string; readonly value: string; readonly reason: string; readonly cause: string }
  | { readonly complaint: string };

export function answerOf(
  evaluator: Evaluator,
  { kind, name }: Subject,
  { entityId, context }: Persona,
  now: number,
): Answer {
  return orComplaint(() =>
    kind === 'feature'
      ? ofFeature(evaluator.evaluate({ feature: name, entityId, evaluationContext: contextOf(context) }, { now }))
      : ofFlag(evaluator.evaluateFlag({ flag: name, entityId: entityId || null, context: contextOf(context) })),
  );
}

/** Does what the package may refuse. Other errors are the page's own. */
export function orComplaint<Result>(work: () => Result): Result | { readonly complaint: string } {
  try {
    return work();
  } catch (error) {
    if (error instanceof VariateError) return { complaint: sentence(error) };
    throw error;
  }
}

function sentence({ fieldList, message }: VariateError): string {
  return fieldList ? fieldList.map(({ name, message }) => `${name}: ${message}`).join('; ') : message;
}

function ofFeature({ variation, value, reason, details }: EvaluateResponse): Answer {
  const { launch, group, experiment, treatment } = JSON.parse(details) as Record<string, string | undefined>;
  const causes: { readonly [reason: string]: string } = {
    ENTITY_OVERRIDES_MATCH: 'an override for this entity',
    LAUNCH_RULE_MATCH: `launch ${launch}, group ${group}`,
    EXPERIMENT_RULE_MATCH: `experiment ${experiment}, treatment ${treatment}`,
    DEFAULT: 'the default variation',
  };
  return { outcome: variation, value: JSON.stringify(Object.values(value)[0]), reason, cause: causes[reason] ?? '' };
}

function ofFlag({ value, reason, run }: EvaluateFlagResponse): Answer {
  const causes: { readonly [reason: string]: string } = {
    TREATMENT_OVERRIDE_MATCH: `an override of run ${run?.run} for this entity, treatment ${run?.treatment}`,
    EXPERIMENT_RULE_MATCH: `run ${run?.run} of ${run?.experimentDefinitionId}, treatment ${run?.treatment}`,
    RULE_MATCH: 'the rule of the variant',
    DEFAULT: value._variant === undefined ? 'the value of the flag' : 'the default',
  };
  return { outcome: outcomeOfFlag(value), value: JSON.stringify(value), reason, cause: causes[reason] ?? '' };
}
