// node verify.mjs <package> <stage>: what must hold of the finished package before anything is tested with it.
// Each check is a failure that some host has shown; each ends the program with its reason.

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { argv, exit } from 'node:process';
import { pathToFileURL } from 'node:url';
import { unwantedIn } from './unwanted.mjs';

const [pkg, stage] = argv.slice(2);

function refuse(reason) {
  console.error(reason);
  exit(1);
}

// Every file that package.json promises is there.
const manifest = JSON.parse(readFileSync(join(pkg, 'package.json'), 'utf8'));
for (const value of leaves([manifest.exports, manifest.main, manifest.module, manifest.types])) {
  if (!existsSync(join(pkg, value))) refuse(`package.json names ${value}, which does not exist`);
}

// Nothing that some host stumbles over.
for (const file of ['index.js', 'index.cjs', 'edge.js', 'slim.js', 'slim.cjs'].map((name) => `dist/${name}`)) {
  const sourceType = file.endsWith('.cjs') ? 'script' : 'module';
  const unwanted = unwantedIn(readFileSync(join(pkg, file), 'utf8'), sourceType);
  if (unwanted.length > 0) refuse(`${file} contains ${unwanted.join(', ')}`);
}

// The module asks for nothing but what is handed to it.
const module = new WebAssembly.Module(readFileSync(join(pkg, 'dist/core.wasm')));
const { IMPORTS } = await import(pathToFileURL(join(stage, 'imports.js')));
for (const { module: from, name } of WebAssembly.Module.imports(module)) {
  if (!(name in (IMPORTS[from] ?? {}))) refuse(`core.wasm imports ${name} from ${from}, which nobody gives it`);
}

// Importing starts nothing: it works where nothing is there to be started.
const require = createRequire(import.meta.url);
const ABSENT = ['WebAssembly', 'TextDecoder', 'TextEncoder', 'FinalizationRegistry', 'atob', 'fetch'];
for (const name of ABSENT) delete globalThis[name];
const esm = await import(pathToFileURL(join(pkg, 'dist/index.js')));
const cjs = require(join(pkg, 'dist/index.cjs'));
const names = Object.keys(esm).sort();
const required = Object.keys(cjs).sort();
if (names.join() !== required.join()) refuse(`import gives ${names}, require gives ${required}`);
for (const exported of [esm, cjs]) {
  for (const name of names) {
    const value = exported[name];
    const isClass = typeof value === 'function' && 'prototype' in value && String(value).startsWith('class');
    if (isClass && value.name !== name) refuse(`the class ${name} is called ${value.name} inside`);
  }
}
const slim = [await import(pathToFileURL(join(pkg, 'dist/slim.js'))), require(join(pkg, 'dist/slim.cjs'))];
for (const exported of slim) {
  const expected = [...names, 'initWasm'].sort();
  const found = Object.keys(exported).sort();
  if (found.join() !== expected.join()) refuse(`variate/slim gives ${found} instead of ${expected}`);
}
console.log(`exports ${names.join(', ')}`);

function leaves(value) {
  if (typeof value === 'string') return [value];
  return Object.values(value ?? {}).flatMap(leaves);
}
