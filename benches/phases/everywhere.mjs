// W1 to W5 in other hosts than Node: those of the tests, for which `cargo xtask bench` installs the same packages.

import { chromium } from '../hosts/chromium.mjs';
import { bun, deno } from '../hosts/process.mjs';
import { workerd } from '../hosts/workerd.mjs';
import { speed } from './speed.mjs';

/** One after the other; `tell` hears of each when it is done. */
export async function everywhere(run, names, settings, tell) {
  const results = [];
  for (const open of [deno, bun, chromium, workerd]) {
    const host = await open();
    try {
      const result = await speed(run, host, names, settings);
      results.push(result);
      tell(result);
    } finally {
      await host.close();
    }
  }
  return results;
}
