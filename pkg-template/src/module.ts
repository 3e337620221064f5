import { VariateError } from './errors.js';
import type { Exports, Text } from './exports.js';
import { decode } from './utf8.js';
// One of inlined.ts, imported.ts and given.ts: the build decides for each entry of the package.
import { moduleAside, moduleNow } from 'variate-module';

/** An instance of the module. Once something in it traps, nothing in its memory is to be trusted. */
export interface Instance extends Exports {
  trap?: { cause: unknown };
}

/** The one instance that there is now; there is no other state in this package outside its objects. */
export let wasm: Instance;

/** What it is an instance of, and the next one will be. */
let linked: WebAssembly.Module | undefined;

/** Compiles and instantiates the module unless that is done. `wasm` can be used from then on, until something traps. */
export function load(): void {
  if (wasm === undefined || wasm.trap) link(linked ?? moduleNow());
}

export async function ready(): Promise<void> {
  const module = linked ?? (await moduleAside());
  // An evaluator made meanwhile did not wait, and holds addresses in the memory of its own instance.
  if (linked === undefined) link(module);
}

function link(module: WebAssembly.Module): void {
  // Not the host's own object of exports, which is slower to look up in.
  const instance = {} as Record<string, unknown> & Instance;
  const guarded = (call: Function) => {
    return (...numbers: number[]): unknown => {
      try {
        if (!instance.trap) return call(...numbers);
      } catch (cause) {
        instance.trap = { cause };
      }
      throw trapped(instance);
    };
  };
  // There may be no memory for another one.
  const exports = guarded(() => new WebAssembly.Instance(module).exports)() as Record<string, Function>;
  for (const name in exports) instance[name] = guarded(exports[name]!);
  // This call is guarded where it is made (core.ts), which a host compiles into less.
  const { memory, core_evaluate } = exports as object as Exports;
  wasm = Object.assign(instance, { memory, core_evaluate });
  linked = module;
}

/** What is thrown instead of a trap, and at whoever is still in an instance that has trapped. */
export function trapped({ trap }: Instance): VariateError {
  return new VariateError('WebAssemblyTrapped', `The module stopped (${trap!.cause}): the next call starts it anew`, trap);
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
