/** Answers to a request for several. None of these functions throws: undefined says that the request is invalid. */

import type {
  BatchEvaluateItem,
  BatchEvaluateResult,
  EvaluateAllRequest,
  EvaluateAllResult,
  EvaluateFlagsResult,
} from '../index.js';
import type { Subject } from './catalogue.js';
import type { Feature } from './feature.js';
import { featureArn, featureDoesNotExist, flagDoesNotExist, wellFormed } from './identity.js';
import { momentFor } from './options.js';
import type { Project } from './project.js';

/** One answer per item, each in an object of its own around shared and frozen values. */
export function batch(
  project: Project,
  items: readonly BatchEvaluateItem[],
  time: number | undefined,
): BatchEvaluateResult[] | undefined {
  const clock = new Clock(time);
  const projectArn = project.identity?.arn ?? '';
  const results: BatchEvaluateResult[] = [];
  // Not `for … of`: a hole in the list is an item too, and an invalid one.
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index];
    if (typeof item?.feature !== 'string' || typeof item.entityId !== 'string') return undefined;
    const feature = project.features.find(item.feature);
    const answer = answerFor(project, feature, item.feature, item.entityId, item.evaluationContext, clock);
    if (answer === undefined) return undefined;
    const entityId = wellFormed(item.entityId);
    const arn = feature?.arn ?? featureArn(project.identity, item.feature);
    const { variation, value, reason, details } = answer;
    results.push(
      variation === undefined
        ? { entityId, feature: arn, project: projectArn, reason }
        : { entityId, feature: arn, project: projectArn, variation, value, reason, details },
    );
  }
  return results;
}

/** All features by name, by one call of the core. */
export function all(
  project: Project,
  { entityId, evaluationContext }: EvaluateAllRequest,
  time: number | undefined,
): Record<string, EvaluateAllResult> | undefined {
  const features = project.features.all();
  const numbers = project.decideAll(entityId, evaluationContext, momentFor(project, time));
  return numbers && byName(features, numbers);
}

/** The features of these names, whether they exist or not. */
export function some(
  project: Project,
  names: unknown,
  { entityId, evaluationContext }: EvaluateAllRequest,
  time: number | undefined,
): Record<string, EvaluateAllResult> | undefined {
  // Also when no name is given.
  if (!project.accepts(entityId, evaluationContext)) return undefined;
  const clock = new Clock(time);
  return forEach(names, (name) =>
    answerFor(project, project.features.find(name), name, entityId, evaluationContext, clock),
  );
}

/** All flags by key, by one call of the core. */
export function allFlags(
  project: Project,
  entityId: string | null | undefined,
  context: unknown,
): Record<string, EvaluateFlagsResult> | undefined {
  const flags = project.flags.all();
  const numbers = project.decideFlags(entityId, context);
  return numbers && byName(flags, numbers);
}

/** The flags of these keys, whether they exist or not. */
export function someFlags(
  project: Project,
  keys: unknown,
  entityId: string | null | undefined,
  context: unknown,
): Record<string, EvaluateFlagsResult> | undefined {
  if (!project.acceptsForFlag(entityId, context)) return undefined;
  return forEach(keys, (key) => {
    const flag = project.flags.find(key);
    // It fails for itself only (R38).
    if (flag === undefined) return { reason: flagDoesNotExist(key) };
    if (flag.answers.length === 0) return flag.refusal;
    const number = project.decideFlag(flag, entityId, context);
    return number < flag.answers.length ? flag.answers[number] : undefined;
  });
}

/** A feature that is not there, or is quarantined, fails for itself only (E8, R15). */
function answerFor(
  project: Project,
  feature: Feature | undefined,
  name: string,
  entityId: string,
  context: unknown,
  clock: Clock,
): EvaluateAllResult | undefined {
  if (feature !== undefined && feature.answers.length > 0) {
    const number = project.decide(feature, entityId, context, clock.at(feature));
    return number < feature.answers.length ? feature.answers[number] : undefined;
  }
  if (!project.accepts(entityId, context)) return undefined;
  return feature?.refusal ?? { reason: featureDoesNotExist(featureArn(project.identity, name)) };
}

/** One time for all, read from the host's clock when the first feature asks for it. */
class Clock {
  #time: number | undefined;

  constructor(time: number | undefined) {
    this.#time = time;
  }

  at(feature: Feature): number {
    if (this.#time === undefined && feature.timed) this.#time = Date.now();
    return this.#time ?? 0;
  }
}

/** The answer of each by its name, if there is one for all. */
function forEach<A>(names: unknown, answerFor: (name: string) => A | undefined): Record<string, A> | undefined {
  if (!Array.isArray(names)) return undefined;
  const answers: Record<string, A> = {};
  for (const name of names) {
    if (typeof name !== 'string') return undefined;
    const answer = answerFor(name);
    if (answer === undefined) return undefined;
    put(answers, name, answer);
  }
  return answers;
}

/** The answers of these numbers. */
function byName<A>(subjects: readonly Subject<A>[], numbers: Uint32Array): Record<string, A | Subject<A>['refusal']> {
  const answers: Record<string, A | Subject<A>['refusal']> = {};
  for (let index = 0; index < subjects.length; index += 1) {
    const subject = subjects[index]!;
    const number = numbers[index]!;
    put(answers, subject.name, number < subject.answers.length ? subject.answers[number]! : subject.refusal);
  }
  return answers;
}

/** Assigning to `__proto__`, which is a valid name, would set the prototype. */
function put<T>(target: Record<string, T>, name: string, value: T): void {
  if (name !== '__proto__') target[name] = value;
  else Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true });
}
