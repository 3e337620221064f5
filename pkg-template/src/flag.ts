import type { EvaluateFlagResponse, Problem } from '../index.js';
import type { Attribute } from './attributes.js';
import { type Subject, chosen, quarantined } from './catalogue.js';
import type { Core } from './glue.js';

/** What this side knows of a flag; its name is its key. */
export type Flag = Subject<EvaluateFlagResponse>;

interface Description {
  attributes: number[];
  answers: EvaluateFlagResponse[];
  problems: Problem[];
}

/** Asks the core for a flag; `attributes` are those of all. */
export function describeFlag(core: Core, index: number, name: string, attributes: readonly Attribute[]): Flag {
  const { attributes: numbers, answers, problems } = JSON.parse(core.describeFlag(index)) as Description;
  return {
    index,
    name,
    attributes: chosen(numbers, attributes),
    // Handed out, not copied: nobody may change what the next caller gets.
    answers: freeze(answers),
    problems,
    refusal: quarantined('Flag', problems),
  };
}

/** Freezes what JSON has brought, down to the last list. */
function freeze<T>(json: T): T {
  if (typeof json !== 'object' || json === null) return json;
  for (const member of Object.values(json)) freeze(member);
  return Object.freeze(json);
}
