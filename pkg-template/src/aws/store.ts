import type { SnapshotStore } from '../../aws.js';

/** A snapshot in memory: for tests, and for whoever keeps it elsewhere. */
export function memoryStore(initial: string | object | null = null): SnapshotStore {
  let snapshot = typeof initial === 'object' && initial !== null ? JSON.stringify(initial) : initial;
  let writes = 0;
  return {
    read: async () => ({ snapshot, version: String(writes) }),
    async write(next, expected) {
      if (expected !== String(writes)) return false;
      snapshot = next;
      writes += 1;
      return true;
    },
  };
}
