// Import this before the package: it watches what the package asks of WebAssembly.

const { Instance, Module, compile } = WebAssembly;

/** How often each was called, and the linear memory of every instance, in order. */
export const seen = { Module: 0, compile: 0, memories: [] };

WebAssembly.Module = class extends Module {
  constructor(...args) {
    super(...args);
    seen.Module += 1;
  }
};

WebAssembly.compile = (...args) => {
  seen.compile += 1;
  return compile(...args);
};

WebAssembly.Instance = class extends Instance {
  constructor(...args) {
    super(...args);
    seen.memories.push(this.exports.memory);
  }
};
