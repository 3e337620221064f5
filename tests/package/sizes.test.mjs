// The README says how large the package is for those who ship it. A kilobyte is 1,000 bytes.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DIST = join(process.env.VARIATE_PACKAGE ?? join(ROOT, 'pkg'), 'dist');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

const HEAD = ['| what is shipped | raw | gzip -9 | brotli -11 |', '|---|---|---|---|'];
const SHIPPED = [
  ['index.js'],
  ['edge.js', 'core.wasm'],
  ['slim.js', 'core.wasm'],
  ['core.wasm'],
  ['control.js'],
  ['control-edge.js', 'control.wasm'],
];

/** How many bytes these files are: as they are, and each as a server sends it. */
function sizesOf(files) {
  const sum = (bytesOf) => files.reduce((total, file) => total + bytesOf(readFileSync(join(DIST, file))), 0);
  return [
    sum((bytes) => bytes.length),
    sum((bytes) => gzipSync(bytes, { level: 9 }).length),
    sum((bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length),
  ];
}

test('the README has the sizes of what was built', () => {
  const rows = SHIPPED.map((files) => {
    const sizes = sizesOf(files).map((bytes) => `${(bytes / 1000).toFixed(1)} kB`);
    return `| ${[files.map((file) => `\`${file}\``).join(' and '), ...sizes].join(' | ')} |`;
  });
  const table = [...HEAD, ...rows].join('\n');
  assert.ok(README.includes(`\n\n${table}\n\n`), `README.md, Size, must have this table:\n\n${table}\n`);
});
