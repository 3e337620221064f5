// Cloudflare's runtime, by way of miniflare.

import { createRequire } from 'node:module';
import { Miniflare } from 'miniflare';
import { countIn } from './edge.mjs';

const require = createRequire(import.meta.url);

export const COMPATIBILITY_DATE = '2026-04-01';
export const WORKERD = createRequire(require.resolve('miniflare'))('workerd/package.json').version;

/** Counts with a worker as its bundler left it: the folder is what would be uploaded. */
export async function countInWorkerd(folder, main, compatibilityFlags = []) {
  const miniflare = new Miniflare({
    cf: false,
    compatibilityDate: COMPATIBILITY_DATE,
    compatibilityFlags,
    rootPath: folder,
    modulesRoot: folder,
    scriptPath: main,
    modules: true,
    modulesRules: [
      { type: 'ESModule', include: ['**/*.js', '**/*.mjs'] },
      { type: 'CompiledWasm', include: ['**/*.wasm'] },
    ],
  });
  try {
    return await countIn(await miniflare.dispatchFetch('http://localhost/'));
  } finally {
    await miniflare.dispose();
  }
}
