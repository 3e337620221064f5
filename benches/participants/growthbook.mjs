// GrowthBook's client for servers. It has no operator for prefixes, so that condition is a regular expression; and nothing
// that evaluates all flags.

import { GrowthBookClient } from '@growthbook/growthbook';
import { valueOf } from '../flags.mjs';
import { textOf } from './text.mjs';

export const participant = {
  snapshot: (flags) => JSON.stringify({ features: Object.fromEntries(flags.map((flag) => [flag.name, feature(flag)])) }),

  open: () => undefined,

  load(_, bytes) {
    const client = new GrowthBookClient({});
    client.initSync({ payload: JSON.parse(textOf(bytes)) });
    return { client, names: Object.keys(client.getFeatures()) };
  },

  user: (user) => ({ attributes: { ...user } }),
  evaluate: ({ client }, name, user) => client.evalFeature(name, user),
  variation: ({ source, experimentResult }) => (source === 'experiment' ? experimentResult.key : 'off'),
  value: ({ value }) => value,
  reason: ({ source }) => source,

  evaluateAll({ client, names }, user) {
    const answers = {};
    for (const name of names) answers[name] = client.evalFeature(name, user);
    return answers;
  },
  all: (_, answers) => new Map(Object.entries(answers).map(([name, answer]) => [name, participant.variation(answer)])),
};

function feature({ name, shares, audience, otherwise }) {
  const variations = Object.keys(shares);
  const rule = {
    key: name,
    variations: variations.map(valueOf),
    meta: variations.map((key) => ({ key })),
    weights: Object.values(shares).map((percent) => percent / 100),
    coverage: 1,
    hashAttribute: 'id',
    hashVersion: 2,
    seed: name,
    ...(audience && { condition: condition(audience) }),
  };
  return { defaultValue: audience ? valueOf(otherwise) : 'nothing', rules: [rule] };
}

function condition({ countries, fromAge, belowAge, emailPrefix }) {
  return {
    country: { $in: countries },
    age: { $gte: fromAge, $lt: belowAge },
    email: { $regex: `^${emailPrefix}` },
  };
}
