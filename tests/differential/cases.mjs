// Random requests to a snapshot, with the answers of the reference.

import { assign, batchEvaluate, evaluate, evaluateAll } from "../reference/index.mjs";
import { contextText } from "./contexts.mjs";
import { entityId, invalidId } from "./ids.mjs";
import { moment } from "./times.mjs";

const OPERATIONS = { evaluate, batchEvaluate, evaluateAll, assign };
const NOT_JSON = ["", "{", '{"a":1,}', "{'a':1}", '{"a":01}', "\ufeff{}", '{"a":"\n"}', "{} {}", "nul", '{"a":NaN}'];
const NO_OBJECTS = ["[]", "[{}]", "null", '"{}"', "1", "true"];
const NO_FEATURES = ["nope", "", "hasOwnProperty", "CHECKOUT"];

/** A scene to ask about: the loaded project, and the hints of snapshots.mjs. */
export function testCase(random, scene) {
  const [name, makeRequest] = random.weighted([
    [80, ["evaluate", oneRequest]],
    [6, ["batchEvaluate", batchRequest]],
    [6, ["evaluateAll", allRequest]],
    [8, ["assign", assignRequest]],
  ]);
  const feature = featureName(random, scene);
  const now = moment(random, startsFor(scene, feature), scene.hints.base);
  const request = makeRequest(random, scene, feature);
  return { now, [name]: request, expect: answerOf(() => OPERATIONS[name](scene.project, request, now)) };
}

// --- requests. At most one thing in a request is wrong: which error comes first is nobody's business ---

function oneRequest(random, scene, feature) {
  const good = { ...item(random, scene, feature), ...projectReference(random, scene) };
  return random.chance(0.04) ? spoiled(random, good) : good;
}

function batchRequest(random, scene) {
  const requests = random.times(random.int(1, 5), () => item(random, scene, featureName(random, scene)));
  if (random.chance(0.06)) requests[random.int(0, requests.length - 1)] = spoiled(random, requests[0]);
  return { requests, ...projectReference(random, scene) };
}

function allRequest(random, scene, feature) {
  const { feature: _, ...good } = item(random, scene, feature);
  const features = random.times(random.int(0, 4), () => featureName(random, scene));
  const request = { ...good, ...(random.chance(0.5) ? { features } : {}) };
  return random.chance(0.03) ? spoiled(random, request) : request;
}

function assignRequest(random, scene, feature) {
  const entityIds = random.times(random.int(0, 12), () => knownOrNew(random, scene));
  return { feature, entityIds, ...context(random, scene, feature) };
}

function item(random, scene, feature) {
  return { feature, entityId: knownOrNew(random, scene), ...context(random, scene, feature) };
}

function knownOrNew(random, { hints }) {
  return random.chance(0.15) ? random.pick(hints.ids) : entityId(random);
}

function featureName(random, { project }) {
  return random.chance(0.02) ? random.pick(NO_FEATURES) : random.pick([...project.features.keys()]);
}

// E9: the name, the ARN, or another project.
function projectReference(random, { project }) {
  if (!random.chance(0.15)) return {};
  const other = random.pick(["other", "", `${project.arn}x`, project.name.toUpperCase()]);
  return { project: random.weighted([[5, project.name], [5, project.arn], [1, other]]) };
}

function spoiled(random, request) {
  const evaluationContext = badContext(random);
  return { ...request, ...random.pick([{ entityId: invalidId(random) }, { evaluationContext }]) };
}

/** A context that is refused. */
export function badContext(random) {
  return random.pick([random.pick(NOT_JSON), random.pick(NO_OBJECTS), [], nested(129)]);
}

/** The text of an object and arrays, `levels` in all. */
export function nested(levels) {
  return `{"a":${"[".repeat(levels - 1)}"x"${"]".repeat(levels - 1)}}`;
}

// --- contexts ---

// Absent, an object or a text; often to the wishes of a segment that matters for the feature.
function context(random, scene, feature) {
  if (random.chance(0.06)) return random.pick([{}, {}, { evaluationContext: null }]);
  if (random.chance(0.004)) return { evaluationContext: nested(128) };
  const wishers = random.sample(wishesFor(scene, feature), random.weighted([[2, 0], [4, 1], [4, 2]]));
  const wishes = wishers.flatMap((wish) => wish());
  const text = contextText(random, wishes);
  return { evaluationContext: random.chance(0.5) ? text : JSON.parse(text, asPrinted) };
}

/** For JSON.parse: numbers beyond the doubles become null when an object is printed. */
export function asPrinted(_, value) {
  return Number.isFinite(value) || typeof value !== "number" ? value : null;
}

function wishesFor({ hints }, feature) {
  const related = hints.segmentsOf.get(feature) ?? [];
  const names = related.length > 0 ? related : [...hints.wishes.keys()];
  return names.map((name) => hints.wishes.get(name));
}

function startsFor({ project }, feature) {
  const running = project.launches.filter(({ isRunning, groups }) => {
    return isRunning && [...groups.values()].some((variations) => variations.has(feature));
  });
  return running.flatMap(({ steps }) => steps.map(({ start }) => start));
}

// --- answers ---

/** What the call returns, or its error. */
export function answerOf(call) {
  try {
    return call();
  } catch (error) {
    if (!error.code) throw error;
    const { name, code, reason, fields } = error;
    return { error: { name, code, reason, fields } };
  }
}
