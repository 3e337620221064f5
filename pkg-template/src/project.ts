import type { Problem, ProjectIdentity } from '../index.js';
import { type Attribute, attributeAt } from './attributes.js';
import { ContextWriter, TEXT, UNREADABLE } from './context.js';
import type { Failure, Thrown } from './faults.js';
import { type Feature, describe } from './feature.js';
import type { Core } from './glue.js';
import { Scratch } from './scratch.js';
import { problemsOf } from './snapshot.js';

/** Numbers from here on are no decision but a status: the reason why there is none. */
const FIRST_STATUS = 0xffff_ff00;

const NO_ATTRIBUTES: readonly Attribute[] = [];

/** A valid entity id. */
const ANYBODY = 'anybody';

// How much of a list of entity ids crosses at once: linear memory stays as it is, however long the list.
const CHUNK_IDS = 4096;
const CHUNK_BYTES = 256 * 1024;

interface Names {
  project: ProjectIdentity | null;
  features: string[];
  attributes: string[];
}

/** A loaded project: the calls into its core, with nothing checked and nothing thrown. */
export class Project {
  readonly identity: ProjectIdentity | undefined;
  readonly names: readonly string[];
  readonly problems: readonly Problem[];
  /** What any pattern of the project reads. */
  readonly attributes: readonly Attribute[];
  /** Whether some feature that was described depends on the time. */
  timed = false;
  freed = false;
  /** All features, each described when it is first asked for. */
  readonly #features: (Feature | undefined)[];
  readonly #indices = new Map<string, number>();
  readonly #described = new Map<string, Feature>();
  readonly #core: Core;
  readonly #scratch: Scratch;
  readonly #contexts: ContextWriter;

  constructor(core: Core, memory: WebAssembly.Memory) {
    const names = JSON.parse(core.names()) as Names;
    const known = new Map<string, Attribute>();
    this.identity = names.project === null ? undefined : Object.freeze(names.project);
    this.names = Object.freeze(names.features);
    this.problems = Object.freeze(problemsOf(core));
    this.#features = names.features.map(() => undefined);
    names.features.forEach((name, index) => this.#indices.set(name, index));
    this.attributes = names.attributes.map((path) => attributeAt(path, known));
    this.#core = core;
    this.#scratch = new Scratch(core, memory);
    this.#contexts = new ContextWriter(this.#scratch);
  }

  /** Afterwards no feature is found, which leads every call off the fast path to where `freed` is asked for. */
  free(): void {
    if (this.freed) return;
    this.freed = true;
    this.#indices.clear();
    this.#described.clear();
    this.#core.free();
  }

  /** Whether a request for that project, by name or ARN, is for this one (E9, R5). */
  is(reference: unknown): boolean {
    if (reference === undefined || reference === null) return true;
    return this.identity !== undefined && (reference === this.identity.name || reference === this.identity.arn);
  }

  feature(name: unknown): Feature | undefined {
    return this.#described.get(name as string) ?? this.#describe(name as string);
  }

  features(): readonly Feature[] {
    if (this.#described.size < this.names.length) for (const name of this.names) this.#describe(name);
    return this.#features as Feature[];
  }

  #describe(name: string): Feature | undefined {
    const index = this.#indices.get(name);
    if (index === undefined) return undefined;
    const feature = (this.#features[index] ??= describe(this.#core, index, name, this.attributes));
    this.#described.set(name, feature);
    this.timed ||= feature.timed;
    return feature;
  }

  /** The number of the feature's answer for this entity, or a status. */
  decide(feature: Feature, entityId: string, context: unknown, now: number): number {
    const kind = this.#contexts.write(context, feature.attributes);
    // Any status will do: why there is no answer is worked out anew.
    if (kind === UNREADABLE) return FIRST_STATUS;
    const { bytes } = this.#contexts;
    const idBytes = this.#scratch.id((bytes + 7) & ~7, entityId);
    return this.#core.evaluate(feature.index, kind, bytes, idBytes, now);
  }

  /** One number as from `decide` for each feature, good until the next call; undefined if the request is refused. */
  decideAll(entityId: string, context: unknown, now: number): Uint32Array | undefined {
    const kind = this.#contexts.write(context, this.attributes);
    if (kind === UNREADABLE) return undefined;
    const { bytes } = this.#contexts;
    const idBytes = this.#scratch.id((bytes + 7) & ~7, entityId);
    const status = this.#core.evaluateAll(kind, bytes, idBytes, now);
    return status === 0 ? this.#scratch.outcomes(this.names.length) : undefined;
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

  /** What the core says against this entity id. */
  failureOfId(entityId: string, field: string): Failure | undefined {
    return this.#failure(this.#check(this.#contexts.write(undefined, NO_ATTRIBUTES), entityId), field);
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
    const idBytes = this.#scratch.id((bytes + 7) & ~7, entityId);
    // Any feature will do, unless it is quarantined: the core then does not look at the request.
    return this.names.length > 0 && this.problems.length === 0
      ? this.#core.evaluate(0, kind, bytes, idBytes, 0)
      : this.#core.evaluateAll(kind, bytes, idBytes, 0);
  }

  #failure(status: number, field: string): Failure | undefined {
    return status < FIRST_STATUS ? undefined : (JSON.parse(this.#core.failure(status, field)) as Failure);
  }
}
