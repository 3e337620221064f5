import * as glue from './glue.js';
// One of inlined.ts, imported.ts and given.ts: the build decides for each entry of the package.
import { moduleAside, moduleNow } from 'variate-module';

/** Linear memory of the one instance of the module; there is no other state in this package outside its objects. */
let memory: WebAssembly.Memory | undefined;
let compiling: Promise<void> | undefined;

/** Compiles and instantiates the module unless that is done. `Core` can be used from then on. */
export function load(): WebAssembly.Memory {
  return (memory ??= link(moduleNow()));
}

export async function ready(): Promise<void> {
  if (memory !== undefined) return;
  // One failure is not for ever: the next call tries again.
  compiling ??= compile().finally(() => (compiling = undefined));
  await compiling;
}

async function compile(): Promise<void> {
  const module = await moduleAside();
  // An evaluator made meanwhile did not wait, and holds addresses in the memory of its own instance.
  memory ??= link(module);
}

function link(module: WebAssembly.Module): WebAssembly.Memory {
  // The name under which wasm-bindgen's target `bundler` imports its own glue.
  const instance = new WebAssembly.Instance(module, { './variate_bg.js': glue });
  const exports = instance.exports as { memory: WebAssembly.Memory; __wbindgen_start?: () => void };
  glue.__wbg_set_wasm(exports);
  exports.__wbindgen_start?.();
  return exports.memory;
}
