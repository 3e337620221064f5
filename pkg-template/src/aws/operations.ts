/** The 38 operations of Evidently's API, and the methods and paths that its clients call them by (C1). */

import type { Operation } from '../../control.js';

/** What a request asks for. */
export interface Route {
  readonly operation: Operation;
  /** What the path names, by the members of the operation's input. */
  readonly labels: Readonly<Record<string, string>>;
}

const ONE_PROJECT = '/projects/{project}';
const ONE_FEATURE = `${ONE_PROJECT}/features/{feature}`;
const ONE_LAUNCH = `${ONE_PROJECT}/launches/{launch}`;
const ONE_EXPERIMENT = `${ONE_PROJECT}/experiments/{experiment}`;
const ONE_SEGMENT = '/segments/{segment}';
const TAGS = '/tags/{resourceArn}';

/** By path, the operation of each method. */
const OPERATIONS: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
  '/projects': { POST: 'CreateProject', GET: 'ListProjects' },
  [ONE_PROJECT]: { GET: 'GetProject', PATCH: 'UpdateProject', DELETE: 'DeleteProject' },
  [`${ONE_PROJECT}/data-delivery`]: { PATCH: 'UpdateProjectDataDelivery' },

  [`${ONE_PROJECT}/features`]: { POST: 'CreateFeature', GET: 'ListFeatures' },
  [ONE_FEATURE]: { GET: 'GetFeature', PATCH: 'UpdateFeature', DELETE: 'DeleteFeature' },

  [`${ONE_PROJECT}/launches`]: { POST: 'CreateLaunch', GET: 'ListLaunches' },
  [ONE_LAUNCH]: { GET: 'GetLaunch', PATCH: 'UpdateLaunch', DELETE: 'DeleteLaunch' },
  [`${ONE_LAUNCH}/start`]: { POST: 'StartLaunch' },
  [`${ONE_LAUNCH}/cancel`]: { POST: 'StopLaunch' },

  [`${ONE_PROJECT}/experiments`]: { POST: 'CreateExperiment', GET: 'ListExperiments' },
  [ONE_EXPERIMENT]: { GET: 'GetExperiment', PATCH: 'UpdateExperiment', DELETE: 'DeleteExperiment' },
  [`${ONE_EXPERIMENT}/start`]: { POST: 'StartExperiment' },
  [`${ONE_EXPERIMENT}/cancel`]: { POST: 'StopExperiment' },
  [`${ONE_EXPERIMENT}/results`]: { POST: 'GetExperimentResults' },

  '/segments': { POST: 'CreateSegment', GET: 'ListSegments' },
  [ONE_SEGMENT]: { GET: 'GetSegment', DELETE: 'DeleteSegment' },
  [`${ONE_SEGMENT}/references`]: { GET: 'ListSegmentReferences' },
  '/test-segment-pattern': { POST: 'TestSegmentPattern' },

  [TAGS]: { POST: 'TagResource', DELETE: 'UntagResource', GET: 'ListTagsForResource' },

  [`${ONE_PROJECT}/evaluations/{feature}`]: { POST: 'EvaluateFeature' },
  [`${ONE_PROJECT}/evaluations`]: { POST: 'BatchEvaluateFeature' },
  [`/events${ONE_PROJECT}`]: { POST: 'PutProjectEvents' },
};

/** A method is any text, also one that every object has a member for. */
const PATHS = Object.entries(OPERATIONS).map(([path, methods]) => ({ steps: stepsOf(path), methods: new Map(Object.entries(methods)) }));

/** What is asked for; undefined where the API has nothing. Throws a `URIError` for a broken escape in a label. */
export function routeOf(method: string, path: string): Route | undefined {
  const found = find(path);
  const operation = found?.methods.get(method);
  if (found === undefined || operation === undefined) return undefined;
  const labels: Record<string, string> = {};
  found.steps.forEach((step, index) => {
    // Decoded one by one: an ARN has slashes, which clients escape so that they part nothing.
    if (step.startsWith('{')) labels[step.slice(1, -1)] = decodeURIComponent(found.given[index]!);
  });
  return { operation, labels };
}

/** The methods that a path has; none if the API has no such path. */
export function methodsOf(path: string): string[] {
  return [...(find(path)?.methods.keys() ?? [])];
}

function find(path: string) {
  const given = stepsOf(path);
  // An empty step is no label. Were `/projects/shop/` the same as `/projects/shop`, then deleting the launch `..`, whose path
  // every client shortens to the former, would delete the project.
  const match = PATHS.find(
    ({ steps }) =>
      steps.length === given.length &&
      steps.every((step, index) => (step.startsWith('{') ? given[index] !== '' : step === given[index])),
  );
  return match && { ...match, given };
}

function stepsOf(path: string): string[] {
  return path.slice(1).split('/');
}
