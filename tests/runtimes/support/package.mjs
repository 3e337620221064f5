// The package that `cargo xtask build` made, as users get it: packed, and installed from the tarball. Never a link,
// with which Node and bundlers resolve differently.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { outputOf } from './output.mjs';

const BUILT = fileURLToPath(new URL('../../../pkg', import.meta.url));

/** The folder of the package, installed in this one. */
export async function installed(place) {
  const packed = JSON.parse(await outputOf('npm', ['pack', BUILT, '--json', '--ignore-scripts'], place));
  // A list, or since npm 11 an object by name.
  const [{ filename }] = Object.values(packed);
  await writeFile(join(place, 'package.json'), '{"private":true}');
  await outputOf('npm', ['install', `./${filename}`, '--ignore-scripts', '--no-audit', '--no-fund'], place);
  return join(place, 'node_modules/variate');
}
