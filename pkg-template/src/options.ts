import { Faults } from './faults.js';

/** The size budget of a snapshot unless told otherwise: 32 MiB (S7). */
const DEFAULT_MAX_BYTES = 32 * 1024 * 1024;

/** Addresses in linear memory have 32 bits. */
const MOST_BYTES = 2 ** 32 - 1;

/** As far as a `Date` reaches. */
const MAX_TIME_MS = 8.64e15;

export interface LoadOptions {
  readonly lenient: boolean;
  readonly maxBytes: number;
}

type Members = Readonly<Record<string, unknown>>;

/** The options of the constructor and of `lint`, with defaults. Throws a `ValidationException` about the others. */
export function loadOptions(options: unknown): LoadOptions {
  const faults = new Faults();
  const given = membersOf(options);
  if (given === undefined) faults.add('options', OBJECT);
  const lenient = given?.['lenient'] ?? false;
  const maxBytes = given?.['maxBytes'] ?? DEFAULT_MAX_BYTES;
  if (typeof lenient !== 'boolean') faults.add('lenient', '`lenient` is true or false');
  if (!(typeof maxBytes === 'number' && maxBytes >= 0)) faults.add('maxBytes', 'a size budget is a number of bytes');
  if (faults.any) throw faults.error();
  return { lenient: lenient === true, maxBytes: Math.min(Math.floor(Number(maxBytes)), MOST_BYTES) };
}

/** `now` in whole milliseconds; undefined if it is not given, NaN if it is no time or the options are none. */
export function timeOf(options: unknown): number | undefined {
  if (options === undefined) return undefined;
  const given = membersOf(options);
  if (given === undefined) return Number.NaN;
  const now = given['now'];
  if (now === undefined || now === null) return undefined;
  const time: unknown = isDate(now) ? now.getTime() : now;
  return typeof time === 'number' && Math.abs(time) <= MAX_TIME_MS ? Math.floor(time) : Number.NaN;
}

/** The time to evaluate at. The clock of the host is read only for what depends on it. */
export function momentFor({ timed }: { readonly timed: boolean }, time: number | undefined): number {
  return time ?? (timed ? Date.now() : 0);
}

/** Adds what is wrong with the options of an evaluation, and returns them. */
export function checkOptions(options: unknown, faults: Faults): Members {
  const given = membersOf(options);
  if (given === undefined) {
    faults.add('options', OBJECT);
  } else if (Number.isNaN(timeOf(options))) {
    faults.add('now', 'a time is a Date or milliseconds since 1970, at most 8.64e15 to either side');
  }
  return given ?? NONE;
}

const NONE: Members = {};
const OBJECT = 'expected an object; a time goes into it as `{ now }`';

/** Undefined for what is no options; a Date, for one, was meant to be `{ now: date }`. */
function membersOf(options: unknown): Members | undefined {
  if (options === undefined || options === null) return NONE;
  return typeof options === 'object' && !Array.isArray(options) && !isDate(options) ? (options as Members) : undefined;
}

/** Not `instanceof`: the Date may be of another realm, or the stand-in of a test's clock. */
function isDate(value: unknown): value is Date {
  return typeof value === 'object' && value !== null && typeof (value as { getTime?: unknown }).getTime === 'function';
}
