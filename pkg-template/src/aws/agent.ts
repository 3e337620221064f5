/** The AppConfig agent's answers to `GET /applications/…/environments/…/configurations/…` (tests/RULES.md, AppConfig's agent). */

import type { Evaluator } from 'variate';
import type { AgentHandlerOptions, Stored } from '../../aws.js';
import { Evaluations } from './evaluations.js';

const PATH = /^\/applications\/[^/]+\/environments\/[^/]+\/configurations\/[^/]+$/;

export function createAgentHandler(options: AgentHandlerOptions): (request: Request) => Promise<Response> {
  const { store, onError = () => {} } = options;
  const evaluations = new Evaluations();
  return async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (!PATH.test(pathname)) return refused(404, `Nothing is at ${pathname}`);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refused(405, 'Only GET is here', { Allow: 'GET, HEAD' });
    const failed = (error: unknown) => {
      onError(error);
      return refused(500, 'The configuration cannot be read');
    };
    let stored: Stored;
    try {
      stored = await store.read();
    } catch (error) {
      return failed(error);
    }
    try {
      const { snapshot, version } = stored;
      const response = snapshot
        ? answer(evaluations.evaluatorFor(snapshot, version), searchParams, request.headers)
        : refused(404, 'There is no configuration yet');
      response.headers.set('Configuration-Version', version);
      return request.method === 'HEAD' ? new Response(null, response) : response;
    } catch (error) {
      return (error as Error).name === 'ValidationException' ? refused(400, (error as Error).message) : failed(error);
    }
  };
}

function answer(evaluator: Evaluator, query: URLSearchParams, headers: Headers): Response {
  const keys = query.getAll('flag');
  const context = contextIn(headers.get('Context'));
  const entityId = headers.get('Entity-Id');
  const request = { context, entityId: entityId === null || entityId === '' ? null : utf8(entityId) };
  const [key] = keys;
  if (key !== undefined && keys.length === 1) {
    // Asked for alone, a flag stands alone.
    return evaluator.flags.includes(key)
      ? json(evaluator.evaluateFlag({ ...request, flag: key }).value)
      : refused(404, `Flag does not exist: '${key}'`);
  }
  const known = keys.filter((flag) => evaluator.flags.includes(flag));
  const answers = evaluator.evaluateFlags(request, keys.length > 0 ? { flags: known } : {});
  return json(Object.fromEntries(Object.entries(answers).map(([flag, { value }]) => [flag, value])));
}

/** `Context: plan=pro, country=DE`, or one header for each: they arrive here joined by commas. */
function contextIn(header: string | null): Record<string, string> {
  const pairs = utf8(header ?? '').split(',').map((pair) => pair.trim());
  return Object.fromEntries(pairs.filter((pair) => pair !== '').map(keyAndValue));
}

function keyAndValue(pair: string): [string, string] {
  const end = pair.indexOf('=');
  if (end > 0) return [pair.slice(0, end).trim(), pair.slice(end + 1).trim()];
  throw Object.assign(new Error(`The header Context has '${pair}' where key=value belongs`), { name: 'ValidationException' });
}

/** Each character of a header is a byte of it; what was meant is UTF-8, unless it is none. */
function utf8(header: string): string {
  if (!/[\x80-\xff]/.test(header) || /[^\x00-\xff]/.test(header)) return header;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(header, (byte) => byte.charCodeAt(0)));
  } catch {
    return header;
  }
}

function json(value: unknown): Response {
  return new Response(JSON.stringify(value), { headers: { 'Content-Type': 'application/json' } });
}

function refused(status: number, message: string, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify({ message }), { status, headers: { 'Content-Type': 'application/json', ...headers } });
}
