import type {
  AssignResponse,
  EvaluateFlagResponse,
  EvaluateResponse,
  Problem,
  ProjectIdentity,
  Reason,
} from '../index.js';
import { type Attributes, NO_ATTRIBUTES } from './attributes.js';
import { Catalogue, type Feature, type Subject } from './catalogue.js';
import type { Complaint } from './faults.js';
import { frozen, read, wasm } from './module.js';
import { Form, Scratch } from './scratch.js';
import { wellFormed } from './utf8.js';

const enum Status {
  /** What it is about is quarantined, or not there. */
  NoSubject = -1,
}

/** How much of a list of entity ids crosses at once: linear memory stays as it is, however long the list and its ids. */
const enum Chunk {
  /** At 4,096, a list of 100,000 takes a quarter longer. */
  Ids = 512,
  /** More UTF-16 units than any valid id has: its 512 characters are at most 1,024 of them. */
  Units = 1024,
}

interface Names {
  project: ProjectIdentity | null;
  features: string[];
  attributes: string[];
  flags: string[];
  flagAttributes: string[];
}

/** Frees the cores of projects that nobody has freed. */
let unreachable: FinalizationRegistry<number> | undefined;

/** A loaded project: the calls into its core, with nothing checked and nothing thrown. */
export class Project {
  readonly identity: ProjectIdentity | undefined;
  /** Empty without a project. */
  readonly arn: string;
  readonly problems: readonly Problem[];
  readonly features: Catalogue<EvaluateResponse>;
  readonly flags: Catalogue<EvaluateFlagResponse>;
  freed = false;
  readonly #core: number;
  readonly #scratch: Scratch;

  constructor(core: number) {
    const names = read<Names>(wasm.core_names(core), frozen);
    this.identity = names.project ?? undefined;
    this.arn = names.project?.arn ?? '';
    this.problems = read<Problem[]>(wasm.core_problems(core), frozen);
    this.features = new Catalogue(core, names.features, names.attributes, this.arn);
    this.flags = new Catalogue(core, names.flags, names.flagAttributes);
    this.#core = core;
    this.#scratch = new Scratch(core);
    if (typeof FinalizationRegistry === 'function') {
      unreachable ??= new FinalizationRegistry((core) => wasm.core_free(core));
      unreachable.register(this, core, this);
    }
  }

  /** Afterwards nothing is found, which leads every call off the fast path to where `freed` is asked for. */
  free(): void {
    if (this.freed) return;
    this.freed = true;
    this.features.clear();
    this.flags.clear();
    unreachable?.unregister(this);
    wasm.core_free(this.#core);
  }

  /** Whether a request for that project, by name or ARN, is for this one (E9, R5), which is not freed. */
  is(reference: unknown): boolean {
    if (reference === undefined || reference === null) return !this.freed;
    return reference === this.identity?.name || reference === this.identity?.arn;
  }

  /** That another one does not exist, as observed on the service (E9): its ARN, or this project's with the other name. */
  missing(reference: string): string {
    const name = wellFormed(reference);
    const arn = name.startsWith('arn:') ? name : this.arn.slice(0, this.arn.lastIndexOf('/') + 1) + name;
    return `Project does not exist with arn '${arn}'`;
  }

  /** The number of the subject's answer for this entity (of a flag, also for none), or a status. */
  decide(subject: Subject<unknown>, entityId: string | null | undefined, context: unknown, now: number): number {
    const kind = this.#scratch.context(context, subject.attributes);
    // Any status will do: why there is no answer is worked out anew.
    if (kind < 0) return kind;
    return this.#evaluate(subject.arn === undefined, subject.index, kind, this.#scratch.id(entityId), now);
  }

  /** One number as from `decide` for each subject, good until the next call; undefined if the request is refused. */
  decideAll(
    { isFlags, attributes, names }: Catalogue<unknown>,
    entityId: string | null | undefined,
    context: unknown,
    now: number,
  ): Int32Array | undefined {
    const kind = this.#scratch.context(context, attributes);
    const refused = kind < 0 || this.#evaluateAll(isFlags, kind, this.#scratch.id(entityId), now) < 0;
    return refused ? undefined : this.#scratch.outcomes(names.length);
  }

  /** One answer for each entity, as columns; undefined if the request is refused. */
  assign(feature: Feature, entityIds: readonly unknown[], context: unknown, now: number): AssignResponse | undefined {
    // A copy, before the context is written: to read an id may evaluate something else, in the same memory.
    const all = [...entityIds];
    const kind = this.#scratch.context(context, feature.attributes);
    if (kind < 0) return undefined;
    const { index, answers } = feature;
    const variations = new Array<string>(all.length);
    const reasons = new Array<Reason>(all.length);
    let done = 0;
    // Once at least: the context is checked also when there is nobody to decide for.
    do {
      const ids = all.slice(done, done + Chunk.Ids);
      for (const id of ids) if (typeof id !== 'string' || id.length > Chunk.Units) return undefined;
      const idBytes = this.#scratch.ids(ids);
      const count = wasm.core_assign(this.#core, index, kind, this.#scratch.bytes, idBytes, now);
      // A line feed in an id makes two of it. No lines at all are an empty one.
      if (count !== (ids.length || 1)) return undefined;
      const numbers = this.#scratch.outcomes(ids.length);
      for (let position = 0; position < ids.length; position += 1) {
        const number = numbers[position]!;
        if (number < 0) return undefined;
        const { variation, reason } = answers[number]!;
        variations[done] = variation;
        reasons[done] = reason;
        done += 1;
      }
    } while (done < all.length);
    return { variations, reasons };
  }

  /** What the core says against this entity id, or this context; or what was thrown when the attributes were read. */
  complaint(
    { isFlags }: Catalogue<unknown>,
    entityId: string | null | undefined,
    context: unknown,
    attributes: Attributes = NO_ATTRIBUTES,
  ): Complaint | undefined {
    const kind = this.#scratch.context(context, attributes);
    if (kind < 0) return this.#scratch.fault ?? {};
    if (kind === Form.Slots) return undefined;
    const idBytes = this.#scratch.id(entityId);
    let status = this.#evaluate(isFlags, 0, kind, idBytes, 0);
    // The core does not look at a request for what it has not.
    if (status === Status.NoSubject) status = this.#evaluateAll(isFlags, kind, idBytes, 0);
    return status < 0 ? read(wasm.core_failure(this.#core, status)) : undefined;
  }

  #evaluate(isFlag: boolean, index: number, kind: number, idBytes: number, now: number): number {
    const { bytes } = this.#scratch;
    return isFlag
      ? wasm.core_evaluateFlag(this.#core, index, kind, bytes, idBytes)
      : wasm.core_evaluate(this.#core, index, kind, bytes, idBytes, now);
  }

  #evaluateAll(isFlags: boolean, kind: number, idBytes: number, now: number): number {
    const { bytes } = this.#scratch;
    return isFlags
      ? wasm.core_evaluateFlags(this.#core, kind, bytes, idBytes)
      : wasm.core_evaluateAll(this.#core, kind, bytes, idBytes, now);
  }
}
