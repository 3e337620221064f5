// A process that changes a file, for file-store.test.mjs: `node writer.mjs <file> fill <bytes>` replaces it until it is killed,
// `node writer.mjs <file> count <times>` adds one to its number so often, `node writer.mjs <file> create <times>` makes features.
// The first two write a dot for each change.

import { call } from './call.mjs';
import { createEvidentlyHandler, fileStore } from './package.mjs';

const [file, task, number] = process.argv.slice(2);
const store = fileStore(file);

/** Reads, changes and writes, for as long as others are first. */
async function change(next) {
  for (;;) {
    const { snapshot, version } = await store.read();
    if (await store.write(next(snapshot), version)) return;
  }
}

const TASKS = {
  async fill(bytes) {
    for (let count = 0; ; count += 1) {
      const mark = `${process.pid}-${count}`;
      await change(() => JSON.stringify({ version: 1, begin: mark, filling: 'x'.repeat(bytes), end: mark }));
      process.stdout.write('.');
    }
  },

  async count(times) {
    for (let count = 0; count < times; count += 1) {
      await change((snapshot) => JSON.stringify({ version: 1, number: JSON.parse(snapshot).number + 1 }));
      process.stdout.write('.');
    }
  },

  async create(times) {
    const handler = createEvidentlyHandler({ store });
    const variations = [{ name: 'on', value: { boolValue: true } }];
    for (let count = 0; count < times; ) {
      const name = `f-${process.pid}-${count}`;
      const { status } = await call(handler, 'POST', '/projects/shop/features', { name, variations });
      if (status === 200) count += 1;
      // The only other answer there may be: others were first too often.
      else if (status !== 409) throw new Error(`${status}`);
    }
  },
};

await TASKS[task](Number(number));
