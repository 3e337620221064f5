// node verify.mjs <package> <stage>: what must hold of the finished package before anything is tested with it.
// Each check is a failure that some host has shown; each ends the program with its reason.

import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { argv, exit } from 'node:process';
import { pathToFileURL } from 'node:url';

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

// Nothing that a bundler, a content security policy or an edge runtime stumbles over.
const UNWANTED = [
  /\bimport\.meta\b/, /\beval\(/, /\bnew Function\b/, /instanceof WebAssembly/, /\bprocess\.\w/, /\brequire\(/,
];
for (const file of ['index.js', 'index.cjs', 'edge.js', 'slim.js', 'slim.cjs'].map((name) => `dist/${name}`)) {
  const text = readFileSync(join(pkg, file), 'utf8');
  for (const unwanted of UNWANTED) {
    if (unwanted.test(text)) refuse(`${file} contains ${unwanted.exec(text)[0]}`);
  }
}

// The module asks for nothing but functions of the glue that is shipped with it.
const module = new WebAssembly.Module(readFileSync(join(pkg, 'dist/core.wasm')));
const glue = await import(pathToFileURL(join(stage, 'glue.js')));
for (const { module: from, name } of WebAssembly.Module.imports(module)) {
  const known = from === './variate_bg.js' && name in glue;
  if (!known) refuse(`core.wasm imports ${name} from ${from}, which the glue does not have`);
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
    if (typeof value === 'function' && value.name !== name) refuse(`the export ${name} is called ${value.name} inside`);
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
