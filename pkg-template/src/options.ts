import { Faults } from './faults.js';

const enum Limit {
  /** The size budget of a snapshot unless told otherwise: 32 MiB (S7). */
  Bytes = 0x200_0000,
  /** As far as a `Date` reaches. */
  TimeMs = 8.64e15,
}

export interface LoadOptions {
  readonly lenient: boolean;
  readonly maxBytes: number;
}

export type Members = Readonly<Record<string, unknown>>;

/** The options of the constructor and of `lint`, with defaults. Throws a `ValidationException` about the others. */
export function loadOptions(options: unknown): LoadOptions {
  const faults = new Faults();
  const given = checkObject(options, faults);
  const lenient = given['lenient'] ?? false;
  const maxBytes = given['maxBytes'] ?? Limit.Bytes;
  if (typeof lenient !== 'boolean') faults.add('lenient', 'expected a boolean');
  if (!(typeof maxBytes === 'number' && maxBytes >= 0)) faults.add('maxBytes', 'expected a number');
  const error = faults.error();
  if (error !== undefined) throw error;
  return { lenient, maxBytes } as LoadOptions;
}

/** `now` in whole milliseconds; undefined if it is not given, NaN if it is no time or the options are none. */
export function timeOf(options: unknown): number | undefined {
  if (options === undefined || options === null) return undefined;
  const now = isMembers(options) ? options['now'] : NaN;
  if (now === undefined || now === null) return undefined;
  const time: unknown = isDate(now) ? now.getTime() : now;
  return typeof time === 'number' && Math.abs(time) <= Limit.TimeMs ? Math.floor(time) : NaN;
}

/** Of what `timeOf` returns: not true of NaN. */
export function isTime(time: number | undefined): boolean {
  return time === time;
}

/** The time to evaluate at. The clock of the host is read only for what depends on it. */
export function momentFor({ timed }: { readonly timed: boolean | undefined }, time: number | undefined): number {
  return time ?? (timed ? Date.now() : 0);
}

/** Adds what is wrong with the options of an evaluation, and returns them. */
export function checkOptions(options: unknown, faults: Faults): Members {
  const given = checkObject(options, faults);
  if (!isTime(timeOf(given))) {
    faults.add('now', 'expected a Date or milliseconds');
  }
  return given;
}

function checkObject(options: unknown, faults: Faults): Members {
  if (isMembers(options)) return options;
  if (options !== undefined && options !== null) {
    faults.add('options', 'expected an object');
  }
  return {};
}

/** Whether these may be options; a Date, for one, was meant to be `{ now: date }`. */
function isMembers(options: unknown): options is Members {
  return typeof options === 'object' && options !== null && !Array.isArray(options) && !isDate(options);
}

/** Not `instanceof`: the Date may be of another realm, or the stand-in of a test's clock. */
function isDate(value: unknown): value is Date {
  return typeof (value as { getTime?: unknown } | null | undefined)?.getTime === 'function';
}
