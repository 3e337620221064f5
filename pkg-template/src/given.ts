/** Where the module comes from: the user has it, for hosts with a way of their own and for pages that fetch it apart. */

import { moduleFrom } from './compile.js';
import { VariateError } from './errors.js';
import { kindOf, viewOf } from './snapshot.js';

let given: WebAssembly.Module | undefined;

export function initWasm(source: object): void {
  if (kindOf(source) === 'WebAssembly.Module') {
    given = source;
  } else {
    const bytes = viewOf(source);
    if (bytes === undefined) throw missing();
    given = moduleFrom(bytes, 'or give `initWasm` a compiled module');
  }
}

export function moduleNow(): WebAssembly.Module {
  if (given !== undefined) return given;
  throw missing();
}

export { moduleNow as moduleAside };

function missing(): VariateError {
  return new VariateError('WebAssemblyMissing', 'Give variate/core.wasm to `initWasm` first');
}
