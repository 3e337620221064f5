// This project's package. A flag is a feature with a running launch; an audience is a segment override in its step.

import { Evaluator, ready } from 'variate';
import { valueOf, variationsOf } from '../flags.mjs';

export const participant = {
  snapshot: (flags) =>
    JSON.stringify({
      version: 1,
      project: { name: 'bench' },
      features: flags.map(featureOf),
      launches: flags.map(launchOf),
      segments: flags.filter(({ audience }) => audience).slice(0, 1).map(segmentOf),
    }),

  open: () => ready(),
  load: (_, bytes) => new Evaluator(bytes),

  user({ id, country, age, email, plan, appVersion }) {
    return { entityId: id, evaluationContext: { country, age, email, plan, appVersion } };
  },
  evaluate: (evaluator, feature, { entityId, evaluationContext }) =>
    evaluator.evaluate({ feature, entityId, evaluationContext }),
  variation: ({ variation }) => variation,
  value: ({ value }) => value.stringValue,
  reason: ({ reason }) => reason,

  evaluateAll: (evaluator, request) => evaluator.evaluateAll(request),
  all: (_, answers) => new Map(Object.entries(answers).map(([name, { variation }]) => [name, variation])),

  assign: (evaluator, feature, users) => evaluator.assign({ feature, entityIds: users.map(({ id }) => id) }).variations,
};

function featureOf(flag) {
  return {
    name: flag.name,
    variations: variationsOf(flag).map((name) => ({ name, value: { stringValue: valueOf(name) } })),
    // Of a gradual flag the launch takes in 20 %, and the default is what the others get.
    defaultVariation: flag.otherwise ?? Object.keys(flag.shares).at(-1),
  };
}

function launchOf({ name, kind, shares, audience }) {
  const claimed = Object.entries(shares).slice(0, kind === 'gradual' ? 1 : undefined);
  const weights = Object.fromEntries(claimed.map(([variation, percent]) => [variation, percent * 1000]));
  const split = audience
    ? { groupWeights: {}, segmentOverrides: [{ segment: 'audience', evaluationOrder: 1, weights }] }
    : { groupWeights: weights };
  return {
    name,
    status: 'RUNNING',
    groups: claimed.map(([variation]) => ({ name: variation, featureVariations: { [name]: variation } })),
    scheduledSplitsDefinition: { steps: [{ startTime: '2026-01-01T00:00:00Z', ...split }] },
  };
}

function segmentOf({ audience: { countries, fromAge, belowAge, emailPrefix } }) {
  const age = [{ numeric: ['>=', fromAge, '<', belowAge] }];
  return { name: 'audience', pattern: JSON.stringify({ country: countries, age, email: [{ prefix: emailPrefix }] }) };
}
