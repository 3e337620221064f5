import type { EvaluateResponse, Problem, Reason } from '../index.js';
import type { Attribute } from './attributes.js';
import { type Subject, chosen, quarantined } from './catalogue.js';
import type { Core } from './glue.js';

/** What this side knows of a feature. */
export interface Feature extends Subject<EvaluateResponse> {
  readonly arn: string;
  /** Whether decisions may depend on the time. */
  readonly timed: boolean;
}

interface Description {
  arn: string;
  timed: boolean;
  attributes: number[];
  variations: { name: string; value: EvaluateResponse['value'] }[];
  /** Each with the position of its variation. */
  answers: { variation: number; reason: Reason; details: string }[];
  problems: Problem[];
}

/** Asks the core for a feature; `attributes` are those of all. */
export function describe(core: Core, index: number, name: string, attributes: readonly Attribute[]): Feature {
  const description = JSON.parse(core.describe(index)) as Description;
  const { variations } = description;
  // Responses are handed out, not copied: nobody may change what the next caller gets.
  for (const { value } of variations) Object.freeze(value);
  const answer = ({ variation, reason, details }: Description['answers'][number]): EvaluateResponse => {
    const { name, value } = variations[variation]!;
    return Object.freeze({ variation: name, value, reason, details });
  };
  return {
    index,
    name,
    arn: description.arn,
    timed: description.timed,
    attributes: chosen(description.attributes, attributes),
    answers: description.answers.map(answer),
    problems: description.problems,
    refusal: quarantined('Feature', description.problems),
  };
}
