// One minified file for each participant, so that all are alike: no resolution of modules, no unread code in the time.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
// The build's own bundler.
const { build } = createRequire(new URL('../xtask/package.json', import.meta.url))('esbuild');

/** The import of the module in the package's entry for edge hosts: left to the host, under a name it can have. */
const MODULE = {
  name: 'module of the host',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/core\.wasm/ }, () => ({ path: './core.wasm', external: true }));
  },
};

/** What is left of CommonJS in a bundle for Node asks it for Node's own modules. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** A worker for workerd, which answers requests as programs/worker.mjs answers lines. */
const workerOf = (name) => `
  import { participant } from './participants/${name}.mjs';
  import { trialOf } from './trial.mjs';
  let trial;
  export default {
    async fetch(request) {
      const { method, parameters } = await request.json();
      try {
        trial ??= await trialOf(participant, {});
        return Response.json({ answer: trial[method](...parameters) ?? null });
      } catch (error) {
        return Response.json({ failure: String(error) });
      }
    },
  };`;

/** What the phases share: the folder for their files, the bundles, and the list of those who are dropped. */
export function runIn(place, participants, dropped) {
  const made = new Map();

  /** A file for this kind of use, made once. */
  async function bundled(name, use, contents, platform, entry = 'index.js') {
    const { variate, files } = participants[name];
    const outfile = join(place, `${name}-${use}-${platform}.mjs`);
    if (!made.has(outfile)) made.set(outfile, bundle(contents, join(variate, 'dist', entry), platform, outfile));
    await made.get(outfile);
    return { bundle: outfile, files, variate };
  }

  return {
    place,

    /** As the host wants it: a module with the participant, or a worker. */
    participant(name, { platform, worker } = { platform: 'node' }) {
      const { module } = participants[name];
      if (worker) return bundled(name, 'worker', workerOf(module), platform, 'edge.js');
      return bundled(name, 'participant', `export { participant } from './participants/${module}.mjs';`, platform);
    },

    operations: (name) => bundled(name, 'operations', `export { workloads } from './variate-operations.mjs';`, 'node'),

    drop(name, host, error) {
      dropped.push({ name, host, why: error.message });
    },
  };
}

async function bundle(contents, variate, platform, outfile) {
  await build({
    stdin: { contents, resolveDir: FOLDER },
    outfile,
    bundle: true,
    minify: true,
    format: 'esm',
    // For Node some use its own hashes, and bring some in JavaScript for all others.
    platform,
    banner: platform === 'node' ? { js: REQUIRE } : {},
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'error',
    alias: { variate },
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [MODULE],
  });
}
