// The snapshot in a file: read at the start, and again whenever the file has changed.

import { Evaluator } from "variate";

const LOOK_EVERY_MS = 1000;

export interface Served {
  /** Freed when another takes its place: use it at once, and never keep it over an `await`. */
  evaluator: Evaluator;
  /** The state of the file that is served. */
  since: string;
  /** The state of the file since then that did not load. */
  refused?: string;
}

/** What the file holds, for as long as the program runs. Throws if that is no snapshot to begin with. */
export async function watch(file: string): Promise<Served> {
  // The state first: of a change during the reading, the next look knows.
  let seen = await stateOf(file);
  const served: Served = { evaluator: new Evaluator(await Deno.readFile(file)), since: seen };

  // Looking is cruder than being notified, but also sees files that were moved into place or lie on a network.
  const look = async () => {
    try {
      const state = await stateOf(file);
      if (state !== seen) {
        const bytes = await Deno.readFile(file);
        seen = state;
        replace(served, bytes, state);
      }
    } catch (error) {
      console.error(`${file} cannot be read:`, error);
    }
    setTimeout(look, LOOK_EVERY_MS);
  };
  setTimeout(look, LOOK_EVERY_MS);
  return served;
}

/** A snapshot that does not load changes nothing: the one before it goes on. */
function replace(served: Served, bytes: Uint8Array, state: string) {
  const old = served.evaluator;
  try {
    served.evaluator = new Evaluator(bytes);
  } catch (error) {
    served.refused = state;
    console.error(`snapshot of ${state} refused:`, error);
    return;
  }
  served.since = state;
  delete served.refused;
  old.free();
  console.log(`snapshot of ${state} served`);
}

async function stateOf(file: string): Promise<string> {
  const { mtime, size, ino } = await Deno.stat(file);
  return `${mtime?.toISOString()}, ${size} bytes, ${ino}`;
}
