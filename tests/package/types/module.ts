// Compiled, never run: the module by itself, in a project that has the browser's types.

import core from 'variate/core.wasm';

const module: WebAssembly.Module = core;
