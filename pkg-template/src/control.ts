// The face of `variate/control`; `../control.d.ts` documents it, `conforms.ts` compares the two.

export { control } from './control/apply.js';
export {
  ConflictException,
  ResourceNotFoundException,
  ServiceQuotaExceededException,
  ValidationException,
} from './control/exceptions.js';
export { operations } from './control/operations.js';
export { SnapshotError, VariateError } from './errors.js';
export { ready } from './module.js';
