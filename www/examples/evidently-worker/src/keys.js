// Who may do what. AWS's clients send the id of their access key with each request, in the clear, inside of TLS. So a long
// random id serves as a token, and clients stay as they are; the secret key is not looked at. Agents send it as a bearer's.

import { operationOf } from 'variate/aws';

const DATA_PLANE = ['EvaluateFeature', 'BatchEvaluateFeature', 'PutProjectEvents'];

/** A response for those who may not; undefined for those who may. */
export async function refusalOf(request, { ADMIN_KEY, READER_KEY }) {
  const key = keyIn(request.headers.get('Authorization') ?? '');
  if (await same(key, ADMIN_KEY)) return undefined;
  const operation = operationOf(request);
  // Without an operation it is for the agent, which reads, too.
  const reads = operation === undefined || DATA_PLANE.includes(operation);
  if (reads && (await same(key, READER_KEY))) return undefined;
  const message = `This key may not call ${operation ?? 'this'}`;
  return Response.json({ message }, { status: 403, headers: { 'x-amzn-ErrorType': 'AccessDeniedException' } });
}

function keyIn(authorization) {
  const [, key] = authorization.match(/^AWS4-HMAC-SHA256 Credential=([^/]+)\//) ?? authorization.match(/^Bearer (.+)$/) ?? [];
  return key;
}

/** How long the comparison takes tells nothing: digests are of one length. A secret that was never set admits nobody. */
async function same(key, secret) {
  if (!key || !secret) return false;
  const digest = (text) => crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return crypto.subtle.timingSafeEqual(await digest(key), await digest(secret));
}
