// What is in the address, what is kept, and what is copied.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Evaluator } from '../../pkg/dist/index.js';
import { example, has, open, openText, pages, says, until, write } from './playground.mjs';

const inPage = pages({ before, after, test });

/** What is to be seen of the state. */
const seen = (tab) =>
  tab.evaluate(() => ({
    outcome: document.querySelector('#outcome')?.innerText,
    heading: document.querySelector('#detail-title')?.innerText,
    entityId: document.querySelector('#entity-id').value,
    name: document.querySelector('#persona-name').value,
    moment: document.querySelector('#moment').value,
    filter: document.querySelector('#filter')?.value,
    tabs: [...document.querySelectorAll('[role=tab][aria-selected=true]')].map(({ id }) => id),
    context: document.querySelector('.editor-small').shadowRoot.querySelector('.cm-content').innerText,
    rows: [...document.querySelectorAll('table.features tbody tr')].map(({ innerText }) => innerText),
    count: document.querySelector('#count')?.value,
  }));

inPage('a link brings all of it back, in another browser', async (tab, { browser }) => {
  const text = example('shop').replace('"defaultVariation": "classic"', '"defaultVariation": "express"');
  await openText(tab, text);
  await tab.locator('#filter').fill('flow');
  await tab.locator('#entity-id').fill('Ünïcode ✓ "id"');
  await tab.locator('#persona-name').fill('Someone');
  await write(tab, '.editor-small', '{"country": "NO"}');
  await tab.locator('#moment').fill('2026-12-01T06:30');
  await tab.locator('#moment').press('Tab');
  await tab.getByRole('tab', { name: 'Population' }).click();
  await tab.locator('#count').fill('4321');
  await tab.locator('#count').press('Tab');
  await until(
    () => tab.evaluate(() => location.hash),
    (hash) => hash.length > 1000,
    'a long hash',
  );
  await tab.waitForTimeout(600);
  await tab.getByRole('button', { name: 'Copy link' }).click();
  await says(tab.locator('.notice'), 'Copied the link to all of this.');
  const link = await tab.evaluate(() => navigator.clipboard.readText());
  assert.equal(new URL(link).search, '');
  const other = await open(browser, link);
  try {
    assert.deepEqual(await seen(other.tab), await seen(tab));
    assert.equal((await seen(tab)).entityId, 'Ünïcode ✓ "id"');
    await other.tab.waitForTimeout(600);
    assert.equal(other.tab.url(), link, 'the address stays as it was');
    await other.tab.getByRole('tab', { name: /^Snapshot/ }).click();
    await says(other.tab.locator('.problems'), `No problems. ${text.length.toLocaleString('en')} characters.`);
    assert.deepEqual(other.complaints, []);
  } finally {
    await other.close();
  }
});

inPage('a link that is put into the address of the open page is followed', async (tab, { server, browser }) => {
  const other = await open(browser, server.address);
  await other.tab.getByRole('button', { name: 'dark-mode', exact: true }).click();
  await other.tab.waitForTimeout(600);
  const link = other.tab.url();
  await other.close();
  await tab.evaluate((hash) => void (location.hash = hash), new URL(link).hash);
  await says(tab.locator('#detail-title'), 'dark-mode');
});

for (const hash of ['#1.', '#1.AAAA', '#9.x', '#1.q1YqzsgvKlGyUlBKVrJSMAQA', '#nothing']) {
  inPage(`a link that is none opens the example: ${hash}`, (tab) => says(tab.locator('#outcome'), 'single-page'), {
    hash,
  });
}

inPage('a link that is too long is told', async (tab) => {
  // Letters that nothing can compress.
  const noise = Array.from(
    { length: 40_000 },
    (_, index) => ((index * 2654435761) >>> 0).toString(36) + Math.random().toString(36),
  ).join('');
  await openText(tab, JSON.stringify({ version: 1, noise: noise.slice(0, 60_000) }));
  await until(
    () => tab.evaluate(() => location.hash),
    (hash) => hash.length > 32_000,
    'a long hash',
  );
  await tab.getByRole('button', { name: 'Copy link' }).click();
  await says(tab.locator('.notice'), /^Copied\. The link has \d+,\d+ characters; some programs cut it\./);
  const before = tab.url();
  const more = Array.from({ length: 200_000 }, () => Math.random().toString(36).slice(2)).join('');
  await openText(tab, JSON.stringify({ version: 1, noise: more }));
  await says(tab.locator('.notice'), /^The snapshot makes the link longer than 1,000,000 characters/);
  assert.notEqual(tab.url(), before, 'the old state is not left in the address');
});

inPage('a persona is saved in this browser, chosen again, and removed', async (tab) => {
  await tab.locator('#persona-name').fill('Norwegian');
  await tab.locator('#entity-id').fill('nor-1');
  await write(tab, '.editor-small', '{"country": "NO"}');
  await tab.getByRole('button', { name: 'Save', exact: true }).click();
  await says(tab.locator('.notice'), 'Saved in this browser: Norwegian.');
  await tab.getByLabel('Persona').selectOption('Staff');
  await says(tab.locator('#outcome'), 'express');
  await tab.goto(tab.url().split('#')[0]);
  await tab.reload();
  await tab.getByLabel('Persona').selectOption('Norwegian');
  assert.equal(await tab.locator('#entity-id').inputValue(), 'nor-1');
  assert.match(await tab.locator('.editor-small .cm-content').innerText(), /"NO"/);
  await tab.getByRole('button', { name: 'Remove' }).click();
  await tab.reload();
  await says(tab.locator('#outcome'), /./);
  assert.equal(await tab.locator('option', { hasText: 'Norwegian' }).and(tab.locator('[value=Norwegian]')).count(), 0);
});

inPage('the code does what the page shows', async (tab) => {
  const context = '{"country": "PT", "name": "O\'Neil \\"x\\""}';
  await tab.locator('#entity-id').fill(`it's "1"`);
  await write(tab, '.editor-small', context);
  await tab.getByRole('tab', { name: 'Code' }).click();
  await has(tab.locator('#panel-code pre'), 3);
  await says(tab.locator('#panel-code pre').first(), /O'Neil/);
  await tab.getByRole('button', { name: 'Copy code: The package' }).click();
  const code = await tab.evaluate(() => navigator.clipboard.readText());
  const body = code.replace(/^import .*$/gm, '').replace("readFileSync('snapshot.json')", 'snapshot');
  const run = new Function('Evaluator', 'snapshot', `${body}\nreturn { variation, value, reason };`);
  const { variation } = run(Evaluator, example('shop'));
  await says(tab.locator('#outcome'), variation);
  // A shell reads the command line back into the same arguments.
  const line = await tab.locator('#panel-code pre').last().innerText();
  const { execFileSync } = await import('node:child_process');
  const printed = execFileSync('sh', ['-c', line.replace(/^variate/, `printf '%s\\n'`)], { encoding: 'utf8' }).split(
    '\n',
  );
  assert.deepEqual(printed.slice(0, 6), [
    'evaluate',
    'snapshot.json',
    '--feature',
    'checkout-flow',
    '--entity-id',
    `it's "1"`,
  ]);
  assert.deepEqual(JSON.parse(printed[7]), JSON.parse(context));
});

inPage(
  "nothing is asked of anybody but the page's own files, and nothing could be",
  async (tab, { server }) => {
    const mayConnect = await tab.evaluate(async () => {
      const attempts = [
        () => fetch('style.css'),
        () =>
          new Promise((resolve, reject) =>
            Object.assign(new WebSocket('ws://127.0.0.1:9'), { onopen: resolve, onerror: reject }),
          ),
      ];
      return Promise.all(
        attempts.map((attempt) =>
          attempt().then(
            () => true,
            () => false,
          ),
        ),
      );
    });
    assert.deepEqual(mayConnect, [false, false]);
    assert.ok(server.asked.length > 3);
    for (const url of server.asked) assert.match(url, /^\/some\/folder\/([\w-]+\.(js|css|svg|html))?$/, url);
  },
  { complains: true },
);
