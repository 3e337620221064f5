// A row's vector, asked of a copy of the package once.

import assert from 'node:assert/strict';

const OPERATIONS = ['evaluate', 'batchEvaluate', 'evaluateAll', 'assign', 'evaluateFlag', 'evaluateFlags', 'explain'];

/** Asks, checks the answer, and says how long the input was and what the answer is in a word. */
export function answerTo(api, vector) {
  const snapshot = vector.snapshotText ?? JSON.stringify(vector.snapshot);
  const bytes = Buffer.byteLength(snapshot);
  if (vector.load) {
    const problems = api.lint(snapshot);
    const { more, than, problems: expected } = vector.expect;
    if (more !== undefined) {
      assert.deepEqual([problems.length, problems.at(-1).code], [than + 1, more]);
    } else {
      assert.deepEqual(problems.map(({ path, code, value }) => ({ path, code, ...(value !== undefined && { value }) })), expected);
    }
    return { bytes, code: problems.at(-1)?.code ?? 'loaded' };
  }
  const operation = OPERATIONS.find((name) => name in vector);
  // Of several features, which is an option.
  const { features, ...request } = vector[operation];
  const evaluator = new api.Evaluator(snapshot, { lenient: vector.lenient });
  let answer;
  let code;
  try {
    answer = evaluator[operation](request, { now: 0, features });
    // Of an explanation a row has the answer.
    if (operation === 'explain') answer = { answer: answer.answer };
    code = (answer.answer ?? answer).reason ?? `${Object.values(answer.results ?? answer.variations ?? answer).length} answers`;
  } catch (error) {
    if (error.code === undefined) throw error;
    const fields = error.fieldList?.map(({ name }) => name);
    const { name, reason } = error;
    answer = { error: { name, code: error.code, ...(reason && { reason }), ...(fields && { fields }) } };
    code = error.code;
  }
  evaluator.free();
  assert.deepEqual(answer, vector.expect);
  return { bytes: bytes + Buffer.byteLength(JSON.stringify(vector[operation])), code };
}
