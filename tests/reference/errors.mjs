// Errors of requests: the shape that vectors expect.

class RequestError extends Error {
  constructor(name, code, message, rest = {}) {
    super(message);
    Object.assign(this, { name, code }, rest);
  }
}

/** E10, R18. `fields` are the names in `fieldList`. */
export function invalidRequest(reason, fields) {
  const message = `invalid request: ${fields.join(", ")}`;
  return new RequestError("ValidationException", "InvalidRequest", message, { reason, fields });
}

/** E9. */
export function unknownFeature(arn) {
  return new RequestError("ResourceNotFoundException", "UnknownFeature", featureDoesNotExist(arn));
}

/** E9. */
export function unknownProject(reference) {
  return new RequestError("ResourceNotFoundException", "UnknownProject", `Project does not exist: ${reference}`);
}

/** E8: also the reason of an item. */
export function featureDoesNotExist(arn) {
  return `Feature does not exist with arn '${arn}'`;
}

/** R38. */
export function unknownFlag(key) {
  return new RequestError("ResourceNotFoundException", "UnknownFlag", flagDoesNotExist(key));
}

/** R38: also the reason among several flags. */
export function flagDoesNotExist(key) {
  return `Flag does not exist: '${key}'`;
}
