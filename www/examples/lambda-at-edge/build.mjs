// One file for Lambda: the function, the package and the snapshot. A snapshot that would not load stops it here.

import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { lint } from 'variate';

const problems = lint(readFileSync('snapshot.json'));
for (const { message } of problems) console.error(`snapshot.json: ${message}`);
if (problems.length > 0) process.exit(1);

await build({
  entryPoints: ['src/index.js'],
  outfile: 'dist/index.js',
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  // As text, for an object would have to be written as text again before it is read.
  loader: { '.json': 'text' },
  logLevel: 'warning',
});
