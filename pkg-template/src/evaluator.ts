import type * as face from '../index.js';
import { SnapshotError } from './errors.js';
import type { Feature } from './feature.js';
import { loadOptions, momentFor, timeOf } from './options.js';
import { Project } from './project.js';
import {
  freed,
  refusedAll,
  refusedAssign,
  refusedBatch,
  refusedEvaluate,
  refusedFlag,
  refusedFlags,
} from './refusal.js';
import { all, allFlags, batch, some, someFlags } from './several.js';
import { open } from './snapshot.js';

/** Hosts that do not know the symbol yet get the one that polyfills agree on. */
const DISPOSE: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose');

// Each method does what a valid request needs, with the cheapest check that finds every other, and hands those to
// refusal.ts. What is refused there first, is first here.

export class Evaluator {
  readonly #project: Project;

  constructor(snapshot: face.SnapshotInput, options?: face.EvaluatorOptions | null) {
    const opened = open(snapshot, loadOptions(options));
    if ('problems' in opened) throw refusedSnapshot(opened.problems);
    this.#project = new Project(opened.core, opened.memory);
  }

  evaluate(request: face.EvaluateRequest, options?: face.EvaluateOptions | null): face.EvaluateResponse {
    const project = this.#project;
    const feature = project.features.find(request?.feature);
    if (feature !== undefined && typeof request.entityId === 'string' && project.is(request.project)) {
      const now = momentFor(feature, timeOf(options));
      // Not true of NaN.
      if (now === now) {
        const number = project.decide(feature, request.entityId, request.evaluationContext, now);
        // Compared, and not looked up and found missing: that would slow down all look-ups that follow.
        if (number < feature.answers.length) return feature.answers[number]!;
      }
    }
    throw refusedEvaluate(project, request, options);
  }

  batchEvaluate(request: face.BatchEvaluateRequest, options?: face.EvaluateOptions | null): face.BatchEvaluateResponse {
    const project = this.#project;
    const time = timeOf(options);
    if (!project.freed && Array.isArray(request?.requests) && project.is(request.project) && !Number.isNaN(time)) {
      const results = batch(project, request.requests, time);
      if (results !== undefined) return { results };
    }
    throw refusedBatch(project, request, options);
  }

  evaluateAll(request: face.EvaluateAllRequest, options?: face.EvaluateAllOptions | null): face.EvaluateAllResponse {
    const project = this.#project;
    const time = timeOf(options);
    if (!project.freed && typeof request?.entityId === 'string' && project.is(request.project) && !Number.isNaN(time)) {
      const names = options?.features;
      const responses = names == null ? all(project, request, time) : some(project, names, request, time);
      if (responses !== undefined) return responses;
    }
    throw refusedAll(project, request, options);
  }

  assign(request: face.AssignRequest, options?: face.EvaluateOptions | null): face.AssignResponse {
    const project = this.#project;
    const feature = project.features.find(request?.feature);
    if (feature !== undefined && Array.isArray(request.entityIds) && project.is(request.project)) {
      const now = momentFor(feature, timeOf(options));
      if (now === now) {
        const numbers = project.assign(feature, request.entityIds, request.evaluationContext, now);
        const columns = numbers && columnsOf(feature, numbers);
        if (columns !== undefined) return columns;
      }
    }
    throw refusedAssign(project, request, options);
  }

  evaluateFlag<Attributes extends face.FlagAttributesOf<Attributes> = face.FlagAttributes>(
    request: face.EvaluateFlagRequest,
    options?: face.EvaluateOptions | null,
  ): face.EvaluateFlagResponse<Attributes> {
    const project = this.#project;
    const flag = project.flags.find(request?.flag);
    if (flag !== undefined && !Number.isNaN(timeOf(options))) {
      const { entityId, context } = request;
      if (isEntity(entityId)) {
        const number = project.decideFlag(flag, entityId, context);
        // What attributes a flag has is for the caller to know.
        if (number < flag.answers.length) return flag.answers[number]! as face.EvaluateFlagResponse<Attributes>;
      }
    }
    throw refusedFlag(project, request, options);
  }

  evaluateFlags(
    request: face.EvaluateFlagsRequest,
    options?: face.EvaluateFlagsOptions | null,
  ): face.EvaluateFlagsResponse {
    const project = this.#project;
    if (!project.freed && typeof request === 'object' && request !== null && !Number.isNaN(timeOf(options))) {
      const { entityId, context } = request;
      if (isEntity(entityId)) {
        const keys = options?.flags;
        const responses =
          keys == null ? allFlags(project, entityId, context) : someFlags(project, keys, entityId, context);
        if (responses !== undefined) return responses;
      }
    }
    throw refusedFlags(project, request, options);
  }

  get features(): readonly string[] {
    return this.#live.features.names;
  }

  get flags(): readonly string[] {
    return this.#live.flags.names;
  }

  get project(): face.ProjectIdentity | undefined {
    return this.#live.identity;
  }

  get problems(): readonly face.Problem[] {
    return this.#live.problems;
  }

  free(): void {
    this.#project.free();
  }

  [DISPOSE](): void {
    this.free();
  }

  get #live(): Project {
    if (this.#project.freed) throw freed();
    return this.#project;
  }
}

/** A flag may be asked for without an entity. */
function isEntity(entityId: unknown): entityId is string | null | undefined {
  return typeof entityId === 'string' || entityId === undefined || entityId === null;
}

function refusedSnapshot(problems: readonly face.Problem[]): SnapshotError {
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return new SnapshotError('InvalidSnapshot', `${problems[0]?.message}${more}`, problems);
}

/** The number of decisions as columns; undefined if one is a status. */
function columnsOf({ answers }: Feature, numbers: Uint32Array): face.AssignResponse | undefined {
  const variations: string[] = [];
  const reasons: face.Reason[] = [];
  for (const number of numbers) {
    if (number >= answers.length) return undefined;
    const answer = answers[number]!;
    variations.push(answer.variation);
    reasons.push(answer.reason);
  }
  return { variations, reasons };
}
