// Snapshots to test with, as objects.

/** A feature with the variations `off` and `on`; `more` is what else it has. */
export function feature(name, more = {}) {
  const variations = [
    { name: 'off', value: { boolValue: false } },
    { name: 'on', value: { boolValue: true } },
  ];
  return { name, variations, ...more };
}

/** A running launch that gives everybody `on`, or everybody whom the segment matches. From `start` (seconds) on. */
export function launch(name, { segment, start = 0 } = {}) {
  const everybody = { on: 100_000 };
  const step = segment
    ? { groupWeights: {}, segmentOverrides: [{ segment, evaluationOrder: 1, weights: everybody }] }
    : { groupWeights: everybody };
  return {
    name,
    status: 'RUNNING',
    groups: [{ name: 'on', featureVariations: { [name]: 'on' } }],
    scheduledSplitsDefinition: { steps: [{ startTime: start, ...step }] },
  };
}

export function project(name, rest) {
  return { version: 1, project: { name }, ...rest };
}

/** One feature per pattern, named like it: `on` for contexts that match, from 1970 on. */
export function patterns(patternsByName) {
  const names = Object.keys(patternsByName);
  return project('patterns', {
    features: names.map((name) => feature(name)),
    segments: names.map((name) => ({ name, pattern: JSON.stringify(patternsByName[name]) })),
    launches: names.map((name) => launch(name, { segment: name })),
  });
}

/** A shop: `checkout` for vips, `search` for Germany, `banner` for everybody from 2001-09-09 (1e9 seconds) on. */
export const shop = project('shop', {
  features: [feature('checkout', { entityOverrides: { vip: 'on' } }), feature('search'), feature('banner')],
  segments: [{ name: 'german', pattern: '{"country":["DE"]}' }],
  launches: [launch('search', { segment: 'german' }), launch('banner', { start: 1e9 })],
});

/** The shop with a `checkout` whose override names no variation. */
export const brokenShop = {
  ...shop,
  features: [feature('checkout', { entityOverrides: { vip: 'missing' } }), ...shop.features.slice(1)],
};

/** Flags with these values, which are defined to have whatever attributes the values have. */
export function flags(values, rest) {
  const definition = ({ enabled, _variants = [], ...own }) => {
    const keys = [own, ..._variants.map(({ attributeValues = {} }) => attributeValues)].flatMap(Object.keys);
    return { attributes: Object.fromEntries(keys.map((key) => [key, {}])) };
  };
  const definitions = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, definition(value)]));
  return { version: 1, appConfig: { flags: { version: '1', flags: definitions, values }, ...rest } };
}

/** One flag per rule: enabled where the rule holds. */
export function rules(rulesByKey) {
  const variants = (rule) => [{ name: 'yes', enabled: true, rule }, { name: 'no', enabled: false }];
  return flags(Object.fromEntries(Object.entries(rulesByKey).map(([key, rule]) => [key, { _variants: variants(rule) }])));
}

/** A running experiment on the flag that gives everybody the treatment `t1`, but `vip` by an override. */
export function run(flag, value, rest = {}) {
  return {
    ApplicationId: 'app1234',
    ExperimentDefinitionId: 'exp5678',
    Run: 3,
    Status: 'RUNNING',
    ExposurePercentage: 100,
    TreatmentOverrides: { Inline: { vip: 't1', tester: 'c' } },
    ExperimentDefinitionSnapshot: {
      FlagKey: flag,
      AudienceRule: 'true',
      Treatments: [{ Key: 't1', Weight: 100, FlagValue: value }],
      Control: { Key: 'c', Weight: 0, FlagValue: { Enabled: false } },
    },
    ...rest,
  };
}

/** A home page: `banner` for those with a plan, `search` on for all, `colours` under an experiment. */
export const home = flags(
  {
    banner: {
      _variants: [
        {
          name: 'Pro',
          enabled: true,
          rule: '(eq $plan "pro")',
          attributeValues: { title: 'Hello', sizes: [1, 2.5], tags: ['a', 'b'], wide: true },
        },
        { name: 'Anna', enabled: true, rule: '(eq $entityId "anna")', attributeValues: { title: 'Anna' } },
        { name: 'Default', enabled: false, attributeValues: { title: 'unseen' } },
      ],
    },
    search: { enabled: true, size: 7 },
    colours: { enabled: false },
  },
  { experimentRuns: [run('colours', { Enabled: true, AttributeValues: { list: { StringArray: ['red'] } } })] },
);

/** The home page with a `search` whose value has an attribute that is not defined. */
export const brokenHome = structuredClone(home);
brokenHome.appConfig.flags.values.search.colour = 'blue';
