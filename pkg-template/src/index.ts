// The face of the package; `../index.d.ts` documents it, `conforms.ts` compares the two.

export { ResourceNotFoundException, SnapshotError, ValidationException, VariateError } from './errors.js';
export { Evaluator } from './evaluator.js';
export { ready } from './module.js';
export { lint } from './snapshot.js';
