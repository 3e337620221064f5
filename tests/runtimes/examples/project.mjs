// An example as a user has it: a copy of its folder, with the packed package installed in it.

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { cp, mkdtemp, readFile, realpath, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment, outputOf } from '../support/output.mjs';
import { installed } from '../support/package.mjs';

export const EXAMPLES = fileURLToPath(new URL('../../../www/examples', import.meta.url));
export const TOOLS = fileURLToPath(new URL('../node_modules', import.meta.url));

// Before the environment is cleaned of it.
const given = process.env.VARIATE_PACKAGE;

/** The folder of the copy. It is gone when the process of the tests is. */
export async function copyOf(example) {
  cleanEnvironment();
  // Tools that compare paths know a temporary folder by its real name.
  const place = await realpath(await mkdtemp(join(tmpdir(), 'variate-example-')));
  process.once('exit', () => rmSync(place, { recursive: true, force: true }));
  const source = given || (await installed(place));
  const folder = join(place, example);
  await cp(join(EXAMPLES, example), folder, { recursive: true, filter: isSource });
  await cp(source, join(folder, 'node_modules/variate'), { recursive: true });
  return folder;
}

/** Gives the copy the packages of these tests, in the place of those that `npm install` would bring. */
export async function link(folder, ...names) {
  for (const name of names) await symlink(join(TOOLS, name), join(folder, 'node_modules', name));
}

/** What the author of the example has run there is not part of it. */
function isSource(path) {
  return !/[\\/](node_modules|dist|\.next|\.wrangler)$/.test(path);
}

/** The package that the example has: expectations are computed with what is under test. */
export function packageIn(folder) {
  return createRequire(join(folder, 'package.json'))('variate');
}

/** Runs `npm run <script>` with the tools of these tests in the place of those that `npm install` would bring. */
export function npmRun(folder, ...script) {
  return outputOf('npm', ['run', '--silent', ...script], folder, toolsOnPath());
}

export function toolsOnPath() {
  const path = [join(TOOLS, '.bin'), process.env.PATH].join(delimiter);
  return { PATH: path, WRANGLER_SEND_METRICS: 'false', NEXT_TELEMETRY_DISABLED: '1', CI: '1' };
}

/** A snapshot beside the examples, with members in the place of its own. */
export async function snapshot(name, members = {}) {
  return { ...JSON.parse(await readFile(join(EXAMPLES, name), 'utf8')), ...members };
}

/** The features of the shop and the flags of the other example in one snapshot. */
export async function featuresAndFlags() {
  const { appConfig } = await snapshot('appconfig.json');
  return snapshot('shop.json', { appConfig });
}

/** The same with another default for one feature. */
export function withDefault(document, name, variation) {
  const changed = structuredClone(document);
  const feature = changed.features.map((item) => item.feature ?? item).find((item) => item.name === name);
  assert.notEqual(feature.defaultVariation, variation);
  feature.defaultVariation = variation;
  return changed;
}

/** Asks again until the answer is accepted. How long that takes does not count, but an end it must have. */
export async function until(ask, accept) {
  let answer;
  for (let round = 0; round < 1000; round += 1) {
    answer = await ask();
    if (accept(answer)) return answer;
  }
  assert.fail(`never accepted; the last answer: ${JSON.stringify(answer)}`);
}
