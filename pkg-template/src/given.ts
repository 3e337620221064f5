/** Where the module comes from: the user has it, for hosts with a way of their own and for pages that fetch it apart. */

import { moduleFrom } from './compile.js';
import { VariateError } from './errors.js';

let given: WebAssembly.Module | undefined;

export function initWasm(source: object): void {
  given = isModule(source) ? source : moduleFrom(bytesOf(source));
}

export function moduleNow(): WebAssembly.Module {
  if (given !== undefined) return given;
  throw new VariateError('WebAssemblyMissing', 'Hand the module of variate/core.wasm to `initWasm` before anything else');
}

export async function moduleAside(): Promise<WebAssembly.Module> {
  return moduleNow();
}

// Not `instanceof`: the module may come from another realm, as Next's edge runtime has it.
function isModule(source: object): source is WebAssembly.Module {
  return Object.prototype.toString.call(source) === '[object WebAssembly.Module]';
}

function bytesOf(source: object): Uint8Array {
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  if (Object.prototype.toString.call(source) === '[object ArrayBuffer]') return new Uint8Array(source as ArrayBuffer);
  throw new VariateError('WebAssemblyMissing', '`initWasm` takes a WebAssembly.Module or the bytes of variate/core.wasm');
}
