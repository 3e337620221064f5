// One evaluation of a flag: A1, A2, A7 to A9, from top to bottom.

import { APP_CONFIG, drawSlot, point } from "./bucketing.mjs";
import { holds } from "./holds.mjs";

/** {value, reason, run?} for a flag, a checked entity id (or undefined) and context. */
export function decideFlag(flag, entityId, context) {
  const scene = { context, entityId, flag: flag.key };
  return byTreatmentOverride(flag, scene) ?? bySlot(flag, scene) ?? byVariants(flag, scene) ?? byValue(flag);
}

// Whatever the audience and the exposure (A7).
function byTreatmentOverride({ run }, { entityId }) {
  const treatment = run?.overrides.get(entityId);
  return treatment ? treated(run, treatment, `__${treatment.key}_override__`, "TREATMENT_OVERRIDE_MATCH") : null;
}

function bySlot({ run }, scene) {
  if (!run || scene.entityId === undefined || !holds(run.audience, scene)) return null;
  const line = `${run.applicationId}:${run.definitionId}:${run.number}`;
  const weights = run.treatments.map(({ weight }) => weight);
  const slot = drawSlot(point(APP_CONFIG, line, scene.entityId), weights, run.exposure);
  return slot === null ? null : enrolled(run, run.treatments[slot]);
}

function enrolled(run, treatment) {
  return treated(run, treatment, `__${treatment.key}__`, "EXPERIMENT_RULE_MATCH");
}

function treated(run, treatment, variant, reason) {
  return {
    value: treatment.serve(variant),
    reason,
    run: {
      applicationId: run.applicationId,
      experimentDefinitionId: run.definitionId,
      run: Number(run.number),
      treatment: treatment.key,
    },
  };
}

// A2
function byVariants({ value }, scene) {
  if (!value.variants) return null;
  const { served, rule } = value.variants.find(({ rule }) => rule === null || holds(rule, scene));
  return { value: served, reason: rule === null ? "DEFAULT" : "RULE_MATCH" };
}

// R39: whom a run does not decide gets the deployed value under a name of its own.
function byValue({ value, run }) {
  const { enabled, ...attributes } = value.served;
  return { value: run ? { enabled, _variant: "__default__", ...attributes } : value.served, reason: "DEFAULT" };
}
