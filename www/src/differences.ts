// What two snapshots configure differently: of the members as they stand in the texts, all but those that decide nothing.

import { instant, list, members, number, segmentName, string, unwrapped, type Members, type Value } from './json';
import type { Subject } from './state';

export interface Difference {
  readonly subject: Subject;
  readonly change: 'added' | 'removed' | 'changed';
  /** For a change, the members that differ. */
  readonly members: readonly string[];
}

/** Features and flags that are there in one only, or are configured in another way: with all that takes part in deciding. */
export function differencesOf(one: string, other: string): Difference[] {
  const before = configured(one);
  const after = configured(other);
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].flatMap((key): Difference[] => {
    const from = before.get(key);
    const to = after.get(key);
    const subject = (from ?? to)?.subject;
    if (!subject) return [];
    if (!to) return [{ subject, change: 'removed', members: [] }];
    if (!from) return [{ subject, change: 'added', members: [] }];
    const names = [...new Set([...Object.keys(from.members), ...Object.keys(to.members)])];
    const members = names.filter((name) => textOf(from.members[name]) !== textOf(to.members[name]));
    return members.length > 0 ? [{ subject, change: 'changed', members }] : [];
  });
}

interface Configured {
  readonly subject: Subject;
  readonly members: Members;
}

/** What AWS keeps beside what was configured, and what people say about it. */
const BOOKKEEPING = [
  'arn',
  'createdTime',
  'description',
  'evaluationRules',
  'execution',
  'lastUpdatedTime',
  'metricGoals',
  'metricMonitors',
  'project',
  'schedule',
  'statusReason',
  'tags',
  'type',
];
const BOOKKEEPING_OF_FEATURES = [...BOOKKEEPING, 'name', 'status'];
const BOOKKEEPING_OF_FLAGS = ['_createdAt', '_updatedAt', 'description'];
const BOOKKEEPING_OF_RUNS = ['Description', 'StartedAt', 'EndedAt', 'UpdatedAt', 'Result', 'Tags'];
const BOOKKEEPING_OF_DEFINITIONS = [
  'AudienceDescription',
  'ConfigurationProfileId',
  'CreatedAt',
  'Description',
  'EnvironmentId',
  'Hypothesis',
  'LaunchCriteria',
  'Name',
  'Tags',
  'UpdatedAt',
];

function configured(text: string): Map<string, Configured> {
  const snapshot = members(JSON.parse(text));
  const of = (name: string, wrapper: string) => list(snapshot[name]).map((item) => unwrapped(item, wrapper));
  const launches = of('launches', 'launch');
  const experiments = of('experiments', 'experiment');
  const patterns = new Map(of('segments', 'segment').map(({ name, pattern }) => [string(name), pattern ?? null]));
  const { flags = null, experimentRuns = null } = members(snapshot['appConfig']);
  const found: Configured[] = of('features', 'feature').map((feature) => {
    const name = string(feature['name']);
    return {
      subject: { kind: 'feature', name },
      members: {
        ...without(feature, BOOKKEEPING_OF_FEATURES),
        ...ofFeature(name, launches, experiments, patterns),
      },
    };
  });
  const runs = list(experimentRuns).map(members);
  const values = members(members(flags)['values']);
  for (const name of new Set([...Object.keys(values), ...runs.map(flagOf)])) {
    const own = runs.filter((run) => flagOf(run) === name);
    // A flag that neither has a value nor a run that runs is not there.
    if (!Object.hasOwn(values, name) && !own.some(({ Status }) => Status === 'RUNNING')) continue;
    found.push({
      subject: { kind: 'flag', name },
      members: { value: without(members(values[name]), BOOKKEEPING_OF_FLAGS), runs: own.map(ofRun) },
    });
  }
  return new Map(found.map((item) => [`${item.subject.kind} ${item.subject.name}`, item]));
}

/** The launches and experiments over the feature, and the segments that they name. */
function ofFeature(
  feature: string,
  allLaunches: readonly Members[],
  allExperiments: readonly Members[],
  patterns: ReadonlyMap<string, Value>,
): Members {
  const concerns = (arms: Value | undefined) =>
    list(arms).some((arm) => Object.hasOwn(members(members(arm)['featureVariations']), feature));
  const armsOf = (arms: Value | undefined): Value[] =>
    list(arms).map((item) => {
      const arm = members(item);
      return { name: arm['name'] ?? null, variation: members(arm['featureVariations'])[feature] ?? null };
    });
  const named = new Set<string>();
  const segmentOf = (nameOrArn: Value | undefined): Value => {
    if (typeof nameOrArn !== 'string') return null;
    const name = segmentName(nameOrArn);
    named.add(name);
    return name;
  };
  const stepOf = (step: Members) => ({
    ...step,
    startTime: instant(step['startTime']),
    segmentOverrides: list(step['segmentOverrides'])
      .map(members)
      .sort((one, other) => number(one['evaluationOrder']) - number(other['evaluationOrder']))
      .map(({ segment, weights }) => ({ segment: segmentOf(segment), weights: weights ?? null })),
  });
  const launches = allLaunches
    .filter(({ groups }) => concerns(groups))
    .map((launch) => ({
      ...without(launch, [...BOOKKEEPING, 'scheduledSplitsDefinition']),
      groups: armsOf(launch['groups']),
      steps: list(members(launch['scheduledSplitsDefinition'])['steps'])
        .map((step) => stepOf(members(step)))
        .sort((one, other) => one.startTime - other.startTime),
    }));
  const experiments = allExperiments
    .filter(({ treatments }) => concerns(treatments))
    .map((experiment) => ({
      ...without(experiment, [...BOOKKEEPING, 'onlineAbDefinition']),
      segment: segmentOf(experiment['segment']),
      treatments: armsOf(experiment['treatments']),
      weights: members(experiment['onlineAbDefinition'])['treatmentWeights'] ?? null,
    }));
  const segments = Object.fromEntries([...named].map((name) => [name, patterns.get(name) ?? null]));
  return { launches, experiments, segments };
}

function flagOf(run: Members): string {
  return string(members(run['ExperimentDefinitionSnapshot'])['FlagKey']);
}

function ofRun(run: Members): { [member: string]: Value } {
  const definition = members(run['ExperimentDefinitionSnapshot']);
  const armOf = (arm: Value | undefined) => without(members(arm), ['Description', 'Name']);
  return {
    ...without(run, BOOKKEEPING_OF_RUNS),
    ExperimentDefinitionSnapshot: {
      ...without(definition, BOOKKEEPING_OF_DEFINITIONS),
      Treatments: list(definition['Treatments']).map(armOf),
      Control: armOf(definition['Control']),
    },
  };
}

function without(all: Members, names: readonly string[]): { [member: string]: Value } {
  return Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name)));
}

/** The order of members plays no part, and neither does an empty list or object in the place of none. */
function textOf(value: Value | undefined): string {
  const isEmpty = typeof value === 'object' && Object.keys(value ?? {}).length === 0;
  if (value === undefined || isEmpty) return '';
  return JSON.stringify(value, (_, part: Value) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}
