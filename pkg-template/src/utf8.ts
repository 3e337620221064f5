// With the host's coders, looked up when they are called for. Hosts without them (jest with jsdom is one) have the oldest
// way to do the same.

type Encoder = Pick<TextEncoder, 'encode' | 'encodeInto'>;

let encoder: Encoder | undefined;

export function utf8(): Encoder {
  return (encoder ??= typeof TextEncoder === 'function' ? new TextEncoder() : SLOW);
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
  if (typeof TextDecoder === 'function') return new TextDecoder().decode(bytes);
  return decodeURIComponent(Array.from(bytes, (byte) => `%${(256 + byte).toString(16).slice(1)}`).join(''));
}

/** The text with U+FFFD for each unpaired surrogate (R1). */
export function wellFormed(text: string): string {
  return text.toWellFormed?.() ?? text.replace(/\p{Surrogate}/gu, '\uFFFD');
}
