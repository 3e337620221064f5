// What a refused request throws.

import assert from 'node:assert/strict';

/** Checks for the errors of one copy of the package. */
export function refusalsOf({ ResourceNotFoundException, SnapshotError, ValidationException, VariateError }) {
  /** The call fails with a ValidationException about exactly these fields. */
  const invalid = (call, fields, reason = 'fieldValidationFailed') =>
    assert.throws(call, (error) => {
      assert.ok(error instanceof ValidationException && error instanceof VariateError && error instanceof Error, error);
      const { name, code } = error;
      assert.deepEqual(
        { name, code, reason: error.reason },
        { name: 'ValidationException', code: 'InvalidRequest', reason },
      );
      assert.deepEqual(
        error.fieldList.map((field) => field.name),
        fields,
      );
      for (const { message } of error.fieldList) assert.ok(message.length > 0);
      assert.ok(error.message.startsWith(`${fields[0]}: `), error.message);
      return true;
    });

  const notFound = (call, code, message) =>
    assert.throws(call, (error) => {
      assert.ok(
        error instanceof ResourceNotFoundException &&
          error instanceof VariateError &&
          !(error instanceof SnapshotError),
      );
      const { name, resourceId, resourceType } = error;
      assert.deepEqual([name, error.code, resourceId, resourceType], ['ResourceNotFoundException', code, null, null]);
      assert.equal(error.message, message);
      return true;
    });

  return { invalid, notFound };
}
