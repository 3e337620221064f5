// Wrote ../vectors/contract-v1.json, once. It is not to be run again: the file is the promise of bucketing version 1, and
// ../native/contract.rs holds its checksum. It is kept to show where the answers come from: the reference alone, whose
// MurmurHash3 is an npm package's, and no code of the package under test.
//
//   node contract/generate.mjs > vectors/contract-v1.json
//
// ../known-answers/contract.py checks every answer in the file again, with PyPI's mmh3.

import { assign, evaluateFlags, load } from "../reference/index.mjs";
import { ids } from "./ids.mjs";
import { EXPERIMENTS, FLAGS, LAUNCHES, RUNS, SALTS } from "./rules.mjs";

const DAY_MS = 86_400_000;
const PEOPLE = { launch: 26, experiment: 28, flags: 66, runs: 42 };
const CONTEXTS = {
  nobody: undefined,
  gold: { tier: "gold" },
  north: { country: "SE" },
  both: { tier: "gold", country: "SE" },
};

const snapshots = {};
const vectors = [];
let asked = 0;

for (const [place, [label, salt]] of Object.entries(SALTS).entries()) {
  launches(label, salt, place);
  experiments(label, salt, place);
}
flags("contract-split", "A6 A2 B6", "Shares of percent and seeds, of rules with split.", flagsSnapshot(), PEOPLE.flags);
flags("contract-runs", "A7 B6", "Slots and exposure of experiment runs.", runsSnapshot(), PEOPLE.runs);
print();

// --- launches and experiments ---

function launches(label, salt, place) {
  const used = `launches-${label}`;
  snapshots[used] = evidently(
    LAUNCHES.map(({ name, groups, steps }) => feature(name, groups)),
    { segments: segments(), launches: LAUNCHES.map((shape) => launch(shape, salt)) },
  );
  for (const [index, { name, why, contexts = ["nobody"], days = [1] }] of LAUNCHES.entries()) {
    for (const context of contexts) {
      for (const day of days) {
        const suffix = [label, ...(contexts.length > 1 ? [context] : []), ...(days.length > 1 ? [`day-${day}`] : [])];
        people(`contract-launch-${name}-${suffix.join("-")}`, "B1 B2 B3 B6", why, used, {
          feature: name,
          entityIds: ids(PEOPLE.launch, index * 97 + place * 2003 + day * 31),
          evaluationContext: CONTEXTS[context],
        }, day * DAY_MS);
      }
    }
  }
}

function experiments(label, salt, place) {
  const used = `experiments-${label}`;
  snapshots[used] = evidently(
    EXPERIMENTS.map(({ name, treatments }) => feature(name, treatments)),
    {
      launches: EXPERIMENTS.filter(({ launched }) => launched).map((shape) => launchBefore(shape, salt)),
      experiments: EXPERIMENTS.map((shape) => experiment(shape, salt)),
    },
  );
  for (const [index, { name, why }] of EXPERIMENTS.entries()) {
    people(`contract-experiment-${name}-${label}`, "B1 B2 B4 B5 B6", why, used, {
      feature: name,
      entityIds: ids(PEOPLE.experiment, 50_000 + index * 89 + place * 1999),
    }, DAY_MS);
  }
}

function people(name, rules, description, used, request, now) {
  const project = load(JSON.stringify(snapshots[used]));
  const expect = assign(project, request, now);
  asked += request.entityIds.length;
  vectors.push({ name, rules: rules.split(" "), description, snapshot: used, now, assign: request, expect });
}

// A variation for each group or treatment, so that the variation says which it was.
function feature(name, arms) {
  const variations = ["none", ...arms].map((name, longValue) => ({ name, value: { longValue } }));
  return { name, defaultVariation: "none", variations };
}

function evidently(features, rules) {
  return { version: 1, project: { name: "contract" }, features, ...rules };
}

function launch({ name, groups, lacking = [], steps }, salt) {
  return {
    ...rule(`${name}-launch`, salt),
    groups: arms(groups, name, lacking),
    scheduledSplitsDefinition: { steps },
  };
}

function experiment({ name, treatments, lacking = [], samplingRate, weights }, salt) {
  return {
    ...rule(`${name}-experiment`, salt),
    ...(samplingRate === undefined ? {} : { samplingRate }),
    treatments: arms(treatments, name, lacking),
    onlineAbDefinition: { treatmentWeights: weights },
  };
}

// Under the salt of the experiment itself: they are independent all the same.
function launchBefore({ name, launched }, salt) {
  const steps = [{ startTime: 0, groupWeights: launched }];
  const groups = arms(Object.keys(launched), name, []);
  return { ...rule(`${name}-experiment`, salt), groups, scheduledSplitsDefinition: { steps } };
}

function rule(name, salt) {
  return { name, status: "RUNNING", ...(salt === null ? {} : { randomizationSalt: salt }) };
}

function arms(names, feature, lacking) {
  return names.map((name) => ({ name, featureVariations: lacking.includes(name) ? {} : { [feature]: name } }));
}

function segments() {
  return [
    { name: "gold", pattern: '{"tier":["gold"]}' },
    { name: "north", pattern: '{"country":["SE","NO"]}' },
  ];
}

// --- flags ---

function flags(name, rules, description, snapshot, count) {
  snapshots[name] = snapshot;
  const project = load(JSON.stringify(snapshot));
  for (const [index, entityId] of ids(count, 900_000).entries()) {
    const text = `text of ${[...entityId].slice(0, 20).join("")}`;
    const request = { entityId, context: { number: index * 12.5, text } };
    const expect = evaluateFlags(project, request);
    asked += Object.keys(expect).length;
    const citation = { rules: rules.split(" "), description };
    vectors.push({ name: `${name}-${index}`, ...citation, snapshot: name, evaluateFlags: request, expect });
  }
}

function flagsSnapshot() {
  const values = Object.fromEntries(
    Object.entries(FLAGS).map(([key, splits]) => {
      const variants = splits.map((split, index) => ({ name: `v${index + 1}`, enabled: true, rule: `(split ${split})` }));
      return [key, { _variants: [...variants, { name: "rest", enabled: false }] }];
    }),
  );
  const definitions = Object.fromEntries(Object.keys(FLAGS).map((key) => [key, { name: key }]));
  return { version: 1, appConfig: { flags: { version: "1", flags: definitions, values } } };
}

function runsSnapshot() {
  const experimentRuns = Object.entries(RUNS).map(([key, run]) => runOn(key, run));
  return { version: 1, appConfig: { experimentRuns } };
}

function runOn(key, { weights, exposure, number = 1, application = "a", audience = "true" }) {
  const treatments = Object.entries(weights).map(([name, weight]) => {
    return { Key: name, Weight: weight, FlagValue: { Enabled: true } };
  });
  return {
    ApplicationId: application,
    ExperimentDefinitionId: `of-${key}`,
    Run: number,
    Status: "RUNNING",
    ExposurePercentage: exposure,
    ExperimentDefinitionSnapshot: {
      FlagKey: key,
      AudienceRule: audience,
      Treatments: treatments.slice(0, -1),
      Control: treatments.at(-1),
    },
  };
}

// --- the file ---

// A line for each snapshot and each vector. What an editor could hide or normalise is escaped.
function print() {
  const line = (value) => JSON.stringify(value).replaceAll(/[^\x20-\x7e]/gu, plain);
  const description =
    "The contract of bucketing version 1: what these entities get, for ever. Frozen; see README.md, The bucketing contract.";
  const snapshotLines = Object.entries(snapshots).map(([name, snapshot]) => `    ${line(name)}: ${line(snapshot)}`);
  const vectorLines = vectors.map((vector) => `    ${line(vector)}`);
  console.log(`{
  "description": ${line(description)},
  "decisions": ${asked},
  "snapshots": {
${snapshotLines.join(",\n")}
  },
  "vectors": [
${vectorLines.join(",\n")}
  ]
}`);
  console.error(`${vectors.length} vectors, ${asked} decisions`);
}

function plain(char) {
  const isFragile = /[\p{C}\p{M}\p{Z}\u1100-\u11ff]/u.test(char) || char.normalize("NFD") !== char;
  return isFragile ? char.split("").map(escaped).join("") : char;
}

function escaped(unit) {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
