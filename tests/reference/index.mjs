// The reference: a second implementation of the rules S, E, B, P and A, slow and obvious.

import { point } from "./bucketing.mjs";
import { featureDoesNotExist, flagDoesNotExist, unknownFeature, unknownFlag, unknownProject } from "./errors.mjs";
import { decide } from "./evaluate.mjs";
import { decideFlag } from "./flags.mjs";
import { holds } from "./holds.mjs";
import { matchesPattern, readPattern } from "./pattern.mjs";
import { featureArn, readProject } from "./project.mjs";
import {
  problemsOf,
  problemsOfContext,
  problemsOfFlagRequest,
  problemsOfId,
  readContext,
  refuse,
} from "./request.mjs";
import { readRule } from "./rule.mjs";

export { point };

/** The project of a valid snapshot's text. */
export function load(snapshotText) {
  return readProject(snapshotText);
}

/** {variation, value, reason, details}. */
export function evaluate(project, request, nowMs) {
  refuse(problemsOf(request.entityId, request.evaluationContext));
  checkProject(project, request.project);
  const feature = findFeature(project, request.feature);
  return decideFor(project, feature, request, nowMs);
}

/** E8, R17: {results}. */
export function batchEvaluate(project, { requests, project: reference }, nowMs) {
  refuse(
    requests.flatMap(({ entityId, evaluationContext }, index) => {
      return problemsOf(entityId, evaluationContext, `requests[${index}].`);
    }),
  );
  checkProject(project, reference);
  return { results: requests.map((request) => batchItem(project, request, nowMs)) };
}

/** A decision for each feature by name, of all features or of those listed. */
export function evaluateAll(project, { entityId, evaluationContext, features }, nowMs) {
  refuse(problemsOf(entityId, evaluationContext));
  const names = features ?? [...project.features.keys()];
  const request = { entityId, evaluationContext };
  return Object.fromEntries(names.map((name) => [name, decideOrExplain(project, name, request, nowMs)]));
}

/** One feature for many entities: {variations, reasons}. */
export function assign(project, { feature: name, entityIds, evaluationContext }, nowMs) {
  refuse([
    ...entityIds.flatMap((entityId, index) => problemsOfId(entityId, `entityIds[${index}]`)),
    ...problemsOfContext(evaluationContext, "evaluationContext"),
  ]);
  const feature = findFeature(project, name);
  const decisions = entityIds.map((entityId) => decideFor(project, feature, { entityId, evaluationContext }, nowMs));
  return {
    variations: decisions.map(({ variation }) => variation),
    reasons: decisions.map(({ reason }) => reason),
  };
}

/** Whether the pattern matches the context; throws on a refused pattern. */
export function matches(patternText, contextText) {
  return matchesPattern(readPattern(patternText), readContext(contextText));
}

/** {value, reason, run?}. */
export function evaluateFlag(project, request) {
  refuse(problemsOfFlagRequest(request, { oneFlag: true }));
  const flag = project.flags.get(request.flag);
  if (!flag) throw unknownFlag(request.flag.toWellFormed());
  return decideFlagFor(flag, request);
}

/** {value, reason, run?} for each flag by key, of all or of those listed; an unknown one has a reason only (R38). */
export function evaluateFlags(project, request = {}) {
  refuse(problemsOfFlagRequest(request, { oneFlag: false }));
  const keys = request.flags ?? [...project.flags.keys()];
  return Object.fromEntries(keys.map((key) => [key, decideFlagOrExplain(project, key, request)]));
}

/** Whether a rule holds, as that of a variant of a flag named `flag`; throws on a refused rule. */
export function ruleHolds(ruleText, contextText, entityId) {
  const rule = readRule(ruleText.toWellFormed());
  refuse(problemsOfFlagRequest({ entityId, context: contextText }, { oneFlag: false }));
  return holds(rule, { context: readContext(contextText), entityId: entityId?.toWellFormed(), flag: "flag" });
}

function decideFlagOrExplain(project, key, request) {
  const flag = project.flags.get(key);
  return flag ? decideFlagFor(flag, request) : { reason: flagDoesNotExist(key.toWellFormed()) };
}

function decideFlagFor(flag, { entityId, context }) {
  return decideFlag(flag, entityId?.toWellFormed(), readContext(context)); // R1
}

function batchItem(project, request, nowMs) {
  return {
    entityId: request.entityId.toWellFormed(),
    feature: featureArn(project, request.feature.toWellFormed()),
    project: project.arn,
    ...decideOrExplain(project, request.feature, request, nowMs),
  };
}

// E8: an unknown feature fails only its item.
function decideOrExplain(project, name, request, nowMs) {
  const feature = project.features.get(name);
  if (!feature) return { reason: featureDoesNotExist(featureArn(project, name.toWellFormed())) };
  return decideFor(project, feature, request, nowMs);
}

function decideFor(project, feature, { entityId, evaluationContext }, nowMs) {
  const context = readContext(evaluationContext);
  return decide(project, feature, entityId.toWellFormed(), context, Math.floor(nowMs)); // R1
}

// E9
function checkProject(project, reference) {
  if (![project.name, project.arn, undefined, null].includes(reference)) throw unknownProject(reference);
}

function findFeature(project, name) {
  const feature = project.features.get(name);
  if (!feature) throw unknownFeature(featureArn(project, name.toWellFormed()));
  return feature;
}
