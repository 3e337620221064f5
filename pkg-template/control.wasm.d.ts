/** The module that `variate/control` runs, for hosts whose bundler turns an import of WebAssembly into a compiled module. */
declare const control: WebAssembly.Module;
export default control;
