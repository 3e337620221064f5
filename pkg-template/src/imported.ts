/** Where the module comes from: the host compiles an import of it, for edge runtimes, which forbid compiling from bytes. */

import module from 'variate-wasm';

export function moduleNow(): WebAssembly.Module {
  return module;
}

export { moduleNow as moduleAside };
