// Compiled, never run, as a user of `variate/slim` and of `import`: the same types, and one function more.

import { Evaluator, VariateError, initWasm, lint, ready, type EvaluateResponse } from 'variate/slim';
import type * as whole from 'variate';

declare const bytes: Uint8Array;
declare const buffer: ArrayBuffer;

initWasm(bytes);
initWasm(buffer);
// @ts-expect-error a module is required
initWasm();
// @ts-expect-error a text is no module
initWasm('core.wasm');

const evaluator: whole.Evaluator = new Evaluator('{"version":1}');
const answer: EvaluateResponse = evaluator.evaluate({ feature: 'checkout', entityId: 'anna' });
const problems: readonly whole.Problem[] = lint(bytes);
const done: Promise<void> = ready();
const missing: whole.VariateError = new VariateError('WebAssemblyMissing', 'for a test');
