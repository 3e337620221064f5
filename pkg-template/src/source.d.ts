// What the build puts in: where the module comes from, and which one it is.

declare module 'variate-module' {
  /** The compiled module. Throws a `VariateError` if there is none. */
  export function moduleNow(): WebAssembly.Module;
  /** The same, compiled off the thread where the host can. */
  export function moduleAside(): WebAssembly.Module | Promise<WebAssembly.Module>;
}

declare module 'variate-bytes' {
  /** `core.wasm` or `control.wasm`. */
  export const base64: string;
}

declare module 'variate-wasm' {
  /** The same, as the host's own bundler compiles an import of it. */
  const module: WebAssembly.Module;
  export default module;
}

declare module 'variate-coders' {
  export function utf8(): Pick<TextEncoder, 'encode' | 'encodeInto'>;
  export function decode(bytes: Uint8Array): string;
}
