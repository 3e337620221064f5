import { VariateError } from './errors.js';

/** Compiles bytes, and says why a host would not, and what to do instead. */
export function moduleFrom(bytes: Uint8Array, instead: string): WebAssembly.Module {
  try {
    return new WebAssembly.Module(bytes);
  } catch (cause) {
    throw refusal(bytes, cause, instead);
  }
}

export function refusal(bytes: Uint8Array, cause: unknown, instead: string): VariateError {
  if (typeof WebAssembly === 'undefined') return unsupported('lacks WebAssembly');
  // Each engine has its own words for a policy; what they have in common is that the module itself is good. If it is not,
  // the host is too old, or they are the bytes of something else, and the engine says which.
  if (!WebAssembly.validate(bytes)) return unsupported(`cannot compile these bytes: ${cause}`, cause);
  const message =
    "This host forbids compiling WebAssembly from bytes: allow 'wasm-unsafe-eval' in the script-src of a page's " +
    `Content-Security-Policy, ${instead}`;
  return new VariateError('WebAssemblyBlocked', message, { cause });
}

export function unsupported(what: string, cause?: unknown): VariateError {
  return new VariateError('WebAssemblyUnsupported', `This host ${what}`, { cause });
}
