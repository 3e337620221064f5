// Compiled, never run: the module by itself where there is `require`, which loads no WebAssembly.

import { initWasm } from 'variate/slim';

import('variate/core.wasm').then(({ default: core }) => {
  const module: WebAssembly.Module = core;
  initWasm(core);
});
