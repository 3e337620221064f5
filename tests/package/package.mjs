// The package under test: the folder in VARIATE_PACKAGE, or the one that `cargo xtask build` makes.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Where the package is. */
export const folder = process.env.VARIATE_PACKAGE ?? fileURLToPath(new URL('../../pkg', import.meta.url));
const manifest = join(folder, 'package.json');
const { exports } = JSON.parse(readFileSync(manifest, 'utf8'));

// By its own name, so that Node goes through `exports`; which Node 20 cannot do for `import` from elsewhere.
const require = createRequire(manifest);
const esm = pathToFileURL(join(folder, exports['.'].import.default));
const controlEsm = pathToFileURL(join(folder, exports['./control'].import.default));

/** The copies that `import` and `require` give. They share nothing. */
export const copies = { import: await import(esm), require: require('variate') };

/** The same of `variate/control`. */
export const controls = { import: await import(controlEsm), require: require('variate/control') };

let count = 0;

/** A copy in which nothing has run yet. */
export const fresh = {
  import() {
    return import(`${esm}?${(count += 1)}`);
  },
  require() {
    delete require.cache[require.resolve('variate')];
    return require('variate');
  },
};

/** The same of `variate/control`. */
export const freshControl = {
  import() {
    return import(`${controlEsm}?${(count += 1)}`);
  },
  require() {
    delete require.cache[require.resolve('variate/control')];
    return require('variate/control');
  },
};
