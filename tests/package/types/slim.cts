// Compiled, never run, as a user of `variate/slim` and of `require`.

import { Evaluator, initWasm } from 'variate/slim';
import slim = require('variate/slim');
import whole = require('variate');

declare const bytes: Uint8Array;

initWasm(bytes);
const evaluator: whole.Evaluator = new slim.Evaluator('{"version":1}');
const isOurs = (error: unknown): error is whole.SnapshotError => error instanceof slim.SnapshotError;
// @ts-expect-error a text is no module
slim.initWasm('core.wasm');
