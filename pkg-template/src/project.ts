import type { Problem, ProjectIdentity } from '../index.js';
import { type Attribute, attributeAt, memberAt } from './attributes.js';
import { Catalogue } from './catalogue.js';
import { ContextWriter, TEXT, UNREADABLE } from './context.js';
import type { Failure, Thrown } from './faults.js';
import { type Feature, describe } from './feature.js';
import { type Flag, describeFlag } from './flag.js';
import type { Core } from './glue.js';
import { Scratch } from './scratch.js';
import { problemsOf } from './snapshot.js';

/** Numbers from here on are no decision but a status: the reason why there is none. */
const FIRST_STATUS = 0xffff_ff00;

const NO_ATTRIBUTES: readonly Attribute[] = [];

/** In place of the length of an entity id: a flag is decided for nobody in particular. */
const NO_ENTITY = 0xffff_ffff;

/** A valid entity id. */
const ANYBODY = 'anybody';

// How much of a list of entity ids crosses at once: linear memory stays as it is, however long the list.
const CHUNK_IDS = 4096;
const CHUNK_BYTES = 256 * 1024;

interface Names {
  project: ProjectIdentity | null;
  features: string[];
  attributes: string[];
  flags: string[];
  flagAttributes: string[];
}

/** A loaded project: the calls into its core, with nothing checked and nothing thrown. */
export class Project {
  readonly identity: ProjectIdentity | undefined;
  readonly problems: readonly Problem[];
  readonly features: Catalogue<Feature>;
  readonly flags: Catalogue<Flag>;
  /** Whether some feature that was described depends on the time. */
  timed = false;
  freed = false;
  readonly #core: Core;
  readonly #scratch: Scratch;
  readonly #contexts: ContextWriter;

  constructor(core: Core, memory: WebAssembly.Memory) {
    const names = JSON.parse(core.names()) as Names;
    const known = new Map<string, Attribute>();
    this.identity = names.project === null ? undefined : Object.freeze(names.project);
    this.problems = Object.freeze(problemsOf(core));
    const attributes = names.attributes.map((path) => attributeAt(path, known));
    this.features = new Catalogue(names.features, attributes, (index, name) => {
      const feature = describe(core, index, name, attributes);
      this.timed ||= feature.timed;
      return feature;
    });
    const members = names.flagAttributes.map(memberAt);
    this.flags = new Catalogue(names.flags, members, (index, key) => describeFlag(core, index, key, members));
    this.#core = core;
    this.#scratch = new Scratch(core, memory);
    this.#contexts = new ContextWriter(this.#scratch);
  }

  /** Afterwards nothing is found, which leads every call off the fast path to where `freed` is asked for. */
  free(): void {
    if (this.freed) return;
    this.freed = true;
    this.features.clear();
    this.flags.clear();
    this.#core.free();
  }

  /** Whether a request for that project, by name or ARN, is for this one (E9, R5). */
  is(reference: unknown): boolean {
    if (reference === undefined || reference === null) return true;
    return this.identity !== undefined && (reference === this.identity.name || reference === this.identity.arn);
  }

  /** The number of the feature's answer for this entity, or a status. */
  decide(feature: Feature, entityId: string, context: unknown, now: number): number {
    const kind = this.#contexts.write(context, feature.attributes);
    // Any status will do: why there is no answer is worked out anew.
    if (kind === UNREADABLE) return FIRST_STATUS;
    const { bytes } = this.#contexts;
    return this.#core.evaluate(feature.index, kind, bytes, this.#writeId(entityId), now);
  }

  /** One number as from `decide` for each feature, good until the next call; undefined if the request is refused. */
  decideAll(entityId: string, context: unknown, now: number): Uint32Array | undefined {
    const kind = this.#contexts.write(context, this.features.attributes);
    if (kind === UNREADABLE) return undefined;
    const { bytes } = this.#contexts;
    const status = this.#core.evaluateAll(kind, bytes, this.#writeId(entityId), now);
    return status === 0 ? this.#scratch.outcomes(this.features.names.length) : undefined;
  }

  /** The number of the flag's answer for this entity, or for none, or a status. */
  decideFlag(flag: Flag, entityId: string | null | undefined, context: unknown): number {
    const kind = this.#contexts.write(context, flag.attributes);
    if (kind === UNREADABLE) return FIRST_STATUS;
    const { bytes } = this.#contexts;
    return this.#core.evaluateFlag(flag.index, kind, bytes, this.#writeEntity(entityId));
  }

  /** One number as from `decideFlag` for each flag, good until the next call; undefined if the request is refused. */
  decideFlags(entityId: string | null | undefined, context: unknown): Uint32Array | undefined {
    const kind = this.#contexts.write(context, this.flags.attributes);
    if (kind === UNREADABLE) return undefined;
    const { bytes } = this.#contexts;
    const status = this.#core.evaluateFlags(kind, bytes, this.#writeEntity(entityId));
    return status === 0 ? this.#scratch.outcomes(this.flags.names.length) : undefined;
  }

  /** One number as from `decide` for each entity; undefined if the request is refused for more than its ids. */
  assign(feature: Feature, entityIds: readonly unknown[], context: unknown, now: number): Uint32Array | undefined {
    const kind = this.#contexts.write(context, feature.attributes);
    if (kind === UNREADABLE) return undefined;
    const { bytes } = this.#contexts;
    const start = (bytes + 7) & ~7;
    const outcomes = new Uint32Array(entityIds.length);
    let done = 0;
    // Once at least: the context is checked also when there is nobody to decide for.
    do {
      const count = this.#writeIds(start, entityIds, done);
      if (count < 0 || this.#core.assign(feature.index, kind, bytes, count, now) !== 0) return undefined;
      outcomes.set(this.#scratch.outcomes(count), done);
      done += count;
    } while (done < entityIds.length);
    return outcomes;
  }

  /** Writes one chunk of ids as records. Returns how many, or -1 if one is no text. */
  #writeIds(start: number, entityIds: readonly unknown[], first: number): number {
    const scratch = this.#scratch;
    const end = Math.min(first + CHUNK_IDS, entityIds.length);
    let at = start;
    let index = first;
    while (index < end && at < start + CHUNK_BYTES) {
      const id = entityIds[index];
      if (typeof id !== 'string') return -1;
      scratch.reserve(at + 4);
      const bytes = scratch.id(at + 4, id);
      scratch.word(at, bytes);
      at += 4 + ((bytes + 3) & ~3);
      index += 1;
    }
    return index - first;
  }

  /** Whether the entity id and the context are valid: asked on behalf of a feature that cannot be evaluated. */
  accepts(entityId: string, context: unknown): boolean {
    const kind = this.#contexts.write(context, NO_ATTRIBUTES);
    return kind !== UNREADABLE && this.#check(kind, entityId) < FIRST_STATUS;
  }

  /** The same, asked on behalf of a flag. */
  acceptsForFlag(entityId: string | null | undefined, context: unknown): boolean {
    const kind = this.#contexts.write(context, NO_ATTRIBUTES);
    return kind !== UNREADABLE && this.#checkForFlag(kind, entityId) < FIRST_STATUS;
  }

  /** What the core says against this entity id. */
  failureOfId(entityId: string, field: string): Failure | undefined {
    return this.#failure(this.#check(this.#contexts.write(undefined, NO_ATTRIBUTES), entityId), field);
  }

  /** What it says against one of a request for flags, which may be longer (R38). */
  failureOfFlagId(entityId: string, field: string): Failure | undefined {
    return this.#failure(this.#checkForFlag(this.#contexts.write(undefined, NO_ATTRIBUTES), entityId), field);
  }

  /** What the core says against this context, or what was thrown when the attributes were read. */
  failureOfContext(
    context: string | object,
    attributes: readonly Attribute[],
    field: string,
  ): Failure | Thrown | undefined {
    const kind = this.#contexts.write(context, attributes);
    if (kind === UNREADABLE) return { thrown: this.#contexts.fault };
    return kind === TEXT ? this.#failure(this.#check(kind, ANYBODY), field) : undefined;
  }

  #check(kind: number, entityId: string): number {
    const { bytes } = this.#contexts;
    const idBytes = this.#writeId(entityId);
    // Any feature will do, unless it is quarantined: the core then does not look at the request.
    return this.features.names.length > 0 && this.problems.length === 0
      ? this.#core.evaluate(0, kind, bytes, idBytes, 0)
      : this.#core.evaluateAll(kind, bytes, idBytes, 0);
  }

  #checkForFlag(kind: number, entityId: string | null | undefined): number {
    const { bytes } = this.#contexts;
    const idBytes = this.#writeEntity(entityId);
    return this.flags.names.length > 0 && this.problems.length === 0
      ? this.#core.evaluateFlag(0, kind, bytes, idBytes)
      : this.#core.evaluateFlags(kind, bytes, idBytes);
  }

  /** Writes an entity id behind the context written last. Returns its length in bytes. */
  #writeId(entityId: string): number {
    return this.#scratch.id((this.#contexts.bytes + 7) & ~7, entityId);
  }

  /** The same for flags, which may be decided for nobody. */
  #writeEntity(entityId: string | null | undefined): number {
    return entityId === undefined || entityId === null ? NO_ENTITY : this.#writeId(entityId);
  }

  #failure(status: number, field: string): Failure | undefined {
    return status < FIRST_STATUS ? undefined : (JSON.parse(this.#core.failure(status, field)) as Failure);
  }
}
