// Chromium, from a plain static server and nothing else, without and with a Content-Security-Policy.

import { inChromium } from './support/chromium.mjs';
import { inPages } from './support/pages.mjs';

export const runtimes = inPages('chromium', visitInChromium);

/** Has the page told, and returns the browser's version. */
export async function visitInChromium(address, told) {
  const { version } = await inChromium(address, () => told);
  return version;
}
