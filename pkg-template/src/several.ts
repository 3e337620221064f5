/** Answers to a request for several. None of these functions throws: undefined says that the request is invalid. */

import type { BatchEvaluateItem, BatchEvaluateResult, EvaluateResponse } from '../index.js';
import type { Catalogue, Subject } from './catalogue.js';
import { momentFor } from './options.js';
import type { Project } from './project.js';
import { isNothing } from './refusal.js';
import { wellFormed } from './utf8.js';

/** One time for all, read from the host's clock when the first feature asks for it. */
interface Clock {
  time: number | undefined;
}

interface NoAnswer {
  readonly reason: string;
}

/** One answer per item, each in an object of its own around shared and frozen values. */
export function batch(
  project: Project,
  items: readonly BatchEvaluateItem[],
  time: number | undefined,
): BatchEvaluateResult[] | undefined {
  const { arn, features } = project;
  const clock = { time };
  const results: BatchEvaluateResult[] = [];
  // Not `for … of`: a hole in the list is an item too, and an invalid one.
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index];
    if (!item) return undefined;
    // Each once, for a getter may say something else the next time.
    const { feature: name, entityId: id, evaluationContext } = item;
    if (typeof name !== 'string' || typeof id !== 'string') return undefined;
    const subject = features.find(name);
    const answer = answerFor(features, subject, name, id, evaluationContext, clock);
    if (answer === undefined) return undefined;
    const entityId = wellFormed(id);
    const feature = subject?.arn ?? features.arnOf(name);
    const { variation, value, reason, details } = answer as EvaluateResponse;
    // A spread of the answer is slower by half.
    results.push(
      variation === undefined
        ? { entityId, feature, project: arn, reason }
        : { entityId, feature, project: arn, variation, value, reason, details },
    );
  }
  return results;
}

/** By name all, or those of these names, whether they exist or not. */
export function byName<Answer>(
  catalogue: Catalogue<Answer>,
  names: unknown,
  entityId: string | null | undefined,
  context: unknown,
  time: number | undefined,
): Record<string, Answer | NoAnswer> | undefined {
  const { project } = catalogue;
  let answers: Record<string, Answer | NoAnswer> = {};
  if (isNothing(names)) {
    // By one call of the core.
    const subjects = catalogue.all();
    const numbers = project.decideAll(catalogue, entityId, context, momentFor(catalogue, time));
    if (numbers === undefined) return undefined;
    for (let index = 0; index < subjects.length; index += 1) {
      const { name, answers: its, refusal } = subjects[index]!;
      const number = numbers[index]!;
      answers = put(answers, name, number < 0 ? refusal : its[number]!);
    }
  } else {
    // Complaints are heard also when no name is given.
    if (!Array.isArray(names) || project.complaint(catalogue, entityId, context)) return undefined;
    const clock = { time };
    for (const name of names) {
      const answer = typeof name === 'string' && answerFor(catalogue, catalogue.find(name), name, entityId, context, clock);
      if (!answer) return undefined;
      answers = put(answers, name, answer);
    }
  }
  return answers;
}

/** What is not there, or is quarantined, fails for itself only (E8, R15, R38). */
function answerFor<Answer>(
  catalogue: Catalogue<Answer>,
  subject: Subject<Answer> | undefined,
  name: string,
  entityId: string | null | undefined,
  context: unknown,
  clock: Clock,
): Answer | NoAnswer | undefined {
  const { project } = catalogue;
  if (subject !== undefined && subject.answers.length > 0) {
    if (subject.timed) clock.time ??= Date.now();
    const number = project.decide(subject, entityId, context, clock.time ?? 0);
    return number < 0 ? undefined : subject.answers[number];
  }
  if (project.complaint(catalogue, entityId, context)) return undefined;
  return subject?.refusal ?? { reason: catalogue.missing(name) };
}

/** Assigning to `__proto__`, which is a valid name, would set the prototype. A second time its answer is the same. */
function put<T>(target: Record<string, T>, name: string, value: T): Record<string, T> {
  if (name === '__proto__') return Object.hasOwn(target, name) ? target : { ...target, [name]: value };
  target[name] = value;
  return target;
}
