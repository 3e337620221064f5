import type { EvaluateResponse, Problem, Reason } from '../index.js';
import type { Attribute } from './attributes.js';
import type { Core } from './glue.js';

/** What this side knows of a feature: enough to call for a decision by number, and to name what comes back. */
export interface Feature {
  readonly index: number;
  readonly name: string;
  readonly arn: string;
  /** Whether decisions may depend on the time. */
  readonly timed: boolean;
  readonly attributes: readonly Attribute[];
  /** Every response it can give, by the number of the decision; none if it is quarantined. */
  readonly answers: readonly EvaluateResponse[];
  readonly problems: readonly Problem[];
  /** What takes the place of an answer in a list of several, when it is quarantined. */
  readonly refusal: { readonly reason: string };
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

/** Asks the core for a feature; `attributes` are those of the project. */
export function describe(core: Core, index: number, name: string, attributes: readonly Attribute[]): Feature {
  const description = JSON.parse(core.describe(index)) as Description;
  const path = description.problems[0]?.path ?? '';
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
    attributes: description.attributes.map((number) => attributes[number]!),
    answers: description.answers.map(answer),
    problems: description.problems,
    refusal: Object.freeze({ reason: `Feature is quarantined by the problem at '${path}'` }),
  };
}
