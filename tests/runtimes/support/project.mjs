// A project that has the package installed and the vectors at hand.

import { readFileSync, readdirSync } from 'node:fs';
import { cp, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const VECTORS = new URL('../../vectors/', import.meta.url);
const RUNNERS = ['vectors.mjs', 'control-vectors.mjs'];
const CHECK = fileURLToPath(new URL('./check.mjs', import.meta.url));

export async function makeProject(place, source) {
  const folder = await mkdtemp(join(place, 'project-'));
  const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  const dependencies = { [manifest.name]: manifest.version };
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }));
  await cp(source, join(folder, 'node_modules', manifest.name), { recursive: true });
  for (const name of RUNNERS) {
    await cp(fileURLToPath(new URL(`../../package/${name}`, import.meta.url)), join(folder, name));
  }
  await cp(CHECK, join(folder, 'check.mjs'));
  await writeFile(join(folder, 'all-vectors.mjs'), allVectors());
  return folder;
}

/**
 * A module with the text of every file, those of the control plane apart: parsed where it runs, it still has the surrogates that
 * no UTF-8 can hold.
 */
function allVectors() {
  const names = readdirSync(VECTORS).filter((name) => name.endsWith('.json')).sort();
  const textsOf = (wanted) => {
    const texts = names.filter(wanted).map((name) => [name, readFileSync(new URL(name, VECTORS), 'utf8')]);
    return JSON.stringify(Object.fromEntries(texts));
  };
  const isOfControl = (name) => name.startsWith('control');
  return [
    `export const texts = ${textsOf((name) => !isOfControl(name))};\n`,
    `export const controlTexts = ${textsOf(isOfControl)};\n`,
  ].join('');
}
