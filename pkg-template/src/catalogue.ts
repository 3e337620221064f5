import type { EvaluateFlagResponse, EvaluateResponse, Problem } from '../index.js';
import { type Attributes, attributesOf } from './attributes.js';
import type { Description } from './exports.js';
import type { Project } from './project.js';
import { wellFormed } from './utf8.js';

/** What is known of a feature or a flag: enough to call for a decision by number, and to hand out what it means. */
export interface Subject<Answer> {
  readonly index: number;
  /** Of a flag, its key. */
  readonly name: string;
  /** Of a feature; a flag has none. */
  readonly arn: string | undefined;
  /** Whether decisions may depend on the time: those of a feature may. */
  readonly timed: boolean | undefined;
  /** What its decision reads of a context. */
  readonly attributes: Attributes;
  /** Every answer it can give, by the number of the decision; none if it is quarantined. */
  readonly answers: readonly Answer[];
  readonly problems: readonly Problem[];
  /** What takes the place of an answer in a list of several, when it is quarantined (R15, R38). */
  readonly refusal: { readonly reason: string };
}

export type Feature = Subject<EvaluateResponse>;
export type Flag = Subject<EvaluateFlagResponse>;

/** The features of a project, or its flags, each described when it is first asked for. */
export class Catalogue<Answer> {
  /** That has them. */
  readonly project: Project;
  readonly isFlags: boolean;
  readonly noun: 'Feature' | 'Flag';
  /** In the order of their numbers. */
  readonly names: readonly string[];
  readonly #arn: string;
  readonly #paths: readonly string[];
  /** By their numbers: many subjects read the same. */
  readonly #read = new Map<string, Attributes>();
  #attributes: Attributes | undefined;
  /** By name; the number of those that are not described yet. */
  readonly #subjects = new Map<unknown, Subject<Answer> | number>();
  #all: readonly Subject<Answer>[] | undefined;
  /** Whether any of them depends on the time, of those described. */
  timed = false;

  /** `arn` is that of the project; without it, these are flags. */
  constructor(project: Project, names: readonly string[], paths: readonly string[], arn?: string) {
    this.isFlags = arn === undefined;
    this.noun = this.isFlags ? 'Flag' : 'Feature';
    this.names = names;
    this.#paths = paths;
    this.project = project;
    this.#arn = arn!;
    names.forEach((name, index) => this.#subjects.set(name, index));
  }

  find(name: unknown): Subject<Answer> | undefined {
    const subject = this.#subjects.get(name);
    return typeof subject === 'number' ? this.#describe(subject) : subject;
  }

  all(): readonly Subject<Answer>[] {
    this.#all ??= this.names.map((name) => this.find(name)!);
    return this.#all;
  }

  /** What any of them reads of a context. */
  get attributes(): Attributes {
    return (this.#attributes ??= this.#attributesOf([...this.#paths.keys()]));
  }

  /** Afterwards nothing is found. */
  clear(): void {
    this.#subjects.clear();
  }

  /** The ARN of a feature that the project does not have (R5). */
  arnOf(name: string): string {
    return `${this.#arn}/feature/${wellFormed(name)}`;
  }

  /** Of a feature as observed on the service (E8, E9); AWS has no call that evaluates a flag (R38). */
  missing(name: string): string {
    const place = this.isFlags ? `: '${wellFormed(name)}'` : ` with arn '${this.arnOf(name)}'`;
    return `${this.noun} does not exist${place}`;
  }

  #attributesOf(numbers: readonly number[]): Attributes {
    const key = numbers.join();
    const attributes = this.#read.get(key) ?? attributesOf(numbers, this.#paths, !this.isFlags);
    this.#read.set(key, attributes);
    return attributes;
  }

  #describe(index: number): Subject<Answer> {
    const description = this.project.core.describe(this.isFlags, index);
    const [attributes, answers, problems, refusal, arn, timed, variations] = description;
    const answer = ({ variation, reason, details }: Description[1][number]): EvaluateResponse => {
      const { name, value } = variations![variation]!;
      return Object.freeze({ variation: name, value, reason, details });
    };
    this.timed ||= timed!;
    const name = this.names[index]!;
    const subject = {
      index,
      name,
      arn,
      timed,
      attributes: this.#attributesOf(attributes),
      // Handed out, not copied: nobody may change what the next caller gets.
      // A copy of the list, as look-ups in a frozen one are slower.
      answers: (variations ? answers.map(answer) : [...answers]) as Answer[],
      problems,
      refusal: refusal!,
    };
    this.#subjects.set(name, subject);
    return subject;
  }
}
