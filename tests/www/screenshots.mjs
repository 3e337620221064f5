// Pictures of the page, to be looked at: node tests/www/screenshots.mjs <folder>

import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DESKTOP, launch, open, PHONE, serve } from './playground.mjs';

const folder = process.argv[2] ?? 'screenshots';
mkdirSync(folder, { recursive: true });
const server = await serve();
const browser = await launch();
const shop = readFileSync(new URL('../../www/examples/shop.json', import.meta.url), 'utf8');
const only = process.argv.slice(3);

/** What is done before each picture. */
const SCENES = {
  why: async () => {},
  schedule: (tab) => tab.getByRole('tab', { name: 'Schedule' }).click(),
  population: async (tab) => {
    await tab.getByRole('tab', { name: 'Population' }).click();
    await tab.locator('#count').fill('100000');
    await tab.locator('#count').press('Tab');
    await tab.getByRole('button', { name: 'Simulate' }).click();
    await tab.locator('#shares').waitFor();
  },
  comparison: async (tab) => {
    await tab.getByRole('tab', { name: 'Comparison' }).click();
    await tab.getByRole('button', { name: /^Copy this snapshot/ }).click();
    await edit(tab, (text) => text.replaceAll('"express": 15000', '"express": 35000'));
    await tab.getByRole('button', { name: 'Simulate' }).click();
    await tab.locator('#movement').waitFor();
  },
  code: (tab) => tab.getByRole('tab', { name: 'Code' }).click(),
  problem: async (tab) => {
    await tab.getByRole('tab', { name: /^Snapshot/ }).click();
    await edit(tab, (text) => text.replace('"defaultVariation": "classic"', '"defaultVariation": "clasic"'));
    await tab.locator('.problem').first().waitFor();
  },
  flags: async (tab) => {
    await tab.locator('#examples').selectOption('appconfig');
    await tab.getByRole('heading', { name: 'one-page-checkout' }).waitFor();
  },
  empty: async (tab) => {
    await tab.getByRole('tab', { name: /^Snapshot/ }).click();
    await edit(tab, () => '');
    await tab.getByRole('tab', { name: 'Features' }).click();
  },
};

/** Opens a changed copy of the shop in the editor that is shown. */
async function edit(tab, change) {
  const buffer = Buffer.from(change(shop));
  await tab.locator('#file').setInputFiles({ name: 'snapshot.json', mimeType: 'application/json', buffer });
  await tab.waitForTimeout(300);
}

for (const [size, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
  for (const colorScheme of ['light', 'dark']) {
    for (const [scene, prepare] of Object.entries(SCENES)) {
      const name = `${scene}-${size}-${colorScheme}`;
      if (only.length > 0 && !only.some((wanted) => name.includes(wanted))) continue;
      const { tab, complaints, close } = await open(browser, server.address, { viewport, colorScheme });
      await prepare(tab);
      await tab.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
      if (complaints.length > 0) console.log(name, complaints);
      await close();
    }
  }
}
await browser.close();
await server.close();
