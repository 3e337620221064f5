// What a pattern sees of an evaluation context.

const NOTHING = undefined;

/** R6: the context with one element chosen from every array, for every way to choose. */
export function* choices(value) {
  if (Array.isArray(value)) yield* choicesOfArray(value);
  else if (value instanceof Map) yield* choicesOfMembers([...value]);
  else yield value;
}

// The chosen element may be an array again. An empty array leaves nothing.
function* choicesOfArray(array) {
  if (array.length === 0) yield NOTHING;
  for (const element of array) yield* choices(element);
}

function* choicesOfMembers(members) {
  if (members.length === 0) {
    yield new Map();
    return;
  }
  const [[key, value], ...rest] = members;
  for (const chosen of choices(value)) {
    for (const others of choicesOfMembers(rest)) yield new Map([[key, chosen], ...others]);
  }
}

/**
 * The scalars of a choice by their path, steps joined by dots (P3, P4). A path may have several leaves:
 * `a.b` can stand beside `a` with `b` (R6).
 */
export function leavesOf(choice) {
  const leaves = new Map();
  collect(choice, [], leaves);
  return leaves;
}

function collect(value, steps, leaves) {
  if (value === NOTHING) return;
  if (value instanceof Map) {
    for (const [key, member] of value) collect(member, [...steps, key], leaves);
    return;
  }
  const path = steps.join(".");
  leaves.set(path, [...(leaves.get(path) ?? []), value]);
}
