// The vectors in every runtime and through every bundler, from the package as npm installs it.
//
//   node tests/runtimes/run.mjs [--quick | name…]
//
// A name is that of a file beside this one, without its extension; without any, all run. VARIATE_PACKAGE is the folder of
// an installed package (…/node_modules/variate); without it `pkg` is packed and installed for this run.

import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanEnvironment } from './support/output.mjs';
import { installed } from './support/package.mjs';
import { makeProject } from './support/project.mjs';

// Of the evaluator, of the control plane, whose vectors are others, and of the decisions that have checksums instead.
const FEWEST = { evaluator: 2400, control: 370, decisions: 999_999 };
// For daily work: one of each kind of host, and none that takes long or needs a browser.
const QUICK = ['bun', 'deno', 'edge-runtime', 'esbuild', 'node', 'wrangler'];
const ALL = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.mjs') && name !== 'run.mjs')
  .map((name) => name.slice(0, -'.mjs'.length));

const words = process.argv.slice(2);
const names = words.length === 0 ? ALL : words.flatMap((word) => (word === '--quick' ? QUICK : word));
const unknown = names.filter((name) => !ALL.includes(name));
if (unknown.length > 0) throw new Error(`no such runtime: ${unknown}; there are ${ALL}`);

const given = process.env.VARIATE_PACKAGE;
cleanEnvironment();

const place = await mkdtemp(join(tmpdir(), 'variate-runtimes-'));
const failures = [];
const counts = { evaluator: new Set(), control: new Set(), decisions: new Set() };
try {
  const source = given || (await installed(place));
  print('runtime', 'version', 'entry', 'vectors', 'seconds');
  // One after the other: they would only wait for each other's processors.
  for (const runtime of await runtimesOf(names)) await runIn(runtime, source);
} finally {
  await rm(place, { recursive: true, force: true });
}
const leftOut = ALL.filter((name) => !names.includes(name));
if (leftOut.length > 0) console.log(`left out: ${leftOut.join(', ')}`);

for (const [name, error] of failures) console.error(`\n${name}:`, error.stack ?? error, ...streamsOf(error));
if (failures.length > 0) process.exitCode = 1;
for (const [kind, found] of Object.entries(counts)) {
  const [count] = found;
  // Not every runtime has the control plane, and few the decisions. None at all is a failure.
  if (found.size === 0 && Object.values(counts).some(({ size }) => size > 0)) continue;
  if (found.size > 1) console.error(`\nthe counts of the ${kind} differ: ${[...found].join(', ')}`);
  if (!(count > FEWEST[kind])) console.error(`\nthat are not more than ${FEWEST[kind]} vectors of the ${kind}`);
  if (found.size !== 1 || !(count > FEWEST[kind])) process.exitCode = 1;
}

/** A module has one runtime or several. One that cannot be loaded fails like one that cannot run. */
async function runtimesOf(names) {
  const found = [];
  for (const name of names) {
    try {
      const { runtimes } = await import(`./${name}.mjs`);
      found.push(...runtimes);
    } catch (error) {
      failures.push([name, error]);
    }
  }
  return found;
}

async function runIn({ name, entry, kind = kindOf(entry), run }, source) {
  const start = performance.now();
  const folder = await makeProject(place, source);
  try {
    const { version, vectors } = await run(folder);
    counts[kind].add(vectors);
    print(name, version, entry, vectors, ((performance.now() - start) / 1000).toFixed(1));
  } catch (error) {
    failures.push([name, error]);
    print(name, '', entry, 'FAILED', ((performance.now() - start) / 1000).toFixed(1));
  }
  await rm(folder, { recursive: true, force: true });
}

function kindOf(entry) {
  return entry.startsWith('dist/control') ? 'control' : 'evaluator';
}

function print(name, version, entry, vectors, seconds) {
  console.log([name.padEnd(34), version.padEnd(24), entry.padEnd(28), String(vectors).padEnd(8), seconds].join(''));
}

/** What a program wrote before it failed. */
function streamsOf({ stdout, stderr }) {
  return [stdout, stderr].filter(Boolean).map((text) => `\n${text}`);
}
