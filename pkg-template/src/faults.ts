import type { FieldError, ValidationReason } from '../index.js';
import { ValidationException, noText } from './errors.js';

/** Why a context or an entity id is refused: by the core, or by what was thrown; by neither if it is no context at all. */
export interface Complaint {
  readonly reason?: ValidationReason;
  readonly message?: string;
  readonly cause?: unknown;
}

const enum Limit {
  /** Of those that are listed. A fault takes a hundred times the memory of what is wrong in a list. */
  Faults = 10_000,
}

/** Everything that is wrong with a request, so that the caller hears of it at once. */
export class Faults {
  readonly #fieldList: FieldError[] = [];
  #reason: ValidationReason = 'fieldValidationFailed';
  #options: { cause?: unknown } | undefined;

  add(name: string, message: string): void {
    if (this.#fieldList.length < Limit.Faults) this.#fieldList.push({ name, message });
  }

  /** Adds what was found against the field, if something was. */
  addFound(name: string, found: Complaint | undefined): void {
    if (found === undefined) return;
    if ('cause' in found) {
      this.add(name, noText(found.cause));
      this.#options = found;
    } else {
      this.add(name, found.message ?? 'expected an object or its JSON text');
    }
    // One context that is not JSON makes the whole request so (R18).
    if (found.reason === 'cannotParse') this.#reason = found.reason;
  }

  /** Undefined if nothing is wrong. */
  error(): ValidationException | undefined {
    if (this.#fieldList.length === 0) return undefined;
    return new ValidationException(this.#reason, Object.freeze(this.#fieldList), this.#options);
  }
}
