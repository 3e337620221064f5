import type { KeyValueNamespace, SnapshotStore } from '../../aws.js';

/**
 * A snapshot under a key of Cloudflare KV. KV cannot compare and swap: between the look and the write another may have
 * written, and what other places wrote in the last minute may not be seen yet. So this is for one writer at a time.
 */
export function kvStore(namespace: KeyValueNamespace, key: string): SnapshotStore {
  const read = async () => {
    const snapshot = await namespace.get(key);
    return { snapshot, version: await digestOf(snapshot) };
  };
  return {
    read,
    async write(snapshot, expected) {
      if ((await read()).version !== expected) return false;
      await namespace.put(key, snapshot);
      return true;
    },
  };
}

/** A hash of the content: so a snapshot that was put there by other means has a version, too. */
async function digestOf(snapshot: string | null): Promise<string> {
  if (snapshot === null) return 'none';
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(snapshot));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
