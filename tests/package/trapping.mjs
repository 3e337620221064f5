// Hosts in which the module traps. Must be imported before the package.

const { Instance } = WebAssembly;

/** A module whose one function is `unreachable`. */
const TRAP = [
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00],
  ...[0x03, 0x02, 0x01, 0x00],
  ...[0x07, 0x05, 0x01, 0x01, 0x74, 0x00, 0x00],
  ...[0x0a, 0x05, 0x01, 0x03, 0x00, 0x00, 0x0b],
];
const { t: unreachable } = new Instance(new WebAssembly.Module(new Uint8Array(TRAP))).exports;

/**
 * Every instance, in order: its linear memory if that is not collected, and how often something in it was called, before it
 * trapped and since.
 */
export const instances = [];

let left = 0;

/** Lets the n-th call into the module from now on trap, and leave nothing in its memory as it was. */
export function trapAt(call) {
  left = call;
}

/** Whether the call has not come. */
export function isPending() {
  return left > 0;
}

WebAssembly.Instance = class extends Instance {
  constructor(...args) {
    super(...args);
    const { exports } = this;
    const instance = { memory: new WeakRef(exports.memory), calls: 0, callsSince: 0, hasTrapped: false };
    instances.push(instance);
    const trapping = (call) => (...numbers) => {
      instance[instance.hasTrapped ? 'callsSince' : 'calls'] += 1;
      if (left > 0 && (left -= 1) === 0) {
        instance.hasTrapped = true;
        new Uint8Array(exports.memory.buffer).fill(0xff);
        unreachable();
      }
      return call(...numbers);
    };
    const wrap = ([name, value]) => [name, typeof value === 'function' ? trapping(value) : value];
    Object.defineProperty(this, 'exports', { value: Object.fromEntries(Object.entries(exports).map(wrap)) });
  }
};

/** The bytes of a module whose memory may grow by so many pages (64 KiB) only: after that it traps by itself. */
export function withMemory(bytes, morePages) {
  const memorySection = 5;
  let at = 8;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  for (;;) {
    const start = at;
    const section = bytes[at++];
    const end = number() + at;
    if (section === memorySection) {
      const [count, flags] = [bytes[at++], bytes[at++]];
      if (count !== 1 || flags !== 0) throw new Error('the memory is not as it was when this was written');
      const pages = number();
      const content = [1, 1, ...leb(pages), ...leb(pages + morePages)];
      return Buffer.concat([bytes.subarray(0, start), Buffer.from([section, ...leb(content.length), ...content]), bytes.subarray(end)]);
    }
    at = end;
  }
}

function leb(value) {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)];
}
