import type { LintOptions, Problem, ProblemCode, SnapshotInput } from '../index.js';
import { Core } from './core.js';
import { noText } from './errors.js';
import { load, wasm } from './module.js';
import { loadOptions } from './options.js';
import { utf8 } from './utf8.js';

/** Reads and checks a snapshot (S4, S5, S7): a core to be freed by the caller, or the problems for which there is none. */
export function open(snapshot: unknown, maxBytes: number, lenient: boolean): Core | Problem[] {
  let given: Uint8Array<ArrayBuffer> | string | undefined;
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    given = viewOf(snapshot) ?? (typeof snapshot === 'string' ? snapshot : JSON.stringify(snapshot));
    if (given === undefined) return problem('WrongType', 'expected an object, its JSON text or bytes');
    bytes = typeof given === 'string' ? utf8().encode(given) : given;
  } catch (fault) {
    // Nor has a buffer that was transferred.
    return problem('NotJson', noText(fault));
  }
  const { length } = bytes;
  // The core would say so too. But linear memory never shrinks, so the document is not even shown to it.
  if (length > maxBytes) return problem('TooLarge', `the document is larger than the size budget: \`${length}\``, length);
  // These may be needed again, and the caller's own may change.
  const source = bytes === given ? bytes.slice() : bytes;
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

/** The bytes that this value is, whatever its realm: a Buffer, another view, an ArrayBuffer, shared or not. */
export function viewOf(value: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (ArrayBuffer.isView(value)) {
    return new Uint8Array(value.buffer as ArrayBuffer, value.byteOffset, value.byteLength);
  }
  return kindOf(value).endsWith('ArrayBuffer') ? new Uint8Array(value as ArrayBuffer) : undefined;
}

/** Not `instanceof`: the object may come from another realm, as modules do in Next's edge runtime. */
export function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

function problem(code: ProblemCode, message: string, value?: number): Problem[] {
  return [{ path: '', code, message, ...(value !== undefined && { value }) }];
}
