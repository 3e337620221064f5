import { type Attribute, COMPLEX, isPlain, valueOf } from './attributes.js';
import type { Scratch } from './scratch.js';

/** In what form a context lies at the start of the scratch memory. */
const NONE = 0;
const SLOTS = 1;
export const TEXT = 2;
/** Neither text nor an object that has a JSON text. */
export const UNREADABLE = -1;

// What a slot holds. A header is one of these and, from bit 8 on, the length of a string.
const ABSENT = 0;
const NULL = 1;
const FALSE = 2;
const TRUE = 3;
const NUMBER = 4;
const STRING = 5;
const STRING_MAX_BYTES = 0xff_ffff;

/** The size budget of a context, 32 MiB (S7). Of a larger text one unit more crosses, for the core to refuse it. */
const TEXT_MAX = 32 * 1024 * 1024;

/** A header, and a double or the place of a string. */
const CELL_BYTES = 12;

/**
 * Writes evaluation contexts. Of an object only the attributes that are read cross the boundary, each as a slot;
 * what is no scalar sends the whole context across as JSON text. Both forms decide alike; but what no rule reads is not
 * looked at in an object, however deep it is nested (R18).
 */
export class ContextWriter {
  /** Length of the context written last. */
  bytes = 0;
  /** Why the context written last is `UNREADABLE`, if something was thrown. */
  fault: unknown;
  readonly #scratch: Scratch;
  #values: unknown[] | undefined = [];

  constructor(scratch: Scratch) {
    this.#scratch = scratch;
  }

  /** Returns the form; `bytes` is then its length. */
  write(context: unknown, attributes: readonly Attribute[]): number {
    if (typeof context === 'string') return this.#text(context);
    this.bytes = 0;
    this.fault = undefined;
    if (context === undefined || context === null) return NONE;
    if (typeof context !== 'object' || Array.isArray(context)) return UNREADABLE;
    if (attributes.length === 0) return NONE;
    let text: string | undefined;
    try {
      if (isPlain(context) && this.#slots(context, attributes)) return SLOTS;
      text = JSON.stringify(context);
    } catch (fault) {
      this.fault = fault;
      return UNREADABLE;
    }
    // A `toJSON` may leave nothing.
    return this.#text(text ?? 'null');
  }

  #text(text: string): number {
    this.bytes = this.#scratch.text(0, text.length > TEXT_MAX ? text.slice(0, TEXT_MAX + 1) : text);
    return TEXT;
  }

  /** False if some attribute is more than a slot can hold. */
  #slots(context: object, attributes: readonly Attribute[]): boolean {
    // All values are read before the first is written: a getter may evaluate something else, in this very memory.
    // For the same reason it must not find the list of values here.
    const values = this.#values ?? [];
    this.#values = undefined;
    for (let index = 0; index < attributes.length; index += 1) {
      const value = valueOf(context, attributes[index]!);
      if (value === COMPLEX) return false;
      values[index] = value;
    }
    // The strings stand behind all cells, so that the core finds each cell at once.
    let end = CELL_BYTES * attributes.length;
    this.#scratch.reserve(end);
    for (let index = 0; index < attributes.length; index += 1) {
      end = this.#cell(CELL_BYTES * index, values[index], end);
      if (end < 0) return false;
    }
    this.#values = values;
    this.bytes = end;
    return true;
  }

  /** Writes one cell, a string at `end`; returns where the next string goes, or -1 for one that is too long. */
  #cell(at: number, value: unknown, end: number): number {
    const scratch = this.#scratch;
    if (typeof value === 'string') {
      const bytes = scratch.text(end, value);
      if (bytes > STRING_MAX_BYTES) return -1;
      scratch.word(at, STRING | (bytes << 8));
      scratch.word(at + 4, end);
      return end + ((bytes + 3) & ~3);
    }
    // JSON has no other numbers.
    if (typeof value === 'number' && Number.isFinite(value)) {
      scratch.word(at, NUMBER);
      // The JSON text of -0 is 0.
      scratch.double(at + 4, value + 0);
      return end;
    }
    scratch.word(at, value === undefined ? ABSENT : value === true ? TRUE : value === false ? FALSE : NULL);
    return end;
  }
}
