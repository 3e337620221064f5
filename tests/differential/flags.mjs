// Random valid snapshots of flags and experiment runs.

import { attributes } from "./attributes.mjs";
import { entityId } from "./ids.mjs";
import { rule } from "./rules.mjs";
import { run } from "./runs.mjs";
import { optional } from "./snapshots.mjs";
import { timestamp } from "./times.mjs";

const LONGEST = "f".repeat(64);
const KEYS = ["checkout", "dark-mode", "newUi", "newui", "a", "x_1", "constructor", "toString", "flag", LONGEST];
const OTHERS = ["gone", "hasOwnProperty"];
const ALONE = ["checkout", "dark-mode", "constructor", `${LONGEST}f`];
const NAMES = ["A", "a", "B", "QA", "Default", "__c__", "__default__", "constructor", "\u{1f600}", "1"];
const LONGEST_ID = 2048;

/**
 * {document, hints}. The hints help to ask good questions: `ids` that overrides name, `keys` of the flags, those of
 * some `missing` ones, and `wishes` of the rules by the flag's key: of its variants and of its run's audience.
 */
export function flagSnapshot(random) {
  const base = 1.75e12 + random.int(0, 1e9);
  const scene = { random, base, ids: random.times(6, () => entityId(random, LONGEST_ID)) };
  const isAlone = random.chance(0.12);
  const flags = isAlone ? [] : random.sample(KEYS, random.int(1, 6)).map((key) => flag(scene, key));
  const running = isAlone ? random.sample(ALONE, random.int(1, 3)) : flags.map(({ key }) => key);
  const runs = [
    ...running.filter(() => isAlone || random.chance(0.5)).map((key) => ({ key, status: "RUNNING" })),
    ...random.times(random.weighted([[3, 0], [2, 1], [1, 2]]), () => {
      return { key: random.pick([...KEYS, ...OTHERS]), status: "DONE" };
    }),
  ].map(({ key, status }, index) => run(scene, key, status, index));

  const appConfig = {
    ...(isAlone ? optional(random, 0, { flags: {} }) : { flags: profile(random, flags) }),
    ...optional(random, runs.length > 0 ? 1 : 0.3, { experimentRuns: random.shuffled(runs.map(({ item }) => item)) }),
    ...optional(random, 0.1, { futureMember: { version: 2 } }),
  };
  return { document: { version: 1, appConfig }, hints: { ids: scene.ids, ...hintsOf(flags, runs) } };
}

// A flag is there when it has a value, or when a run is RUNNING on it (R24).
function hintsOf(flags, runs) {
  const wishes = new Map();
  const there = [...flags.filter(({ value }) => value), ...runs.filter(({ item }) => item.Status === "RUNNING")];
  for (const item of there) wishes.set(item.key, [...(wishes.get(item.key) ?? []), ...item.wishes]);
  const missing = [...flags, ...runs].map(({ key }) => key).filter((key) => !wishes.has(key));
  return { wishes, missing, keys: wishes.size > 0 ? [...wishes.keys()] : missing };
}

// --- the flags document ---

function profile(random, flags) {
  const definitions = random.shuffled(flags).map(({ key, definition }) => [key, definition]);
  const values = flags.flatMap(({ key, value }) => (value ? [[key, value]] : []));
  return {
    version: "1",
    flags: Object.fromEntries(definitions),
    ...optional(random, values.length > 0 ? 1 : 0.5, { values: Object.fromEntries(values) }),
    ...optional(random, 0.05, { futureMember: 1 }),
  };
}

function flag(scene, key) {
  const { random, base } = scene;
  const { definitions, values } = attributes(random);
  const definition = {
    ...optional(random, 0.5, { name: key, description: "a flag" }),
    ...optional(random, Object.keys(definitions).length > 0 ? 1 : 0.3, { attributes: definitions }),
    ...optional(random, 0.2, { _createdAt: timestamp(random, base), _updatedAt: timestamp(random, base) }),
    ...optional(random, 0.1, { _deprecation: { status: "planned" } }),
  };
  const make = random.weighted([[30, basic], [60, multiVariant], [10, () => ({ value: undefined, wishes: [] })]]);
  return { key, definition, ...make(scene, values) };
}

function basic({ random, base }, values) {
  const isEnabled = random.chance(0.7);
  const value = {
    ...optional(random, isEnabled ? 1 : 0.7, { enabled: random.chance(0.7) ? isEnabled : `${isEnabled}` }),
    ...values(isEnabled),
    ...remarks(random, base),
  };
  return { value, wishes: [] };
}

function multiVariant({ random, base }, values) {
  const names = random.sample(NAMES, random.int(1, 6));
  const rules = names.slice(1).map(() => rule(random));
  const noRule = random.weighted([[8, {}], [1, { rule: null }], [1, { rule: "" }]]); // of the default
  const variants = names.map((name, index) => {
    const isEnabled = random.chance(0.8);
    const given = values(isEnabled);
    return {
      name,
      enabled: random.chance(0.9) ? isEnabled : `${isEnabled}`,
      ...(index < rules.length ? { rule: rules[index].text } : noRule),
      ...optional(random, Object.keys(given).length > 0 ? 1 : 0.3, { attributeValues: given }),
    };
  });
  return { value: { _variants: variants, ...remarks(random, base) }, wishes: rules.map(({ wishes }) => wishes) };
}

function remarks(random, base) {
  return {
    ...optional(random, 0.1, { _createdAt: timestamp(random, base) }),
    ...optional(random, 0.05, { _note: ["anything"] }),
  };
}
