import type * as face from '../index.js';
import { SnapshotError } from './errors.js';
import { isTime, loadOptions, momentFor, timeOf } from './options.js';
import { Project } from './project.js';
import { freed, isNothing, isObject, refused } from './refusal.js';
import { batch, byName } from './several.js';
import { open } from './snapshot.js';

/** Hosts that do not know the symbol yet get the one that polyfills agree on. */
const DISPOSE: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose');

// Each method does what a valid request needs, with the cheapest check that finds every other, and hands those to
// refusal.ts. What is refused there first, is first here.

export class Evaluator {
  readonly #project: Project;

  constructor(snapshot: face.SnapshotInput, options?: face.EvaluatorOptions | null) {
    const { maxBytes, lenient } = loadOptions(options);
    const opened = open(snapshot, maxBytes, lenient);
    if (Array.isArray(opened)) {
      const more = opened.length > 1 ? ` (and ${opened.length - 1} more)` : '';
      throw new SnapshotError('InvalidSnapshot', `${opened[0]!.message}${more}`, opened);
    }
    this.#project = new Project(opened);
  }

  evaluate(request: face.EvaluateRequest, options?: face.EvaluateOptions | null): face.EvaluateResponse {
    const project = this.#project;
    const feature = project.features.find(request?.feature);
    if (feature !== undefined) {
      const { entityId, evaluationContext } = request;
      const now = momentFor(feature, timeOf(options));
      if (typeof entityId === 'string' && project.is(request.project) && isTime(now)) {
        const number = project.decide(feature, entityId, evaluationContext, now);
        // Compared, and not looked up and found missing: that would slow down all look-ups that follow.
        if (number >= 0) return feature.answers[number]!;
      }
    }
    throw refused(project.features, request, options);
  }

  batchEvaluate(request: face.BatchEvaluateRequest, options?: face.EvaluateOptions | null): face.BatchEvaluateResponse {
    const project = this.#project;
    const time = timeOf(options);
    const items = request?.requests;
    if (Array.isArray(items) && project.is(request.project) && isTime(time)) {
      const results = batch(project, items, time);
      if (results !== undefined) return { results };
    }
    throw refused(project.features, request, options, 'requests');
  }

  evaluateAll(request: face.EvaluateAllRequest, options?: face.EvaluateAllOptions | null): face.EvaluateAllResponse {
    return this.#several('features', request, options) as face.EvaluateAllResponse;
  }

  assign(request: face.AssignRequest, options?: face.EvaluateOptions | null): face.AssignResponse {
    const project = this.#project;
    const feature = project.features.find(request?.feature);
    if (feature !== undefined) {
      const { entityIds, evaluationContext } = request;
      const now = momentFor(feature, timeOf(options));
      if (Array.isArray(entityIds) && project.is(request.project) && isTime(now)) {
        const columns = project.assign(feature, entityIds, evaluationContext, now);
        if (columns !== undefined) return columns;
      }
    }
    throw refused(project.features, request, options, 'entityIds');
  }

  evaluateFlag<Attributes extends face.FlagAttributesOf<Attributes> = face.FlagAttributes>(
    request: face.EvaluateFlagRequest,
    options?: face.EvaluateOptions | null,
  ): face.EvaluateFlagResponse<Attributes> {
    const project = this.#project;
    const flag = project.flags.find(request?.flag);
    if (flag !== undefined && isTime(timeOf(options))) {
      const { entityId, context } = request;
      if (typeof entityId === 'string' || isNothing(entityId)) {
        const number = project.decide(flag, entityId, context, 0);
        // What attributes a flag has is for the caller to know.
        if (number >= 0) return flag.answers[number]! as face.EvaluateFlagResponse<Attributes>;
      }
    }
    throw refused(project.flags, request, options);
  }

  evaluateFlags(
    request: face.EvaluateFlagsRequest,
    options?: face.EvaluateFlagsOptions | null,
  ): face.EvaluateFlagsResponse {
    return this.#several('flags', request, options) as face.EvaluateFlagsResponse;
  }

  explain(request: face.ExplainRequest, options?: face.EvaluateOptions | null): face.Explanation<any> {
    return this.#several(isNothing(request?.flag) ? 'features' : 'flags', request, options, true) as face.Explanation;
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

  /** What is asked of all features or flags, or of one at no great hurry. */
  #several(
    several: 'features' | 'flags',
    request: Omit<face.EvaluateAllRequest, 'entityId'> & face.EvaluateFlagsRequest & { feature?: string | undefined; flag?: string | undefined },
    options: (face.EvaluateAllOptions & face.EvaluateFlagsOptions) | null | undefined,
    isExplained?: boolean,
  ): object {
    const project = this.#project;
    const catalogue = project[several];
    const { isFlags } = catalogue;
    const time = timeOf(options);
    if (isObject(request) && project.is(isFlags ? undefined : request.project) && isTime(time)) {
      const { entityId } = request;
      if (typeof entityId === 'string' || (isFlags && isNothing(entityId))) {
        const context = isFlags ? request.context : request.evaluationContext;
        const answers = isExplained
          ? project.explain(catalogue.find(isFlags ? request.flag : request.feature), entityId, context, time)
          : byName<unknown>(catalogue, options?.[several], entityId, context, time);
        if (answers) return answers;
      }
    }
    throw refused(catalogue, request, options, isExplained ? undefined : several);
  }
}
