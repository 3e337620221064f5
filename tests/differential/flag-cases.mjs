// Random requests for flags, with the answers of the reference.

import { evaluateFlag, evaluateFlags } from "../reference/index.mjs";
import { answerOf, asPrinted, badContext, nested } from "./cases.mjs";
import { flagContextText } from "./flag-contexts.mjs";
import { entityId, invalidId } from "./ids.mjs";

const OPERATIONS = { evaluateFlag, evaluateFlags };
const LONGEST_ID = 2048;
const MOST_RULES = 6;
const NO_FLAGS = ["nope", "", "Checkout", "hasOwnProperty", "valueOf", "__default__"];

/** A scene to ask about: the loaded project, and the hints of flags.mjs. */
export function flagCase(random, scene) {
  const name = random.chance(0.8) ? "evaluateFlag" : "evaluateFlags";
  const request = name === "evaluateFlag" ? oneRequest(random, scene) : allRequest(random, scene);
  return { [name]: request, expect: answerOf(() => OPERATIONS[name](scene.project, request)) };
}

// --- requests. At most one thing in a request is wrong: which error comes first is nobody's business ---

function oneRequest(random, scene) {
  const { keys, missing } = scene.hints;
  const flag = random.pick(keys);
  const good = { flag, ...about(random, scene, flag) };
  if (random.chance(0.03)) return { ...good, flag: random.pick([...NO_FLAGS, ...missing]) };
  return random.chance(0.04) ? spoiled(random, good) : good;
}

function allRequest(random, scene) {
  const { keys, missing } = scene.hints;
  const others = [...NO_FLAGS, ...missing];
  const flags = random.times(random.int(0, 4), () => random.pick(random.chance(0.05) ? others : keys));
  const good = { ...about(random, scene, random.pick(keys)), ...(random.chance(0.5) ? { flags } : {}) };
  return random.chance(0.04) ? spoiled(random, good) : good;
}

function spoiled(random, request) {
  if (random.chance(0.5)) return { ...request, entityId: invalidId(random, LONGEST_ID) };
  return { ...request, context: badContext(random) };
}

// --- contexts and entities ---

// A context to the wishes of some rules of the flag, that they be true or false.
function about(random, scene, flag) {
  const count = random.weighted([[1, 0], [3, 1], [3, 2], [3, MOST_RULES]]);
  const wishes = random.sample(scene.hints.wishes.get(flag) ?? [], count).flatMap((wish) => wish(random.chance(0.75)));
  return { ...entity(random, scene, wishes), ...context(random, wishes) };
}

function entity(random, { hints }, wishes) {
  const wished = wishes.map(({ name, value }) => (name === "entityId" ? value : undefined)).findLast(isEntityId);
  if (wished !== undefined && random.chance(0.8)) return { entityId: wished };
  if (random.chance(0.08)) return random.pick([{}, {}, { entityId: null }]);
  return { entityId: random.chance(0.25) ? random.pick(hints.ids) : entityId(random, LONGEST_ID) };
}

function isEntityId(value) {
  return typeof value === "string" && value !== "" && !/[\n\r\u0085\u2028\u2029]/.test(value);
}

// Absent, an object or a text.
function context(random, wishes) {
  if (random.chance(0.05)) return random.pick([{}, {}, { context: null }]);
  if (random.chance(0.004)) return { context: nested(128) };
  const text = flagContextText(random, wishes);
  return { context: random.chance(0.4) ? JSON.parse(text, asPrinted) : text };
}
