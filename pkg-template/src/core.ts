import type { Explanation, Problem } from '../index.js';
import { type Attributes, isPlain, isStructure, type Ways } from './attributes.js';
import type { Description, Names } from './exports.js';
import type { Complaint } from './faults.js';
import { frozen, read, trapped, wasm } from './module.js';
import { isObject } from './refusal.js';
import { utf8 } from './utf8.js';

// These are `const enum`s as esbuild writes their numbers where they are used, and not a variable for each.

/** In what form a context lies at the start of the scratch memory. */
export const enum Form {
  /** Neither text nor an object that has a JSON text. Below zero, as a status is. */
  Unreadable = -1,
  None = 0,
  Slots = 1,
  Text = 2,
}

/** What a slot holds. A header is one of these and, from bit 8 on, the length of a string. */
const enum Slot {
  Absent = 0,
  Null = 1,
  False = 2,
  True = 3,
  Number = 4,
  String = 5,
}

const enum Limit {
  /** The size budget of a context, 32 MiB (S7). Of a larger text one unit more crosses, for the core to refuse it. */
  Context = 0x200_0000,
  /** More UTF-16 units than any valid entity id has: of a flag, 2,048 characters (R38) are at most 4,096 of them. */
  Id = 8192,
  /** In place of the length of an entity id: a flag is decided for nobody in particular. */
  NoId = -1,
  /** Of a string in a slot. */
  StringBytes = 0xff_ffff,
  /** A header, the place of a string, and a double. */
  CellBytes = 16,
  /** Longer contexts are read by the core: it has no use for all members as those of an object. */
  Parsed = 2048,
  /** The deepest nesting of a context (S7). */
  Depth = 128,
  /** Shorter texts are written by a loop: a host's encoder is twice as slow for them in most engines but Node's. */
  Loop = 128,
  /** Holds an entity id and the attributes of nearly every request. */
  FirstBytes = 16384,
}

const NO_BYTES = new Uint8Array(0);

/**
 * A snapshot as one instance of the module has it: the calls, and the memory in which this side writes: a context at its
 * start, and behind it an entity id or a list of them. Positions are bytes from the start.
 *
 * The views lose their buffer, and so have length 0, whenever linear memory grows: each write compares its end with
 * the length, and that one comparison finds both a lost view and a scratch that is too short.
 */
export class Core {
  /** The instance that it is in. All its calls go there, also when there is another one meanwhile. */
  readonly #wasm = wasm;
  readonly #core: number;
  /** Loads the same snapshot again. */
  readonly reopen: () => Core | Problem[];
  /** Length of the context written last. */
  bytes = 0;
  /** What was thrown while it was read. */
  fault: { cause: unknown } | undefined;
  /** How many calls are reading a context, whose getters may call anything. */
  readers = 0;
  #bytes = NO_BYTES;
  #words = new Int32Array(0);
  #doubles = new Float64Array(0);
  /** The text that the context was, or an empty one. */
  #source = '';
  /** Counts contexts: tells whether another one was written meanwhile. */
  #turn = 0;

  constructor(core: number, reopen: () => Core | Problem[]) {
    this.#core = core;
    this.reopen = reopen;
  }

  /** Whether a trap has taken the instance, and all that is in it. */
  get isLost(): boolean {
    return this.#wasm.trap !== undefined;
  }

  names(): Names {
    return read(this.#wasm.core_names(this.#core), frozen);
  }

  problems(reviver?: typeof frozen): Problem[] {
    return read(this.#wasm.core_problems(this.#core), reviver);
  }

  describe(isFlag: boolean, index: number): Description {
    return read(this.#wasm.core_describe(this.#core, +isFlag, index), frozen);
  }

  free(): void {
    this.#wasm.core_free(this.#core);
  }

  /** The number of the subject's answer for the context and the entity written last, or a status. */
  evaluate(isFlag: boolean, index: number, form: Form, idBytes: number, now: number): number {
    const instance = this.#wasm;
    try {
      if (!instance.trap) return instance.core_evaluate(this.#core, +isFlag, index, form, this.bytes, idBytes, now);
    } catch (cause) {
      // Before anything is called: it may be the stack that has run out.
      instance.trap = { cause };
    }
    throw trapped(instance);
  }

  /** Why that is the answer; null if there is a status in place of one. */
  explain(isFlag: boolean, index: number, form: Form, idBytes: number, now: number): Explanation | null {
    return read(this.#wasm.core_explain(this.#core, +isFlag, index, form, this.bytes, idBytes, now));
  }

  /** 0 or a status; the outcomes are one per subject. */
  evaluateAll(isFlags: boolean, form: Form, idBytes: number, now: number): number {
    return this.#wasm.core_evaluateAll(this.#core, +isFlags, form, this.bytes, idBytes, now);
  }

  /** How many entities there are in the list written last, or a status; the outcomes are one per entity. */
  assign(feature: number, form: Form, idBytes: number, now: number): number {
    return this.#wasm.core_assign(this.#core, feature, form, this.bytes, idBytes, now);
  }

  /** What a status says about the request. */
  failure(status: number): Complaint {
    return read(this.#wasm.core_failure(this.#core, status));
  }

  /**
   * Writes a context and returns its form; `bytes` is then its length. Of an object only the attributes that are read
   * cross, each as a slot; what is no scalar sends the whole context across as JSON text. Both forms decide alike; but
   * what no rule reads is not looked at in an object, however deep it is nested (R18). A short text is read here: hosts
   * do it in less time than it takes to cross.
   */
  context(context: unknown, attributes: Attributes): Form {
    this.#turn = (this.#turn + 1) | 0;
    this.bytes = 0;
    this.fault = undefined;
    if (context === undefined || context === null) return Form.None;
    const isText = typeof context === 'string';
    this.#source = isText ? context : '';
    let text = this.#source;
    const object = isText ? parsed(context) : context;
    if (isObject(object)) {
      this.readers += 1;
      try {
        if (isPlain(object)) {
          if (attributes.numbers.length === 0) return Form.None;
          if (this.#slots(object, attributes)) return Form.Slots;
        }
        // A `toJSON` may leave nothing.
        text ||= JSON.stringify(object) ?? 'null';
      } catch (cause) {
        if (this.isLost) throw trapped(this.#wasm);
        this.fault = { cause };
        return Form.Unreadable;
      } finally {
        this.readers -= 1;
      }
    } else if (!isText) {
      return Form.Unreadable;
    }
    this.bytes = this.#text(0, text.slice(0, Limit.Context + 1));
    return Form.Text;
  }

  /** Writes an entity id behind the context. Returns its length. */
  id(id: string | null | undefined): number {
    if (typeof id !== 'string') return Limit.NoId;
    // One that is far too long is cut: the core refuses it all the same, and memory stays small.
    return this.#text((this.bytes + 7) & ~7, id.length > Limit.Id ? id.slice(0, Limit.Id) : id);
  }

  /** Writes entity ids behind the context, as lines. Returns their length. */
  ids(ids: readonly unknown[]): number {
    return this.#text((this.bytes + 7) & ~7, ids.join('\n'));
  }

  /** The results of the last call that has more than one; good until the next call. */
  outcomes(count: number): Int32Array {
    return new Int32Array(this.#wasm.memory.buffer, this.#wasm.core_outcomes(this.#core) >>> 0, count);
  }

  /** False if some attribute takes more than a look. */
  #slots(context: object, { numbers, cells, ways }: Attributes): boolean {
    if (ways === undefined) return false;
    this.bytes = Limit.CellBytes * cells;
    this.#reserve(this.bytes);
    const turn = this.#turn;
    const words = this.#words;
    for (let index = 0; index < numbers.length; index += 1) words[numbers[index]! << 2] = Slot.Absent;
    // A getter may evaluate something else, in this very memory: then it is all to be done again.
    return this.#members(context, ways) && turn === this.#turn;
  }

  /** Writes the cells of what is found in a plain object. False if that is not all that its JSON text would tell. */
  #members(object: object, ways: Ways): boolean {
    let left = ways.size;
    for (const key in object) {
      const way = ways.get(key);
      // What is inherited is not in JSON.
      if (way === undefined || !Object.prototype.hasOwnProperty.call(object, key)) continue;
      left -= 1;
      const value = (object as Record<string, {} | null | undefined>)[key];
      if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null) {
        if (way.attribute >= 0 && !this.#cell(way.attribute, value)) return false;
      } else if (value === undefined) {
        continue;
      } else if (way.attribute >= 0) {
        // To the rule of a flag, lists and objects are the same as nothing (R32).
        if (way.on !== undefined || !isStructure(value)) return false;
      } else if (!isPlain(value) || !this.#members(value, way.on!)) {
        return false;
      }
      if (left === 0) break;
    }
    return true;
  }

  /** Writes one cell, and a string behind all that is written. False for one too long, and for a second value. */
  #cell(attribute: number, value: string | number | boolean | null): boolean {
    const at = attribute << 2;
    if (this.#words[at] !== Slot.Absent) return false;
    if (typeof value === 'string') {
      const start = this.bytes;
      const bytes = this.#text(start, value);
      if (bytes > Limit.StringBytes) return false;
      this.#words[at] = Slot.String | (bytes << 8);
      this.#words[at + 1] = start;
      this.bytes = start + ((bytes + 3) & ~3);
    } else if (typeof value === 'number' && this.#source && isUncertain(value, this.#source)) {
      return false;
    } else if (typeof value === 'number' && isFinite(value)) {
      this.#words[at] = Slot.Number;
      // The JSON text of -0 is 0.
      this.#doubles[(attribute << 1) + 1] = value + 0;
    } else {
      // JSON has no other numbers.
      this.#words[at] = value === true ? Slot.True : value === false ? Slot.False : Slot.Null;
    }
    return true;
  }

  /** A text at a multiple of 4, in UTF-8 with U+FFFD for unpaired surrogates (R1). Returns its length in bytes. */
  #text(at: number, text: string): number {
    const length = text.length;
    // The loop writes whole words.
    if (length > Limit.Loop || at + length + 3 > this.#bytes.length) return this.#encode(at, text);
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
    for (; index < length; index += 1) {
      const code = text.charCodeAt(index);
      seen |= code;
      this.#bytes[at + index] = code;
    }
    return seen < 0x80 ? length : this.#encode(at, text);
  }

  #encode(at: number, text: string): number {
    // As if it were ASCII; the second time there is room for whatever it is.
    for (let room = text.length; ; room *= 3) {
      this.#reserve(at + room + 4);
      const { read, written } = utf8().encodeInto(text, this.#bytes.subarray(at));
      if (read === text.length) return written;
    }
  }

  /** Makes room up to `end`; what is written stays. */
  #reserve(end: number): void {
    if (end <= this.#bytes.length) return;
    const size = Math.max(Limit.FirstBytes, 2 * this.#bytes.length, (end + 7) & ~7);
    // The stack may end at any of these calls, and there may be too little memory. Until all are done there is no room, or what
    // is written next might be written into what has become somebody else's.
    this.#bytes = NO_BYTES;
    const address = this.#wasm.core_reserve(this.#core, size) >>> 0;
    const { buffer } = this.#wasm.memory;
    const bytes = new Uint8Array(buffer, address, size);
    this.#words = new Int32Array(buffer, address, size >> 2);
    this.#doubles = new Float64Array(buffer, address, size >> 3);
    this.#bytes = bytes;
  }
}

/** Whether the text may have had another number there: too large, too small or of too many digits for a double (P2). */
function isUncertain(value: number, text: string): boolean {
  const square = value * value;
  return square < 1e-300 || square > 1e300 || /\d[\d.]{15}/.test(text);
}

/** What a short text says. If that is no object, it is left to the core, with all that may be wrong with it. */
function parsed(text: string): unknown {
  // No deeper than there are brackets.
  const isDeep = text.length > 2 * Limit.Depth && text.split('{').length + text.split('[').length > Limit.Depth;
  try {
    if (text.length <= Limit.Parsed && !isDeep) return JSON.parse(text);
  } catch {}
  return undefined;
}
