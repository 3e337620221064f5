// Reading members of objects, of the trees that json.mjs makes.

/** null is the same as absence (R2). */
export function member(object, key) {
  return object.get(key) ?? null;
}

export function required(object, key) {
  const value = member(object, key);
  if (value === null) throw new Error(`${key} is missing`);
  return value;
}

export function list(object, key) {
  return member(object, key) ?? [];
}

export function map(object, key) {
  return member(object, key) ?? new Map();
}
