// The same as coders.ts on hosts that have no coders (jest with jsdom is one): the oldest way to do it.

import * as host from './coders.js';
import { wellFormed } from './utf8.js';

type Encoder = Pick<TextEncoder, 'encode' | 'encodeInto'>;

export function utf8(): Encoder {
  return typeof TextEncoder === 'function' ? host.utf8() : SLOW;
}

const SLOW: Encoder = {
  encode: (text) => Uint8Array.from(unescape(encodeURIComponent(wellFormed(text))), (byte) => byte.charCodeAt(0)),

  /** All or nothing. */
  encodeInto(text, view) {
    const bytes = this.encode(text);
    if (bytes.length > view.length) return { read: 0, written: 0 };
    view.set(bytes);
    return { read: text.length, written: bytes.length };
  },
};

export function decode(bytes: Uint8Array): string {
  if (typeof TextDecoder === 'function') return host.decode(bytes);
  return decodeURIComponent(Array.from(bytes, (byte) => `%${(256 + byte).toString(16).slice(1)}`).join(''));
}
