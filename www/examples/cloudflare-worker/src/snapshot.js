// The snapshot in KV: loaded once per isolate, looked at again every now and then, replaced when it has changed.

import { Evaluator } from 'variate';

const KEY = 'snapshot';

/**
 * What this isolate serves, if anything, and the version that it refused since. The evaluator is freed when another
 * takes its place: use it at once, and never keep it over an `await`.
 */
export const served = { evaluator: undefined, version: undefined, refused: undefined };

let lastRead = -Infinity;
let lastVersion;

/** Looks at KV if it is time to. Only who comes before there is any snapshot waits for that. */
export async function refresh({ SNAPSHOTS, REREAD_SECONDS }, ctx) {
  // Each of the first requests reads for itself: a read belongs to its request and ends with it, so none may wait for
  // another's.
  if (!served.evaluator) return reread(SNAPSHOTS);
  if (Date.now() - lastRead < REREAD_SECONDS * 1000) return;
  lastRead = Date.now();
  ctx.waitUntil(reread(SNAPSHOTS));
}

async function reread(kv) {
  try {
    // Bytes, for they go into WebAssembly as they are.
    const bytes = await kv.get(KEY, 'arrayBuffer');
    lastRead = Date.now();
    if (bytes) replaceBy(bytes, await versionOf(bytes));
  } catch (error) {
    console.error('the snapshot cannot be read:', error);
  }
}

/** A snapshot that does not load changes nothing: the one before it goes on. */
function replaceBy(bytes, version) {
  if (version === lastVersion) return;
  lastVersion = version;
  const old = served.evaluator;
  try {
    served.evaluator = new Evaluator(bytes);
  } catch (error) {
    served.refused = version;
    console.error(`snapshot ${version} is refused: ${error.message}`, error.problems);
    return;
  }
  served.version = version;
  served.refused = undefined;
  // Or the memory of all snapshots so far would add up until the garbage collector comes by.
  old?.free();
}

/** Of the content, so that nobody has to remember to count up a number. */
async function versionOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest.subarray(0, 6), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
