import type { FieldError, ValidationReason } from '../index.js';
import { ValidationException } from './errors.js';

/** What the core says against a field. */
export interface Failure {
  readonly reason: ValidationReason;
  readonly fieldList: readonly FieldError[];
}

/** What a host's JSON writer or a getter threw while a field was read. */
export interface Thrown {
  readonly thrown: unknown;
}

/** Everything that is wrong with a request, so that the caller hears of it at once. */
export class Faults {
  readonly #fieldList: FieldError[] = [];
  #reason: ValidationReason = 'fieldValidationFailed';
  #cause: { cause?: unknown } | undefined;

  get any(): boolean {
    return this.#fieldList.length > 0;
  }

  add(name: string, message: string): void {
    this.#fieldList.push({ name, message });
  }

  /** Adds what was found against the field, if something was. */
  addFound(found: Failure | Thrown | undefined, name: string): void {
    if (found === undefined) return;
    if ('thrown' in found) {
      this.add(name, `this has no JSON text: ${String(found.thrown)}`);
      this.#cause = { cause: found.thrown };
      return;
    }
    this.#fieldList.push(...found.fieldList);
    // One context that is not JSON makes the whole request so (R18).
    if (found.reason === 'cannotParse') this.#reason = 'cannotParse';
  }

  error(): ValidationException {
    return new ValidationException(this.#reason, Object.freeze(this.#fieldList), this.#cause);
  }
}
