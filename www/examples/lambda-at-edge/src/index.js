// Two functions for one cache behaviour: the request goes to the folder of the visitor's variation, and who has no
// cookie yet gets one with the response.

import { Evaluator } from 'variate';
import snapshot from '../snapshot.json';

const FEATURE = 'checkout-flow';
// Where the pages of a variation lie at the origin. Variations that are not here have theirs at the top.
const FOLDERS = { express: '/express', 'single-page': '/single-page' };
const VISITOR = 'X-Visitor';
const YEAR_SECONDS = 365 * 24 * 60 * 60;

// Once per execution environment, and before its first request.
const evaluator = new Evaluator(snapshot);

export async function originRequest(event) {
  const { request } = event.Records[0].cf;
  try {
    const entityId = visitorIn(request.headers) ?? crypto.randomUUID();
    const evaluationContext = { country: valueOf(request.headers, 'CloudFront-Viewer-Country') };
    const { variation } = evaluator.evaluate({ feature: FEATURE, entityId, evaluationContext });
    const origin = request.origin.s3 ?? request.origin.custom;
    origin.path += FOLDERS[variation] ?? '';
    setHeader(request.headers, VISITOR, entityId);
    setHeader(request.headers, 'X-Variation', variation);
  } catch (error) {
    // The page at the top is better than an error page.
    console.error(error);
  }
  return request;
}

/** Sees the request as `originRequest` has left it. */
export async function originResponse(event) {
  const { request, response } = event.Records[0].cf;
  // What is decided for one visitor must not come from a cache to another, least of all with a cookie.
  setHeader(response.headers, 'Cache-Control', 'private, no-store');
  const visitor = valueOf(request.headers, VISITOR);
  if (visitor && visitor !== visitorIn(request.headers)) {
    const value = `visitor=${visitor}; Path=/; Max-Age=${YEAR_SECONDS}; HttpOnly; Secure; SameSite=Lax`;
    (response.headers['set-cookie'] ??= []).push({ key: 'Set-Cookie', value });
  }
  return response;
}

/** A cookie that was not set here counts as none. */
function visitorIn({ cookie = [] }) {
  const cookies = cookie.map(({ value }) => value).join('; ');
  return cookies.match(/(?:^|;\s*)visitor=([\w-]{1,64})(?:;|$)/)?.[1];
}

function valueOf(headers, name) {
  return headers[name.toLowerCase()]?.[0].value;
}

function setHeader(headers, key, value) {
  headers[key.toLowerCase()] = [{ key, value }];
}
