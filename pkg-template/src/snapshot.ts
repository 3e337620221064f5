import type { LintOptions, Problem, ProblemCode, SnapshotInput } from '../index.js';
import { Core } from './core.js';
import { load, wasm } from './module.js';
import { loadOptions } from './options.js';
import { utf8 } from './utf8.js';

/** Reads and checks a snapshot (S4, S5, S7): a core to be freed by the caller, or the problems for which there is none. */
export function open(snapshot: unknown, maxBytes: number, lenient: boolean): Core | Problem[] {
  const given = viewOf(snapshot);
  let bytes = given;
  if (bytes === undefined) {
    let text: string | undefined;
    try {
      text = typeof snapshot === 'string' ? snapshot : JSON.stringify(snapshot);
    } catch (fault) {
      return problem('NotJson', `this has no JSON text: ${String(fault)}`);
    }
    if (text === undefined) return problem('WrongType', 'expected an object, its JSON text or bytes');
    bytes = utf8().encode(text);
  }
  const { length } = bytes;
  // The core would say so too. But linear memory never shrinks, so the document is not even shown to it.
  if (length > maxBytes) return problem('TooLarge', `the document is larger than the size budget: \`${length}\``, length);
  // Nobody else's, for they may be needed again.
  const source = given ? bytes.slice() : bytes;
  const opened = (): Core | Problem[] => {
    load();
    const address = wasm.__wbindgen_malloc(length, 1) >>> 0;
    new Uint8Array(wasm.memory.buffer, address, length).set(source);
    const number = wasm.core_new(address, length, +lenient, maxBytes);
    const core = new Core(number, opened);
    if (wasm.core_loaded(number)) return core;
    const problems = core.problems();
    core.free();
    return problems;
  };
  return opened();
}

export function lint(snapshot: SnapshotInput, options?: LintOptions | null): Problem[] {
  const opened = open(snapshot, loadOptions(options).maxBytes, false);
  if (Array.isArray(opened)) return opened;
  opened.free();
  return [];
}

/** The bytes that this value is, whatever its realm: a Buffer, another view, an ArrayBuffer. */
export function viewOf(value: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (ArrayBuffer.isView(value)) {
    return new Uint8Array(value.buffer as ArrayBuffer, value.byteOffset, value.byteLength);
  }
  return kindOf(value) === 'ArrayBuffer' ? new Uint8Array(value as ArrayBuffer) : undefined;
}

/** Not `instanceof`: the object may come from another realm, as modules do in Next's edge runtime. */
export function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

function problem(code: ProblemCode, message: string, value?: number): Problem[] {
  return [{ path: '', code, message, ...(value !== undefined && { value }) }];
}
