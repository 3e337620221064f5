// Compiled, never run: the module by itself, in a project that has the browser's types.

import core from 'variate/core.wasm';
import { initWasm } from 'variate/slim';

const module: WebAssembly.Module = core;
initWasm(core);
initWasm(await WebAssembly.compileStreaming(fetch('core.wasm')));
