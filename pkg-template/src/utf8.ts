import { wellFormed } from './identity.js';

type Encoder = Pick<TextEncoder, 'encode' | 'encodeInto'>;

let encoder: Encoder | undefined;

/** The host's encoder, made at the first use; where there is none, as in jest with jsdom, a slow one. */
export function utf8(): Encoder {
  return (encoder ??= typeof TextEncoder === 'function' ? new TextEncoder() : SLOW);
}

const SLOW: Encoder = {
  encode: (text) => Uint8Array.from(bytesOf(wellFormed(text))),

  encodeInto(text, view) {
    let read = 0;
    let written = 0;
    for (const character of wellFormed(text)) {
      const bytes = bytesOf(character);
      if (written + bytes.length > view.length) break;
      view.set(bytes, written);
      read += character.length;
      written += bytes.length;
    }
    return { read, written };
  },
};

/** Of a text without unpaired surrogates. */
function bytesOf(text: string): number[] {
  const bytes: number[] = [];
  const encoded = encodeURIComponent(text);
  for (let index = 0; index < encoded.length; index += 1) {
    const isByte = encoded[index] === '%';
    bytes.push(isByte ? Number.parseInt(encoded.slice(index + 1, index + 3), 16) : encoded.charCodeAt(index));
    if (isByte) index += 2;
  }
  return bytes;
}
