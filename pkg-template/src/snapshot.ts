import type { LintOptions, Problem, SnapshotInput } from '../index.js';
import { Core } from './glue.js';
import { load } from './module.js';
import { type LoadOptions, loadOptions } from './options.js';
import { utf8 } from './utf8.js';

/** What became of a snapshot: a core to be freed by the caller, or the problems for which there is none. */
export type Opened = { readonly core: Core; readonly memory: WebAssembly.Memory } | { readonly problems: Problem[] };

/** Reads and checks a snapshot (S4, S5, S7). */
export function open(snapshot: unknown, { lenient, maxBytes }: LoadOptions): Opened {
  const memory = load();
  const bytes = bytesOf(snapshot, maxBytes);
  if (!isBytes(bytes)) return { problems: [bytes] };
  const core = new Core(bytes, lenient, maxBytes);
  if (core.loaded) return { core, memory };
  const problems = problemsOf(core);
  core.free();
  return { problems };
}

export function lint(snapshot: SnapshotInput, options?: LintOptions | null): Problem[] {
  const opened = open(snapshot, { ...loadOptions(options), lenient: false });
  if ('problems' in opened) return opened.problems;
  opened.core.free();
  return [];
}

/** All problems that loading has found; none but in a refused or a leniently loaded snapshot. */
export function problemsOf(core: Core): Problem[] {
  return JSON.parse(core.problems()) as Problem[];
}

function bytesOf(snapshot: unknown, maxBytes: number): Uint8Array | Problem {
  const bytes = asBytes(snapshot) ?? encoded(snapshot);
  if (!isBytes(bytes) || bytes.length <= maxBytes) return bytes;
  // The core would say so too. But linear memory never shrinks, so the document is not even shown to it.
  const message = `the document is larger than the size budget: \`${bytes.length}\``;
  return { path: '', code: 'TooLarge', message, value: bytes.length };
}

// Not `instanceof`: the encoder of jest's environments makes arrays of another realm.
function isBytes(value: Uint8Array | Problem): value is Uint8Array {
  return ArrayBuffer.isView(value);
}

/** The bytes that this value is, whatever its realm: a Buffer, another view, an ArrayBuffer. */
function asBytes(value: unknown): Uint8Array | undefined {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  const isBuffer = Object.prototype.toString.call(value) === '[object ArrayBuffer]';
  return isBuffer ? new Uint8Array(value as ArrayBuffer) : undefined;
}

function encoded(value: unknown): Uint8Array | Problem {
  let text: string | undefined;
  try {
    text = typeof value === 'string' ? value : JSON.stringify(value);
  } catch (fault) {
    return { path: '', code: 'NotJson', message: `the snapshot has no JSON text: ${String(fault)}` };
  }
  if (text !== undefined) return utf8().encode(text);
  return { path: '', code: 'WrongType', message: 'a snapshot is JSON text, its bytes, or an object' };
}
