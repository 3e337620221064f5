import { base64 } from './bytes.js';
import { VariateError } from './errors.js';
import * as glue from './glue.js';

/** Linear memory of the one instance of the module; there is no other state in this package outside its objects. */
let memory: WebAssembly.Memory | undefined;
let compiling: Promise<void> | undefined;

/** Compiles and instantiates the module unless that is done. `Core` can be used from then on. */
export function load(): WebAssembly.Memory {
  if (memory === undefined) {
    const bytes = decode();
    try {
      memory = link(new WebAssembly.Module(bytes));
    } catch (cause) {
      throw refusal(bytes, cause);
    }
  }
  return memory;
}

export async function ready(): Promise<void> {
  if (memory !== undefined) return;
  // One failure is not for ever: the next call tries again.
  compiling ??= compile().finally(() => (compiling = undefined));
  await compiling;
}

async function compile(): Promise<void> {
  const bytes = decode();
  let module: WebAssembly.Module;
  try {
    module = await WebAssembly.compile(bytes);
  } catch (cause) {
    throw refusal(bytes, cause);
  }
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

function decode(): Uint8Array<ArrayBuffer> {
  if (typeof WebAssembly === 'undefined') throw unsupported('WebAssembly');
  if (typeof Uint8Array.fromBase64 === 'function') return Uint8Array.fromBase64(base64);
  if (typeof atob === 'undefined') throw unsupported('Uint8Array.fromBase64 nor atob');
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index);
  return bytes;
}

function refusal(bytes: Uint8Array, cause: unknown): VariateError {
  // Each engine has its own words for a policy; what they have in common is that the module itself is good.
  if (!WebAssembly.validate(bytes)) return unsupported('the WebAssembly features that this package uses', cause);
  const message =
    'This host forbids compiling WebAssembly from bytes: ' +
    "in a page, allow 'wasm-unsafe-eval' in the script-src of its Content-Security-Policy";
  return new VariateError('WebAssemblyBlocked', message, { cause });
}

function unsupported(what: string, cause?: unknown): VariateError {
  return new VariateError('WebAssemblyUnsupported', `This host has no ${what}`, { cause });
}
