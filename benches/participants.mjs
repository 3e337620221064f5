// Who takes part.

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * `package` is what npm calls it and where its version is from; `files` are those of it that it is given as bytes, read
 * before any clock starts; `everywhere` marks those who also run outside Node: the fastest, and ourselves.
 */
const PARTICIPANTS = {
  floor: { title: 'floor', everywhere: true },
  variate: { title: 'Variate', everywhere: true, operations: true },
  flagd: { title: 'flagd-core', package: '@openfeature/flagd-core', everywhere: true },
  growthbook: { title: 'GrowthBook', package: '@growthbook/growthbook', everywhere: true },
  flipt: {
    title: 'Flipt',
    package: '@flipt-io/flipt-client-js',
    files: { module: 'dist/flipt_engine_wasm_js_bg.wasm' },
  },
  devcycle: {
    title: 'DevCycle',
    package: '@devcycle/bucketing-assembly-script',
    files: { module: 'build/bucketing-lib.release.wasm' },
  },
};

const INSTALLED = fileURLToPath(new URL('node_modules', import.meta.url));
/** The package that `cargo xtask build` makes, or the one that the tests have installed. */
const OURS = process.env.VARIATE_PACKAGE ?? fileURLToPath(new URL('../pkg', import.meta.url));

/**
 * The participants of these names, or all; and another build of this package, from the folder that `against` names. Each
 * has the `module` that speaks to it and the folder of this package, `variate`.
 */
export function chosen(names = Object.keys(PARTICIPANTS), against) {
  const unknown = names.filter((name) => !(name in PARTICIPANTS));
  if (unknown.length > 0) throw new Error(`no such participant: ${unknown}; there are ${Object.keys(PARTICIPANTS)}`);
  const found = Object.fromEntries(names.map((name) => [name, described(name, PARTICIPANTS[name], OURS)]));
  if (against !== undefined) {
    const other = { ...PARTICIPANTS.variate, title: 'the other Variate' };
    found.other = described('variate', other, resolve(against));
  }
  return found;
}

function described(module, participant, variate) {
  const { package: name, files = {} } = participant;
  const folder = name && join(INSTALLED, name);
  const manifest = name ? folder : module === 'variate' ? variate : undefined;
  const version = manifest && JSON.parse(readFileSync(join(manifest, 'package.json'), 'utf8')).version;
  const title = version === undefined ? participant.title : `${participant.title} ${version}`;
  const paths = Object.entries(files).map(([file, path]) => [file, join(folder, path)]);
  return { ...participant, title, module, variate, files: Object.fromEntries(paths) };
}
