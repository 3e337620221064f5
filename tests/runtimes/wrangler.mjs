// Cloudflare's workerd with what wrangler makes of a worker, as it would be uploaded. The versions are those of both.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { CONTROL_EDGE_ENTRY, EDGE_ENTRY, writeAnswer } from './support/edge.mjs';
import { outputOf } from './support/output.mjs';
import { COMPATIBILITY_DATE, WORKERD, countInWorkerd } from './support/workerd.mjs';

const manifest = createRequire(import.meta.url).resolve('wrangler/package.json');
const COMMAND = join(dirname(manifest), 'bin/wrangler.js');
const PARAMETERS = ['--dry-run', '--outdir=output', '--metafile=made.json', '--name=worker'];

// The second counts before there is a request, where most workers make their evaluator.
const WORKERS = {
  request: `
    export default { fetch: () => answer() };`,
  'module scope': `
    const vectors = count();
    export default { fetch: () => answer(vectors) };`,
};

export const runtimes = [...rowsOf(EDGE_ENTRY, ''), ...rowsOf(CONTROL_EDGE_ENTRY, 'control, ')];

function rowsOf(entry, what) {
  return Object.entries(WORKERS).map(([where, worker]) => ({
    name: `wrangler, ${what}${where}`,
    entry,
    run: (folder) => runWorker(folder, entry, `import { answer, count } from './answer.mjs';${worker}`),
  }));
}

/** Counts with a worker of this source. */
export async function runWorker(folder, entry, source) {
  await writeAnswer(folder, entry);
  await writeFile(join(folder, 'worker.mjs'), source);
  const environment = { CI: '1', WRANGLER_SEND_METRICS: 'false', XDG_CONFIG_HOME: folder };
  const date = `--compatibility-date=${COMPATIBILITY_DATE}`;
  const parameters = [COMMAND, 'deploy', 'worker.mjs', date, ...PARAMETERS];
  await outputOf(process.execPath, parameters, folder, environment);
  const { inputs } = JSON.parse(await readFile(join(folder, 'made.json'), 'utf8'));
  const used = Object.keys(inputs).filter((path) => path.includes('node_modules'));
  assert.deepEqual(used, [`node_modules/variate/${entry}`]);
  const { version } = JSON.parse(await readFile(manifest, 'utf8'));
  const vectors = await countInWorkerd(join(folder, 'output'), 'worker.js');
  return { version: `${version}, ${WORKERD}`, vectors };
}
