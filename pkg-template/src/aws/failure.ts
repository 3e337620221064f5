/** What went wrong, as the API says it: a status, the name of the exception, the members of its shape (C1, C3). */

import type { FieldError } from '../../control.js';

export interface Failure {
  readonly status: number;
  readonly name: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const RESOURCE = ['resourceId', 'resourceType'];

/** The exceptions of the operations, by name. Members of a resource are there even when nothing is known of it, as on the service. */
const EXCEPTIONS: ReadonlyMap<unknown, { readonly status: number; readonly members: readonly string[] }> = new Map([
  ['ValidationException', { status: 400, members: ['reason', 'fieldList'] }],
  ['ServiceQuotaExceededException', { status: 402, members: RESOURCE }],
  ['AccessDeniedException', { status: 403, members: [] }],
  ['ResourceNotFoundException', { status: 404, members: RESOURCE }],
  ['ConflictException', { status: 409, members: RESOURCE }],
]);

/** Thrown by this entry itself, with what is to be answered. */
class Refusal extends Error {
  readonly failure: Failure;

  constructor(status: number, name: string, message: string, members: object = {}) {
    super(message);
    this.failure = { status, name, body: { message, ...members } };
  }
}

/** What the host has brought has failed: a store, a clock, what takes events. By whatever name, it is no answer to a client. */
class HostFault {
  readonly cause: unknown;

  constructor(cause: unknown) {
    this.cause = cause;
  }
}

/** Asks something of what the host has brought. */
export async function ofHost<T>(ask: () => T | Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    throw new HostFault(cause);
  }
}

/** The time by the host's clock, in milliseconds. */
export function timeBy(clock: () => Date | number): Promise<number> {
  return ofHost(() => {
    const now = clock();
    const time = typeof now === 'number' ? now : now.getTime();
    // As far as a `Date` reaches.
    if (!(Math.abs(time) <= 8.64e15)) throw new TypeError('now: expected a function that gives a Date or milliseconds');
    return time;
  });
}

/** What the host is to hear of. */
export function causeOf(error: unknown): unknown {
  return error instanceof HostFault ? error.cause : error;
}

/** What to answer to an error: of `variate`, of `variate/control`, of this entry, or of anything beneath it. */
export function failure(error: unknown): Failure {
  if (error instanceof Refusal) return error.failure;
  const { name, message } = error as { name?: unknown; message?: unknown };
  const exception = EXCEPTIONS.get(name);
  if (typeof name === 'string' && exception !== undefined) {
    const { status, members } = exception;
    const given = error as Readonly<Record<string, unknown>>;
    const body: Record<string, unknown> = { message };
    for (const member of members) body[member] = given[member] ?? (members === RESOURCE ? null : undefined);
    if (status === 402) body['serviceCode'] = 'evidently';
    return { status, name, body };
  }
  // What a snapshot has wrong is for who runs this to know; anything else might tell strangers about the host.
  const told = name === 'SnapshotError' ? message : 'The request could not be carried out.';
  return { status: 500, name: 'InternalServerException', body: { message: told } };
}

/** AWS answers what its API does not have before the service sees it, and so with none of the service's exceptions. */
export function unknownOperation(method: string, path: string): Error {
  return new Refusal(404, 'UnknownOperationException', `The API has nothing at ${method} ${path}`);
}

export function tooLarge(maxBytes: number): Error {
  const message = `The body is larger than ${maxBytes} bytes`;
  return new Refusal(413, 'RequestEntityTooLargeException', message);
}

export function unparsable(message: string): Error {
  return new Refusal(400, 'ValidationException', message, { reason: 'cannotParse' });
}

/** Members of the input are wrong: every one of them is named. */
export function invalid(fieldList: readonly FieldError[]): Error {
  const sentences = fieldList.map(({ name, message }) => `${name}: ${message}`);
  return new Refusal(400, 'ValidationException', sentences.join('; '), { reason: 'fieldValidationFailed', fieldList });
}

export function denied(message: string): Error {
  return new Refusal(403, 'AccessDeniedException', message);
}

export function overtaken(times: number): Error {
  const message = `Others have changed the project ${times} times in a row while this change was made. Try again.`;
  return new Refusal(409, 'ConflictException', message, { resourceId: null, resourceType: null });
}
