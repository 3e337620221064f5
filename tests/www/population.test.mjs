// Many entities in the worker: the figures are the package's, and the page stays quick.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Evaluator } from '../../pkg/dist/index.js';
import { example, openText, pages, rowOf, says, until, write } from './playground.mjs';

const inPage = pages({ before, after, test });
const NOW = Date.parse('2026-11-20T10:00:00Z');
const PORTUGAL = { country: 'PT', plan: 'basic' };

/** What the page asks of the worker, asked here. */
function outcomes(text, count) {
  const entityIds = Array.from({ length: count }, (_, index) => `user-${index + 1}`);
  return new Evaluator(text).assign({ feature: 'checkout-flow', entityIds, evaluationContext: PORTUGAL }, { now: NOW })
    .variations;
}

const share = (part, count) => `${((part / count) * 100).toFixed(3)} %`;

async function simulate(tab, count) {
  await tab.locator('#count').fill(String(count));
  await tab.locator('#count').press('Tab');
  await tab.getByRole('button', { name: 'Simulate' }).click();
}

inPage('the shares are those of the package, beside what is configured', async (tab) => {
  await tab.getByRole('tab', { name: 'Population' }).click();
  await simulate(tab, 20_000);
  await tab.locator('#shares').waitFor();
  const variations = outcomes(example('shop'), 20_000);
  const rows = await tab.locator('#shares tbody tr').allInnerTexts();
  assert.equal(rows.length, 3);
  const configured = { classic: '48 %', 'single-page': '35.75 %', express: '16.25 %' };
  for (const row of rows) {
    const [name, weight, simulated, interval] = row.split(/[\t\n]+/).map((cell) => cell.trim());
    assert.equal(weight, configured[name], name);
    assert.equal(simulated, share(variations.filter((variation) => variation === name).length, 20_000), name);
    // The ends of Wilson's interval are the shares of which what was drawn is just 1.96 standard errors away.
    const drawn = variations.filter((variation) => variation === name).length / 20_000;
    const ends = interval.match(/[\d.]+/g).map((end) => Number(end) / 100);
    assert.ok(ends[0] < drawn && drawn < ends[1], interval);
    for (const end of ends) {
      const errors = Math.abs(drawn - end) / Math.sqrt((end * (1 - end)) / 20_000);
      assert.ok(Math.abs(errors - 1.96) < 0.01, `${errors} at ${end}`);
    }
  }
  // What was simulated is about this entity's context and this moment.
  await tab.getByRole('button', { name: 'Next step' }).click();
  await says(tab.locator('#panel-population .empty'), 'What was simulated is not what is chosen now. Simulate again.');
});

/** The longest task of the page's own thread while a million are simulated and the page is used, in milliseconds. */
async function longestTask(tab) {
  await tab.evaluate(() => {
    globalThis.tasks = [];
    globalThis.observer = new PerformanceObserver((list) =>
      globalThis.tasks.push(...list.getEntries().map(({ duration }) => duration)),
    );
    globalThis.observer.observe({ type: 'longtask' });
    // Each state of the bar, however fast it goes: who asks from outside may come too late.
    globalThis.bars = new Set();
    globalThis.watcher = new MutationObserver(() => {
      const bar = document.querySelector('progress');
      if (bar) globalThis.bars.add(bar.value);
    });
    globalThis.watcher.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['value'] });
  });
  await tab.getByRole('button', { name: 'Simulate' }).click();
  await tab.locator('#filter').fill('checkout');
  await until(() => tab.locator('#shares').count(), Boolean, 'the shares');
  const bars = await tab.evaluate(() => globalThis.bars.size);
  // A million take less than a second on a fast machine: that it moves at all is what can be asked.
  assert.ok(bars > 1, `progress was seen ${bars} times`);
  await says(tab.locator('#panel-population [role=status]'), /^1,000,000 entities in /);
  const tasks = await tab.evaluate(() => (globalThis.observer.disconnect(), globalThis.tasks));
  await tab.locator('#filter').fill('');
  return Math.max(0, ...tasks);
}

inPage('a million entities never keep the page from answering for a tenth of a second', async (tab) => {
  await tab.getByRole('tab', { name: 'Population' }).click();
  await tab.locator('#count').fill('1000000');
  await tab.locator('#count').press('Tab');
  // A task's time has in it what other programs took of the processor meanwhile: the quietest of some runs is the page's own.
  const longest = [];
  do longest.push(await longestTask(tab));
  while (longest.at(-1) >= 100 && longest.length < 5);
  console.log(`longest tasks while a million were simulated: ${longest.join(', ')} ms (0: none of 50 ms or more)`);
  assert.ok(longest.at(-1) < 100, `tasks took ${longest} ms`);
});

inPage('a simulation is cancelled', async (tab) => {
  await tab.getByRole('tab', { name: 'Population' }).click();
  await simulate(tab, 1_000_000);
  await tab.locator('progress').waitFor();
  await tab.getByRole('button', { name: 'Cancel' }).click();
  await says(tab.locator('#panel-population .empty'), 'Nothing simulated yet.');
  await simulate(tab, 1_000);
  await tab.locator('#shares').waitFor();
});

inPage(
  'a context that is none fails with the reason',
  async (tab) => {
    await tab.getByRole('tab', { name: 'Population' }).click();
    await simulate(tab, 1_000);
    await says(tab.locator('#panel-population .complaint'), /context/i);
  },
  {
    at: {
      snapshot: example('shop'),
      selected: { kind: 'feature', name: 'checkout-flow' },
      persona: { name: '', entityId: 'x', context: '[' },
      now: NOW,
    },
  },
);

inPage('two snapshots: what differs, and who moves', async (tab) => {
  const shop = example('shop');
  const changed = shop
    .replace('"groupWeights": {"express": 15000,', '"groupWeights": {"express": 35000,')
    .replaceAll('"express": 5000, "one-page": 20000', '"express": 35000, "one-page": 20000');
  assert.notEqual(changed, shop);
  await tab.getByRole('tab', { name: 'Comparison' }).click();
  await tab.getByRole('button', { name: /^Copy this snapshot/ }).click();
  await says(tab.locator('#panel-comparison .empty').first(), 'Nothing that decides.');
  await openText(tab, changed);
  await says(tab.locator('#differences tbody tr'), /^checkout-flow\s+launch\s+single-page/);
  await simulate(tab, 10_000);
  await tab.locator('#movement').waitFor();
  const [one, other] = [shop, changed].map((text) => outcomes(text, 10_000));
  const names = (await tab.locator('#movement thead th').allInnerTexts())
    .slice(1)
    .map((name) => name.trim().replace(/^to\s+/, ''));
  for (const row of await tab.locator('#movement tbody tr').all()) {
    const from = (await row.locator('th').innerText()).trim();
    for (const [index, cell] of (await row.locator('td').allInnerTexts()).entries()) {
      const count = one.filter((variation, at) => variation === from && other[at] === names[index]).length;
      assert.equal(
        cell.trim(),
        count === 0 ? '–' : `${((count / 10_000) * 100).toFixed(2)} % ${from === names[index] ? 'stay' : 'move'}`,
      );
    }
  }
  const moved = one.filter((variation, at) => variation !== other[at]).length;
  assert.ok(moved > 0);
  assert.ok(
    (await tab.locator('#panel-comparison').innerText()).includes(`${moved.toLocaleString('en')} of 10,000 entities`),
  );
});

inPage('a run of AppConfig has its slots, also in a million', async (tab) => {
  await tab.locator('#examples').selectOption('appconfig');
  await tab.getByRole('heading', { name: 'one-page-checkout' }).waitFor();
  await tab.getByRole('tab', { name: 'Population' }).click();
  await simulate(tab, 10_000);
  await tab.locator('#shares').waitFor();
  const rows = Object.fromEntries(
    (await tab.locator('#shares tbody tr').allInnerTexts()).map((row) =>
      row.split(/[\t\n]+/).map((cell) => cell.trim()),
    ),
  );
  assert.deepEqual(rows, { __t1__: '10 %', __t2__: '10 %', __c__: '20 %', __default__: '60 %' });
});

/** A snapshot in which everything that decides stands once, so that each can be changed alone. */
const SMALL = {
  version: 1,
  project: { name: 'p' },
  features: [
    {
      name: 'f',
      defaultVariation: 'a',
      variations: [
        { name: 'a', value: { stringValue: 'one' } },
        { name: 'b', value: { stringValue: 'two' } },
      ],
      entityOverrides: { x: 'a', y: 'b' },
      description: 'before',
      lastUpdatedTime: 1,
    },
  ],
  launches: [
    {
      name: 'l',
      status: 'RUNNING',
      randomizationSalt: 'salt',
      groups: [{ name: 'g', featureVariations: { f: 'b' } }],
      scheduledSplitsDefinition: { steps: [{ startTime: 1, groupWeights: { g: 50000 } }] },
    },
  ],
  appConfig: {
    flags: {
      version: '1',
      flags: { k: { name: 'k', attributes: { n: { constraints: { type: 'number' } } } } },
      values: { k: { enabled: true, n: 1, _updatedAt: '2026-11-19T16:44:31.250Z' } },
    },
    experimentRuns: [
      {
        ApplicationId: 'a',
        ExperimentDefinitionId: 'e',
        Run: 1,
        Status: 'RUNNING',
        ExposurePercentage: 50,
        TreatmentOverrides: { Inline: { x: 't1' } },
        StartedAt: '2026-11-16T09:00:02.340000+00:00',
        ExperimentDefinitionSnapshot: {
          ApplicationId: 'a',
          Id: 'e',
          Name: 'before',
          FlagKey: 'k',
          AudienceRule: 'true',
          Treatments: [
            { Key: 't1', Weight: 50, FlagValue: { Enabled: true, AttributeValues: { n: { NumberValue: 1 } } } },
          ],
          Control: { Key: 'c', Weight: 50, FlagValue: { Enabled: true, AttributeValues: { n: { NumberValue: 3 } } } },
        },
      },
    ],
  },
};

/** The snapshot with a change. */
function changed(change) {
  const snapshot = structuredClone(SMALL);
  change(snapshot, snapshot.appConfig.experimentRuns[0], snapshot.appConfig.flags.values);
  return JSON.stringify(snapshot);
}

const compared = {
  view: 'comparison',
  list: 'other',
  now: NOW,
  persona: { name: '', entityId: 'x', context: '{}' },
  selected: { kind: 'feature', name: 'f' },
};

inPage(
  'all that decides is compared, and nothing else',
  async (tab) => {
    const told = tab.locator('#differences tbody tr');
    for (const [change, words] of [
      [(all) => (all.launches[0].randomizationSalt = 'other'), /^f\s+launch\s/],
      [(all) => (all.features[0].variations[0].value.stringValue = 'x'), /^f\s+variations\s+a "one"\s+a "x"$/],
      [(all) => (all.features[0].entityOverrides.x = 'b'), /^f\s+overrides\s+a\s+b$/],
      [(_, run) => (run.TreatmentOverrides.Inline.x = 'c'), /^k\s+experiment run\s/],
      [(_, run) => (run.ExperimentDefinitionSnapshot.Treatments[0].FlagValue.Enabled = false), /^k\s+experiment run\s/],
      [(_, run) => (run.ExposurePercentage = 51), /^k\s+experiment run\s/],
      [(all, _, values) => (values.k.n = 2), /^k\s+value\s/],
    ]) {
      await openText(tab, changed(change));
      await says(told, words);
    }
    // Another order of a map, and what is only kept beside.
    await openText(
      tab,
      changed((all, run, values) => {
        all.features[0].entityOverrides = { y: 'b', x: 'a' };
        all.features[0].description = 'after';
        all.features[0].lastUpdatedTime = 2;
        all.features[0].tags = { team: 't' };
        all.launches[0].arn = 'arn:aws:evidently:eu-west-1:123456789012:project/p/launch/l';
        all.launches[0].groups[0].description = 'after';
        values.k._updatedAt = '2026-11-20T16:44:31.250Z';
        run.StartedAt = '2026-11-17T09:00:02.340000+00:00';
        run.ExperimentDefinitionSnapshot.Name = 'after';
      }),
    );
    await says(tab.locator('#panel-comparison .empty').first(), 'Nothing that decides.');
  },
  { at: { ...compared, snapshot: JSON.stringify(SMALL) } },
);

inPage(
  'who keeps the name and gets another value moves',
  async (tab) => {
    await simulate(tab, 2_000);
    await tab.locator('#movement').waitFor();
    const { variations } = new Evaluator(SMALL).assign(
      { feature: 'f', entityIds: Array.from({ length: 2_000 }, (_, index) => `user-${index + 1}`) },
      { now: NOW },
    );
    const moved = variations.filter((name) => name === 'a').length;
    assert.ok(moved > 0 && moved < 2_000);
    await says(
      tab.locator('#panel-comparison p', { hasText: ' entities.' }),
      `${((moved / 2_000) * 100).toFixed(2)} % move: ${moved.toLocaleString('en')} of 2,000 entities.`,
    );
    assert.match(await tab.locator('#movement').innerText(), /a "one"[^]*a "x"|a "x"[^]*a "one"/);
  },
  {
    at: {
      ...compared,
      snapshot: JSON.stringify(SMALL),
      other: changed((all) => (all.features[0].variations[0].value.stringValue = 'x')),
    },
  },
);

/** A flag with a run for those whom a split by the country takes, which is drawn by the flag's key. */
const byCountry = (AudienceRule) => ({
  view: 'population',
  now: NOW,
  selected: { kind: 'flag', name: 'k' },
  snapshot: changed((all, run) => {
    run.ExperimentDefinitionSnapshot.AudienceRule = AudienceRule;
    run.ExposurePercentage = 100;
  }),
});

/** A country that the split takes with the flag's own key, and not with another, or the other way round. */
const COUNTRY = (() => {
  const isTaken = (key, country) => {
    const rule = '(split pct::50 by::$country)';
    const value = {
      _variants: [
        { name: 'yes', enabled: true, rule },
        { name: 'no', enabled: false },
      ],
    };
    const flags = { version: '1', flags: { [key]: { name: key } }, values: { [key]: value } };
    return new Evaluator({ version: 1, appConfig: { flags } }).evaluateFlag({ flag: key, context: { country } }).value
      .enabled;
  };
  for (let number = 0; ; number += 1) {
    const country = `country-${number}`;
    if (isTaken('k', country) && !isTaken('flag', country)) return country;
  }
})();

inPage(
  'what a flag is configured to give is drawn by its own key',
  async (tab) => {
    await simulate(tab, 1_000);
    await tab.locator('#shares').waitFor();
    const rows = (await tab.locator('#shares tbody tr').allInnerTexts()).map((row) =>
      row
        .split(/[\t\n]+/)
        .slice(0, 2)
        .map((cell) => cell.trim()),
    );
    assert.deepEqual(Object.fromEntries(rows), { __t1__: '50 %', __c__: '50 %' });
  },
  {
    at: {
      ...byCountry('(split pct::50 by::$country)'),
      persona: { name: '', entityId: 'x', context: JSON.stringify({ country: COUNTRY }) },
    },
  },
);

inPage(
  'the split of a flag is that of those with this context',
  async (tab) => {
    const bar = rowOf(tab, 'k').locator('.share-bar');
    await until(
      () => bar.getAttribute('aria-label'),
      (label) => label === '__default__ 100 %',
      '__default__ 100 %',
    );
    await write(tab, '.editor-small', '{"country": "DE"}');
    await until(
      () => bar.getAttribute('aria-label'),
      (label) => /^__t1__ 50 %, __c__ 50 %/.test(label),
      'the treatments',
    );
  },
  {
    at: {
      ...byCountry('(eq $country "DE")'),
      persona: { name: '', entityId: 'x', context: '{"country": "PT"}' },
    },
  },
);
