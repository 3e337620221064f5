// Flipt's client, whose evaluator is Rust compiled to WebAssembly. All attributes are texts to it; it has calls for several
// evaluations at once, which are faster than one after the other.

import { FliptClient } from '@flipt-io/flipt-client-js/slim';
import { valueOf } from '../flags.mjs';
import { textOf } from './text.mjs';

const AT_ONCE = 1000;
const CREATED = '2026-01-01T00:00:00Z';

export const participant = {
  snapshot: (flags) =>
    JSON.stringify({ namespace: { key: 'default', name: 'default' }, flags: flags.map(definition) }),

  open: ({ module }) => WebAssembly.compile(module),

  async load(wasm, bytes) {
    const snapshot = JSON.parse(textOf(bytes));
    // What it would fetch: there is no network here.
    const response = { ok: true, status: 200, headers: new Map(), json: async () => snapshot };
    const options = { namespace: 'default', updateInterval: 0, fetcher: async () => response };
    const client = await FliptClient.init(options, { wasm });
    return { client, names: snapshot.flags.map(({ key }) => key) };
  },

  user({ id, ...attributes }) {
    return { entityId: id, context: { ...attributes, age: String(attributes.age) } };
  },
  evaluate: ({ client }, flagKey, { entityId, context }) => client.evaluateVariant({ flagKey, entityId, context }),
  variation: ({ variantKey, reason }) => variantKey || `no variant: ${reason}`,
  value: ({ variantAttachment }) => JSON.parse(variantAttachment),
  reason: ({ reason }) => reason,

  evaluateAll: ({ client, names }, { entityId, context }) =>
    client.evaluateBatch(names.map((flagKey) => ({ flagKey, entityId, context }))),
  all: (_, answers) => new Map(variants(answers).map(({ flagKey, variantKey }) => [flagKey, variantKey])),

  assign({ client }, flagKey, users) {
    const variations = [];
    for (let start = 0; start < users.length; start += AT_ONCE) {
      const some = users.slice(start, start + AT_ONCE).map((user) => ({ flagKey, ...participant.user(user) }));
      for (const { variantKey } of variants(client.evaluateBatch(some))) variations.push(variantKey);
    }
    return variations;
  },
};

function variants({ responses }) {
  return responses.map(({ variantEvaluationResponse }) => variantEvaluationResponse);
}

function definition({ name, shares, audience, otherwise }) {
  const segment = {
    key: `${name}-segment`,
    name,
    description: '',
    matchType: 'ALL_SEGMENT_MATCH_TYPE',
    constraints: audience ? constraints(audience) : [],
  };
  const distributions = Object.entries(shares).map(([variation, rollout]) => ({
    id: `${name}-${variation}-share`,
    ruleId: `${name}-rule`,
    variantId: `${name}-${variation}`,
    variantKey: variation,
    variantAttachment: JSON.stringify(valueOf(variation)),
    rollout,
  }));
  return {
    key: name,
    name,
    description: '',
    enabled: true,
    type: 'VARIANT_FLAG_TYPE',
    createdAt: CREATED,
    updatedAt: CREATED,
    defaultVariant: audience
      ? { id: `${name}-${otherwise}`, key: otherwise, attachment: JSON.stringify(valueOf(otherwise)) }
      : null,
    rules: [
      { id: `${name}-rule`, rank: 1, segmentOperator: 'OR_SEGMENT_OPERATOR', segments: [segment], distributions },
    ],
    rollouts: [],
  };
}

function constraints({ countries, fromAge, belowAge, emailPrefix }) {
  const constraint = (type, property, operator, value) => ({
    type: `${type}_CONSTRAINT_COMPARISON_TYPE`,
    property,
    operator,
    value: String(value),
  });
  return [
    constraint('STRING', 'country', 'isoneof', JSON.stringify(countries)),
    constraint('NUMBER', 'age', 'gte', fromAge),
    constraint('NUMBER', 'age', 'lt', belowAge),
    constraint('STRING', 'email', 'prefix', emailPrefix),
  ];
}
