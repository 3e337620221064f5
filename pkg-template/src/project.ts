import type {
  AssignResponse,
  EvaluateFlagResponse,
  EvaluateResponse,
  Explanation,
  Problem,
  ProjectIdentity,
  Reason,
} from '../index.js';
import { type Attributes, NO_ATTRIBUTES } from './attributes.js';
import { Catalogue, type Feature, type Subject } from './catalogue.js';
import type { Core } from './core.js';
import type { Complaint } from './faults.js';
import { frozen } from './module.js';
import { momentFor } from './options.js';
import { freed, isNothing } from './refusal.js';
import { wellFormed } from './utf8.js';

const enum Status {
  /** What it is about is quarantined, or not there; the request is in order. */
  NoSubject = -1,
}

/** Of no feature and no flag. */
const NOWHERE = -1;

/** How much of a list of entity ids crosses at once: linear memory stays as it is, however long the list and its ids. */
const enum Chunk {
  /** At 4,096, a list of 100,000 takes a quarter longer. */
  Ids = 512,
  /** More UTF-16 units than any valid id has: its 512 characters are at most 1,024 of them. */
  Units = 1024,
}

/** Where a project keeps its core. */
interface Kept {
  core: Core;
}

/** Frees the cores of projects that nobody has freed. */
let unreachable: FinalizationRegistry<Kept> | undefined;

/** A loaded project: the calls into its core, with nothing checked and nothing thrown. */
export class Project {
  readonly identity: ProjectIdentity | undefined;
  /** Empty without a project. */
  readonly arn: string;
  readonly problems: readonly Problem[];
  readonly features: Catalogue<EvaluateResponse>;
  readonly flags: Catalogue<EvaluateFlagResponse>;
  freed = false;
  readonly #kept: Kept;

  constructor(core: Core) {
    const [project, features, attributes, flags, flagAttributes] = core.names();
    this.identity = project ?? undefined;
    this.arn = project?.arn ?? '';
    this.problems = core.problems(frozen);
    this.features = new Catalogue(this, features, attributes, this.arn);
    this.flags = new Catalogue(this, flags, flagAttributes);
    this.#kept = { core };
    if (typeof FinalizationRegistry === 'function') {
      unreachable ??= new FinalizationRegistry(release);
      unreachable.register(this, this.#kept);
    }
  }

  /** The core, where it is now. A trap takes all cores; each comes back when it is asked for. */
  get core(): Core {
    // The same snapshot in the same module: it loads as it did before, and its answers have the same numbers.
    const { core } = this.#kept;
    // A getter of a request can do that, when the request has been found in order.
    if (this.freed) throw freed();
    return core.isLost ? (this.#kept.core = core.reopen() as Core) : core;
  }

  /** Afterwards nothing is found, which leads every call off the fast path to where `freed` is asked for. */
  free(): void {
    this.freed = true;
    this.features.clear();
    this.flags.clear();
    // A getter of a context may say so: the call that reads it ends with the core that it has.
    if (!this.#kept.core || this.#kept.core.readers) return;
    release(this.#kept);
    // With the bytes of the snapshot.
    this.#kept.core = undefined!;
  }

  /** Whether a request for that project, by name or ARN, is for this one (E9, R5), which is not freed. */
  is(reference: unknown): boolean {
    if (this.freed) return false;
    return isNothing(reference) || reference === this.identity?.name || reference === this.identity?.arn;
  }

  /** That another one does not exist, as observed on the service (E9): its ARN, or this project's with the other name. */
  missing(reference: string): string {
    const name = wellFormed(reference);
    const arn = name.startsWith('arn:') ? name : this.arn.slice(0, this.arn.lastIndexOf('/') + 1) + name;
    return `Project does not exist with arn '${arn}'`;
  }

  /** The number of the subject's answer for this entity (of a flag, also for none), or a status. */
  decide(subject: Subject<unknown>, entityId: string | null | undefined, context: unknown, now: number): number {
    const { core } = this;
    const form = core.context(context, subject.attributes);
    // Any status will do: why there is no answer is worked out anew.
    if (form < 0) return form;
    return core.evaluate(subject.arn === undefined, subject.index, form, core.id(entityId), now);
  }

  /** Why this entity gets what it gets; nothing if the request is refused. */
  explain(
    subject: Subject<unknown> | undefined,
    entityId: string | null | undefined,
    context: unknown,
    time: number | undefined,
  ): Explanation | null | undefined {
    const { core } = this;
    const form = subject && core.context(context, subject.attributes);
    if (!(form! >= 0)) return undefined;
    return core.explain(subject!.arn === undefined, subject!.index, form!, core.id(entityId), momentFor(subject!, time));
  }

  /** One number as from `decide` for each subject, good until the next call; undefined if the request is refused. */
  decideAll(
    { isFlags, attributes, names }: Catalogue<unknown>,
    entityId: string | null | undefined,
    context: unknown,
    now: number,
  ): Int32Array | undefined {
    const { core } = this;
    const form = core.context(context, attributes);
    const refused = form < 0 || core.evaluateAll(isFlags, form, core.id(entityId), now) < 0;
    return refused ? undefined : core.outcomes(names.length);
  }

  /** One answer for each entity, as columns; undefined if the request is refused. */
  assign(feature: Feature, entityIds: readonly unknown[], context: unknown, now: number): AssignResponse | undefined {
    // A copy, before the context is written: to read an id may evaluate something else, in the same memory.
    const all = [...entityIds];
    const { core } = this;
    const form = core.context(context, feature.attributes);
    if (form < 0) return undefined;
    const { index, answers } = feature;
    const variations = new Array<string>(all.length);
    const reasons = new Array<Reason>(all.length);
    let done = 0;
    // Once at least: the context is checked also when there is nobody to decide for.
    do {
      const ids = all.slice(done, done + Chunk.Ids);
      for (const id of ids) if (typeof id !== 'string' || id.length > Chunk.Units) return undefined;
      const count = core.assign(index, form, core.ids(ids), now);
      // A line feed in an id makes two of it. No lines at all are an empty one.
      if (count !== (ids.length || 1)) return undefined;
      const numbers = core.outcomes(ids.length);
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
    const { core } = this;
    const form = core.context(context, attributes);
    if (form < 0) return core.fault ?? {};
    const status = core.evaluate(isFlags, NOWHERE, form, core.id(entityId), 0);
    return status < Status.NoSubject ? core.failure(status) : undefined;
  }
}

/** Who has been freed has no core left. One that a trap has taken is gone already, and so is one that traps here. */
function release({ core }: Kept): void {
  try {
    core.free();
  } catch {}
}
