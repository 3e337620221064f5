/** What a feature or a flag reads of a context. */
export interface Attributes {
  /** By number, which is the place of an attribute's cell in scratch memory. */
  readonly numbers: readonly number[];
  /** How many have cells, these and all others. */
  readonly cells: number;
  /** The ways to them; undefined if they can be told only from the JSON text. */
  readonly ways: Ways | undefined;
}

/** By the key that each way begins with. */
export type Ways = ReadonlyMap<string, Way>;

/** Where a key leads: to the end of an attribute's path, further on, or both. */
interface Way {
  /** The attribute that is reached; -1 for none. */
  attribute: number;
  /** Undefined where there are no steps. */
  readonly on: Map<string, Way> | undefined;
}

/** What all paths may take: those of 16,000 attributes with three steps each, and a tenth of a second. */
const MOST_WAYS = 100_000;

export const NO_ATTRIBUTES: Attributes = { numbers: [], cells: 0, ways: new Map() };

/**
 * The attributes of these numbers among all paths. Where paths have steps, a dot joins them, in a key too (P3): `a.b.c`
 * begins with `a`, `a.b` or `a.b.c`. In what rules of flags read, dots mean nothing (R32).
 */
export function attributesOf(numbers: readonly number[], paths: readonly string[], hasSteps: boolean): Attributes {
  const cells = paths.length;
  const first = new Map<string, Way>();
  // Ways that have led the same way go on together, or a path of n steps would take 2^n of them.
  const known = new Map<string, Way>();
  let count = 0;
  for (const number of numbers) {
    const path = paths[number]!;
    // A key with any unpaired surrogate is the same as one with U+FFFD (R1).
    if (path.includes('\ufffd')) return { numbers, cells, ways: undefined };
    if (!hasSteps) {
      first.set(path, { attribute: number, on: undefined });
      continue;
    }
    const before = [{ start: 0, on: first }];
    for (let end = 0; end >= 0; ) {
      end = path.indexOf('.', before.at(-1)!.start);
      const past = end < 0 ? path : path.slice(0, end);
      const way = known.get(past) ?? { attribute: -1, on: new Map<string, Way>() };
      known.set(past, way);
      // A path of n steps takes n * n / 2: of very long ones the JSON text is read.
      if ((count += before.length) > MOST_WAYS) return { numbers, cells, ways: undefined };
      for (const { start, on } of before) on.set(past.slice(start), way);
      if (end < 0) way.attribute = number;
      before.push({ start: end + 1, on: way.on! });
    }
  }
  return { numbers, cells, ways: first };
}

/** Whether the JSON of this value is that of its own enumerable members, read one by one. */
export function isPlain(value: {}): value is object {
  if (typeof value !== 'object') return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && (value as { toJSON?: unknown }).toJSON === undefined;
}

/** Whether this is an object or a list in JSON, too. Some objects become scalars: dates, boxed texts. */
export function isStructure(value: {}): boolean {
  return Array.isArray(value) ? (value as { toJSON?: unknown }).toJSON === undefined : isPlain(value);
}
