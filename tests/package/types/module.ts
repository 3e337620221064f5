// Compiled, never run: the module by itself, in a project that has the browser's types.

import plane from 'variate/control.wasm';
import core from 'variate/core.wasm';
import { initWasm } from 'variate/slim';

const module: WebAssembly.Module = core;
const other: WebAssembly.Module = plane;
initWasm(core);
initWasm(await WebAssembly.compileStreaming(fetch('core.wasm')));
