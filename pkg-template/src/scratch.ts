import type { Core } from './glue.js';
import { utf8 } from './utf8.js';

/** Shorter texts are written by the loop below: `encodeInto` is twice as slow for them in most engines but Node's. */
const LOOP_MAX = 128;

/** More UTF-16 units than any valid entity id has: of a flag, 2,048 characters (R38) are at most 4,096 of them. */
const ID_MAX = 8192;

/** Holds an entity id and the attributes of nearly every request. */
const FIRST_BYTES = 16 * 1024;

/**
 * The memory of one core in which ids and contexts are written for it to read. Positions are bytes from its start.
 *
 * The views lose their buffer, and so have length 0, whenever linear memory grows: each write compares its end with
 * the length, and that one comparison finds both a lost view and a scratch that is too short.
 */
export class Scratch {
  readonly #core: Core;
  readonly #memory: WebAssembly.Memory;
  #address = 0;
  #size = 0;
  #bytes = new Uint8Array(0);
  #words = new Uint32Array(0);
  #outcomes = new Uint32Array(0);
  // A view of doubles over the scratch itself would need multiples of 8.
  readonly #double = new Float64Array(1);
  readonly #halves = new Uint32Array(this.#double.buffer);

  constructor(core: Core, memory: WebAssembly.Memory) {
    this.#core = core;
    this.#memory = memory;
  }

  /** Makes room up to `end`; what is written stays. */
  reserve(end: number): void {
    if (end > this.#bytes.length) this.#enlarge(end);
  }

  /** One u32 at a multiple of 4 for which there is room. */
  word(at: number, word: number): void {
    this.#words[at >> 2] = word;
  }

  /** A number of 8 bytes at a multiple of 4 for which there is room. */
  double(at: number, value: number): void {
    this.#double[0] = value;
    this.#words[at >> 2] = this.#halves[0]!;
    this.#words[(at >> 2) + 1] = this.#halves[1]!;
  }

  /** A text at a multiple of 4, in UTF-8 with U+FFFD for unpaired surrogates (R1). Returns its length in bytes. */
  text(at: number, text: string): number {
    const length = text.length;
    // The loop writes whole words.
    if (length > LOOP_MAX || at + length + 3 > this.#bytes.length) return this.#encode(at, text);
    const words = this.#words;
    let word = at >> 2;
    let index = 0;
    let seen = 0;
    for (const whole = length - 3; index < whole; index += 4) {
      const a = text.charCodeAt(index);
      const b = text.charCodeAt(index + 1);
      const c = text.charCodeAt(index + 2);
      const d = text.charCodeAt(index + 3);
      seen |= a | b | c | d;
      words[word++] = a | (b << 8) | (c << 16) | (d << 24);
    }
    let last = 0;
    for (let shift = 0; index < length; index += 1, shift += 8) {
      const code = text.charCodeAt(index);
      seen |= code;
      last |= code << shift;
    }
    words[word] = last;
    return seen < 0x80 ? length : this.#encode(at, text);
  }

  /** An entity id, as `text`. One that is far too long is cut: the core refuses it all the same, and memory stays small. */
  id(at: number, id: string): number {
    return this.text(at, id.length > ID_MAX ? id.slice(0, ID_MAX) : id);
  }

  /** The results of the last call that has more than one; good until the next call. */
  outcomes(count: number): Uint32Array {
    const address = this.#core.outcomes();
    const known = this.#outcomes;
    if (known.length === count && known.byteOffset === address) return known;
    return (this.#outcomes = new Uint32Array(this.#memory.buffer, address, count));
  }

  #encode(at: number, text: string): number {
    let end = at;
    for (let read = 0; read < text.length;) {
      // As if it were ASCII; a second round has room for whatever may be left.
      const left = text.length - read;
      this.reserve(end + (read === 0 ? left : 3 * left) + 4);
      const step = utf8().encodeInto(read === 0 ? text : text.slice(read), this.#bytes.subarray(end));
      read += step.read;
      end += step.written;
    }
    return end - at;
  }

  #enlarge(end: number): void {
    if (end > this.#size) {
      this.#size = Math.max(FIRST_BYTES, 2 * this.#size, (end + 7) & ~7);
      this.#address = this.#core.reserve(this.#size);
    }
    this.#bytes = new Uint8Array(this.#memory.buffer, this.#address, this.#size);
    this.#words = new Uint32Array(this.#memory.buffer, this.#address, this.#size >> 2);
  }
}
