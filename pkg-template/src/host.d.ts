// What this package asks of its host beyond ECMAScript 2022. Declared here and not taken from the library `DOM`,
// so that using anything else of a browser is a compile error.

declare namespace WebAssembly {
  interface Module {}

  interface Memory {
    readonly buffer: ArrayBuffer;
  }

  interface Instance {
    readonly exports: Record<string, unknown>;
  }

  const Module: { new (bytes: Uint8Array): Module; exports(module: Module): readonly unknown[] };
  const Instance: new (module: Module) => Instance;
  function compile(bytes: Uint8Array): Promise<Module>;
  function validate(bytes: Uint8Array): boolean;
}

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
  encodeInto(text: string, view: Uint8Array): { read: number; written: number };
}

declare class TextDecoder {
  decode(bytes: Uint8Array): string;
}

declare const atob: ((base64: string) => string) | undefined;

/** Node's, in a host that has it. A page may call something else by this name. */
declare var Buffer:
  | { isEncoding?(name: string): boolean; from(text: string, encoding: 'base64'): Uint8Array<ArrayBuffer> }
  | undefined;

// Newer than the oldest host.

interface String {
  toWellFormed?(): string;
}

interface Uint8ArrayConstructor {
  fromBase64?(base64: string): Uint8Array<ArrayBuffer>;
}
