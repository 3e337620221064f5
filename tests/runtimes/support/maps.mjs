// What went into a build, by its source maps.

import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The scripts of the package that are in the scripts of a folder. */
export async function entriesIn(folder) {
  const entries = new Set();
  for (const path of await readdir(folder, { recursive: true })) {
    if (!path.endsWith('js.map')) continue;
    const map = JSON.parse(await readFile(join(folder, path), 'utf8'));
    for (const source of sourcesOf(map)) {
      const found = source.match(/\/node_modules\/variate\/(dist\/[-\w]+\.c?js)$/);
      if (found) entries.add(found[1]);
    }
  }
  return [...entries];
}

/** A map of several files is a list of maps. */
function sourcesOf({ sources = [], sections = [] }) {
  return [...sources, ...sections.flatMap(({ map }) => sourcesOf(map))];
}
