// Random valid snapshots.

import { entityId } from "./ids.mjs";
import { pattern } from "./patterns.mjs";
import { timestamp } from "./times.mjs";
import { write } from "./writer.mjs";

const NAMES = ["a", "A", "b", "0", "1", "10", "-", ".", "_", "on", "off", "blue", "Blue", "__proto__", "constructor"];
const LONGEST = "n".repeat(127);
const FEATURES = ["checkout", "Checkout", "search", "cart.v2", "0", "7", "-x", "__proto__", "toString", "a_b", LONGEST];
const RULES = ["ramp", "ramp.2", "Ramp", "10", "constructor", "shared", "l-1", "l-2", "l-3", "l-4", LONGEST];
const SEGMENTS = ["beta", "Beta", "eu", "1", "constructor", "s".repeat(64), "old-users", "a.b"];
const SALTS = ["", "shared", "ramp", "0", "\u7528\u6237", "\u{1f600}", "e\u0301", 'q"\\/', "\ttab\u0001", "\ud800"];
const PROJECTS = ["shop", "Shop", "p.1", "0"];
const IDLE = ["CREATED", "UPDATING", "COMPLETED", "CANCELLED"];
const ACCOUNT = "arn:aws:evidently:eu-west-1:123456789012";
const WHOLE = 100000;
const UNEVEN = 2 ** 30 * 1000; // just above, seconds times 1000 in doubles can miss the millisecond

/**
 * {document, hints}. The hints help to ask good questions: `ids` that overrides name, `wishes` of each segment's
 * pattern by its name, `segmentsOf` each feature that has any, `base` a moment near which the steps start.
 */
export function snapshot(random) {
  const base = random.weighted([[8, 1.7e12], [2, UNEVEN], [1, 0], [1, -5e11]]) + random.int(0, 1e9);
  const ids = random.times(8, () => entityId(random));
  const segments = random.sample(SEGMENTS, random.int(2, 6)).map((name) => segment(random, name));
  const features = random.sample(FEATURES, random.int(4, 8)).map((name) => feature(random, name, ids));
  const scene = { random, base, features, segments };
  const name = random.pick(PROJECTS);
  const project = { name, ...optional(random, 0.5, { arn: `${ACCOUNT}:project/${name}` }) };
  const launches = rules(scene, launch);
  const experiments = rules(scene, experiment);
  const document = {
    version: 1,
    project: wrapped(random, "project", project),
    features: features.map((item) => wrapped(random, "feature", item)),
    launches: launches.map((item) => wrapped(random, "launch", item)),
    experiments: experiments.map((item) => wrapped(random, "experiment", item)),
    segments: segments.map(({ item }) => wrapped(random, "segment", item)),
  };
  const wishes = new Map(segments.map(({ item, wishes }) => [item.name, wishes]));
  const hints = { ids, wishes, base, segmentsOf: segmentsOf({ launches, experiments }) };
  return { document: withOddities(random, document), hints };
}

// --- features ---

function feature(random, name, ids) {
  const [valueType, value] = random.pick([
    ["BOOLEAN", () => ({ boolValue: random.chance(0.5) })],
    ["LONG", () => ({ longValue: random.pick([0, 1, -1, 42, 2 ** 53 - 1, 1 - 2 ** 53]) })],
    ["DOUBLE", () => ({ doubleValue: random.pick([0, 0.1, -2.5, 1e21, 5e-324, 1.7976931348623157e308, 3]) })],
    ["STRING", () => ({ stringValue: random.pick(["", "x", "{\"a\":1}", "\u{1f600}", "line\nbreak", "\u7528"]) })],
  ]);
  const variations = random.sample(NAMES, random.int(1, 5)).map((variation) => ({ name: variation, value: value() }));
  const names = variations.map((variation) => variation.name);
  return {
    name,
    variations,
    ...optional(random, 0.5, { valueType }),
    ...optional(random, 0.5, { defaultVariation: random.pick(names) }),
    ...optional(random, 0.6, { entityOverrides: overrides(random, ids, names) }),
    ...optional(random, 0.5, { evaluationStrategy: random.chance(0.9) ? "ALL_RULES" : "DEFAULT_VARIATION" }),
    ...optional(random, 0.3, { arn: `${ACCOUNT}:project/shop/feature/${name}` }),
    ...optional(random, 0.2, { status: "AVAILABLE", createdTime: 1650000000.5, evaluationRules: [], tags: {} }),
  };
}

function overrides(random, ids, variations) {
  return Object.fromEntries(random.sample(ids, random.int(0, 4)).map((id) => [id, random.pick(variations)]));
}

// --- segments ---

function segment(random, name) {
  const { node, wishes } = pattern(random);
  const item = { name, pattern: write(node), ...optional(random, 0.5, { arn: segmentArn(name) }) };
  return { item, wishes };
}

function segmentArn(name) {
  return `${ACCOUNT}:segment/${name}`;
}

// By name or by ARN, also when the segment does not say its ARN.
function segmentReference({ random, segments }) {
  const { name } = random.pick(segments).item;
  return random.chance(0.5) ? name : segmentArn(name);
}

/** The names of the segments that the running rules of each feature refer to. */
export function segmentsOf({ launches, experiments }) {
  const rules = [...unwrapped(launches, "launch"), ...unwrapped(experiments, "experiment")];
  const result = new Map();
  for (const rule of rules.filter(({ status }) => status === "RUNNING")) {
    const names = referencesOf(rule).map((reference) => reference.split("segment/").at(-1));
    for (const { featureVariations } of rule.groups ?? rule.treatments) {
      for (const feature of Object.keys(featureVariations)) {
        result.set(feature, [...(result.get(feature) ?? []), ...names]);
      }
    }
  }
  return result;
}

function referencesOf({ segment, scheduledSplitsDefinition }) {
  const overrides = (scheduledSplitsDefinition?.steps ?? []).flatMap((step) => step.segmentOverrides ?? []);
  return [segment ?? [], overrides.map((override) => override.segment)].flat();
}

// --- launches and experiments ---

// Most features get a running one; never two, as only one may run on a feature. Some idle ones stand between.
function rules(scene, make) {
  const { random, features } = scene;
  const names = random.shuffled(RULES);
  const left = random.shuffled(features);
  const running = [];
  while (left.length > 0 && running.length < 5) {
    const concerned = left.splice(0, random.weighted([[6, 1], [2, 2], [1, 3]]));
    if (random.chance(0.9)) running.push(make(scene, names.pop(), "RUNNING", concerned));
  }
  const idle = random.times(random.int(0, 2), () => {
    return make(scene, names.pop(), random.pick(IDLE), random.sample(features, random.int(1, 2)));
  });
  return random.shuffled([...running, ...idle]);
}

function launch(scene, name, status, features) {
  const { random } = scene;
  const groups = arms(random, random.int(1, 5), features, status);
  const names = groups.map((group) => group.name);
  const count = random.weighted([[1, 0], [3, 1], [3, 2], [2, 3], [1, 4], [1, 5]]);
  const steps = random.times(count, () => step(scene, names));
  const definition = steps.length > 0 ? { steps } : random.pick([{ steps }, {}, null]);
  return {
    name,
    status,
    groups,
    scheduledSplitsDefinition: definition,
    ...salt(random),
    ...optional(random, 0.2, { type: "aws.evidently.splits", execution: { startedTime: 1650000000 } }),
    ...optional(random, 0.2, { metricMonitors: [] }),
  };
}

function step(scene, groups) {
  const { random, base } = scene;
  const segmentOverrides = random.times(random.weighted([[4, 0], [3, 1], [2, 2], [1, 3]]), () => ({
    segment: segmentReference(scene),
    evaluationOrder: random.int(-2, 3),
    weights: weights(random, groups),
  }));
  return {
    startTime: timestamp(random, base),
    groupWeights: weights(random, groups),
    ...optional(random, segmentOverrides.length > 0 ? 1 : 0.4, { segmentOverrides }),
  };
}

function experiment(scene, name, status, features) {
  const { random } = scene;
  const treatments = arms(random, random.int(2, 5), features, status);
  const names = treatments.map((treatment) => treatment.name);
  const onlineAbDefinition = {
    ...optional(random, 0.8, { controlTreatmentName: random.pick(names) }),
    ...optional(random, 0.95, { treatmentWeights: weights(random, names) }),
  };
  const [most, few] = [random.int(50000, WHOLE - 1), random.int(1, 50000)];
  const samplingRate = random.weighted([[1, 0], [8, WHOLE], [5, most], [2, few]]);
  return {
    name,
    status,
    treatments,
    ...optional(random, 0.97, { onlineAbDefinition }),
    ...optional(random, 0.97, { samplingRate }),
    ...optional(random, 0.45, { segment: segmentReference(scene) }),
    ...salt(random),
    ...optional(random, 0.2, { schedule: { analysisCompleteTime: 1650000000 }, type: "aws.evidently.onlineab" }),
  };
}

// Groups or treatments. Over several features some have no variation for one of them (E6).
function arms(random, count, features, status) {
  return random.sample(NAMES, count).map((name) => {
    const some = features.filter(() => features.length === 1 || random.chance(0.7));
    const concerned = some.length > 0 ? some : [features[0]];
    const entries = concerned.map((item) => [item.name, variation(random, item, status)]);
    return { name, featureVariations: Object.fromEntries(entries) };
  });
}

// Variations may be gone once a launch or experiment is over (R13).
function variation(random, { variations }, status) {
  const isOver = status === "COMPLETED" || status === "CANCELLED";
  return isOver && random.chance(0.3) ? "gone" : random.pick(variations).name;
}

/** A map of weights: some names are missing, the sum is 100000 or less, perhaps 0. */
function weights(random, names) {
  const total = random.weighted([[10, WHOLE], [1, 0], [1, 1], [3, 50000], [5, random.int(2, WHOLE)]]);
  const cuts = random.times(names.length - 1, () => random.int(0, total)).sort((a, b) => a - b);
  const parts = [...cuts, total].map((cut, index) => cut - (cuts[index - 1] ?? 0));
  const entries = names.map((name, index) => [name, parts[index]]);
  const kept = entries.filter(([, weight]) => random.chance(weight === 0 ? 0.5 : 0.93));
  return Object.fromEntries(random.shuffled(kept));
}

function salt(random) {
  return optional(random, 0.5, { randomizationSalt: random.pick(SALTS) });
}

// --- S1, S2, R2 ---

/** The members, or their absence; null now and then, which is the same. */
export function optional(random, probability, members) {
  if (random.chance(probability)) return members;
  if (!random.chance(0.15)) return {};
  return Object.fromEntries(Object.keys(members).map((key) => [key, null]));
}

function wrapped(random, name, item) {
  return random.chance(0.25) ? { [name]: item } : item;
}

/** The items of a list of the document, which may be missing. */
export function unwrapped(list, name) {
  return (list ?? []).map((item) => item[name] ?? item);
}

// Unknown members are ignored; empty lists may be missing.
function withOddities(random, document) {
  const entries = Object.entries(document).filter(([, value]) => value.length !== 0 || random.chance(0.5));
  const extra = random.chance(0.2) ? [["futureMember", { version: 2 }]] : [];
  return Object.fromEntries([...entries, ...extra]);
}
