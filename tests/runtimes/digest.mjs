// The million decisions of ../digest/README.md, as each kind of host makes them: one checksum for all.

import { readFileSync } from 'node:fs';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInBun } from './bun.mjs';
import { visitInChromium } from './chromium.mjs';
import { runInDeno } from './deno.mjs';
import { visitInFirefox } from './firefox.mjs';
import { NEWEST, runProgram } from './node.mjs';
import { EDGE_ENTRY } from './support/edge.mjs';
import { ENTRY, outcomeOf } from './support/pages.mjs';
import { runWorker } from './wrangler.mjs';

const FOLDER = new URL('../digest/', import.meta.url);

const CHECK = `
  import { checkDigests } from './digest.mjs';
  import { expected, scenes } from './digest-data.mjs';`;

const PROGRAM = {
  file: 'main.mjs',
  entry: ENTRY,
  source: `
    import * as api from 'variate';${CHECK}
    const vectors = await checkDigests(api, scenes, expected);
    console.log(JSON.stringify({ vectors, resolved: import.meta.resolve('variate') }));`,
};

// What is thrown comes as text, as in support/edge.mjs.
const WORKER = `
  import * as api from 'variate';
  import { answer } from './answer.mjs';${CHECK}
  const count = () => checkDigests(api, scenes, expected).catch((error) => String(error.stack));
  export default { fetch: async () => answer(await count()) };`;

const PAGE = `
  import * as api from '/node_modules/variate/${ENTRY}';${CHECK}
  report({ outcome: await checkDigests(api, scenes, expected) });`;

export const runtimes = [
  row('node, newest', ENTRY, (folder) => runProgram(folder, PROGRAM, NEWEST, [], 'process.versions.node')),
  row('bun', ENTRY, (folder) => runInBun(folder, PROGRAM)),
  row('deno', ENTRY, (folder) => runInDeno(folder, PROGRAM)),
  row('wrangler', EDGE_ENTRY, (folder) => runWorker(folder, EDGE_ENTRY, WORKER)),
  row('chromium', ENTRY, (folder) => runPage(folder, visitInChromium)),
  row('firefox', ENTRY, (folder) => runPage(folder, visitInFirefox)),
];

function row(name, entry, count) {
  const run = async (folder) => {
    await writeFiles(folder);
    return count(folder);
  };
  return { name: `${name}, a million decisions`, entry, kind: 'decisions', run };
}

async function runPage(folder, visit) {
  const { version, outcome } = await outcomeOf(folder, PAGE, undefined, visit);
  return { version, vectors: outcome };
}

async function writeFiles(folder) {
  for (const name of ['cases.mjs', 'digest.mjs']) await cp(fileURLToPath(new URL(name, FOLDER)), join(folder, name));
  const exported = ['scenes', 'expected'].map((name) => {
    return `export const ${name} = ${readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')};\n`;
  });
  await writeFile(join(folder, 'digest-data.mjs'), exported);
}
