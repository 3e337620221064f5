/**
 * One way to begin the path of an attribute: a key, then the ways to go on; none where the path ends. A dot in a key
 * joins steps (P3): `a.b.c` begins with `a`, `a.b` or `a.b.c`.
 */
interface Step {
  readonly key: string;
  readonly rest: Attribute;
}

/** An attribute that some pattern or rule reads: the ways to it. */
export type Attribute = readonly Step[];

/** The end of the way to what a flag's rule reads, where lists and objects are the same as nothing (R32). */
const SCALAR_ONLY: Attribute = [];

/**
 * An attribute with U+FFFD in its path: a key with any unpaired surrogate is the same as one with that (R1), and to look
 * for those is left to who reads the JSON text.
 */
const UNSPELLABLE: Attribute = [];

/** What stands at an attribute is not for this file to judge: the context must be read as JSON text. */
export const COMPLEX = {};

/** The ways to the attribute at this path. `known` has those of paths met before, by path. */
export function attributeAt(path: string, known: Map<string, Attribute>): Attribute {
  const before = known.get(path);
  if (before !== undefined) return before;
  if (path.includes('\ufffd')) return UNSPELLABLE;
  const ways: Step[] = [{ key: path, rest: [] }];
  known.set(path, ways);
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
    // Ends of paths are shared, or a path of n steps would take 2^n of these.
    ways.push({ key: path.slice(0, dot), rest: attributeAt(path.slice(dot + 1), known) });
  }
  return ways;
}

/** The member of this key: what a flag's rule reads. Dots mean nothing (R32). */
export function memberAt(key: string): Attribute {
  return key.includes('\ufffd') ? UNSPELLABLE : [{ key, rest: SCALAR_ONLY }];
}

/**
 * The scalar that the JSON text of this plain object would have at the attribute: a string, number, boolean or null;
 * undefined where it has none. `COMPLEX` for all that takes more than a look: arrays, objects with a say in their own
 * JSON, a path that is there in two spellings, or has no certain one.
 */
export function valueOf(object: object, attribute: Attribute): unknown {
  let found: unknown;
  for (const { key, rest } of attribute) {
    let value = (object as Record<string, {} | null | undefined>)[key];
    // Absent from JSON, as is what is inherited or not enumerable (`constructor`, `__proto__`).
    if (value === undefined || !isEnumerable.call(object, key)) continue;
    if (isScalar(value)) {
      if (rest.length > 0) continue;
    } else {
      if (rest.length === 0 || !isPlain(value)) {
        if (rest === SCALAR_ONLY && isStructure(value)) continue;
        return COMPLEX;
      }
      value = valueOf(value, rest) as {} | undefined;
      if (value === undefined) continue;
    }
    if (found !== undefined) return COMPLEX;
    found = value;
  }
  return attribute === UNSPELLABLE ? COMPLEX : found;
}

/** Whether the JSON of this value is that of its own enumerable members, read one by one. */
export function isPlain(value: {}): value is object {
  if (typeof value !== 'object') return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && (value as { toJSON?: unknown }).toJSON === undefined;
}

/** Whether this is an object or a list in JSON, too. Some objects become scalars: dates, boxed texts. */
function isStructure(value: {}): boolean {
  return Array.isArray(value) ? (value as { toJSON?: unknown }).toJSON === undefined : isPlain(value);
}

/** True of own members only. */
const isEnumerable = Object.prototype.propertyIsEnumerable;

function isScalar(value: unknown): value is string | number | boolean | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null;
}
