import type { Problem } from '../index.js';
import type { Attribute } from './attributes.js';

/** What is known of a feature, and of a flag: enough to call for a decision by number, and to hand out what it means. */
export interface Subject<Answer> {
  readonly index: number;
  readonly name: string;
  /** What its decision reads of a context. */
  readonly attributes: readonly Attribute[];
  /** Every answer it can give, by the number of the decision; none if it is quarantined. */
  readonly answers: readonly Answer[];
  readonly problems: readonly Problem[];
  /** What takes the place of an answer in a list of several, when it is quarantined. */
  readonly refusal: { readonly reason: string };
}

/** The features of a project, or its flags, each described when it is first asked for. */
export class Catalogue<S> {
  /** In the order of their numbers. */
  readonly names: readonly string[];
  /** What any of them reads of a context. */
  readonly attributes: readonly Attribute[];
  readonly #describe: (index: number, name: string) => S;
  readonly #all: (S | undefined)[];
  readonly #indices = new Map<string, number>();
  readonly #described = new Map<string, S>();

  constructor(
    names: readonly string[],
    attributes: readonly Attribute[],
    describe: (index: number, name: string) => S,
  ) {
    this.names = Object.freeze(names);
    this.attributes = attributes;
    this.#describe = describe;
    this.#all = names.map(() => undefined);
    names.forEach((name, index) => this.#indices.set(name, index));
  }

  find(name: unknown): S | undefined {
    return this.#described.get(name as string) ?? this.#learn(name as string);
  }

  all(): readonly S[] {
    if (this.#described.size < this.names.length) for (const name of this.names) this.#learn(name);
    return this.#all as S[];
  }

  /** Afterwards nothing is found. */
  clear(): void {
    this.#indices.clear();
    this.#described.clear();
  }

  #learn(name: string): S | undefined {
    const index = this.#indices.get(name);
    if (index === undefined) return undefined;
    const subject = (this.#all[index] ??= this.#describe(index, name));
    this.#described.set(name, subject);
    return subject;
  }
}

/** The attributes of these numbers. */
export function chosen(numbers: readonly number[], attributes: readonly Attribute[]): readonly Attribute[] {
  return numbers.map((number) => attributes[number]!);
}

/** R15, R38. */
export function quarantined(what: 'Feature' | 'Flag', problems: readonly Problem[]): { readonly reason: string } {
  return Object.freeze({ reason: `${what} is quarantined by the problem at '${problems[0]?.path ?? ''}'` });
}
