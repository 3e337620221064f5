// The host of the package: what is asked of its WebAssembly, for which this file must be imported before the package, and
// how it is to lack something.

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

/** Replaces a member of an object while `body` runs. */
export async function during(object, name, value, body) {
  const before = Object.getOwnPropertyDescriptor(object, name);
  Object.defineProperty(object, name, { value, configurable: true, writable: true });
  try {
    return await body();
  } finally {
    if (before) Object.defineProperty(object, name, before);
    else delete object[name];
  }
}
