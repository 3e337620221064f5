// What is in the address, what is kept, and what is copied.

import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { createDeflateRaw } from 'node:zlib';
import { Evaluator } from '../../pkg/dist/index.js';
import { example, has, linkTo, open, openText, pages, says, until, write } from './playground.mjs';

const inPage = pages({ before, after, test });

/** What is to be seen of the state. */
const seen = (tab) =>
  tab.evaluate(() => ({
    outcome: document.querySelector('#outcome')?.innerText,
    heading: document.querySelector('#detail-title')?.innerText,
    entityId: document.querySelector('#entity-id').value,
    name: document.querySelector('#persona-name').value,
    moment: document.querySelector('#moment').value,
    filter: document.querySelector('#filter')?.value,
    tabs: [...document.querySelectorAll('[role=tab][aria-selected=true]')].map(({ id }) => id),
    context: document.querySelector('.editor-small').shadowRoot.querySelector('.cm-content').innerText,
    rows: [...document.querySelectorAll('table.features tbody tr')].map(({ innerText }) => innerText),
    count: document.querySelector('#count')?.value,
  }));

inPage('a link brings all of it back, in another browser', async (tab, { browser }) => {
  const text = example('shop').replace('"defaultVariation": "classic"', '"defaultVariation": "express"');
  await openText(tab, text);
  await tab.locator('#filter').fill('flow');
  await tab.locator('#entity-id').fill('Ünïcode ✓ "id"');
  await tab.locator('#persona-name').fill('Someone');
  await write(tab, '.editor-small', '{"country": "NO"}');
  await tab.locator('#moment').fill('2026-12-01T06:30');
  await tab.locator('#moment').press('Tab');
  await tab.getByRole('tab', { name: 'Population' }).click();
  await tab.locator('#count').fill('4321');
  await tab.locator('#count').press('Tab');
  await until(
    () => tab.evaluate(() => location.hash),
    (hash) => hash.length > 1000,
    'a long hash',
  );
  await tab.waitForTimeout(600);
  await tab.getByRole('button', { name: 'Copy link' }).click();
  await says(tab.locator('.notice'), 'Copied the link to all of this.');
  const link = await tab.evaluate(() => navigator.clipboard.readText());
  assert.equal(new URL(link).search, '');
  const other = await open(browser, link);
  try {
    assert.deepEqual(await seen(other.tab), await seen(tab));
    assert.equal((await seen(tab)).entityId, 'Ünïcode ✓ "id"');
    await other.tab.waitForTimeout(600);
    assert.equal(other.tab.url(), link, 'the address stays as it was');
    await other.tab.getByRole('tab', { name: /^Snapshot/ }).click();
    await says(other.tab.locator('.problems'), `No problems. ${text.length.toLocaleString('en')} characters.`);
    assert.deepEqual(other.complaints, []);
  } finally {
    await other.close();
  }
});

inPage('a link that is put into the address of the open page is followed', async (tab, { server, browser }) => {
  const other = await open(browser, server.address);
  await other.tab.getByRole('button', { name: 'dark-mode', exact: true }).click();
  await other.tab.waitForTimeout(600);
  const link = other.tab.url();
  await other.close();
  await tab.evaluate((hash) => void (location.hash = hash), new URL(link).hash);
  await says(tab.locator('#detail-title'), 'dark-mode');
});

for (const hash of ['#1.', '#1.AAAA', '#9.x', '#1.q1YqzsgvKlGyUlBKVrJSMAQA', '#nothing']) {
  inPage(
    `a link that is broken is told, beside the example: ${hash}`,
    async (tab) => {
      await says(tab.locator('.notice'), /^The link is cut or broken: what it held cannot be shown\./);
      await says(tab.locator('#outcome'), 'single-page');
      await tab.waitForTimeout(600);
      assert.equal(await tab.evaluate(() => location.hash), hash, 'it can still be mended');
    },
    { hash },
  );
}

inPage('without a link nothing is said of one', async (tab) => {
  await says(tab.locator('#outcome'), 'single-page');
  assert.equal(await tab.locator('.notice').innerText(), '');
});

inPage('a link that is cut leaves the open page as it was', async (tab) => {
  await tab.locator('#entity-id').fill('somebody');
  await tab.waitForTimeout(600);
  await tab.evaluate(() => void (location.hash = location.hash.slice(0, 900)));
  await says(tab.locator('.notice'), /^The link is cut or broken/);
  assert.equal(await tab.locator('#entity-id').inputValue(), 'somebody');
});

inPage('a link that unpacks to far too much is given up early', async (tab) => {
  // 128 MiB of zeros and more, of which the page takes 64.
  const deflate = createDeflateRaw();
  const zeros = Buffer.alloc(1024 * 1024);
  Readable.from(Array.from({ length: 160 }, () => zeros)).pipe(deflate);
  const bomb = await buffer(deflate);
  await tab.evaluate(() => {
    const seen = (globalThis.seen = { written: 0, largest: 0, cancelled: 0, made: 0 });
    const { write } = WritableStreamDefaultWriter.prototype;
    WritableStreamDefaultWriter.prototype.write = function (chunk) {
      seen.written += chunk.length;
      seen.largest = Math.max(seen.largest, chunk.length);
      return write.call(this, chunk);
    };
    const { cancel } = ReadableStreamDefaultReader.prototype;
    ReadableStreamDefaultReader.prototype.cancel = function () {
      seen.cancelled += 1;
      return cancel.call(this);
    };
    globalThis.DecompressionStream = class extends DecompressionStream {
      constructor(format) {
        super(format);
        seen.made += 1;
      }
    };
  });
  const follow = async (hash) => {
    await tab.evaluate((hash) => void (location.hash = hash), hash);
    await says(tab.locator('.notice'), /^The link is cut or broken/);
  };
  await follow(`1.${bomb.toString('base64url')}`);
  const { written, largest, cancelled } = await tab.evaluate(() => globalThis.seen);
  assert.ok(largest <= 8192, `${largest} bytes were unpacked at once`);
  assert.ok(written < bomb.length / 2, `${written} of ${bomb.length} bytes were unpacked`);
  assert.equal(cancelled, 1);
  // What is longer than any link is not even begun.
  await tab.reload();
  await tab.evaluate(() => {
    globalThis.made = 0;
    globalThis.DecompressionStream = class extends DecompressionStream {
      constructor(format) {
        super(format);
        globalThis.made += 1;
      }
    };
  });
  await follow(`1.${'A'.repeat(1_000_001)}`);
  assert.equal(await tab.evaluate(() => globalThis.made), 0);
});

inPage('what an example or a file replaces is a step back', async (tab) => {
  const filled = tab.locator('#entity-id');
  await filled.fill('edited');
  // At once: what was typed a moment ago is not lost either.
  await tab.locator('#examples').selectOption('appconfig');
  await says(tab.locator('#detail-title'), 'one-page-checkout');
  await tab.waitForTimeout(600);
  await tab.goBack();
  await says(tab.locator('#detail-title'), 'checkout-flow');
  assert.equal(await filled.inputValue(), 'edited');
  await tab.goForward();
  await says(tab.locator('#detail-title'), 'one-page-checkout');
  // A snapshot that no address holds.
  const noise = Array.from({ length: 200_000 }, () => Math.random().toString(36).slice(2)).join('');
  const large = { ...JSON.parse(example('shop')), noise };
  await openText(tab, JSON.stringify(large));
  await says(tab.locator('.tabs [role=tab]').first(), 'Features');
  await says(tab.locator('.notice'), /^The snapshot makes the link longer/);
  await openText(tab, example('appconfig'));
  await says(tab.locator('.tabs [role=tab]').first(), 'Flags');
  await tab.waitForTimeout(600);
  await tab.goBack();
  await says(tab.locator('.tabs [role=tab]').first(), 'Features');
});

inPage('of two links in quick succession the last counts', async (tab, { server }) => {
  const hashes = ['slow', 'quick'].map(
    (filter) => new URL(linkTo(server.address, { filter, snapshot: example('shop') })).hash,
  );
  await tab.waitForTimeout(600);
  await tab.evaluate(([slow, quick]) => {
    // The first takes longer to unpack than the second.
    const { read } = ReadableStreamDefaultReader.prototype;
    let reads = 0;
    ReadableStreamDefaultReader.prototype.read = async function () {
      reads += 1;
      if (reads === 1) await new Promise((resolve) => setTimeout(resolve, 800));
      return read.call(this);
    };
    location.hash = slow;
    setTimeout(() => void (location.hash = quick), 100);
  }, hashes);
  await tab.waitForTimeout(1500);
  assert.equal(await tab.locator('#filter').inputValue(), 'quick');
});

inPage('a link that is too long is told', async (tab) => {
  // Letters that nothing can compress.
  const noise = Array.from(
    { length: 40_000 },
    (_, index) => ((index * 2654435761) >>> 0).toString(36) + Math.random().toString(36),
  ).join('');
  await openText(tab, JSON.stringify({ version: 1, noise: noise.slice(0, 60_000) }));
  await until(
    () => tab.evaluate(() => location.hash),
    (hash) => hash.length > 32_000,
    'a long hash',
  );
  await tab.getByRole('button', { name: 'Copy link' }).click();
  await says(tab.locator('.notice'), /^Copied\. The link has \d+,\d+ characters; some programs cut it\./);
  const before = tab.url();
  const more = Array.from({ length: 200_000 }, () => Math.random().toString(36).slice(2)).join('');
  await openText(tab, JSON.stringify({ version: 1, noise: more }));
  await says(tab.locator('.notice'), /^The snapshot makes the link longer than 1,000,000 characters/);
  assert.notEqual(tab.url(), before, 'the old state is not left in the address');
});

inPage('a persona is saved in this browser, chosen again, and removed', async (tab) => {
  await tab.locator('#persona-name').fill('Norwegian');
  await tab.locator('#entity-id').fill('nor-1');
  await write(tab, '.editor-small', '{"country": "NO"}');
  await tab.getByRole('button', { name: 'Save', exact: true }).click();
  await says(tab.locator('.notice'), 'Saved in this browser: Norwegian.');
  await tab.getByLabel('Persona').selectOption('Staff');
  await says(tab.locator('#outcome'), 'express');
  await tab.goto(tab.url().split('#')[0]);
  await tab.reload();
  await tab.getByLabel('Persona').selectOption('Norwegian');
  assert.equal(await tab.locator('#entity-id').inputValue(), 'nor-1');
  assert.match(await tab.locator('.editor-small .cm-content').innerText(), /"NO"/);
  await tab.getByRole('button', { name: 'Remove' }).click();
  await tab.reload();
  await says(tab.locator('#outcome'), /./);
  assert.equal(await tab.locator('option', { hasText: 'Norwegian' }).and(tab.locator('[value=Norwegian]')).count(), 0);
});

inPage('the code does what the page shows', async (tab) => {
  const context = '{"country": "PT", "name": "O\'Neil \\"x\\""}';
  await tab.locator('#entity-id').fill(`it's "1"`);
  await write(tab, '.editor-small', context);
  await tab.getByRole('tab', { name: 'Code' }).click();
  await has(tab.locator('#panel-code pre'), 3);
  await says(tab.locator('#panel-code pre').first(), /O\\'Neil/);
  await tab.getByRole('button', { name: 'Copy code: The package' }).click();
  const code = await tab.evaluate(() => navigator.clipboard.readText());
  const body = code.replace(/^import .*$/gm, '').replace("readFileSync('snapshot.json')", 'snapshot');
  const run = new Function('Evaluator', 'snapshot', `${body}\nreturn { variation, value, reason };`);
  const { variation } = run(Evaluator, example('shop'));
  await says(tab.locator('#outcome'), variation);
  // A shell reads the command line back into the same arguments.
  const line = await tab.locator('#panel-code pre').last().innerText();
  const { execFileSync } = await import('node:child_process');
  const printed = execFileSync('sh', ['-c', line.replace(/^variate/, `printf '%s\\n'`)], { encoding: 'utf8' }).split(
    '\n',
  );
  assert.deepEqual(printed.slice(0, 6), [
    'evaluate',
    'snapshot.json',
    '--feature',
    'checkout-flow',
    '--entity-id',
    `it's "1"`,
  ]);
  assert.deepEqual(JSON.parse(printed[7]), JSON.parse(context));
});

/** A flag for those whose context is just this. */
const FLAG = {
  version: 1,
  appConfig: {
    flags: {
      version: '1',
      flags: { k: { name: 'k' } },
      values: {
        k: {
          _variants: [
            { name: 'large', enabled: true, rule: '(and (eq $n 9007199254740993) (eq $__proto__ "x"))' },
            { name: 'other', enabled: false },
          ],
        },
      },
    },
  },
};

inPage(
  'the code has the context as it was typed, and no call that would ask something else',
  async (tab) => {
    const pre = tab.locator('#panel-code pre');
    const agent = tab.locator('#panel-code section', { hasText: "As AppConfig's agent" });
    const ask = async () => {
      const code = (await pre.first().innerText())
        .replace(/^import .*$/gm, '')
        .replace("readFileSync('snapshot.json')", 'snapshot');
      const run = new Function('Evaluator', 'snapshot', `${code}\nreturn { value, reason };`);
      return run(Evaluator, JSON.stringify(FLAG));
    };
    const context = '{"n": 9007199254740993, "__proto__": "x"}';
    await write(tab, '.editor-small', context);
    await says(pre.first(), /9007199254740993/);
    const expected = new Evaluator(FLAG).evaluateFlag({ flag: 'k', context });
    assert.deepEqual((await ask()).value, expected.value);
    assert.match(await pre.first().innerText(), /context: '\{"n":9007199254740993,"__proto__":"x"\}'/);
    assert.match(await pre.last().innerText(), /--context '\{"n":9007199254740993,"__proto__":"x"\}'/);
    // A number would arrive as a text.
    for (const other of ['{"n": 1}', '{"n": "a,b"}', '{"n": " a"}', '{"a,b": "n"}', '{"n": true}', '{"n": ["a"]}']) {
      await write(tab, '.editor-small', other);
      await says(pre.first(), new RegExp(other.replace(/: /g, ':').replace(/[{}[\]"]/g, '\\$&')));
      assert.match(await agent.innerText(), /headers cannot carry this/, other);
      await has(pre, 2);
    }
    await write(tab, '.editor-small', '{"n": "a b", "m": "c"}');
    await says(agent.locator('pre'), /--header 'Context: n=a b' \\\s+--header 'Context: m=c'|Context: m=c$/);
  },
  {
    at: {
      snapshot: JSON.stringify(FLAG),
      selected: { kind: 'flag', name: 'k' },
      persona: { name: '', entityId: 'x', context: '{}' },
      view: 'code',
    },
  },
);

inPage(
  "nothing is asked of anybody but the page's own files, and nothing could be",
  async (tab, { server }) => {
    const mayConnect = await tab.evaluate(async () => {
      const attempts = [
        () => fetch('style.css'),
        () =>
          new Promise((resolve, reject) =>
            Object.assign(new WebSocket('ws://127.0.0.1:9'), { onopen: resolve, onerror: reject }),
          ),
      ];
      return Promise.all(
        attempts.map((attempt) =>
          attempt().then(
            () => true,
            () => false,
          ),
        ),
      );
    });
    assert.deepEqual(mayConnect, [false, false]);
    assert.ok(server.asked.length > 3);
    for (const url of server.asked) assert.match(url, /^\/some\/folder\/([\w-]+\.(js|css|svg|html))?$/, url);
  },
  { complains: true },
);

inPage(
  'the worker could ask nobody for anything either',
  async (tab, { server }) => {
    // It is left without work, so that it can be asked.
    await tab.evaluate(() => void (Worker.prototype.postMessage = () => {}));
    await tab.getByRole('tab', { name: 'Population' }).click();
    const begun = tab.waitForEvent('worker');
    await tab.getByRole('button', { name: 'Simulate' }).click();
    const worker = await begun;
    const before = server.asked.length;
    const mayConnect = await worker.evaluate(async (address) => {
      const isDone = (work) =>
        work().then(
          () => true,
          () => false,
        );
      const socket = () =>
        new Promise((resolve, reject) => {
          const opened = new WebSocket(address.replace('http', 'ws'));
          Object.assign(opened, { onopen: resolve, onerror: reject });
        });
      return Promise.all([isDone(() => fetch(`${address}style.css?asked`)), isDone(socket)]);
    }, server.address);
    assert.deepEqual(mayConnect, [false, false]);
    assert.deepEqual(
      server.asked.slice(before).filter((url) => !url.endsWith('.js')),
      [],
    );
  },
  { complains: true },
);
