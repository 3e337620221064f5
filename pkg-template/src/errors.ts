import type { FieldError, Problem, ValidationReason, VariateErrorCode } from '../index.js';

type UnknownCode = 'UnknownFeature' | 'UnknownFlag' | 'UnknownProject';
type SnapshotCode = 'InvalidSnapshot' | 'QuarantinedFeature' | 'QuarantinedFlag';

/** What every error of this package is. `code` is for programs and stable, `message` for people. */
export class VariateError extends Error {
  static {
    // On the prototype, and not per instance: the first line of the stack is written before an instance has members.
    (this.prototype as Error).name = 'VariateError';
  }

  declare readonly path?: string;
  declare readonly fieldList?: readonly FieldError[];
  readonly code: VariateErrorCode;

  constructor(code: VariateErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** The request cannot be evaluated, whatever the project (E10). */
export class ValidationException extends VariateError {
  static {
    (this.prototype as Error).name = 'ValidationException';
  }

  declare readonly name: 'ValidationException';
  declare readonly code: 'InvalidRequest';
  declare readonly fieldList: readonly FieldError[];
  readonly reason: ValidationReason;

  constructor(reason: ValidationReason, fieldList: readonly FieldError[], options?: { cause?: unknown }) {
    super('InvalidRequest', inOneLine(fieldList), options);
    this.reason = reason;
    this.fieldList = fieldList;
  }
}

/** The project, the feature or the flag is not in the snapshot (E9, R38). */
export class ResourceNotFoundException extends VariateError {
  static {
    (this.prototype as Error).name = 'ResourceNotFoundException';
  }

  declare readonly name: 'ResourceNotFoundException';
  declare readonly code: UnknownCode;
  /** AWS's data plane sends both members, and nothing in them. */
  readonly resourceId = null;
  readonly resourceType = null;
}

/** The snapshot was refused, or the feature or flag asked for is quarantined (S4, S5). */
export class SnapshotError extends VariateError {
  static {
    (this.prototype as Error).name = 'SnapshotError';
  }

  declare readonly name: 'SnapshotError';
  declare readonly code: SnapshotCode;
  declare readonly path: string;
  readonly problems: readonly Problem[];

  constructor(code: SnapshotCode, message: string, problems: readonly Problem[]) {
    super(code, message);
    this.path = problems[0]!.path;
    this.problems = problems;
  }
}

/** What was thrown in place of a JSON text: it may be anything, and have no text either. */
export function noText(fault: unknown): string {
  let text = 'this has no JSON text';
  try {
    text += `: ${fault}`;
  } catch {}
  return text;
}

const enum Shown {
  /** A message stays readable when a batch of a thousand items has a thousand invalid fields. */
  Fields = 3,
}

function inOneLine(fieldList: readonly FieldError[]): string {
  const shown = fieldList.slice(0, Shown.Fields).map((field) => `${field.name}: ${field.message}`);
  const hidden = fieldList.length - shown.length;
  return shown.join('; ') + (hidden > 0 ? `; and ${hidden} more` : '');
}
