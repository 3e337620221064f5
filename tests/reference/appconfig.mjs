// The AppConfig part of a snapshot, resolved (A1, A7, R20 to R25, R35 to R37). It must be a valid one.
//
// A flag is {key, value, run}. `value` is {served} or {variants: [{served, rule}]}, and `served` is as it is answered,
// but for the `_variant` of a basic value. `run` is null when none is RUNNING.

import { floorShifted } from "./decimal.mjs";
import { JsonNumber } from "./json.mjs";
import { list, map, member, required } from "./members.mjs";
import { readAudienceRule, readRule } from "./rule.mjs";

const NO_VALUE = { served: { enabled: false } }; // R24

/** The flags by key, in their order (R24). */
export function readFlags(snapshot) {
  const appConfig = map(snapshot, "appConfig");
  const values = [...map(map(appConfig, "flags"), "values")].filter(([, value]) => value !== null);
  const flags = new Map(values.map(([key, value]) => [key, { key, value: readFlagValue(value), run: null }]));
  const running = list(appConfig, "experimentRuns").filter((item) => required(item, "Status") === "RUNNING"); // A8
  for (const item of running) {
    const run = readRun(item);
    flags.set(run.flag, { key: run.flag, value: flags.get(run.flag)?.value ?? NO_VALUE, run });
  }
  return flags;
}

// --- values ---

function readFlagValue(value) {
  const variants = member(value, "_variants");
  if (variants !== null) return { variants: variants.map(readVariant) };
  const attributes = attributesOf(value).filter(([key]) => key !== "enabled");
  return { served: serve(readEnabled(member(value, "enabled")), null, attributes) };
}

function readVariant(variant, index, { length }) {
  const attributes = attributesOf(map(variant, "attributeValues"));
  const isLast = index === length - 1; // A2: the last has no rule
  return {
    served: serve(readEnabled(required(variant, "enabled")), required(variant, "name"), attributes),
    rule: isLast ? null : readRule(required(variant, "rule")),
  };
}

function attributesOf(object) {
  return [...object].filter(([key]) => !key.startsWith("_")); // R21
}

// R25, A1: no attributes when disabled.
function serve(enabled, variant, attributes) {
  return {
    enabled,
    ...(variant === null ? {} : { _variant: variant }),
    ...(enabled ? Object.fromEntries(attributes.filter(([, value]) => value !== null).map(readAttribute)) : {}),
  };
}

function readAttribute([key, value]) {
  return [key, Array.isArray(value) ? value.map(plain) : plain(value)];
}

function plain(value) {
  return value instanceof JsonNumber ? value.double : value;
}

// R22; absent is false
function readEnabled(value) {
  return value === true || value === "true";
}

// --- runs ---

function readRun(item) {
  const definition = required(item, "ExperimentDefinitionSnapshot");
  const flag = required(definition, "FlagKey");
  const treatments = [
    ...list(definition, "Treatments").map((treatment) => readTreatment(treatment, required(treatment, "Key"))),
    readControl(required(definition, "Control")), // the last slot is the control's (A7)
  ];
  const overrides = map(map(item, "TreatmentOverrides"), "Inline");
  return {
    flag,
    applicationId: required(item, "ApplicationId"),
    definitionId: required(item, "ExperimentDefinitionId"),
    number: floorShifted(required(item, "Run").lexeme, 0),
    treatments,
    overrides: new Map([...overrides].map(([entityId, key]) => [entityId, find(treatments, key)])),
    audience: readAudienceRule(required(definition, "AudienceRule")),
    exposure: millionths(member(item, "ExposurePercentage")),
  };
}

function readControl(control) {
  return readTreatment(control, member(control, "Key") ?? "c"); // R35
}

function readTreatment(treatment, key) {
  const value = required(treatment, "FlagValue");
  const attributes = [...map(value, "AttributeValues")].map(([name, union]) => [name, readUnion(union)]);
  return {
    key,
    weight: millionths(required(treatment, "Weight")),
    serve: (variant) => serve(readEnabled(required(value, "Enabled")), variant, attributes),
  };
}

function readUnion(union) {
  const types = ["StringValue", "NumberValue", "BooleanValue", "StringArray", "NumberArray"];
  return required(union, types.find((type) => member(union, type) !== null));
}

function find(treatments, key) {
  const found = treatments.find((treatment) => treatment.key === key);
  if (!found) throw new Error(`unknown treatment ${key}`);
  return found;
}

// R36: cut to six decimal places; absent is 0.
function millionths(number) {
  return number === null ? 0n : floorShifted(number.lexeme, 6);
}
