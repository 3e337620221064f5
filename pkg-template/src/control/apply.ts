import type * as face from '../../control.js';
import type { ProblemCode } from '../../index.js';
import { SnapshotError, noText } from '../errors.js';
import type { ControlExports } from '../exports.js';
import { Faults } from '../faults.js';
import { load, read, wasm } from '../module.js';
import { checkOptions, timeOf } from '../options.js';
import { isNothing } from '../refusal.js';
import { viewOf } from '../snapshot.js';
import { utf8 } from '../utf8.js';
import { type Failure, ValidationException, exceptionOf } from './exceptions.js';

/** The size budget of a snapshot and of an input unless told otherwise: 32 MiB (S7). */
const MAX_BYTES = 0x200_0000;

export function control<Name extends face.Operation>(
  operation: Name,
  snapshot: face.SnapshotInput | null,
  input: face.Input<Name> | string,
  options?: face.ControlOptions | null,
): face.ControlResult<Name> {
  const faults = new Faults();
  if (typeof operation !== 'string') faults.add('operation', 'expected a string');
  const { region, account, maxBytes: budget } = checkOptions(options, faults);
  for (const [name, text] of Object.entries({ region, account })) {
    if (!isNothing(text) && typeof text !== 'string') faults.add(name, 'expected a string');
  }
  const maxBytes = (budget as number | null | undefined) ?? MAX_BYTES;
  const isBudget = typeof maxBytes === 'number' && maxBytes >= 0;
  if (!isBudget) faults.add('maxBytes', 'expected a number');
  let inputBytes: Uint8Array = new Uint8Array();
  try {
    inputBytes = utf8().encode(textOf(input));
    const { length } = inputBytes;
    // Here and below, what is too large is not even shown to the core: linear memory never shrinks.
    if (isBudget && length > maxBytes) faults.add('input', `larger than the size budget: \`${length}\``);
  } catch (cause) {
    faults.addFound('input', { cause });
  }
  const error = faults.error();
  if (error !== undefined) throw new ValidationException(error.message, error);
  const document = snapshot === null ? new Uint8Array() : bytesOf(snapshot, maxBytes);
  load();
  const { control_apply } = wasm as object as ControlExports;
  const result = read<face.ControlResult<Name> | Failure>(
    control_apply(
      ...given(document),
      ...given(cut(operation)),
      ...given(inputBytes),
      timeOf(options) ?? Date.now(),
      ...given(cut((region as string | null | undefined) ?? 'local')),
      ...given(cut((account as string | null | undefined) ?? '000000000000')),
      maxBytes,
    ),
  );
  if ('error' in result) throw exceptionOf(result);
  return result;
}

/** The bytes of a snapshot. What is none is for the core to refuse: it is not taken for the snapshot of nothing. */
function bytesOf(snapshot: unknown, maxBytes: number): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = viewOf(snapshot) ?? utf8().encode(textOf(snapshot));
  } catch (cause) {
    throw refusal('NotJson', noText(cause));
  }
  const { length } = bytes;
  // As the evaluator says it.
  if (length > maxBytes) throw refusal('TooLarge', `the document is larger than the size budget: \`${length}\``, length);
  return bytes;
}

function refusal(code: ProblemCode, message: string, value?: number): SnapshotError {
  return new SnapshotError('InvalidSnapshot', message, [{ path: '', code, message, ...(value !== undefined && { value }) }]);
}

/** Text as it is, anything else as JSON. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : String(JSON.stringify(value));
}

/** More of it than the core takes: what it refuses need not be in linear memory. */
function cut(text: string): string {
  return text.slice(0, 128);
}

/** A text in linear memory, for the call that gets it to free: its address and its length in bytes. */
function given(text: string | Uint8Array): [number, number] {
  const bytes = typeof text === 'string' ? utf8().encode(text) : text;
  const { memory, __wbindgen_malloc } = wasm;
  const address = __wbindgen_malloc(bytes.length, 1) >>> 0;
  new Uint8Array(memory.buffer, address, bytes.length).set(bytes);
  return [address, bytes.length];
}
