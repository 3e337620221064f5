// One evaluation: the rules E1 to E7, from top to bottom.

import { EXPERIMENT, LAUNCH, drawGroup, drawTreatment, isSampled, point } from "./bucketing.mjs";
import { matchesPattern } from "./pattern.mjs";

const NO_DETAILS = "{}";

/** {variation, value, reason, details} for a feature of the project and a checked entity id and context. */
export function decide(project, feature, entityId, context, now) {
  const { variation, reason, details } = firstRule(project, feature, entityId, context, now);
  return { variation, value: feature.variations.get(variation), reason, details };
}

function firstRule(project, feature, entityId, context, now) {
  return (
    byOverride(feature, entityId) ??
    byStrategy(feature) ??
    byLaunch(project, feature, entityId, context, now) ??
    byExperiment(project, feature, entityId, context) ??
    byDefault(feature)
  );
}

// E1
function byOverride(feature, entityId) {
  const variation = feature.overrides.get(entityId);
  return variation === undefined ? null : { variation, reason: "ENTITY_OVERRIDES_MATCH", details: NO_DETAILS };
}

// E2
function byStrategy(feature) {
  return feature.strategy === "DEFAULT_VARIATION" ? byDefault(feature) : null;
}

// E5
function byDefault(feature) {
  return { variation: feature.defaultVariation, reason: "DEFAULT", details: NO_DETAILS };
}

// E3
function byLaunch(project, feature, entityId, context, now) {
  const launch = project.launches.find((item) => item.isRunning && concerns(item.groups, feature));
  const step = launch && stepInForce(launch.steps, now);
  if (!step) return null;
  const splits = [...matchingOverrides(step, context), step].map(({ weights }) => weights);
  const place = point(LAUNCH, launch.salt, entityId);
  const group = drawGroup(place, splits, launch.groups.keys());
  const details = { launch: launch.name, group };
  return served(launch.groups, group, feature, "LAUNCH_RULE_MATCH", details);
}

// E4
function byExperiment(project, feature, entityId, context) {
  const experiment = project.experiments.find((item) => item.isRunning && concerns(item.treatments, feature));
  if (!experiment || !isInAudience(experiment, context)) return null;
  const place = point(EXPERIMENT, experiment.salt, entityId);
  if (!isSampled(place, experiment.samplingRate)) return null;
  const treatment = drawTreatment(place, experiment.weights, experiment.treatments.keys());
  const details = { experiment: experiment.name, treatment, salt: experiment.salt };
  return served(experiment.treatments, treatment, feature, "EXPERIMENT_RULE_MATCH", details);
}

function isInAudience(experiment, context) {
  return experiment.pattern === null || matchesPattern(experiment.pattern, context);
}

function concerns(arms, feature) {
  return [...arms.values()].some((variations) => variations.has(feature.name));
}

// The greatest start not after now; of equal starts the later in the list.
function stepInForce(steps, now) {
  let inForce = null;
  for (const step of steps) {
    if (step.start <= now && (inForce === null || step.start >= inForce.start)) inForce = step;
  }
  return inForce;
}

// Array.prototype.sort is stable, so ties keep the list order.
function matchingOverrides(step, context) {
  return step.overrides
    .toSorted((left, right) => Number(left.order > right.order) - Number(left.order < right.order))
    .filter(({ pattern }) => matchesPattern(pattern, context));
}

// E6: an arm without a variation for this feature claims nobody. So does none at all.
function served(arms, name, feature, reason, details) {
  const variation = arms.get(name)?.get(feature.name);
  return variation === undefined ? null : { variation, reason, details: JSON.stringify(details) };
}
