// The README's table of messages: those that are ours are given, word for word, and none that a user must act on is missing.

import { during } from './host.mjs';
import { trapAt } from './trapping.mjs';

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { copies, folder, fresh } from './package.mjs';
import { brokenHome, brokenShop, home, shop } from './snapshots.mjs';

const README = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');

/** Each row whose second column is a code of ours: the message, `…` for what depends, and the code. */
const [, section] = README.match(/\n## Troubleshooting\n(.*?)\n## /s);
const rows = [...section.matchAll(/^\| (`+) ?(.+?) ?\1 \| `(\w+)` \|/gm)].map(([, , message, code]) => ({ message, code }));

const circular = {};
circular.self = circular;
const VIP = { feature: 'checkout', entityId: 'vip' };

/** Everything that a user can run into, thrown on purpose. */
async function errors() {
  const { Evaluator } = copies.import;
  const slim = await import(`${pathToFileURL(join(folder, 'dist/slim.js'))}?troubleshooting`);
  const evaluator = new Evaluator({ ...shop, appConfig: home.appConfig });
  const lenient = new Evaluator({ ...brokenShop, appConfig: brokenHome.appConfig }, { lenient: true });
  const freed = new Evaluator(shop);
  freed.free();
  let reads = 0;
  const changing = { ...VIP, get feature() { return (reads += 1) > 1 ? 'checkout' : 7; } };
  const calls = [
    () => slim.lint(shop),
    () => slim.initWasm({}),
    () => slim.initWasm(Buffer.from('<!doctype html>')),
    () => freed.evaluate(VIP),
    () => new Evaluator(undefined),
    () => new Evaluator(circular),
    () => evaluator.evaluate(VIP, new Date()),
    () => evaluator.evaluate(VIP, { now: '2026-11-21' }),
    () => evaluator.evaluate({ feature: 'search', entityId: 'anna', evaluationContext: { country: circular } }),
    () => evaluator.evaluate(changing),
    () => evaluator.evaluate({ ...VIP, feature: 'unknown' }),
    () => evaluator.evaluate({ ...VIP, project: 'unknown' }),
    () => evaluator.evaluateFlag({ flag: 'unknown' }),
    () => lenient.evaluate(VIP),
    () => lenient.evaluateFlag({ flag: 'search' }),
  ];
  const thrown = calls.map((call) => caught(call));
  const first = async () => {
    const { Evaluator } = await fresh.import();
    return caught(() => new Evaluator(shop));
  };
  const forbidden = function () {
    throw new WebAssembly.CompileError('forbidden');
  };
  trapAt(1);
  thrown.push(await first());
  thrown.push(await during(WebAssembly, 'Module', forbidden, first));
  thrown.push(await during(globalThis, 'WebAssembly', undefined, first));
  const withoutAtob = () => during(globalThis, 'atob', undefined, first);
  thrown.push(await during(globalThis, 'Buffer', undefined, () => during(Uint8Array, 'fromBase64', undefined, withoutAtob)));
  return thrown;
}

function caught(call) {
  try {
    call();
  } catch (error) {
    return error;
  }
  return assert.fail(`nothing is thrown by ${call}`);
}

const matches = (row, { code, message }) => {
  const parts = row.message.split('…').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return row.code === code && new RegExp(`^${parts.join('.+')}$`, 's').test(message);
};

test('every message of ours in the table is one that the package gives', async () => {
  const thrown = await errors();
  assert.ok(rows.length >= 10, `${rows.length} rows`);
  const known = thrown.map(({ code, message }) => `${code}: ${message}`).join('\n');
  for (const row of rows) {
    assert.ok(thrown.some((error) => matches(row, error)), `nothing says \`${row.message}\` (${row.code}), but\n${known}`);
  }
});

test('every message that is about the host, or about a call that was not meant so, is in the table', async () => {
  for (const error of await errors()) {
    assert.ok(rows.some((row) => matches(row, error)), `the table lacks ${error.code}: ${error.message}`);
  }
});
