/** The module that this package runs, for hosts whose bundler turns an import of WebAssembly into a compiled module. */
declare const core: WebAssembly.Module;
export default core;
