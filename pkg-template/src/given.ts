/** Where the module comes from: the user has it, for hosts with a way of their own and for pages that fetch it apart. */

import { moduleFrom } from './compile.js';
import { VariateError } from './errors.js';
import { kindOf, viewOf } from './snapshot.js';

let given: WebAssembly.Module | undefined;

/** `core.wasm` exports more than `control.wasm`, and than most of what is not ours. */
const FEWEST_EXPORTS = 12;

export function initWasm(source: object): void {
  const bytes = viewOf(source);
  if (!bytes && kindOf(source) !== 'WebAssembly.Module') throw missing();
  const module = bytes ? moduleFrom(bytes, 'or give `initWasm` a compiled module') : source;
  if (WebAssembly.Module.exports(module).length < FEWEST_EXPORTS) throw missing();
  given = module;
}

export function moduleNow(): WebAssembly.Module {
  if (given !== undefined) return given;
  throw missing();
}

export { moduleNow as moduleAside };

function missing(): VariateError {
  return new VariateError('WebAssemblyMissing', 'Give variate/core.wasm to `initWasm` first');
}
