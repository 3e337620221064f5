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
