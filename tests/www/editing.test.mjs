// A snapshot with something wrong in it: what is said, and at which line.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { lint } from '../../pkg/dist/index.js';
import { example, has, openText, pages, says, write } from './playground.mjs';

const inPage = pages({ before, after, test });

inPage('a typed fault is marked at its line, and the last good snapshot goes on deciding', async (tab) => {
  await tab.getByRole('tab', { name: /^Snapshot/ }).click();
  const editor = tab.locator('.editor-large .cm-content');
  await editor.click();
  await tab.keyboard.press('Control+Home');
  await tab.keyboard.press('ArrowDown');
  await tab.keyboard.press('End');
  // Line 2 is `"version": 1,`.
  await tab.keyboard.press('Backspace');
  await tab.keyboard.press('Backspace');
  await tab.keyboard.type('2,');
  await says(tab.locator('.problem .line'), 'line 2');
  await says(tab.locator('.problem code'), 'UnsupportedVersion');
  await says(tab.locator('.tabs .badge'), '1 problem');
  await says(tab.locator('#outcome'), 'single-page');
  assert.match(await tab.locator('.editor-large .cm-lintRange-error').innerText(), /^"version": 2$/);
  // The sign in the gutter stands beside the line's number.
  const tops = await tab.locator('.editor-large').evaluate(({ shadowRoot }) => {
    const top = (element) => Math.round(element.getBoundingClientRect().top);
    const number = [...shadowRoot.querySelectorAll('.cm-lineNumbers .cm-gutterElement')].find(
      ({ textContent }) => textContent === '2',
    );
    return [top(number), top(shadowRoot.querySelector('.cm-lint-marker-error').closest('.cm-gutterElement'))];
  });
  assert.equal(tops[0], tops[1]);
  await tab.getByRole('tab', { name: 'Features' }).click();
  await says(
    tab.locator('.left [role=alert]'),
    /^The snapshot does not load\. The last one that did goes on deciding\./,
  );
  await tab.getByRole('button', { name: 'See what is wrong' }).click();
  // What was typed before the editor was left can still be undone.
  await editor.click();
  await tab.keyboard.press('Control+z');
  await tab.keyboard.press('Control+z');
  await has(tab.locator('.problem'), 0);
});

inPage('each problem of a broken snapshot is at its line, whatever is on the way there', async (tab) => {
  const lines = [
    '{ "version": 1, "project": { "name": "p" },', // 1
    '  "features": [', // 2
    '    { "feature": { "name": "a b",', // 3
    '        "variations": [{ "name": "x", "value": { "stringValue": "}],\\"" } },', // 4
    '                       { "name": "x", "value": {} }],', // 5
    '        "entityOverrides": { "ok": "x", "with.a.dot": "x",', // 6
    '          "sp ace \\"quoted\\"": "nowhere", "anything-but": "y" } } },', // 7
    '    { "name": "second" }', // 8
    '  ],', // 9
    '  "segments": [{ "name": "s", "pattern": "{\\"a\\":[{\\"starts\\":1}]}" },', // 10
    '    7', // 11
    '  ],', // 12
    '  "version": 2', // 13
    '}',
  ];
  const text = lines.join('\n');
  const expected = {
    version: 13,
    'features[0].feature.name': 3,
    'features[0].feature.variations[1].name': 5,
    'features[0].feature.variations[1].value': 5,
    'features[0].feature.entityOverrides["sp ace \\"quoted\\""]': 7,
    'features[0].feature.entityOverrides["anything-but"]': 7,
    'features[1].variations': 8,
    'segments[0].pattern.a[0].starts': 10,
    'segments[1]': 11,
  };
  await tab.getByRole('tab', { name: /^Snapshot/ }).click();
  await openText(tab, text);
  const problems = lint(text);
  await has(tab.locator('.problem'), problems.length);
  const found = {};
  for (const [index, { path }] of problems.entries()) {
    found[path] = Number((await tab.locator('.problem .line').nth(index).innerText()).replace('line ', ''));
  }
  assert.deepEqual(found, Object.fromEntries(problems.map(({ path }) => [path, expected[path]])));
  assert.ok(problems.length >= 7, `only ${problems.map(({ path }) => path)}`);
  // A problem leads to its place.
  await tab.locator('.problem').filter({ hasText: 'anything-but' }).click();
  await says(tab.locator('.editor-large .cm-activeLine'), lines[6].trim());
});

inPage('what is not JSON is marked where it ends to be', async (tab) => {
  await tab.getByRole('tab', { name: /^Snapshot/ }).click();
  await openText(tab, '{\n  "version": 1,\n  "features": [\n    {]\n}');
  await says(tab.locator('.problem .line'), 'line 4');
  assert.equal(await tab.locator('.editor-large .cm-lintRange-error').innerText(), ']');
  await openText(tab, '{\n  "version": 1,\n  "features": [],\n  "x": "a\tb"\n}');
  await says(tab.locator('.problem'), /^line 4 NotJson .*control character/);
  await write(tab, '.editor-large', '{"version": 1}');
  await has(tab.locator('.problem'), 0);
  await tab.getByRole('tab', { name: 'Features' }).click();
  await says(tab.locator('.left .empty'), 'This snapshot has neither features nor flags.');
});

inPage('without a snapshot there is nothing, and that is said', async (tab) => {
  await tab.getByRole('tab', { name: /^Snapshot/ }).click();
  await openText(tab, ' ');
  await says(tab.locator('.problems'), 'Empty: paste a snapshot, open a file or take an example.');
  await says(tab.locator('.detail'), 'Without a snapshot there is nothing to decide.');
  await tab.getByRole('tab', { name: 'Features' }).click();
  await tab.getByRole('button', { name: /^A shop/ }).click();
  await says(tab.locator('#outcome'), 'single-page');
});

inPage(
  'a snapshot that never loaded decides nothing',
  async (tab) => {
    await says(tab.locator('.detail'), 'Nothing has loaded yet: nothing is decided.');
    await says(tab.locator('.left [role=alert]'), /^The snapshot does not load\./);
  },
  { at: { snapshot: example('shop').replace('"version": 1', '"version": "1"') } },
);

const stepAt = (startTime) =>
  JSON.stringify({
    version: 1,
    project: { name: 'p' },
    features: [
      {
        name: 'f',
        variations: [
          { name: 'a', value: { boolValue: false } },
          { name: 'b', value: { boolValue: true } },
        ],
      },
    ],
    launches: [
      {
        name: 'l',
        status: 'RUNNING',
        groups: [{ name: 'g', featureVariations: { f: 'b' } }],
        scheduledSplitsDefinition: { steps: [{ startTime, groupWeights: { g: 100000 } }] },
      },
    ],
  });

inPage(
  'a step in a leap second starts with the next minute, as the package has it',
  async (tab) => {
    await says(tab.locator('#outcome'), 'a');
    for (const [start, moment] of [
      ['2026-12-31T23:59:60Z', '2027-01-01 00:00 UTC'],
      ['2026-12-31 23:59:60.000z', '2027-01-01 00:00 UTC'],
      ['2027-02-01t01:00:00+01:00', '2027-02-01 00:00 UTC'],
    ]) {
      await openText(tab, stepAt(start));
      await tab.locator('#moment').fill('2026-12-01T00:00');
      await tab.locator('#moment').press('Tab');
      await says(tab.locator('#outcome'), 'a');
      await tab.getByRole('button', { name: 'Next step' }).click();
      await says(tab.locator('#outcome'), 'b');
      assert.equal(await tab.locator('#clock').getAttribute('aria-valuetext'), moment);
    }
  },
  {
    at: {
      snapshot: stepAt('2026-12-31T23:59:60Z'),
      selected: { kind: 'feature', name: 'f' },
      now: Date.parse('2026-12-01T00:00:00Z'),
      persona: { name: '', entityId: 'x', context: '{}' },
      view: 'schedule',
    },
  },
);

inPage('a fault in drawing is told, and the page goes on', async (tab) => {
  await tab.evaluate(() => {
    globalThis.original = Date.prototype.toISOString;
    Date.prototype.toISOString = () => {
      throw new RangeError('planted');
    };
  });
  await tab.locator('#entity-id').fill('somebody');
  await says(tab.locator('body > [role=alert]'), 'This cannot be shown. planted');
  await tab.evaluate(() => void (Date.prototype.toISOString = globalThis.original));
  await tab.locator('#entity-id').fill('somebody else');
  await has(tab.locator('body > [role=alert]'), 0);
  await says(tab.locator('.decision [role=status]'), /for somebody else/);
});
