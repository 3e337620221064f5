// What a pattern sees of an evaluation context.

/**
 * R6: the context with one element chosen from every array, for every way to choose. A choice is a place: the scalars
 * that stand there, and the places one step further.
 */
export function* choices(context) {
  yield* choicesAt([context]);
}

// Several values stand at one place when one path is spelled in several ways: `a.b` beside `a` with `b` (P3). If arrays are
// among them, all are of one array: the elements of each, and what is no array together as one element. The chosen element
// may be an array again; an empty array leaves nothing.
function* choicesAt(values) {
  const arrays = values.filter(Array.isArray);
  const others = values.filter((value) => !Array.isArray(value));
  if (arrays.length === 0) {
    yield* choicesWithoutArrays(others);
    return;
  }
  const elements = arrays.flat();
  if (elements.length === 0 || others.length > 0) yield* choicesAt(others);
  for (const element of elements) yield* choicesAt([element]);
}

function* choicesWithoutArrays(values) {
  const leaves = values.filter((value) => !(value instanceof Map));
  const objects = values.filter((value) => value instanceof Map);
  for (const steps of choicesOfSteps([...oneStepFurther(objects)])) yield { leaves, steps };
}

function* choicesOfSteps(steps) {
  if (steps.length === 0) {
    yield new Map();
    return;
  }
  const [[step, values], ...rest] = steps;
  for (const chosen of choicesAt(values)) {
    for (const others of choicesOfSteps(rest)) yield new Map([[step, chosen], ...others]);
  }
}

/** What stands one step below some objects, by step. A dot in a key joins steps (P3). */
function oneStepFurther(objects) {
  const places = new Map();
  for (const [key, value] of objects.flatMap((object) => [...object])) {
    const dot = key.indexOf(".");
    const step = dot < 0 ? key : key.slice(0, dot);
    const below = dot < 0 ? value : new Map([[key.slice(dot + 1), value]]);
    places.set(step, [...(places.get(step) ?? []), below]);
  }
  return places;
}

/** The scalars of a choice by their path, steps joined by dots (P3, P4). */
export function leavesOf(choice) {
  const found = new Map();
  collect(choice, [], found);
  return found;
}

function collect({ leaves, steps }, path, found) {
  if (leaves.length > 0) found.set(path.join("."), leaves);
  for (const [step, place] of steps) collect(place, [...path, step], found);
}
