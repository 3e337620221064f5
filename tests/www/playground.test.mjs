// The built page, used as people use it. What it says is compared with what the package says here, in Node.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Evaluator } from '../../pkg/dist/index.js';
import { decisionCell, example, has, openText, pages, rowOf, says, write } from './playground.mjs';

/** The clock of the example, and the start of the step of `checkout-flow` that comes next. */
const NOW = Date.parse('2026-11-20T10:00:00Z');
const STEP = Date.parse('2026-11-23T08:00:00Z');
const PORTUGAL = { country: 'PT', plan: 'basic' };

const shop = new Evaluator(example('shop'));
const inPage = pages({ before, after, test });

/** Somebody for whom `checkout-flow` changes with the step. */
function whoChanges() {
  for (let number = 1; ; number += 1) {
    const request = { feature: 'checkout-flow', entityId: `user-${number}`, evaluationContext: PORTUGAL };
    const [before, after] = [NOW, STEP].map((now) => shop.evaluate(request, { now }).variation);
    if (before !== after) return { entityId: request.entityId, before, after };
  }
}

const outcome = (tab) => tab.locator('#outcome');

inPage('the shop opens, and each feature has the decision of the package', async (tab) => {
  const request = { entityId: 'cust-1586077', evaluationContext: PORTUGAL };
  const answers = shop.evaluateAll(request, { now: NOW });
  assert.equal(await tab.locator('table.features tbody tr').count(), shop.features.length);
  for (const feature of shop.features) {
    assert.equal((await decisionCell(tab, feature).innerText()).trim(), answers[feature].variation, feature);
  }
  const row = rowOf(tab, 'checkout-flow');
  await says(row.locator('td').nth(1), 'launch, step 3 of 6; experiment');
  assert.equal(
    await row.locator('.share-bar').getAttribute('aria-label'),
    'classic 48%, single-page 35.8%, express 16.3%'.replaceAll('%', ' %'),
  );
});

inPage('a feature and an entity are chosen', async (tab) => {
  await tab.getByRole('button', { name: 'search-ranking', exact: true }).click();
  await tab.getByLabel('Entity id').fill('71985eb1-3a88-4919-8e4b-d00558bc15e5');
  await says(outcome(tab), 'neural');
  await says(
    tab.locator('.verdict dd').first(),
    /^experiment search-ranking-q4, treatment neural EXPERIMENT_RULE_MATCH$/,
  );
  await says(tab.locator('.decision [role=status]'), /^search-ranking is neural for 71985eb1-[^ ]*: experiment /);
  await tab.getByLabel('Entity id').fill('');
  await says(tab.locator('.detail [role=alert]'), /^No decision\. entityId: /);
  await tab.getByLabel('Entity id').fill('x');
  await says(outcome(tab), shop.evaluate({ feature: 'search-ranking', entityId: 'x' }, { now: NOW }).variation);
});

inPage('the context is edited', async (tab) => {
  await write(tab, '.editor-small', '{"email":"marta.vidal@shop.example"}');
  await says(outcome(tab), 'express');
  await tab.keyboard.insertText('{');
  await says(tab.locator('.detail [role=alert]'), /evaluationContext: /);
});

inPage('the filter finds names, descriptions and what runs', async (tab) => {
  const names = tab.locator('table.features tbody th');
  for (const [text, found] of [
    ['banner', 1],
    ['DARK', 1],
    ['default only', 3],
    ['step 3 of', 2],
    ['nothing is called so', 0],
  ]) {
    await tab.locator('#filter').fill(text);
    await has(names, found);
  }
  await says(tab.locator('.left .empty'), 'None of them is called that.');
});

inPage('dragging the clock across a step changes the decision and the ruler', async (tab) => {
  const { entityId, before, after } = whoChanges();
  await tab.getByLabel('Entity id').fill(entityId);
  await says(outcome(tab), before);
  const ruler = tab.locator('.ruler svg').first();
  const parts = () =>
    ruler.evaluate((svg) => [...svg.querySelectorAll('rect')].map((rect) => rect.getAttribute('width')));
  const partsBefore = await parts();
  const clock = tab.locator('#clock');
  const box = await clock.boundingBox();
  const [from, to, now] = await clock.evaluate(({ min, max, value }) => [min, max, value].map(Number));
  const x = (at) => box.x + 9 + ((at - from) / (to - from)) * (box.width - 18);
  await tab.mouse.move(x(now), box.y + box.height / 2);
  await tab.mouse.down();
  await tab.mouse.move(x(STEP - 86_400_000), box.y + box.height / 2, { steps: 4 });
  await says(outcome(tab), before);
  await tab.mouse.move(x(STEP + 86_400_000), box.y + box.height / 2, { steps: 4 });
  await says(outcome(tab), after);
  await tab.mouse.up();
  assert.notDeepEqual(await parts(), partsBefore);
  await says(rowOf(tab, 'checkout-flow').locator('td').nth(1), 'launch, step 4 of 6; experiment');
});

inPage('the moment is typed, and Now is now', async (tab) => {
  await tab.locator('#moment').fill('2026-12-08T00:00');
  await tab.locator('#moment').press('Tab');
  await says(rowOf(tab, 'checkout-flow').locator('td').nth(1), 'launch, step 6 of 6; experiment');
  const start = Date.now();
  await tab.getByRole('button', { name: 'Now', exact: true }).click();
  const shown = Date.parse(`${await tab.locator('#moment').inputValue()}Z`);
  assert.ok(shown >= start - 60_000 && shown <= Date.now(), `${shown}`);
});

inPage('the ruler and the steps are those of explain', async (tab) => {
  const request = { feature: 'checkout-flow', entityId: 'cust-1586077', evaluationContext: PORTUGAL };
  const { steps, text } = shop.explain(request, { now: NOW });
  assert.equal(await tab.locator('.trace > li').count(), steps.length);
  for (const [index, { outcome, because }] of steps.entries()) {
    const item = tab.locator('.trace > li').nth(index);
    assert.match(await item.getAttribute('class'), new RegExp(`\\b${outcome}$`));
    assert.ok((await item.innerText()).includes(because), because);
  }
  const lines = steps.at(-1).lines;
  for (const [index, { point, total, ranges }] of lines.entries()) {
    const ruler = tab.locator('.rulers > li').nth(index);
    assert.equal(Number(await ruler.locator('svg.drawn-ruler').getAttribute('data-point')), point);
    const inside = ranges.find(({ from, to }) => from <= point && point < to);
    const name = inside.name === 'groupWeights' ? 'everybody' : inside.name;
    assert.match(
      await ruler.locator('.legend .here').innerText(),
      new RegExp(`^\\s*${name}\\b.*the entity is here`, 's'),
    );
    // The mark stands where the point is on the line.
    const at = await ruler.locator('.mark line').evaluate((line) => Number(line.getAttribute('x1')));
    const [left, width] = await ruler
      .locator('.nobody')
      .evaluate((bar) => ['x', 'width'].map((name) => Number(bar.getAttribute(name))));
    assert.ok(Math.abs(at - (left + (point / total) * width)) < 1, `${at}`);
  }
  const {
    point,
    ranges: [first],
  } = lines[0];
  const compared = await tab.locator('.trace > li').last().locator('.compared').first().innerText();
  const [place, end] = [point, first.to].map((number) => number.toLocaleString('en'));
  assert.ok(compared.includes(`enrol point: 0 ≤ ${place} < ${end}, ${first.name}, at `), compared);
  await tab.getByRole('button', { name: 'Copy the explanation as text' }).click();
  await says(tab.locator('.notice'), 'Copied: the explanation as text.');
  assert.equal(await tab.evaluate(() => navigator.clipboard.readText()), text);
});

inPage('the line of a launch is the same for all, wherever the entity falls', async (tab) => {
  const ranges = async () => {
    const items = await tab.locator('.rulers > li').first().locator('.legend li').allInnerTexts();
    return items.map((item) => item.replace('the entity is here', '').trim());
  };
  const decisive = (entityId) =>
    shop
      .explain({ feature: 'checkout-flow', entityId, evaluationContext: PORTUGAL }, { now: NOW })
      .steps.findLast(({ outcome }) => outcome === 'decides').kind;
  const seen = new Map();
  for (let number = 1; seen.size < 3; number += 1) {
    const kind = decisive(`user-${number}`);
    if (seen.has(kind) || !['segmentOverride', 'split', 'default'].includes(kind)) continue;
    await tab.locator('#entity-id').fill(`user-${number}`);
    await says(tab.locator('.trace > li').last().locator('.verdict-word'), 'decides');
    await says(tab.locator('.decision [role=status]'), new RegExp(` for user-${number}: `));
    seen.set(kind, await ranges());
  }
  assert.deepEqual(seen.get('segmentOverride'), [
    'outside-home-markets 0 % to 25 %',
    'everybody 25 % to 40 %',
    'nobody the rest',
  ]);
  for (const found of seen.values()) assert.deepEqual(found, seen.get('default'));
});

inPage(
  'an experiment has its own lines: sampled, then a treatment',
  async (tab) => {
    await says(outcome(tab), 'neural');
    await says(tab.locator('.rulers h4').nth(0), /^Sampled by the experiment\?/);
    await says(tab.locator('.rulers h4').nth(1), /^Which treatment\?/);
  },
  {
    at: {
      snapshot: example('shop'),
      selected: { kind: 'feature', name: 'search-ranking' },
      persona: { name: '', entityId: '71985eb1-3a88-4919-8e4b-d00558bc15e5', context: '' },
      now: NOW,
    },
  },
);

inPage('conditions have a tick or a cross, and the values that were compared', async (tab) => {
  await tab.locator('#entity-id').fill('cust-1546353');
  const found = await tab.locator('.conditions .found').allInnerTexts();
  assert.ok(found.map((text) => text.trim()).includes('is "PT"'), found.join('; '));
  assert.ok((await tab.locator('.conditions .sign[aria-label=holds]').count()) > 0);
  assert.ok((await tab.locator('.conditions .sign[aria-label="does not hold"]').count()) > 0);
});

inPage('a file is opened by the button and by dropping it', async (tab) => {
  const small = JSON.stringify({
    version: 1,
    project: { name: 'small' },
    features: [{ name: 'only', variations: [{ name: 'one', value: { boolValue: true } }] }],
  });
  await openText(tab, small);
  await says(tab.locator('.detail .empty'), 'checkout-flow is not in this snapshot. Choose a feature or a flag.');
  await tab.getByRole('button', { name: 'only', exact: true }).click();
  await says(outcome(tab), 'one');
  await tab.evaluate(
    (text) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], 'dropped.json'));
      document
        .querySelector('main')
        .dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    },
    small.replaceAll('only', 'dropped'),
  );
  await tab.getByRole('button', { name: 'dropped', exact: true }).waitFor();
});

inPage('the schedule has a bar for each group of each step, those to come hatched, and goes to a step', async (tab) => {
  await tab.getByRole('tab', { name: 'Schedule' }).click();
  // Of six steps the first takes nobody with this context, the second has one group.
  assert.equal(await tab.locator('.schedule .bar').count(), 9);
  assert.equal(await tab.locator('.schedule .to-come').count(), 3);
  await tab.getByRole('button', { name: '2026-12-07 08:00 UTC' }).click();
  await says(tab.locator('.schedule tr.chosen'), /^2026-12-07 08:00 UTC in force\s+90 %\s+10 %\s+0 %$/);
  assert.equal(await tab.locator('.schedule .to-come').count(), 0);
});

inPage('flags have their decisions, runs their slots', async (tab) => {
  await tab.locator('#examples').selectOption('appconfig');
  const flags = new Evaluator(example('appconfig'));
  const context = { country: 'DE', app: 'web/7.2' };
  await tab.getByRole('heading', { name: 'one-page-checkout' }).waitFor();
  for (const [flag, { value }] of Object.entries(flags.evaluateFlags({ entityId: 'cust-7934838', context }))) {
    await says(decisionCell(tab, flag), value._variant ?? (value.enabled ? 'on' : 'off'));
  }
  await says(outcome(tab), '__t1__');
  await says(tab.locator('.verdict dd').first(), 'run 2 of e4t8wz1, treatment t1 EXPERIMENT_RULE_MATCH');
  await says(tab.locator('.rulers h4').first(), /^In a slot of the run\?/);
  await says(tab.locator('.rulers .legend .here').first(), 't1 0 % to 10 % the entity is here');
  await tab.locator('#entity-id').fill('');
  await says(outcome(tab), '__default__');
  await tab.getByRole('button', { name: 'free-shipping', exact: true }).click();
  await tab.locator('#entity-id').fill('cust-7942757');
  await write(tab, '.editor-small', '{}');
  await says(outcome(tab), 'Trial');
  await says(tab.locator('.rulers h4').first(), /^In the split of the rule\?/);
});

const ALL = { segment: 'groupWeights', evaluationOrder: 1, weights: { g: 50000 } };

inPage(
  'a segment that is called as the weights of everybody keeps its name',
  async (tab) => {
    await says(tab.locator('.rulers li .legend').first(), /^groupWeights 0 % to 50 %[^]*\n\s*everybody 50 % to 100 %/);
  },
  {
    at: {
      snapshot: JSON.stringify({
        version: 1,
        project: { name: 'p' },
        segments: [{ name: 'groupWeights', pattern: '{"a": ["b"]}' }],
        features: [
          {
            name: 'f',
            variations: [
              { name: 'off', value: { boolValue: false } },
              { name: 'on', value: { boolValue: true } },
            ],
          },
        ],
        launches: [
          {
            name: 'l',
            status: 'RUNNING',
            groups: [{ name: 'g', featureVariations: { f: 'on' } }],
            scheduledSplitsDefinition: {
              steps: [{ startTime: 1, groupWeights: { g: 100000 }, segmentOverrides: [ALL] }],
            },
          },
        ],
      }),
      selected: { kind: 'feature', name: 'f' },
      now: NOW,
      persona: { name: '', entityId: 'x', context: '{"a": "b"}' },
    },
  },
);
