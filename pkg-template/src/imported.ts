/** Where the module comes from: the host compiles an import of it, for edge runtimes, which forbid compiling from bytes. */

import core from './core.wasm?module';

export function moduleNow(): WebAssembly.Module {
  return core;
}

export { moduleNow as moduleAside };
