// Random experiment runs.

import { anyValue } from "./attributes.mjs";
import { audienceRule } from "./rules.mjs";
import { optional } from "./snapshots.mjs";
import { timestamp } from "./times.mjs";

const KEYS = ["t1", "t2", "t3", "t4", "t5", "A", "a", "C", "0", "Control1", "abcdefgh"];
const ATTRIBUTES = ["color", "size", "on", "list", "constructor", "only-here"];
const APPLICATIONS = ["abc1234", "app1", "zzzzzzz"];
const WEIGHTS = [0, 1, 50, 100, 100 / 3, 1 / 3, 0.1, 0.7, 12.3456789, 1e-6, 1e-7, 1e12, 999999999999.5];
const EXPOSURES = [0, 100, 100, 100, 100, 100, 75, 50, 12.5, 100 / 3, 0.1, 0.000001, 1e-7, 99.9999999, 99.999999];

/** {key, item, wishes}: a run on a flag. Its number is its own, so that no two runs share a line. */
export function run({ random, base, ids }, key, status, index) {
  const audience = audienceRule(random);
  const treatments = random.sample(KEYS, random.int(1, 5)).map((name) => treatment(random, name));
  const control = { ...treatment(random, "c"), ...controlKey(random) };
  const keys = [...treatments.map(({ Key }) => Key), control.Key ?? "c"];
  const item = {
    ApplicationId: random.pick(APPLICATIONS),
    ExperimentDefinitionId: random.pick(["exp1", "exp2"]),
    Run: random.int(0, 3) * 10 + index + 1,
    Status: status,
    ...exposure(random),
    ...optional(random, 0.6, { TreatmentOverrides: overrides(random, ids, keys) }),
    ...optional(random, 0.2, { Description: "a run", StartedAt: timestamp(random, base) }),
    ...(status === "DONE" ? optional(random, 0.5, { EndedAt: timestamp(random, base), Result: {} }) : {}),
    ExperimentDefinitionSnapshot: {
      ...optional(random, 0.2, { Name: "an experiment", Status: "ACTIVE", CreatedAt: timestamp(random, base) }),
      FlagKey: key,
      Treatments: treatments,
      Control: control,
      AudienceRule: audience.text,
      ...optional(random, 0.2, { Hypothesis: "it sells", AudienceDescription: "all", LaunchCriteria: "" }),
    },
  };
  return { key, item, wishes: [audience.wishes] };
}

function treatment(random, key) {
  return {
    Key: key,
    Weight: random.chance(0.6) ? 50 : random.pick(WEIGHTS),
    FlagValue: flagValue(random),
    ...optional(random, 0.2, { Description: "a treatment" }),
  };
}

function controlKey(random) {
  return random.weighted([[5, {}], [1, { Key: undefined }], [1, { Key: null }], [2, { Key: "ctrl" }]]);
}

function flagValue(random) {
  const keys = random.sample(ATTRIBUTES, random.int(0, 4));
  const values = Object.fromEntries(keys.map((key) => [key, union(anyValue(random))]));
  return { Enabled: random.chance(0.75), ...optional(random, keys.length > 0 ? 1 : 0.4, { AttributeValues: values }) };
}

function union(value) {
  if (Array.isArray(value)) return typeof value[0] === "number" ? { NumberArray: value } : { StringArray: value };
  return { [{ string: "StringValue", number: "NumberValue", boolean: "BooleanValue" }[typeof value]]: value };
}

function exposure(random) {
  return optional(random, 0.95, {
    ExposurePercentage: random.chance(0.7) ? random.pick(EXPOSURES) : random.int(0, 10 ** 7) / 10 ** 5,
  });
}

function overrides(random, ids, keys) {
  const inline = random.sample(ids, random.int(0, 4)).map((id) => [id, random.pick(keys)]);
  return optional(random, 0.95, { Inline: Object.fromEntries(inline) });
}
