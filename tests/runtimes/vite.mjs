// Vite's builds: of a page, and of a server that carries its packages. Its own tests are in vitest.mjs.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, version } from 'vite';
import { COUNTING, countsAbroad } from './support/output.mjs';

const ENTRY = 'dist/index.js';

// The polyfill looks for a document, which Node has not; nothing else in the page's script may.
const CASES = {
  page: { build: { modulePreload: false } },
  server: { build: { ssr: 'main.mjs' }, ssr: { noExternal: true } },
};

export const runtimes = Object.entries(CASES).map(([name, settings]) => ({
  name: `vite, ${name}`,
  entry: ENTRY,
  run: (folder) => run(folder, settings),
}));

async function run(folder, settings) {
  await writeFile(join(folder, 'main.mjs'), COUNTING);
  await writeFile(join(folder, 'index.html'), '<!doctype html><script type="module" src="/main.mjs"></script>');
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
