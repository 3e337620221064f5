// Runs vectors of the control plane (see ../README.md) on a copy of `variate/control`. Only ECMAScript, so that every host can
// do it.

/** Both forms in which a call can be made: as objects, and as what goes over a wire. */
export const FORMS = {
  objects: { snapshot: (document) => document, input: (input) => input },
  texts: {
    snapshot: (document) => document && new TextEncoder().encode(JSON.stringify(document)),
    input: (input) => JSON.stringify(input),
  },
};

/**
 * Runs the steps of a vector; what differs from what it expects, as text. `isGood` tells of a snapshot whether it loads.
 */
export function differenceIn(api, form, file, vector, isGood = () => true) {
  let snapshot = form.snapshot(file.snapshots?.[vector.snapshot] ?? vector.snapshot);
  let token;
  for (const [index, { operation, input, inputText, now = vector.now ?? 0, expect }] of vector.steps.entries()) {
    const place = `step ${index}, ${operation}: `;
    // What has no other form is text in both.
    const given = inputText ?? form.input(withToken(input, token));
    const { region, account } = vector;
    const { result, error } = attempt(() => api.control(operation, snapshot, given, { now, region, account }));
    if (error) {
      if (!expect.error || !isAsStated(expect.error, error)) return `${place}expected ${show(expect)}, is ${show(error)}`;
      continue;
    }
    if (!('output' in expect) || !isSame(expect.output, result.output)) {
      return `${place}expected ${show(expect)}, is ${show(result.output)}`;
    }
    token = result.output.nextToken;
    if ('snapshot' in result) {
      if (!isGood(result.snapshot)) return `${place}the new snapshot does not load: ${result.snapshot}`;
      snapshot = result.snapshot;
    }
  }
  if (!vector.expectSnapshot) return undefined;
  const left = typeof snapshot === 'string' ? JSON.parse(snapshot) : (file.snapshots?.[vector.snapshot] ?? vector.snapshot);
  return isSame(vector.expectSnapshot, left) ? undefined : `expected snapshot ${show(vector.expectSnapshot)}, is ${show(left)}`;
}

/** The token of the output before, where the input asks for it. */
function withToken(input, token) {
  return input?.nextToken === '<nextToken>' ? { ...input, nextToken: token } : input;
}

function attempt(call) {
  try {
    return { result: call() };
  } catch (error) {
    if (!error.code) throw error;
    const { name, message, reason, resourceId, resourceType, fieldList, problems } = error;
    const fields = fieldList?.map((field) => field.name) ?? problems?.map((problem) => problem.path) ?? [];
    return { error: { name, message, reason, resourceId, resourceType, fields } };
  }
}

/** What a vector says of an error; the rest is not compared. */
function isAsStated({ fields, ...stated }, error) {
  if (fields && !isSame([...new Set(fields)].sort(), [...new Set(error.fields)].sort())) return false;
  return Object.entries(stated).every(([member, value]) => isSame(value, error[member] ?? null));
}

/** Whether two values of JSON are the same; `<any>` is whatever is there. */
function isSame(expected, actual) {
  if (expected === '<any>') return true;
  if (typeof expected !== 'object' || typeof actual !== 'object' || !expected || !actual) return expected === actual;
  if (Array.isArray(expected) !== Array.isArray(actual)) return false;
  const keys = Object.keys(expected);
  if (keys.length !== Object.keys(actual).length) return false;
  return keys.every((key) => Object.hasOwn(actual, key) && isSame(expected[key], actual[key]));
}

function show(value) {
  return JSON.stringify(value);
}
