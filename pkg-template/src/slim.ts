// The face of `variate/slim`: that of the package, and the way to bring the module.

export * from './index.js';
export { initWasm } from './given.js';
