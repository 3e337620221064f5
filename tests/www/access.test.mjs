// For everybody: by keyboard alone, read aloud, in the dark, on a phone.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import axe from 'axe-core';
import { DESKTOP, example, openText, pages, PHONE, rowOf, says, until } from './playground.mjs';

const inPage = pages({ before, after, test });

/** What is on the screen before it is judged. */
const SCENES = {
  'the decision': async () => {},
  'the schedule': (tab) => tab.getByRole('tab', { name: 'Schedule' }).click(),
  'a simulation': async (tab) => {
    await tab.getByRole('tab', { name: 'Population' }).click();
    await tab.getByRole('button', { name: 'Simulate' }).click();
    await tab.locator('#shares').waitFor();
  },
  'a comparison': async (tab) => {
    await tab.getByRole('tab', { name: 'Comparison' }).click();
    await tab.getByRole('button', { name: /^Copy this snapshot/ }).click();
    await openText(tab, example('shop').replaceAll('"express": 5000', '"express": 9000'));
    await tab.getByRole('button', { name: 'Simulate' }).click();
    await tab.locator('#movement').waitFor();
  },
  code: (tab) => tab.getByRole('tab', { name: 'Code' }).click(),
  'a problem': async (tab) => {
    await tab.getByRole('tab', { name: /^Snapshot/ }).click();
    await openText(tab, example('shop').replace('"version": 1', '"version": 2'));
    await tab.locator('.problem').waitFor();
  },
  flags: async (tab) => {
    await tab.locator('#examples').selectOption('appconfig');
    await tab.getByRole('heading', { name: 'one-page-checkout' }).waitFor();
  },
};

for (const [size, viewport] of Object.entries({ 'a desktop': DESKTOP, 'a phone': PHONE })) {
  for (const colorScheme of ['light', 'dark']) {
    inPage(
      `axe finds no serious fault on ${size}, ${colorScheme}`,
      async (tab) => {
        const address = tab.url();
        for (const [scene, prepare] of Object.entries(SCENES)) {
          await tab.goto('about:blank');
          await tab.goto(address.split('#')[0]);
          await tab.locator('#outcome').waitFor();
          await prepare(tab);
          await tab.evaluate(axe.source);
          const { violations, passes } = await tab.evaluate(() => globalThis.axe.run());
          const serious = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
          const told = serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
          assert.deepEqual(told, [], scene);
          assert.ok(passes.length > 20, `${scene}: axe looked at little`);
          // Nothing is cut off at the side.
          const width = await tab.evaluate(() => document.documentElement.scrollWidth);
          assert.ok(width <= viewport.width, `${scene} is ${width} wide`);
        }
      },
      { viewport, colorScheme },
    );
  }
}

/** The name that is read aloud for what has the focus. */
const focused = (tab) =>
  tab.evaluate(() => {
    let element = document.activeElement;
    while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element.getAttribute('aria-label') ?? element.labels?.[0]?.innerText ?? element.innerText;
  });

/** Goes on by the Tab key until the focus is there. */
async function tabTo(tab, name) {
  const seen = [];
  for (let presses = 0; presses < 80; presses += 1) {
    await tab.keyboard.press('Tab');
    const here = (await focused(tab)) ?? '';
    if (name.test(here.trim())) return;
    seen.push(here.trim());
  }
  assert.fail(`no ${name} among ${seen.join(' | ')}`);
}

async function focusIsOn(tab, name) {
  assert.equal((await focused(tab)).trim(), name);
}

inPage('everything is done by keyboard alone', async (tab) => {
  await tabTo(tab, /^Skip to the decision$/);
  await tabTo(tab, /^Entity id$/);
  await tab.keyboard.press('Control+a');
  await tab.keyboard.type('cust-1973795');
  await tabTo(tab, /^Save changes$/);
  await tab.keyboard.press('Enter');
  await says(tab.locator('.notice'), /^Saved in this browser/);
  await focusIsOn(tab, 'Remove');
  await tab.keyboard.press('Enter');
  await says(tab.locator('.notice'), /^Removed/);
  await focusIsOn(tab, 'Save');
  await tabTo(tab, /^Evaluation context/);
  await tab.keyboard.press('Control+a');
  await tab.keyboard.press('Delete');
  await tab.keyboard.type('{"email":"a@shop.example"}');
  await says(tab.locator('#outcome'), 'express');
  await tabTo(tab, /^Clock$/);
  const clockSays = (moment) =>
    until(
      () => tab.locator('#clock').getAttribute('aria-valuetext'),
      (text) => text === moment,
      moment,
    );
  await tab.keyboard.press('PageUp');
  await clockSays('2026-11-23 08:00 UTC');
  await tab.keyboard.press('ArrowLeft');
  await clockSays('2026-11-23 07:00 UTC');
  await tab.keyboard.press('PageDown');
  await clockSays('2026-11-16 08:00 UTC');
  await tab.keyboard.press('PageDown');
  await clockSays('2026-11-09 08:00 UTC');
  await says(rowOf(tab, 'checkout-flow').locator('td').nth(1), 'launch, step 2 of 6; experiment');
  await tabTo(tab, /^Features$/);
  await tab.keyboard.press('ArrowRight');
  assert.match(await focused(tab), /^Snapshot/);
  await tab.keyboard.press('Home');
  await tabTo(tab, /^search-ranking$/);
  await tab.keyboard.press('Enter');
  await says(tab.locator('#detail-title'), 'search-ranking');
  await focusIsOn(tab, 'search-ranking');
  await tabTo(tab, /^Why$/);
  await tab.keyboard.press('ArrowRight');
  await tab.keyboard.press('ArrowRight');
  await tabTo(tab, /^Simulate$/);
  await tab.keyboard.press('Enter');
  await tab.locator('#shares').waitFor();
  await focusIsOn(tab, 'Simulate');
  // Out of the editor again: the Tab key is nobody's but the browser's.
  await tab.keyboard.press('Shift+Tab');
  await tab.keyboard.press('Shift+Tab');
  assert.equal((await focused(tab)).trim(), 'Population');
});

inPage('what takes itself away leaves the focus beside it', async (tab) => {
  await tab.getByRole('tab', { name: 'Population' }).click();
  await tab.locator('#count').fill('1000000');
  await tab.locator('#count').press('Tab');
  await tabTo(tab, /^Simulate$/);
  await tab.keyboard.press('Enter');
  await tab.locator('progress').waitFor();
  await tabTo(tab, /^Cancel$/);
  await tab.keyboard.press('Enter');
  await says(tab.locator('#panel-population .empty'), 'Nothing simulated yet.');
  await focusIsOn(tab, 'Cancel');
  await tab.locator('#moment').fill('2026-12-31T00:00');
  await tab.locator('#moment').press('Tab');
  await tabTo(tab, /Previous step$/);
  for (let presses = 0; presses < 8; presses += 1) await tab.keyboard.press('Enter');
  assert.match(await focused(tab), /Previous step$/);
  await tab.getByRole('tab', { name: 'Comparison' }).click();
  await tabTo(tab, /^Copy this snapshot/);
  await tab.keyboard.press('Enter');
  await says(tab.locator('#panel-comparison .empty').first(), 'Nothing that decides.');
  assert.ok(await tab.evaluate(() => document.activeElement.closest('.detail') !== null));
});

inPage('the decision is told to those who listen, and only when it changes', async (tab) => {
  const told = tab.locator('.decision [role=status]');
  assert.equal(await told.getAttribute('aria-live'), 'polite');
  await says(told, 'checkout-flow is single-page for cust-1586077: launch checkout-express-ramp, group one-page.');
  await tab.evaluate(() => {
    globalThis.changes = 0;
    const watch = { subtree: true, childList: true, characterData: true };
    new MutationObserver(() => (globalThis.changes += 1)).observe(
      document.querySelector('.decision [role=status]'),
      watch,
    );
  });
  await tab.locator('#clock').press('ArrowRight');
  assert.equal(await tab.locator('#clock').getAttribute('aria-valuetext'), '2026-11-20 11:00 UTC');
  assert.equal(await tab.evaluate(() => globalThis.changes), 0);
  await tab.locator('#entity-id').fill('qa-anna');
  await says(told, 'checkout-flow is express for qa-anna: an override for this entity.');
  assert.ok((await tab.evaluate(() => globalThis.changes)) > 0);
});

inPage('what has the focus is seen', async (tab) => {
  for (const selector of ['#entity-id', '#clock', '#theme', '[role=tab]', 'table.features button']) {
    const element = tab.locator(selector).first();
    await tab.keyboard.press('Tab');
    await element.focus();
    const { outlineStyle, outlineWidth } = await element.evaluate((element) => getComputedStyle(element));
    assert.notEqual(outlineStyle, 'none', selector);
    assert.ok(parseFloat(outlineWidth) >= 1, selector);
  }
});

inPage(
  'dark by the system, light by the button, and kept',
  async (tab) => {
    const ground = () => tab.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const dark = await ground();
    assert.equal(dark, 'rgb(20, 23, 26)');
    await tab.locator('#theme').click();
    await says(tab.locator('#theme'), /Light$/);
    assert.equal(await ground(), 'rgb(246, 247, 248)');
    await tab.reload();
    await tab.locator('#outcome').waitFor();
    assert.equal(await ground(), 'rgb(246, 247, 248)');
    await tab.locator('#theme').click();
    assert.equal(await ground(), dark);
  },
  { colorScheme: 'dark' },
);

inPage(
  'on a phone, choosing a feature brings its decision into view',
  async (tab) => {
    await tab.getByRole('button', { name: 'one-click-reorder', exact: true }).click();
    await says(tab.locator('#detail-title'), 'one-click-reorder');
    const { y } = await tab.locator('#outcome').boundingBox();
    assert.ok(y >= 0 && y < PHONE.height, `${y}`);
  },
  { viewport: PHONE },
);

inPage('no colour stands alone: each variation has a pattern of its own, and its name beside it', async (tab) => {
  const fills = await tab
    .locator('.rulers .legend li, .features td.outcome')
    .evaluateAll((items) =>
      items.map((item) => [item.innerText.trim(), item.querySelector('rect')?.getAttribute('fill')]),
    );
  for (const [name, fill] of fills) {
    assert.notEqual(name, '');
    if (fill) assert.match(fill, /^url\(#(look|part)-\d\)$/);
  }
  const patterns = await tab
    .locator('.patterns pattern path')
    .evaluateAll((paths) => paths.map((path) => path.getAttribute('d')));
  assert.equal(new Set(patterns.slice(0, 8)).size, 8);
});

inPage('a notice covers nothing, and goes by a click or the Escape key', async (tab) => {
  const notice = tab.locator('.notice');
  for (const dismiss of [() => notice.click(), () => tab.keyboard.press('Escape')]) {
    await tab.getByRole('button', { name: 'Copy link' }).click();
    await says(notice, 'Copied the link to all of this.');
    const [{ top, bottom }, header, main] = await tab.evaluate(() =>
      ['.notice', 'header', 'main'].map((selector) => document.querySelector(selector).getBoundingClientRect().toJSON()),
    );
    assert.ok(header.bottom <= top && bottom <= main.top, `${header.bottom} ${top} ${bottom} ${main.top}`);
    await dismiss();
    assert.equal((await notice.innerText()).trim(), '');
  }
});
