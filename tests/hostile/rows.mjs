// The hostile inputs: each as a vector (../README.md), of a size that is asked for.
//
//   node rows.mjs <size>    prints one a line, for the native core; 1 is the size in the table of README.md

import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

/** A context of one member that a segment reads. */
const SE = { country: 'SE' };

const evaluate = (evaluationContext) => ({ feature: 'f', entityId: 'anna', evaluationContext });
const inSegment = { variation: 'yes', value: { boolValue: true }, reason: 'EXPERIMENT_RULE_MATCH', details: '{"experiment":"e","treatment":"t","salt":"e"}' };
const outside = { variation: 'no', value: { boolValue: false }, reason: 'DEFAULT', details: '{}' };
const invalid = (reason) => ({
  error: { name: 'ValidationException', code: 'InvalidRequest', reason, fields: ['evaluationContext'] },
});

const boolFeature = (name) => ({
  name,
  variations: [{ name: 'no', value: { boolValue: false } }, { name: 'yes', value: { boolValue: true } }],
});

/** Who matches the pattern gets `yes`. */
export function segmented(pattern) {
  return {
    version: 1,
    project: { name: 'shop' },
    features: [boolFeature('f')],
    segments: [{ name: 's', pattern: JSON.stringify(pattern) }],
    experiments: [{
      name: 'e', status: 'RUNNING', segment: 's', samplingRate: 100_000,
      treatments: [{ name: 't', featureVariations: { f: 'yes' } }],
      onlineAbDefinition: { treatmentWeights: { t: 100_000 } },
    }],
  };
}

/** A launch that takes next to nobody, in as many splits, each for who matches the pattern. */
function launched(pattern, count) {
  return {
    version: 1,
    project: { name: 'shop' },
    features: [boolFeature('f')],
    segments: [{ name: 's', pattern: JSON.stringify(pattern) }],
    launches: [{
      name: 'l', status: 'RUNNING', groups: [{ name: 'g', featureVariations: { f: 'yes' } }],
      scheduledSplitsDefinition: {
        steps: [{
          startTime: 0, groupWeights: { g: 0 },
          segmentOverrides: times(count, (index) => ({ segment: 's', evaluationOrder: index, weights: { g: 1 } })),
        }],
      },
    }],
  };
}

/** Flags, each on for whom its rule holds. */
function ruled(rules) {
  const flags = Object.fromEntries(rules.map((_, index) => [`f${index}`, {}]));
  const variants = (rule) => ({ _variants: [{ name: 'v', enabled: true, rule }, { name: 'd', enabled: false }] });
  const values = Object.fromEntries(rules.map((rule, index) => [`f${index}`, variants(rule)]));
  return { version: 1, appConfig: { flags: { version: '1', flags, values } } };
}

const on = { value: { enabled: true, _variant: 'v' }, reason: 'RULE_MATCH' };
const off = { value: { enabled: false, _variant: 'd' }, reason: 'DEFAULT' };
const flag = (rule, context, answer) => ({
  snapshot: ruled([rule]), evaluateFlag: { flag: 'f0', entityId: 'anna', context }, expect: answer,
});

const PROJECT = 'arn:aws:evidently:local:000000000000:project/shop';
const unknown = (name) => ({ reason: `Feature does not exist with arn '${PROJECT}/feature/${name}'` });

const times = (count, make) => Array.from({ length: count }, (_, index) => make(index));
const members = (count, make) => Object.fromEntries(times(count, make));
/** Not in order, whatever way one looks. */
const shuffled = (index) => `k${((index * 7919) % 1_000_003).toString(36)}`;
const problems = (...list) => ({ problems: list });

/** By name: what is sent, how much of it there is at size 1, and the vector for so much. */
export const rows = {
  // contexts
  'text-of-10-mb': {
    what: 'a context with a text of 10 MB', count: 10_000_000,
    vector: (n) => ({ snapshot: segmented({ country: ['SE'] }), evaluate: evaluate({ padding: 'x'.repeat(n), ...SE }), expect: inSegment }),
  },
  'text-of-10-mb-read': {
    what: 'the same text where a wildcard is looked for', count: 10_000_000,
    vector: (n) => ({ snapshot: segmented({ country: [{ wildcard: '*a*ab*b' }] }), evaluate: evaluate({ country: 'a'.repeat(n) }), expect: outside }),
  },
  'ignoring-case': {
    what: 'a text that is compared ignoring case', count: 4_000_000,
    vector: (n) => ({ snapshot: segmented({ country: [{ 'equals-ignore-case': 'x' }] }), evaluate: evaluate({ country: 'ß'.repeat(n) }), expect: outside }),
  },
  'array-of-texts': {
    what: 'an array of 100,000 texts, the last of which matches', count: 100_000,
    vector: (n) => ({ snapshot: segmented({ country: ['SE'] }), evaluate: evaluate({ country: times(n, String).concat('SE') }), expect: inSegment }),
  },
  'array-of-objects': {
    what: 'an array of 100,000 objects, none of which meets both conditions', count: 100_000,
    vector: (n) => ({
      snapshot: segmented({ a: { b: [1], c: [2] } }),
      evaluate: evaluate({ a: times(n, (index) => (index % 2 ? { b: 1 } : { c: 2 })) }),
      expect: outside,
    }),
  },
  'arrays-beside-spellings': {
    what: 'five spellings of one path, each with an array', count: 20_000,
    vector: (n) => ({
      snapshot: segmented({ 'a.b.c.d.e.f': ['x'] }),
      evaluate: evaluate(Object.fromEntries(['a', 'a.b', 'a.b.c', 'a.b.c.d', 'a.b.c.d.e'].map((key) => [key, times(n, () => ({}))]))),
      expect: outside,
    }),
  },
  'members-and-fields': {
    what: 'an object of 100,000 members, of which a pattern reads 1,000', count: 100_000,
    vector: (n) => ({
      snapshot: segmented(members(n / 100, (index) => [shuffled(index * 100), [1]])),
      evaluate: evaluate({ list: [], ...members(n, (index) => [shuffled(index), 1]) }),
      expect: inSegment,
    }),
  },
  'fields-that-are-not-there': {
    what: 'a pattern of 20,000 fields below one step, none of which may be there', count: 20_000,
    vector: (n) => ({
      snapshot: segmented({ a: members(n, (index) => [shuffled(index), [{ exists: false }]]) }),
      evaluate: evaluate({ a: [{ b: 1 }] }),
      expect: inSegment,
    }),
  },
  'long-paths': {
    what: 'a pattern of 2,000 keys of 120 steps each', count: 2_000,
    vector: (n) => ({
      snapshot: segmented(members(n, (index) => [Array(120).fill(`a${index}`).join('.'), [{ exists: false }]])),
      evaluate: evaluate(SE),
      expect: inSegment,
    }),
  },
  'one-key-100000-times': {
    what: 'one key 100,000 times: the last counts', count: 100_000,
    vector: (n) => ({
      snapshot: segmented({ country: ['SE'] }), evaluate: evaluate(`{${'"country":"NO",'.repeat(n)}"country":"SE"}`), expect: inSegment,
    }),
  },
  'long-number': {
    what: 'a number of 1,000,000 digits where a range is asked for', count: 1_000_000,
    vector: (n) => ({ snapshot: segmented({ age: [{ numeric: ['>', 1] }] }), evaluate: evaluate(`{"age":${'9'.repeat(n)}}`), expect: outside }),
  },
  'escapes': {
    what: 'a text of 1,000,000 escapes', count: 1_000_000,
    vector: (n) => ({ snapshot: segmented({ country: ['SE'] }), evaluate: evaluate(`{"x":"${'\\u0041'.repeat(n)}","country":"SE"}`), expect: inSegment }),
  },
  'context-too-deep': {
    what: 'a context of 1,000,000 opening brackets', count: 1_000_000,
    vector: (n) => ({ snapshot: segmented({ country: ['SE'] }), evaluate: evaluate(`{"a":${'['.repeat(n)}`), expect: invalid('fieldValidationFailed') }),
  },
  'context-of-empty-objects': {
    what: 'a context of 1,000,000 empty objects', count: 1_000_000,
    vector: (n) => ({ snapshot: segmented({ country: ['SE'] }), evaluate: evaluate(`{"a":[${'{},'.repeat(n)}{}],"country":"SE"}`), expect: inSegment }),
  },
  'context-not-json': {
    what: 'a context that breaks off behind 1,000,000 members', count: 1_000_000,
    vector: (n) => ({ snapshot: segmented({ country: ['SE'] }), evaluate: evaluate(`{${'"a":1,'.repeat(n)}`), expect: invalid('cannotParse') }),
  },
  'context-too-large': {
    what: 'a context of more than 32 MiB', count: 35_000_000, fixed: true,
    vector: (n) => ({ snapshot: segmented({ country: ['SE'] }), evaluate: evaluate({ a: [], country: 'x'.repeat(n) }), expect: invalid('fieldValidationFailed') }),
  },
  // rules
  'members-and-flags': {
    what: 'an object of 100,000 members, of which 1,000 flags read one each', count: 100_000,
    vector: (n) => ({
      snapshot: ruled(times(n / 100, (index) => `(eq $${shuffled(index * 100)} 1)`)),
      evaluateFlags: { context: JSON.stringify(members(n, (index) => [shuffled(index), 1])) },
      expect: members(n / 100, (index) => [`f${index}`, on]),
    }),
  },
  'contains-itself-nearly': {
    what: 'a text of 200,000 letters, and one of half of them that it nearly contains', count: 200_000,
    vector: (n) => flag('(contains $a $b)', { a: 'a'.repeat(n), b: `${'a'.repeat(n / 2)}b` }, off),
  },
  'repetitions': {
    what: 'nested repetitions on 100,000 letters', count: 100_000,
    vector: (n) => flag('(matches pattern::"(a*)*(a|a)*((a?){10}){10}b" in::$a)', { a: 'a'.repeat(n) }, off),
  },
  'repetitions-too-large': {
    what: 'a regular expression that is 27,000 steps', count: 1, fixed: true,
    vector: () => ({
      snapshot: ruled(['(matches pattern::"((a{30}){30}){30}" in::$a)']), load: {},
      expect: problems({ path: 'appConfig.flags.values.f0._variants[0].rule.matches.1', code: 'InvalidRegex', value: '((a{30}){30}){30}' }),
    }),
  },
  'rule-too-deep': {
    what: 'a rule of 2,500 levels', count: 1, fixed: true,
    vector: () => ({
      snapshot: ruled([`${'(not '.repeat(2500)}true${')'.repeat(2500)}`]), load: {},
      expect: problems({ path: 'appConfig.flags.values.f0._variants[0].rule', code: 'TooDeep' }),
    }),
  },
  'long-date': {
    what: 'a text of 1,000,000 digits where a time is asked for', count: 1_000_000,
    vector: (n) => flag('(gt $a 2024-01-01T00:00:00.5Z)', { a: `2024-01-01T00:00:00.${'5'.repeat(n)}1Z` }, on),
  },
  // snapshots
  'many-features': {
    what: 'a snapshot of 50,000 features', count: 50_000,
    vector: (n) => ({ snapshot: { version: 1, project: { name: 'shop' }, features: times(n, (index) => boolFeature(`f${index}`)) }, load: {}, expect: problems() }),
  },
  'many-flags': {
    what: 'a snapshot of 50,000 flags', count: 50_000,
    vector: (n) => ({ snapshot: ruled(times(n, () => '(exists key::"a")')), load: {}, expect: problems() }),
  },
  'many-overrides': {
    what: 'a feature with 100,000 overrides', count: 100_000,
    vector: (n) => ({
      snapshot: { version: 1, project: { name: 'shop' }, features: [{ ...boolFeature('f'), entityOverrides: members(n, (index) => [shuffled(index), 'yes']) }] },
      evaluate: { feature: 'f', entityId: shuffled(n - 1) },
      expect: { variation: 'yes', value: { boolValue: true }, reason: 'ENTITY_OVERRIDES_MATCH', details: '{}' },
    }),
  },
  'many-arms': {
    what: 'a launch of 10,000 groups, each for a feature of its own', count: 10_000,
    vector: (n) => ({
      snapshot: {
        version: 1, project: { name: 'shop' }, features: times(n, (index) => boolFeature(`f${index}`)),
        launches: [{
          name: 'l', status: 'RUNNING', groups: times(n, (index) => ({ name: `g${index}`, featureVariations: { [`f${index}`]: 'yes' } })),
          scheduledSplitsDefinition: { steps: [{ startTime: 0, groupWeights: { g0: 100_000 } }] },
        }],
      },
      load: {}, expect: problems(),
    }),
  },
  'many-literals': {
    what: 'a pattern of 100,000 literals', count: 100_000,
    vector: (n) => ({ snapshot: segmented({ country: times(n, shuffled) }), evaluate: evaluate({ country: shuffled(n - 1) }), expect: inSegment }),
  },
  'too-many-problems': {
    what: 'a snapshot with 100,000 problems', count: 100_000, fixed: true,
    vector: (n) => ({ snapshot: { version: 1, project: { name: 'shop' }, features: times(n, (index) => index) }, load: {}, expect: { more: 'TooManyProblems', than: 10_000 } }),
  },
  'brackets': {
    what: 'a snapshot of 1,000,000 empty lists', count: 1_000_000,
    vector: (n) => ({ snapshotText: `{"version":1,"x":[${'[],'.repeat(n)}[]]}`, load: {}, expect: problems() }),
  },
  'lists-side-by-side': {
    what: 'a snapshot of 1,000 towers of 100 lists', count: 100_000,
    vector: (n) => ({ snapshotText: `{"version":1,"x":[${`${'['.repeat(100)}${']'.repeat(100)},`.repeat(n / 100)}[]]}`, load: {}, expect: problems() }),
  },
  'document-too-deep': {
    what: 'a snapshot of 1,000,000 opening brackets', count: 1_000_000,
    vector: (n) => ({ snapshotText: `{"version":1,"x":${'['.repeat(n)}`, load: {}, expect: problems({ path: '', code: 'TooDeep' }) }),
  },
  'document-too-large': {
    what: 'a snapshot of more than 32 MiB', count: 35_000_000, fixed: true,
    vector: (n) => ({ snapshotText: ' '.repeat(n), load: {}, expect: problems({ path: '', code: 'TooLarge', value: n }) }),
  },
  // explanations
  'explained-overrides': {
    what: 'an explanation of 5,000 segment overrides that match', count: 5_000,
    vector: (n) => ({ snapshot: launched({ country: ['SE'] }, n), explain: evaluate(SE), expect: { answer: outside } }),
  },
  'explained-literals': {
    what: 'an explanation of 100 overrides for one pattern of 50,000 literals', count: 50_000,
    vector: (n) => ({ snapshot: launched({ country: times(n, shuffled) }, 100), explain: evaluate(SE), expect: { answer: outside } }),
  },
  // requests
  'batch': {
    what: 'a batch of 50,000 items', count: 50_000,
    vector: (n) => ({
      snapshot: segmented({ country: ['SE'] }),
      batchEvaluate: { requests: times(n, () => evaluate(SE)) },
      expect: { results: times(n, () => ({ entityId: 'anna', feature: `${PROJECT}/feature/f`, project: PROJECT, ...inSegment })) },
    }),
  },
  'batch-of-nothing-known': {
    what: 'a batch of 20,000 unknown features, of a project whose first one of 20,000 is quarantined', count: 20_000,
    vector: (n) => ({
      lenient: true,
      snapshot: { version: 1, project: { name: 'shop' }, features: [{ name: 'broken' }, ...times(n, (index) => boolFeature(`f${index}`))] },
      batchEvaluate: { requests: times(n, (index) => ({ ...evaluate(SE), feature: `g${index}` })) },
      expect: { results: times(n, (index) => ({ entityId: 'anna', feature: `${PROJECT}/feature/g${index}`, project: PROJECT, ...unknown(`g${index}`) })) },
    }),
  },
  'proto-again-and-again': {
    what: '4,000 names of features, and as often `__proto__`', count: 4_000,
    vector: (n) => ({
      snapshot: segmented({ country: ['SE'] }),
      evaluateAll: { entityId: 'anna', features: [...times(n, (index) => `g${index}`), ...times(n, () => '__proto__')] },
      expect: Object.fromEntries([...times(n, (index) => `g${index}`), '__proto__'].map((name) => [name, unknown(name)])),
    }),
  },
  'entities': {
    what: '500,000 entities at once', count: 500_000,
    vector: (n) => ({
      snapshot: segmented({ country: ['SE'] }),
      assign: { feature: 'f', entityIds: times(n, String), evaluationContext: SE },
      expect: { variations: times(n, () => 'yes'), reasons: times(n, () => 'EXPERIMENT_RULE_MATCH') },
    }),
  },
  'long-id': {
    what: 'an entity id of 10 MB', count: 10_000_000,
    vector: (n) => ({
      snapshot: segmented({ country: ['SE'] }), evaluate: { feature: 'f', entityId: 'x'.repeat(n) },
      expect: { error: { name: 'ValidationException', code: 'InvalidRequest', reason: 'fieldValidationFailed', fields: ['entityId'] } },
    }),
  },
  'long-name': {
    what: 'the name of a feature of 1 MB', count: 1_000_000,
    vector: (n) => ({
      snapshot: segmented({ country: ['SE'] }), evaluate: { feature: 'x'.repeat(n), entityId: 'anna' },
      expect: { error: { name: 'ResourceNotFoundException', code: 'UnknownFeature' } },
    }),
  },
};

/** The vector of a row, a part of its size. Those that are fixed have one size. */
export function vectorOf(name, size = 1) {
  const { count, fixed, vector } = rows[name];
  return { name, ...vector(fixed ? count : Math.round(count * size)) };
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  for (const name of Object.keys(rows)) console.log(JSON.stringify(vectorOf(name, Number(argv[2] ?? 1))));
}
