// What shares of all entities are configured to get what, for one context at one moment.

import type { LineRange } from './explanation';
import { isRunning, WHOLE, type Arm, type Feature, type Flag, type Launch, type Step, type Weights } from './document';

/** Parts of 1 by the name of the variation. They sum to 1. */
export type Shares = ReadonlyMap<string, number>;

/** The step in force: the last that has started. */
export function stepInForce({ steps }: Launch, now: number): Step | undefined {
  return steps.findLast(({ start }) => start <= now);
}

/** The shares of those without an override. */
export function sharesOf(feature: Feature, segments: ReadonlySet<string>, now: number): Shares {
  const shares = new Map(feature.variations.map((name) => [name, 0]));
  const give = (variation: string, share: number) => shares.set(variation, (shares.get(variation) ?? 0) + share);
  let rest = 1;
  if (!feature.isDefaultOnly) {
    const launch = feature.launches.find(isRunning);
    const step = launch && stepInForce(launch, now);
    if (launch && step) {
      for (const [arm, share] of armShares(launch.groups, splitsOf(step, segments))) {
        if (arm.variation === undefined) continue;
        give(arm.variation, share);
        rest -= share;
      }
    }
    const experiment = feature.experiments.find(isRunning);
    if (experiment && (experiment.segment === undefined || segments.has(experiment.segment))) {
      const sampled = rest * (experiment.samplingRate / WHOLE);
      for (const arm of experiment.treatments) {
        const share = sampled * ((experiment.weights.get(arm.name) ?? 0) / WHOLE);
        if (arm.variation === undefined) continue;
        give(arm.variation, share);
        rest -= share;
      }
    }
  }
  // Differences of doubles may leave a hair.
  give(feature.defaultVariation, Math.max(0, rest));
  return shares;
}

/** What a step splits for somebody in these segments: the overrides of those segments, then everybody's weights. */
export function splitsOf(step: Step, segments: ReadonlySet<string>): Weights[] {
  return [
    ...step.segmentOverrides.filter(({ segment }) => segments.has(segment)).map(({ weights }) => weights),
    step.weights,
  ];
}

/** A part of a launch's line; names do not tell a segment that is called `groupWeights` from the weights of everybody. */
export interface SplitRange extends LineRange {
  readonly isEverybody: boolean;
}

/** The parts of a running launch's line (B3), for somebody in these segments, whoever it is. */
export function splitRanges({ launches }: Feature, segments: ReadonlySet<string>, now: number): SplitRange[] {
  const launch = launches.find(isRunning);
  const step = launch && stepInForce(launch, now);
  if (!launch || !step) return [];
  const names = [
    ...step.segmentOverrides.map(({ segment }) => segment).filter((segment) => segments.has(segment)),
    'groupWeights',
  ];
  let from = 0;
  return splitsOf(step, segments).flatMap((weights, index) => {
    const sum = launch.groups.reduce((sum, { name }) => sum + (weights.get(name) ?? 0), 0);
    const to = from + Math.floor(((LINE - from) * sum) / WHOLE);
    const range = { name: names[index] ?? '', from, to, isEverybody: index === names.length - 1 };
    from = to;
    return range.to > range.from ? [range] : [];
  });
}

/** The length of a line. */
const LINE = 2 ** 32;

/** Each split takes its share of what those before it left. */
export function armShares(arms: readonly Arm[], splits: readonly Weights[]): Map<Arm, number> {
  const shares = new Map(arms.map((arm) => [arm, 0]));
  let left = 1;
  for (const weights of splits) {
    const sum = arms.reduce((sum, { name }) => sum + (weights.get(name) ?? 0), 0);
    for (const arm of arms) shares.set(arm, (shares.get(arm) ?? 0) + left * ((weights.get(arm.name) ?? 0) / WHOLE));
    left *= 1 - sum / WHOLE;
  }
  return shares;
}

/**
 * What a flag serves to whom, as far as it does not depend on the entity by a rule: a run's treatments, if its audience is
 * everybody with this context, and the variant behind it. `settles` says whether a rule is true of the context, or nothing if
 * that is a matter of the entity.
 */
export function flagShares(flag: Flag, settles: (rule: string) => boolean | undefined): Map<string, number> | null {
  const shares = new Map<string, number>();
  let rest = 1;
  const run = flag.runs.find(isRunning);
  if (run) {
    const isAudience = settles(run.audienceRule);
    if (isAudience === undefined) return null;
    for (const { key, share } of isAudience ? run.treatments : []) {
      const exposed = share * (run.exposure / 100);
      shares.set(`__${key}__`, exposed);
      rest -= exposed;
    }
  }
  for (const { name, rule } of flag.variants) {
    const isServed = rule === undefined ? true : settles(rule);
    if (isServed === undefined) return shares.size > 0 ? shares : null;
    if (!isServed) continue;
    shares.set(name, Math.max(0, rest));
    return shares;
  }
  shares.set(run ? '__default__' : flag.isEnabled ? 'on' : 'off', Math.max(0, rest));
  return shares;
}
