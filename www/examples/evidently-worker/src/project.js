// The project in a Durable Object. There is one of it in the world, and nothing else reads or writes what it stores: so a
// comparison and a write can be one step, which KV does not have.

import { answersFrom } from './answers.js';

const KEY = 'project';

export class Project {
  constructor({ storage }) {
    this.fetch = answersFrom(storeIn(storage));
  }
}

/** A `SnapshotStore`. One value holds 2 MB, and so may a snapshot. */
function storeIn(storage) {
  const stored = async (from) => (await from.get(KEY)) ?? { snapshot: null, version: 0 };
  return {
    async read() {
      const { snapshot, version } = await stored(storage);
      return { snapshot, version: String(version) };
    },
    write: (snapshot, expected) =>
      storage.transaction(async (transaction) => {
        const { version } = await stored(transaction);
        if (String(version) !== expected) return false;
        await transaction.put(KEY, { snapshot, version: version + 1 });
        return true;
      }),
  };
}
