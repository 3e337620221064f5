// What the build puts in: where the module comes from.

declare module 'variate-module' {
  /** The compiled module. Throws a `VariateError` if there is none. */
  export function moduleNow(): WebAssembly.Module;
  /** The same, compiled off the thread where the host can. */
  export function moduleAside(): WebAssembly.Module | Promise<WebAssembly.Module>;
}

declare module '*.wasm?module' {
  const core: WebAssembly.Module;
  export default core;
}
