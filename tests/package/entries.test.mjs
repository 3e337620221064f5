// The files that users import: nothing in them that some host stumbles over, no name lost, and no weight for those who
// import the package and use nothing of it.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { unwantedIn } from '../../xtask/unwanted.mjs';

const PACKAGE = resolve(process.env.VARIATE_PACKAGE ?? fileURLToPath(new URL('../../pkg', import.meta.url)));
const DIST = join(PACKAGE, 'dist');
const ENTRIES = readdirSync(DIST).filter((name) => /\.c?js$/.test(name));
const MOST_OF_NOTHING = 100;

test('what hosts stumble over is found', () => {
  const cases = {
    'const a = import.meta.url': ['import.meta'],
    'const a = () => import("./a.js")': ['import()'],
    'const a = (b) => eval(b)': ['eval'],
    'const a = () => new Function("b")': ['Function'],
    'const a = () => Function("b")': ['Function'],
    'const a = (b) => b instanceof WebAssembly.Module': ['instanceof WebAssembly'],
    'const a = (b) => b instanceof globalThis.WebAssembly.Module': ['instanceof WebAssembly'],
    'await 1': ['await at top level'],
    'for await (const a of []) ;': ['await at top level'],
    'const a = new TextDecoder()': ['new TextDecoder at top level'],
    'class A { static b = new TextEncoder() }': ['new TextEncoder at top level'],
    'class A { static { new TextEncoder() } }': ['new TextEncoder at top level'],
    'const a = () => process.env': ['process'],
    'const a = () => require("b")': ['require'],
    // What is none of it.
    'const a = async () => { await new TextDecoder() }': [],
    'class A { b() { return new TextEncoder() } }': [],
    'const a = { eval: 1, b: "eval" }; a.process = a.Function': [],
    'const a = (b) => b instanceof Error': [],
  };
  for (const [source, found] of Object.entries(cases)) assert.deepEqual(unwantedIn(source, 'module'), found, source);
});

test('no entry has what hosts stumble over: dynamic imports, eval and the like', () => {
  const expected = ['control-edge.js', 'control.cjs', 'control.js', 'edge.js', 'index.cjs', 'index.js', 'slim.cjs', 'slim.js'];
  const inNode = ['aws-node.cjs', 'aws-node.js', 'cli.js'];
  assert.deepEqual(ENTRIES.sort(), [...expected, ...inNode, 'aws.cjs', 'aws.js'].sort());
  for (const file of [...expected, 'aws.cjs', 'aws.js']) {
    const sourceType = file.endsWith('.cjs') ? 'script' : 'module';
    // How CommonJS takes the entries that this one runs on.
    const wanted = file === 'aws.cjs' ? ['require'] : [];
    assert.deepEqual(unwantedIn(readFileSync(join(DIST, file), 'utf8'), sourceType), wanted, file);
  }
});

test('a CommonJS entry can be imported by name, too', async () => {
  for (const name of ['index', 'slim', 'control', 'aws', 'aws-node']) {
    const [esm, cjs] = await Promise.all(['js', 'cjs'].map((end) => import(pathToFileURL(join(DIST, `${name}.${end}`)))));
    const added = new Set(['default', 'module.exports', '__esModule']);
    assert.deepEqual(Object.keys(cjs).filter((key) => !added.has(key)), Object.keys(esm));
  }
});

// esbuild's is among the runtimes.
const require = createRequire(new URL('../runtimes/package.json', import.meta.url));
const BUNDLERS = {
  async Rollup(folder) {
    const { rollup } = require('rollup');
    const nodeResolve = require('@rollup/plugin-node-resolve');
    const bundle = await rollup({ input: join(folder, 'main.mjs'), plugins: [nodeResolve()], onwarn() {} });
    await bundle.write({ file: join(folder, 'output/main.mjs'), format: 'es' });
    await bundle.close();
    return bundle.watchFiles;
  },
  async webpack(folder) {
    const compiler = require('webpack')({
      context: folder,
      entry: './main.mjs',
      mode: 'production',
      output: { path: join(folder, 'output'), filename: 'main.js' },
    });
    const compiled = await promisify(compiler.run.bind(compiler))();
    await promisify(compiler.close.bind(compiler))();
    assert.deepEqual(compiled.compilation.errors, []);
    return [...compiled.compilation.fileDependencies];
  },
};

for (const [bundler, bundle] of Object.entries(BUNDLERS)) {
  test(`${bundler}: an import of which nothing is used leaves next to nothing`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'variate-unused-'));
    t.after(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(PACKAGE, join(folder, 'node_modules/variate'), 'junction');
    const entries = { variate: 'Evaluator', 'variate/slim': 'Evaluator', 'variate/control': 'control', 'variate/aws': 'memoryStore' };
    for (const [entry, name] of Object.entries(entries)) {
      for (const imported of ['', `{ ${name} } from `, '* as api from ']) {
        const source = `import ${imported}'${entry}';`;
        writeFileSync(join(folder, 'main.mjs'), `${source}\n`);
        const read = await bundle(folder);
        assert.ok(read.some((file) => /dist.(index|slim|control|aws)\.js$/.test(file)), `${source} was not resolved: ${read}`);
        const outputs = readdirSync(join(folder, 'output'));
        const bytes = outputs.reduce((sum, file) => sum + statSync(join(folder, 'output', file)).size, 0);
        assert.ok(bytes < MOST_OF_NOTHING, `${bytes} bytes of ${source}`);
        rmSync(join(folder, 'output'), { recursive: true });
      }
    }
  });
}
