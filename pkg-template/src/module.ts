import type { Exports, Text } from './exports.js';
import { decode } from './utf8.js';
// One of inlined.ts, imported.ts and given.ts: the build decides for each entry of the package.
import { moduleAside, moduleNow } from 'variate-module';

/** The one instance of the module; there is no other state in this package outside its objects. */
export let wasm: Exports;

/** Compiles and instantiates the module unless that is done. `wasm` can be used from then on. */
export function load(): void {
  if (wasm === undefined) link(moduleNow());
}

export async function ready(): Promise<void> {
  if (wasm !== undefined) return;
  const module = await moduleAside();
  // An evaluator made meanwhile did not wait, and holds addresses in the memory of its own instance.
  if (wasm === undefined) link(module);
}

function link(module: WebAssembly.Module): void {
  // A copy, for the host's own object of exports is slower to look up in.
  wasm = { ...new WebAssembly.Instance(module).exports } as unknown as Exports;
}

/** What the core has written as JSON, which is freed. */
export function read<T>([address, bytes]: Text, reviver?: typeof frozen): T {
  const text = decode(new Uint8Array(wasm.memory.buffer, address >>> 0, bytes));
  wasm.__wbindgen_free(address, bytes, 1);
  return JSON.parse(text, reviver) as T;
}

/** Makes `read` freeze all that it reads, down to the last list: for what is handed out, not copied. */
export function frozen(_: string, value: unknown): unknown {
  return Object.freeze(value);
}
