// flagd's evaluator for use in the process. Targeting is JsonLogic, which it compiles to JavaScript where the host lets it.

import { FlagdCore } from '@openfeature/flagd-core';
import { valueOf, variationsOf } from '../flags.mjs';
import { textOf } from './text.mjs';

const SILENT = { error() {}, warn() {}, info() {}, debug() {} };

export const participant = {
  snapshot: (flags) => JSON.stringify({ flags: Object.fromEntries(flags.map((flag) => [flag.name, definition(flag)])) }),

  open: () => undefined,

  load(_, bytes) {
    const core = new FlagdCore(undefined, SILENT, { disableDynamicCodeGeneration: !canGenerateCode() });
    core.setConfigurations(textOf(bytes));
    return core;
  },

  user: ({ id, ...attributes }) => ({ targetingKey: id, ...attributes }),
  evaluate: (core, name, context) => core.resolveStringEvaluation(name, 'nothing', context, SILENT),
  variation: ({ variant, errorCode }) => variant ?? `error ${errorCode}`,
  value: ({ value }) => value,
  reason: ({ reason }) => reason,

  evaluateAll: (core, context) => core.resolveAll(context, SILENT),
  all: (_, answers) => new Map(answers.map(({ flagKey, variant }) => [flagKey, variant])),
};

function definition(flag) {
  const { shares, audience, otherwise } = flag;
  const key = { cat: [{ var: '$flagd.flagKey' }, { var: 'targetingKey' }] };
  const split = { fractional: [key, ...Object.entries(shares)] };
  return {
    state: 'ENABLED',
    variants: Object.fromEntries(variationsOf(flag).map((variation) => [variation, valueOf(variation)])),
    defaultVariant: otherwise ?? Object.keys(shares)[0],
    targeting: audience ? { if: [{ and: conditions(audience) }, split, otherwise] } : split,
  };
}

function conditions({ countries, fromAge, belowAge, emailPrefix }) {
  return [
    { in: [{ var: 'country' }, countries] },
    { '>=': [{ var: 'age' }, fromAge] },
    { '<': [{ var: 'age' }, belowAge] },
    { starts_with: [{ var: 'email' }, emailPrefix] },
  ];
}

function canGenerateCode() {
  try {
    return new Function('return true')();
  } catch {
    return false;
  }
}
