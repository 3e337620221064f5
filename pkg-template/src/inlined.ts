/** Where the module comes from: it is a part of this file, for all hosts that compile WebAssembly from bytes. */

import { base64 } from 'variate-bytes';
import { moduleFrom, refusal, unsupported } from './compile.js';

const INSTEAD = 'bundle for an edge runtime with the condition workerd or edge-light, or use variate/slim';

export function moduleNow(): WebAssembly.Module {
  return moduleFrom(decode(), INSTEAD);
}

let compiling: Promise<WebAssembly.Module> | undefined;

export function moduleAside(): Promise<WebAssembly.Module> {
  // One failure is not for ever: the next call tries again.
  return (compiling ??= compile().finally(() => (compiling = undefined)));
}

async function compile(): Promise<WebAssembly.Module> {
  const bytes = decode();
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw refusal(bytes, cause, INSTEAD);
  }
}

function decode(): Uint8Array<ArrayBuffer> {
  if (typeof Uint8Array.fromBase64 === 'function') return Uint8Array.fromBase64(base64);
  // `atob` is slow in Node. Not by its bare name, for which bundlers for pages would bring one along.
  const { Buffer } = globalThis;
  if (Buffer?.isEncoding?.('base64')) return Buffer.from(base64, 'base64');
  if (typeof atob === 'undefined') throw unsupported('lacks Uint8Array.fromBase64 and atob');
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index);
  return bytes;
}
