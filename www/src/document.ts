// A snapshot as far as it is shown: what is configured. Read from texts that the package has loaded, so that the shapes are
// known to be right; what is decided is asked of the package and never worked out from this.

import { instant, list, members, number, segmentName, string, unwrapped, type Members, type Value } from './json';
import type { Subject } from './state';

/** What a snapshot configures. */
export interface Configuration {
  readonly features: readonly Feature[];
  readonly flags: readonly Flag[];
  readonly segments: readonly Segment[];
}

export interface Feature {
  readonly name: string;
  readonly description: string;
  readonly type: string;
  readonly variations: readonly string[];
  readonly defaultVariation: string;
  readonly isDefaultOnly: boolean;
  readonly overrides: readonly string[];
  /** Those that run, and those that did or will. */
  readonly launches: readonly Launch[];
  readonly experiments: readonly Experiment[];
}

export interface Launch {
  readonly name: string;
  readonly status: string;
  readonly groups: readonly Arm[];
  /** In the order of their starts. */
  readonly steps: readonly Step[];
}

/** A group of a launch or a treatment of an experiment. */
export interface Arm {
  readonly name: string;
  /** What it gives of the feature in question; of a launch over several features, perhaps nothing. */
  readonly variation: string | undefined;
}

export interface Step {
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly weights: Weights;
  /** In the order in which they are looked at. */
  readonly segmentOverrides: readonly { readonly segment: string; readonly weights: Weights }[];
}

/** Thousandths of a percent by the name of the arm. */
export type Weights = ReadonlyMap<string, number>;

export interface Experiment {
  readonly name: string;
  readonly status: string;
  readonly segment: string | undefined;
  readonly samplingRate: number;
  readonly treatments: readonly Arm[];
  readonly weights: Weights;
}

export interface Segment {
  readonly name: string;
  readonly pattern: string;
}

export interface Flag {
  readonly key: string;
  readonly title: string;
  /** From the top; the last is the default. A flag without variants has none. */
  readonly variants: readonly { readonly name: string; readonly rule: string | undefined }[];
  readonly isEnabled: boolean;
  readonly runs: readonly Run[];
}

export interface Run {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly audienceRule: string;
  /** In percent. */
  readonly exposure: number;
  /** The control is the last. Shares of the whole, of which `exposure` percent is taken. */
  readonly treatments: readonly { readonly key: string; readonly share: number }[];
}

export const isRunning = ({ status }: { readonly status: string }): boolean => status === 'RUNNING';

/** The total of weights: thousandths of a percent. */
export const WHOLE = 100_000;

export function subjectsOf({ features, flags }: Configuration): Subject[] {
  return [
    ...features.map(({ name }): Subject => ({ kind: 'feature', name })),
    ...flags.map(({ key }): Subject => ({ kind: 'flag', name: key })),
  ];
}

export function configurationOf(text: string): Configuration {
  const snapshot = members(JSON.parse(text));
  const launches = list(snapshot['launches']).map((item) => unwrapped(item, 'launch'));
  const experiments = list(snapshot['experiments']).map((item) => unwrapped(item, 'experiment'));
  const appConfig = members(snapshot['appConfig']);
  return {
    features: list(snapshot['features'])
      .map((item) => unwrapped(item, 'feature'))
      .map((feature) => featureOf(feature, launches, experiments)),
    flags: flagsOf(members(appConfig['flags']), list(appConfig['experimentRuns'])),
    segments: list(snapshot['segments'])
      .map((item) => unwrapped(item, 'segment'))
      .map(({ name, pattern }) => ({ name: string(name), pattern: string(pattern) })),
  };
}

function featureOf(feature: Members, launches: readonly Members[], experiments: readonly Members[]): Feature {
  const name = string(feature['name']);
  const variations = list(feature['variations']).map(members);
  const names = variations.map((variation) => string(variation['name']));
  const defaultVariation = feature['defaultVariation'];
  return {
    name,
    description: string(feature['description']),
    type:
      TYPES[Object.keys(members(variations[0]?.['value'] ?? null)).find((key) => Object.hasOwn(TYPES, key)) ?? ''] ??
      '',
    variations: names,
    defaultVariation: typeof defaultVariation === 'string' ? defaultVariation : (names[0] ?? ''),
    isDefaultOnly: feature['evaluationStrategy'] === 'DEFAULT_VARIATION',
    overrides: Object.keys(members(feature['entityOverrides'])),
    launches: launches.filter((launch) => concerns(launch['groups'], name)).map((launch) => launchOf(launch, name)),
    experiments: experiments
      .filter((experiment) => concerns(experiment['treatments'], name))
      .map((experiment) => experimentOf(experiment, name)),
  };
}

const TYPES: { readonly [member: string]: string } = {
  boolValue: 'boolean',
  longValue: 'long',
  doubleValue: 'double',
  stringValue: 'string',
};

function concerns(arms: Value | undefined, feature: string): boolean {
  return list(arms).some((arm) => Object.hasOwn(members(members(arm)['featureVariations']), feature));
}

function armsOf(arms: Value | undefined, feature: string): Arm[] {
  return list(arms)
    .map(members)
    .map((arm) => {
      const variation = members(arm['featureVariations'])[feature];
      return { name: string(arm['name']), variation: typeof variation === 'string' ? variation : undefined };
    });
}

function launchOf(launch: Members, feature: string): Launch {
  const steps = list(members(launch['scheduledSplitsDefinition'])['steps']).map(members).map(stepOf);
  return {
    name: string(launch['name']),
    status: string(launch['status']),
    groups: armsOf(launch['groups'], feature),
    // Of steps with one start the later in the list counts: sorting keeps their order.
    steps: steps.sort((one, other) => one.start - other.start),
  };
}

function stepOf(step: Members): Step {
  const overrides = list(step['segmentOverrides']).map(members);
  const order = (override: Members) => number(override['evaluationOrder']);
  return {
    start: instant(step['startTime']),
    weights: weights(step['groupWeights']),
    segmentOverrides: overrides
      .sort((one, other) => order(one) - order(other))
      .map((override) => ({
        segment: segmentName(string(override['segment'])),
        weights: weights(override['weights']),
      })),
  };
}

function experimentOf(experiment: Members, feature: string): Experiment {
  const segment = experiment['segment'];
  return {
    name: string(experiment['name']),
    status: string(experiment['status']),
    segment: typeof segment === 'string' ? segmentName(segment) : undefined,
    samplingRate: number(experiment['samplingRate']),
    treatments: armsOf(experiment['treatments'], feature),
    weights: weights(members(experiment['onlineAbDefinition'])['treatmentWeights']),
  };
}

function flagsOf(document: Members, runs: readonly Value[]): Flag[] {
  const values = members(document['values']);
  const definitions = members(document['flags']);
  const ofFlag = new Map<string, Run[]>();
  for (const run of runs.map(members)) {
    const key = string(members(run['ExperimentDefinitionSnapshot'])['FlagKey']);
    ofFlag.set(key, [...(ofFlag.get(key) ?? []), runOf(run)]);
  }
  const withRunsAlone = [...ofFlag].filter(([key, runs]) => !Object.hasOwn(values, key) && runs.some(isRunning));
  return [...Object.keys(values), ...withRunsAlone.map(([key]) => key)].map((key) => {
    const value = members(values[key]);
    const variants = list(value['_variants']).map(members);
    return {
      key,
      title: string(members(definitions[key])['name']),
      variants: variants.map(({ name, rule }) => ({
        name: string(name),
        rule: typeof rule === 'string' ? rule : undefined,
      })),
      isEnabled: value['enabled'] === true,
      runs: ofFlag.get(key) ?? [],
    };
  });
}

function runOf(run: Members): Run {
  const definition = members(run['ExperimentDefinitionSnapshot']);
  const control = members(definition['Control']);
  const arms = [
    ...list(definition['Treatments'])
      .map(members)
      .map((arm) => ({ key: string(arm['Key']), weight: number(arm['Weight']) })),
    { key: typeof control['Key'] === 'string' ? control['Key'] : 'c', weight: number(control['Weight']) },
  ];
  const sum = arms.reduce((sum, { weight }) => sum + weight, 0);
  return {
    id: [run['ApplicationId'], run['ExperimentDefinitionId'], run['Run']].join(':'),
    name: string(definition['Name']),
    status: string(run['Status']),
    audienceRule: string(definition['AudienceRule']),
    exposure: number(run['ExposurePercentage']),
    treatments: arms.map(({ key, weight }) => ({ key, share: sum > 0 ? weight / sum : 0 })),
  };
}

function weights(value: Value | undefined): Weights {
  return new Map(Object.entries(members(value)).map(([name, weight]) => [name, number(weight)]));
}
