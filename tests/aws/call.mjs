// A handler asked without a socket.

/** The status, the body that JSON says, and the headers. */
export async function call(handler, method, path, input, headers = {}) {
  const body = input === undefined || typeof input === 'string' ? input : JSON.stringify(input);
  const response = await handler(new Request(`http://localhost${path}`, { method, body, headers }));
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text), headers: response.headers, text };
}

/** The status, and the exception's name. */
export async function refusal(...parameters) {
  const { status, headers, body } = await call(...parameters);
  return [status, headers.get('x-amzn-ErrorType'), body?.reason];
}

/** A project with a feature, made by the handler itself. */
export async function withFeature(handler, { project = 'shop', feature = 'checkout' } = {}) {
  await call(handler, 'POST', '/projects', { name: project });
  const variations = [
    { name: 'classic', value: { stringValue: 'three pages' } },
    { name: 'express', value: { stringValue: 'one page' } },
  ];
  return call(handler, 'POST', `/projects/${project}/features`, { name: feature, variations });
}
