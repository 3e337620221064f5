// A snapshot, resolved: names looked up, defaults filled in (S1, S2, R2, R4, R5, R20).
// It must be a valid one; what cannot be resolved throws an Error.

import { readFlags } from "./appconfig.mjs";
import { floorShifted } from "./decimal.mjs";
import { isObject, parse } from "./json.mjs";
import { list, map, member, required } from "./members.mjs";
import { readPattern } from "./pattern.mjs";
import { milliseconds } from "./timestamp.mjs";

export function readProject(snapshotText) {
  const snapshot = parse(snapshotText);
  const header = unwrap(member(snapshot, "project") ?? new Map(), "project"); // a snapshot may have nothing at all
  const name = member(header, "name");
  const arn = member(header, "arn") ?? `arn:aws:evidently:local:000000000000:project/${name}`; // E8
  const segments = items(snapshot, "segments", "segment").map(readSegment);
  return {
    name,
    arn,
    features: new Map(items(snapshot, "features", "feature").map((item) => readFeature(item, arn))),
    launches: items(snapshot, "launches", "launch").map((item) => readLaunch(item, segments)),
    experiments: items(snapshot, "experiments", "experiment").map((item) => readExperiment(item, segments)),
    flags: readFlags(snapshot),
  };
}

export function featureArn(project, name) {
  return project.features.get(name)?.arn ?? `${project.arn}/feature/${name}`; // R5
}

// --- features ---

function readFeature(item, projectArn) {
  const name = required(item, "name");
  const variations = new Map(required(item, "variations").map(readVariation));
  const [first] = variations.keys();
  const feature = {
    name,
    arn: member(item, "arn") ?? `${projectArn}/feature/${name}`,
    variations,
    defaultVariation: member(item, "defaultVariation") ?? first,
    overrides: map(item, "entityOverrides"),
    strategy: member(item, "evaluationStrategy") ?? "ALL_RULES",
  };
  for (const variation of [feature.defaultVariation, ...feature.overrides.values()]) resolve(variations, variation);
  return [name, feature];
}

function readVariation(item) {
  return [required(item, "name"), readValue(required(item, "value"))];
}

// The one member of the union; numbers as doubles.
function readValue(union) {
  const type = ["boolValue", "longValue", "doubleValue", "stringValue"].find((type) => member(union, type) !== null);
  const value = required(union, type);
  return { [type]: typeof value === "object" ? value.double : value };
}

// --- segments ---

function readSegment(item) {
  return {
    name: required(item, "name"),
    arn: member(item, "arn"),
    pattern: readPattern(required(item, "pattern")),
  };
}

// R4: by name, by ARN, or by the name at the end of an ARN when the segment has none of its own.
function findPattern(segments, reference) {
  const nameInArn = reference.split("segment/")[1];
  const found = segments.find(({ name, arn }) => {
    return name === reference || arn === reference || (arn === null && name === nameInArn);
  });
  if (!found) throw new Error(`unknown segment ${reference}`);
  return found.pattern;
}

// --- launches and experiments ---

function readLaunch(item, segments) {
  const name = required(item, "name");
  const groups = readArms(item, "groups");
  const steps = list(member(item, "scheduledSplitsDefinition") ?? new Map(), "steps");
  return {
    name,
    salt: member(item, "randomizationSalt") ?? name, // B2
    isRunning: required(item, "status") === "RUNNING", // E7
    groups,
    steps: steps.map((step) => readStep(step, groups, segments)),
  };
}

function readStep(step, groups, segments) {
  return {
    start: milliseconds(required(step, "startTime")),
    weights: readWeights(step, "groupWeights", groups),
    overrides: list(step, "segmentOverrides").map((override) => ({
      pattern: findPattern(segments, required(override, "segment")),
      order: floorShifted(required(override, "evaluationOrder").lexeme, 0), // 64 bits: no double
      weights: readWeights(override, "weights", groups),
    })),
  };
}

function readExperiment(item, segments) {
  const name = required(item, "name");
  const treatments = readArms(item, "treatments");
  const segment = member(item, "segment");
  return {
    name,
    salt: member(item, "randomizationSalt") ?? name, // B2
    isRunning: required(item, "status") === "RUNNING", // E7
    treatments,
    pattern: segment === null ? null : findPattern(segments, segment),
    samplingRate: member(item, "samplingRate")?.double ?? 0, // B4
    weights: readWeights(member(item, "onlineAbDefinition") ?? new Map(), "treatmentWeights", treatments),
  };
}

// Groups or treatments in list order: name to Map of feature to variation.
function readArms(item, key) {
  return new Map(list(item, key).map((arm) => [required(arm, "name"), map(arm, "featureVariations")]));
}

function readWeights(item, key, arms) {
  return new Map(
    [...map(item, key)].map(([name, weight]) => {
      resolve(arms, name);
      return [name, weight.double];
    }),
  );
}

// --- reading members ---

function items(snapshot, key, wrapper) {
  return list(snapshot, key).map((item) => unwrap(item, wrapper));
}

// Out of the one-member wrapper that Get calls put around an item (S1).
function unwrap(item, wrapper) {
  return isObject(item.get(wrapper)) ? item.get(wrapper) : item;
}

function resolve(known, name) {
  if (!known.has(name)) throw new Error(`unknown name ${name}`);
}
