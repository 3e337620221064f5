// Prints, for each file named, its size as it is and as a web server would send it.

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const sizes = {};
for (const file of process.argv.slice(2)) {
  const bytes = readFileSync(file);
  sizes[basename(file)] = {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length,
  };
}
console.log(JSON.stringify(sizes));
