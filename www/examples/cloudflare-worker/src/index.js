// Decides for the visitor who asks: GET /features, /features/<name>, /flags, /flags/<key>; and GET /status.

import { refresh, served } from './snapshot.js';

const STATUS_OF = { ValidationException: 400, ResourceNotFoundException: 404, SnapshotError: 500 };
const YEAR_SECONDS = 365 * 24 * 60 * 60;

export default {
  async fetch(request, env, ctx) {
    await refresh(env, ctx);
    // Nothing below awaits, so no other request can free the evaluator meanwhile.
    const { evaluator, version, refused } = served;
    if (!evaluator) return respond(503, { message: 'There is no snapshot yet.' }, { 'Retry-After': '5' });

    const path = new URL(request.url).pathname;
    if (path === '/status') return respond(200, { version, refused });

    const known = visitorIn(request.headers.get('Cookie'));
    const visitor = known ?? crypto.randomUUID();
    const headers = { 'Snapshot-Version': version };
    if (!known) headers['Set-Cookie'] = cookieFor(visitor);
    try {
      const answer = decide(evaluator, path, visitor, contextOf(request));
      return answer ? respond(200, answer, headers) : respond(404, { message: 'Nothing is here.' });
    } catch (error) {
      const status = STATUS_OF[error.name];
      if (!status) throw error;
      return respond(status, { error: error.name, message: error.message }, headers);
    }
  },
};

function decide(evaluator, path, entityId, context) {
  const [, kind, name] = path.split('/');
  const all = name === undefined;
  switch (kind) {
    case 'features': {
      const request = { entityId, evaluationContext: context };
      return all ? evaluator.evaluateAll(request) : evaluator.evaluate({ ...request, feature: name });
    }
    case 'flags': {
      const request = { entityId, context };
      return all ? evaluator.evaluateFlags(request) : evaluator.evaluateFlag({ ...request, flag: name });
    }
  }
}

/** What segments and rules look at. Only what a visitor may claim, or what Cloudflare found out. */
function contextOf({ cf, headers }) {
  return { country: cf?.country, app: headers.get('App') ?? undefined };
}

/** A cookie that this worker would not have set counts as none; it must not lock its visitor out. */
function visitorIn(cookies) {
  return cookies?.match(/(?:^|;\s*)visitor=([\w-]{1,64})(?:;|$)/)?.[1];
}

function cookieFor(visitor) {
  return `visitor=${visitor}; Path=/; Max-Age=${YEAR_SECONDS}; HttpOnly; Secure; SameSite=Lax`;
}

/** Answers are for one visitor, so no cache may keep them. */
function respond(status, body, headers) {
  return Response.json(body, { status, headers: { 'Cache-Control': 'private, no-store', ...headers } });
}
