// Chromium without a window. Needs a `chromium` on PATH: `apt-get install -y chromium`; Playwright would download one.

import { chromium } from 'playwright-core';
import { programOnPath } from './output.mjs';

/** Opens the address and asks its page; an error that the page does not catch is a failure. */
export async function inChromium(address, ask) {
  const browser = await chromium.launch({
    executablePath: programOnPath('chromium'),
    // A container's root has no sandbox; the rest keeps it from asking its maker for anything.
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
  try {
    const page = await browser.newPage();
    const failed = new Promise((_, reject) => page.on('pageerror', reject));
    const answered = page.goto(address).then(() => ask(page));
    return { version: browser.version(), answer: await Promise.race([answered, failed]) };
  } finally {
    await browser.close();
  }
}

/** What a page has left in its global `vectors`. */
export async function countOfPage(page) {
  const handle = await page.waitForFunction('globalThis.vectors', undefined, { timeout: 120_000 });
  return handle.jsonValue();
}
