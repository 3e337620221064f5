// Random attributes of flags: their definitions, and values that agree with them.

import { regex } from "./regexes.mjs";
import { optional } from "./snapshots.mjs";

const KEYS = ["color", "size", "limit", "on", "list", "x-1", "x_1", "constructor", "toString", "a", "k".repeat(64)];
const LONGEST = "z".repeat(1024);
const TEXTS = ["", "x", "blue", "\u{1f600}", "line\nbreak", "\u7528\u6237", 'q"\\/', "\ud800", "</script>"];
const NUMBERS = [0, 1, -1, 42, 0.1, -2.5, 1e21, 5e-324, 1.7976931348623157e308, 2 ** 53, 1e-7, 12345678.9];

/** {definitions, values(isEnabled)}: the map of definitions, and a function that makes maps of values. */
export function attributes(random) {
  const items = random.sample(KEYS, random.weighted([[2, 0], [3, 1], [3, 2], [2, 4]])).map((key) => {
    const { definition, value, isRequired } = attribute(random);
    return { key, definition, value, isRequired };
  });
  const values = (isEnabled) => {
    const given = items.filter(({ isRequired }) => (isEnabled && isRequired) || random.chance(0.75));
    return Object.fromEntries(random.shuffled(given).map(({ key, value }) => [key, value()]));
  };
  return { definitions: Object.fromEntries(items.map(({ key, definition }) => [key, definition])), values };
}

/** A value of any kind. */
export function anyValue(random) {
  return random.pick([
    () => random.pick(TEXTS),
    () => random.pick(NUMBERS),
    () => random.chance(0.5),
    () => random.times(random.int(0, 3), () => random.pick(TEXTS)),
    () => random.times(random.int(0, 3), () => random.pick(NUMBERS)),
  ])();
}

function attribute(random) {
  const description = optional(random, 0.2, { description: "an attribute" });
  if (random.chance(0.3)) {
    const definition = { ...description, ...optional(random, 0, { constraints: {} }) };
    return { definition, value: () => anyValue(random), isRequired: false };
  }
  const { constraints, value } = random.pick([text, number, boolean, array])(random);
  const isRequired = random.chance(0.3);
  const required = isRequired ? { required: true } : optional(random, 0.2, { required: false });
  return { definition: { ...description, constraints: { ...constraints, ...required } }, value, isRequired };
}

function text(random) {
  return random.pick([anyText, enumerated, patterned])(random);
}

function anyText(random) {
  const value = () => (random.chance(0.03) ? LONGEST : random.pick(TEXTS));
  return { constraints: { type: "string", ...optional(random, 0, { pattern: "" }) }, value };
}

function enumerated(random) {
  const choices = random.sample(TEXTS, random.int(1, 4));
  return { constraints: { type: "string", enum: choices }, value: () => random.pick(choices) };
}

function patterned(random) {
  const { pattern, example } = regex(random);
  const isGood = new RegExp(pattern, "u").test(example);
  return isGood ? { constraints: { type: "string", pattern }, value: () => example } : anyText(random);
}

function number(random) {
  const [low, high] = [random.int(-20, 0), random.int(0, 20)];
  const minimum = optional(random, 0.6, { minimum: low });
  const maximum = optional(random, 0.6, { maximum: high });
  const value = () => random.pick([low, high, 0, low / 2, high / 3, random.int(low, high)]);
  return { constraints: { type: "number", ...minimum, ...maximum }, value };
}

function boolean(random) {
  return { constraints: { type: "boolean" }, value: () => random.chance(0.5) };
}

function array(random) {
  const { constraints, value } = random.pick([text, number])(random);
  const elements = optional(random, 0.7, { elements: constraints });
  return { constraints: { type: "array", ...elements }, value: () => random.times(random.int(0, 3), value) };
}
