// Firefox as it comes, without a driver: pages from a plain static server report by themselves.
// Needs a `firefox-esr` or `firefox` on PATH: `apt-get install -y firefox-esr`.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outputOf, programOnPath } from './support/output.mjs';
import { inPages } from './support/pages.mjs';

// They keep it from asking its maker for anything, and from greeting.
const PREFERENCES = {
  'app.normandy.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.systemAddon.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
};

export const runtimes = inPages('firefox', visitInFirefox);

/** Has the page told, and returns the browser's version. */
export async function visitInFirefox(address, told) {
  const program = programOnPath('firefox-esr', 'firefox');
  const profile = await mkdtemp(join(tmpdir(), 'variate-firefox-'));
  const lines = Object.entries(PREFERENCES).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`);
  await writeFile(join(profile, 'user.js'), lines);
  const parameters = ['--headless', '--no-remote', '--profile', profile, address];
  const browser = spawn(program, parameters, { stdio: 'ignore', env: { ...process.env, HOME: profile } });
  const ended = once(browser, 'exit');
  try {
    await Promise.race([told, ended.then(([code]) => Promise.reject(new Error(`${program} ended with ${code}`)))]);
    // `Mozilla Firefox 153.7.0esr`
    return (await outputOf(program, ['--version'], profile)).split(' ').at(-1);
  } finally {
    browser.kill();
    await ended;
    await rm(profile, { recursive: true, force: true });
  }
}
