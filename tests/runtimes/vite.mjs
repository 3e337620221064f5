// Vite: its builds of a page and of a server that carries its packages, and its server for development, with a page in
// Chromium. Its own tests are in vitest.mjs.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build, version } from 'vite';
import { countOfPage, inChromium } from './support/chromium.mjs';
import { COUNTING, countsAbroad } from './support/output.mjs';
import { whileServing } from './support/server.mjs';

const ENTRY = 'dist/index.js';
const COMMAND = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');

// The polyfill looks for a document, which Node has not; nothing else in the page's script may.
const BUILDS = {
  page: { build: { modulePreload: false } },
  server: { build: { ssr: 'main.mjs' }, ssr: { noExternal: true } },
};

const PAGE = '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/main.mjs"></script>';
const IN_PAGE = `
  import * as api from 'variate';
  import { check } from './check.mjs';
  globalThis.vectors = check(api);`;

export const runtimes = [
  ...Object.entries(BUILDS).map(([name, settings]) => ({
    name: `vite, ${name}`,
    entry: ENTRY,
    run: (folder) => built(folder, settings),
  })),
  { name: 'vite, development', entry: ENTRY, run: served },
];

async function built(folder, settings) {
  await writeFile(join(folder, 'main.mjs'), COUNTING);
  await writeFile(join(folder, 'index.html'), PAGE);
  const { output } = await build({
    ...settings,
    root: folder,
    configFile: false,
    logLevel: 'error',
    build: { ...settings.build, outDir: 'output', chunkSizeWarningLimit: Infinity },
  });
  const [chunk, ...others] = output.filter(({ type }) => type === 'chunk');
  assert.deepEqual(others, []);
  assert.ok(chunk.moduleIds.some((id) => id.endsWith(`/variate/${ENTRY}`)), `${chunk.moduleIds}`);
  await writeFile(join(folder, 'output/package.json'), '{"type":"module"}');
  const { vectors } = await countsAbroad(join(folder, 'output'), chunk.fileName);
  return { version, vectors };
}

/** Files as they are, but packages bundled beforehand. */
async function served(folder) {
  await writeFile(join(folder, 'main.mjs'), IN_PAGE);
  await writeFile(join(folder, 'index.html'), PAGE);
  const parameters = [COMMAND, '--host', '127.0.0.1', '--port', '0'];
  const vectors = await whileServing(parameters, folder, {}, async (address) => {
    const { answer } = await inChromium(address, countOfPage);
    return answer;
  });
  const { optimized } = JSON.parse(await readFile(join(folder, 'node_modules/.vite/deps/_metadata.json'), 'utf8'));
  assert.deepEqual([Object.keys(optimized), optimized.variate.src], [['variate'], `../../variate/${ENTRY}`]);
  return { version, vectors };
}
