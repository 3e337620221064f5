/** What went wrong, as the API says it: a status, the name of the exception, the members of its shape (C1, C3). */

export interface Failure {
  readonly status: number;
  readonly name: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The exceptions of the operations, by name. */
const STATUS: Readonly<Record<string, number>> = {
  ValidationException: 400,
  ServiceQuotaExceededException: 402,
  AccessDeniedException: 403,
  ResourceNotFoundException: 404,
  ConflictException: 409,
};

/** Members of the exceptions' shapes. Those of the resource are there even when nothing is known of it, as on the service. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  ValidationException: ['reason', 'fieldList'],
  ServiceQuotaExceededException: ['resourceId', 'resourceType'],
  ResourceNotFoundException: ['resourceId', 'resourceType'],
  ConflictException: ['resourceId', 'resourceType'],
};

/** Thrown by this entry itself, with what is to be answered. */
class Refusal extends Error {
  readonly failure: Failure;

  constructor(status: number, name: string, message: string, members: object = {}) {
    super(message);
    this.failure = { status, name, body: { message, ...members } };
  }
}

/** What to answer to an error: of `variate`, of `variate/control`, of this entry, or of anything beneath it. */
export function failure(error: unknown): Failure {
  if (error instanceof Refusal) return error.failure;
  const { name, message } = error as { name?: string; message?: string };
  const status = STATUS[name ?? ''];
  if (name !== undefined && status !== undefined) {
    const given = error as Readonly<Record<string, unknown>>;
    const body: Record<string, unknown> = { message };
    for (const member of MEMBERS[name] ?? []) body[member] = given[member] ?? (member.startsWith('resource') ? null : undefined);
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

export function denied(message: string): Error {
  return new Refusal(403, 'AccessDeniedException', message);
}

export function overtaken(times: number): Error {
  const message = `Others have changed the project ${times} times in a row while this change was made. Try again.`;
  return new Refusal(409, 'ConflictException', message, { resourceId: null, resourceType: null });
}
