// Next.js, built for production and started: a page, asked by Chromium, a route in Node, and on the edge a route and
// middleware.

import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { countOfPage, inChromium } from './support/chromium.mjs';
import { EDGE_ENTRY } from './support/edge.mjs';
import { entriesIn } from './support/maps.mjs';
import { outputOf } from './support/output.mjs';
import { whileServing } from './support/server.mjs';

const ENTRY = 'dist/index.js';
const require = createRequire(import.meta.url);
const { version } = require('next/package.json');
const COMMAND = require.resolve('next/dist/bin/next');
const ENVIRONMENT = { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' };

// Started here, the edge compiles bytes too; that it has no need to is in the maps.
const FILES = {
  // Its own packages lie elsewhere.
  'next.config.mjs': `
    export default { turbopack: { root: '/' }, productionBrowserSourceMaps: true };`,
  'answer.mjs': `
    import * as api from 'variate';
    import { check } from './check.mjs';
    export const answer = () => Response.json({ host: typeof EdgeRuntime, vectors: check(api) });`,
  'app/layout.js': `
    export default ({ children }) => <html><body>{children}</body></html>;`,
  'app/page.js': `
    'use client';
    import { useEffect } from 'react';
    import * as api from 'variate';
    import { check } from '../check.mjs';
    export default function Page() {
      useEffect(() => { globalThis.vectors = check(api); }, []);
    }`,
  'app/node/route.js': `
    import { answer } from '../../answer.mjs';
    export const dynamic = 'force-dynamic';
    export const GET = () => answer();`,
  'app/edge/route.js': `
    import { answer } from '../../answer.mjs';
    export const runtime = 'edge';
    export const GET = () => answer();`,
  'middleware.js': `
    import { answer } from './answer.mjs';
    export const config = { matcher: '/middleware' };
    export const middleware = () => answer();`,
};

export const runtimes = [{ name: 'next', entry: `${ENTRY}, ${EDGE_ENTRY}`, run }];

async function run(folder) {
  await writeProject(folder);
  await outputOf(process.execPath, [COMMAND, 'build'], folder, ENVIRONMENT);
  const output = join(folder, '.next');
  assert.deepEqual(await entriesIn(join(output, 'static')), [ENTRY]);
  assert.deepEqual(await entriesIn(join(output, 'server/chunks')), [ENTRY]);
  assert.deepEqual(await entriesIn(join(output, 'server/edge')), [EDGE_ENTRY]);

  const parameters = [COMMAND, 'start', '--hostname', '127.0.0.1', '--port', '0'];
  const counts = await whileServing(parameters, folder, ENVIRONMENT, async (address) => ({
    page: (await inChromium(address, countOfPage)).answer,
    node: await countAt(`${address}/node`, 'undefined'),
    edge: await countAt(`${address}/edge`, 'string'),
    middleware: await countAt(`${address}/middleware`, 'string'),
  }));
  const [vectors, ...others] = new Set(Object.values(counts));
  assert.deepEqual(others, [], JSON.stringify(counts));
  return { version, vectors };
}

async function writeProject(folder) {
  for (const [path, source] of Object.entries(FILES)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), source);
  }
  for (const name of ['next', 'react', 'react-dom']) {
    await symlink(dirname(require.resolve(`${name}/package.json`)), join(folder, 'node_modules', name));
  }
}

async function countAt(address, typeOfEdgeRuntime) {
  const response = await fetch(address);
  const text = await response.text();
  assert.equal(response.status, 200, text);
  const { host, vectors } = JSON.parse(text);
  assert.equal(host, typeOfEdgeRuntime);
  return vectors;
}
