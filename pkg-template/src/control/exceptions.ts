import type * as face from '../../control.js';
import { SnapshotError, VariateError } from '../errors.js';

/** How the core tells that an operation has failed. */
export interface Failure {
  readonly error: face.ValidationMembers & face.ResourceMembers & { readonly name: string; readonly message: string };
  /** What is wrong with a snapshot that does not load. */
  readonly problems?: readonly face.Problem[];
}

/** The operation is not known, or its input is wrong (C3, C4). */
export class ValidationException extends VariateError {
  static {
    (this.prototype as Error).name = 'ValidationException';
  }

  declare readonly name: 'ValidationException';
  declare readonly code: 'InvalidRequest';
  declare readonly fieldList: readonly face.FieldError[];
  readonly reason: face.ControlValidationReason;

  constructor(message: string, members: face.ValidationMembers) {
    super('InvalidRequest', message, members);
    this.reason = members.reason;
    this.fieldList = members.fieldList ?? [];
  }
}

/** What the exceptions about a resource have in common. */
class ResourceException extends VariateError {
  readonly resourceId: string | null;
  readonly resourceType: face.ResourceType | null;

  constructor(code: face.VariateErrorCode, message: string, { resourceId, resourceType }: face.ResourceMembers) {
    super(code, message);
    this.resourceId = resourceId ?? null;
    this.resourceType = resourceType ?? null;
  }
}

const UNKNOWN = {
  project: 'UnknownProject',
  feature: 'UnknownFeature',
  launch: 'UnknownLaunch',
  experiment: 'UnknownExperiment',
  segment: 'UnknownSegment',
} as const;

/** The operation is about something that the snapshot does not have. */
export class ResourceNotFoundException extends ResourceException {
  static {
    (this.prototype as Error).name = 'ResourceNotFoundException';
  }

  declare readonly name: 'ResourceNotFoundException';
  declare readonly code: face.UnknownResourceCode;

  constructor(message: string, members: face.ResourceMembers) {
    const { resourceType } = members;
    super(resourceType ? UNKNOWN[resourceType] : 'UnknownResource', message, members);
  }
}

/** The snapshot is not in the state for the operation. */
export class ConflictException extends ResourceException {
  static {
    (this.prototype as Error).name = 'ConflictException';
  }

  declare readonly name: 'ConflictException';
  declare readonly code: 'Conflict';

  constructor(message: string, members: face.ResourceMembers) {
    super('Conflict', message, members);
  }
}

/** The operation would make more of something than there may be. */
export class ServiceQuotaExceededException extends ResourceException {
  static {
    (this.prototype as Error).name = 'ServiceQuotaExceededException';
  }

  declare readonly name: 'ServiceQuotaExceededException';
  declare readonly code: 'QuotaExceeded';
  readonly serviceCode = 'evidently';

  constructor(message: string, members: face.ResourceMembers) {
    super('QuotaExceeded', message, members);
  }
}

/** The error to throw. */
export function exceptionOf({ error, problems = [] }: Failure): VariateError {
  const { name, message } = error;
  switch (name) {
    case 'ValidationException':
      return new ValidationException(message, error);
    case 'ResourceNotFoundException':
      return new ResourceNotFoundException(message, error);
    case 'ConflictException':
      return new ConflictException(message, error);
    case 'ServiceQuotaExceededException':
      return new ServiceQuotaExceededException(message, error);
    default: {
      // As the evaluator says it.
      const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
      return new SnapshotError('InvalidSnapshot', (problems[0]?.message ?? message) + more, problems);
    }
  }
}
