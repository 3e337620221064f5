/** `variate` without its WebAssembly: for hosts with a way of their own to get it, and for pages that fetch it apart. */

export * from './index.js';

/**
 * Hands over the module of `variate/core.wasm`, before the first {@link Evaluator}, {@link lint} or {@link ready}. It is
 * instantiated once: a module that is given after that plays no part.
 *
 * @param source - A `WebAssembly.Module`, or its bytes as a view or an `ArrayBuffer`.
 * @throws {VariateError} `WebAssemblyMissing` if it is neither, `WebAssemblyBlocked` or `WebAssemblyUnsupported` if the
 *   host does not compile the bytes.
 */
export function initWasm(source: object): void;
