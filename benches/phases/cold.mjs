// Cold starts: fresh processes of Node, with few flags and with many.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { rotated } from '../measure.mjs';

export const SIZES = [50, 1000];

const program = (name) => fileURLToPath(new URL(`../programs/${name}.mjs`, import.meta.url));

export async function cold(run, names, { coldRounds }) {
  const snapshots = {};
  for (const name of names) {
    const { bundle } = await run.participant(name);
    for (const size of SIZES) {
      const file = join(run.place, `${name}-${size}.json`);
      await outputOf('snapshot', [bundle, size, file]);
      (snapshots[name] ??= {})[size] = file;
    }
  }
  const starts = Object.fromEntries(SIZES.map((size) => [size, Object.fromEntries(names.map((name) => [name, []]))]));
  // The first round does not count: it brings the files into memory.
  for (let round = -1; round < coldRounds; round += 1) {
    for (const size of SIZES) {
      for (const name of rotated(names, round + 1)) {
        const { bundle, files } = await run.participant(name);
        const given = Object.entries(files).map((file) => file.join('='));
        const start = JSON.parse(await outputOf('cold-start', [bundle, snapshots[name][size], ...given]));
        if (round >= 0) starts[size][name].push(start);
      }
    }
  }
  return { names, starts };
}

async function outputOf(name, parameters) {
  const { stdout } = await promisify(execFile)(process.execPath, [program(name), ...parameters.map(String)]);
  return stdout;
}
