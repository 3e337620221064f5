// node verify.mjs <package>: what must hold of the finished package before anything is tested with it.
// Each check is a failure that some host has shown; each ends the program with its reason.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { argv, exit } from 'node:process';
import { pathToFileURL } from 'node:url';
import { unwantedIn } from './unwanted.mjs';

const [pkg] = argv.slice(2);

function refuse(reason) {
  console.error(reason);
  exit(1);
}

// Every file that package.json promises is there.
const manifest = JSON.parse(readFileSync(join(pkg, 'package.json'), 'utf8'));
for (const value of leaves([manifest.exports, manifest.bin, manifest.main, manifest.module, manifest.types])) {
  if (!existsSync(join(pkg, value))) refuse(`package.json names ${value}, which does not exist`);
}

// Nothing that some host stumbles over.
// Node's own entry and the program ask for Node.
const scripts = readdirSync(join(pkg, 'dist')).filter((name) => /\.c?js$/.test(name) && !/^(aws-node|cli)\./.test(name));
for (const file of scripts.map((name) => `dist/${name}`)) {
  const sourceType = file.endsWith('.cjs') ? 'script' : 'module';
  // How CommonJS takes the entries that this one runs on.
  const wanted = file === 'dist/aws.cjs' ? ['require'] : [];
  const unwanted = unwantedIn(readFileSync(join(pkg, file), 'utf8'), sourceType).filter((name) => !wanted.includes(name));
  if (unwanted.length > 0) refuse(`${file} contains ${unwanted.join(', ')}`);
}

// The modules ask nothing of their host.
for (const file of ['core.wasm', 'control.wasm']) {
  const module = new WebAssembly.Module(readFileSync(join(pkg, 'dist', file)));
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    refuse(`${file} imports ${name} from ${from}, which nobody gives it`);
  }
}

// Importing starts nothing: it works where nothing is there to be started.
const require = createRequire(import.meta.url);
const ABSENT = ['WebAssembly', 'TextDecoder', 'TextEncoder', 'FinalizationRegistry', 'atob', 'fetch'];
for (const name of ABSENT) delete globalThis[name];
const names = await namesOf('index');
for (const entry of ['control', 'aws', 'aws-node']) await namesOf(entry);
const slim = [await import(pathToFileURL(join(pkg, 'dist/slim.js'))), require(join(pkg, 'dist/slim.cjs'))];
for (const exported of slim) {
  const expected = [...names, 'initWasm'].sort();
  const found = Object.keys(exported).sort();
  if (found.join() !== expected.join()) refuse(`variate/slim gives ${found} instead of ${expected}`);
}
console.log(`exports ${names.join(', ')}`);

/** What `import` and `require` of an entry give; its classes have the names that they are exported by. */
async function namesOf(entry) {
  const copies = [await import(pathToFileURL(join(pkg, `dist/${entry}.js`))), require(join(pkg, `dist/${entry}.cjs`))];
  const [imported, required] = copies.map((exported) => Object.keys(exported).sort());
  if (imported.join() !== required.join()) refuse(`import of ${entry} gives ${imported}, require gives ${required}`);
  for (const exported of copies) {
    for (const name of imported) {
      const value = exported[name];
      const isClass = typeof value === 'function' && 'prototype' in value && String(value).startsWith('class');
      if (isClass && value.name !== name) refuse(`the class ${name} is called ${value.name} inside`);
    }
  }
  return imported;
}

function leaves(value) {
  if (typeof value === 'string') return [value];
  return Object.values(value ?? {}).flatMap(leaves);
}
