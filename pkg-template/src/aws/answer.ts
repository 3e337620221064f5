/** From a method, a path and a body to a status and a body: the protocol of Evidently's API, without its transport (C1). */

import type { Operation } from '../../control.js';
import { type Failure, causeOf, failure, unknownOperation, unparsable } from './failure.js';
import { type Route, methodsOf, routeOf } from './operations.js';

/** An operation that is asked for. */
export interface Call {
  readonly operation: Operation;
  /** What the path and the query say, by the members of the operation's input. */
  readonly members: Readonly<Record<string, unknown>>;
  /** The text of a JSON object. What the path and the query say counts for more. */
  readonly body: string;
}

/** Carries out operations. What it throws becomes the answer: an exception of the API by its name, else a 500. */
export type Service = (call: Call) => Promise<string>;

/** A request, whatever brought it. */
export interface Message {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Asked for only if the operation has a body. */
  body(): Promise<string>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

export async function answer(message: Message, service: Service, onError: (error: unknown) => void): Promise<Answer> {
  const { method, path } = message;
  const methods = methodsOf(path);
  if (method === 'OPTIONS' && methods.length > 0) return { status: 204, headers: { Allow: allowed(methods) }, body: '' };
  try {
    return answered(200, await service(await callOf(message)));
  } catch (error) {
    const failed = failure(error);
    if (failed.status === 500) onError(causeOf(error));
    return refused(failed);
  }
}

/** An error as AWS sends it, so that its clients know the class. */
export function refused({ status, name, body }: Failure): Answer {
  const { headers, ...rest } = answered(status, JSON.stringify(body));
  return { ...rest, headers: { ...headers, 'x-amzn-ErrorType': name } };
}

function answered(status: number, body: string): Answer {
  return { status, headers: { 'Content-Type': 'application/json', 'x-amzn-RequestId': crypto.randomUUID() }, body };
}

async function callOf(message: Message): Promise<Call> {
  const { method, path, query } = message;
  // As for all of HTTP: the same as GET, and whoever sends the answer leaves the body out.
  const asked = method === 'HEAD' ? 'GET' : method;
  const route = routeIn(asked, path);
  if (route === undefined) throw unknownOperation(method, path);
  const { operation, labels } = route;
  const hasBody = asked === 'POST' || asked === 'PATCH';
  return { operation, members: { ...membersOf(query), ...labels }, body: hasBody ? (await message.body()) || '{}' : '{}' };
}

function routeIn(method: string, path: string): Route | undefined {
  try {
    return routeOf(method, path);
  } catch {
    throw unparsable('An escape in the path is none');
  }
}

/** What the API's lists, and UntagResource, have in the query. */
function membersOf(query: URLSearchParams): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const name of ['nextToken', 'status', 'type']) {
    const value = query.get(name);
    if (value !== null) members[name] = value;
  }
  const most = query.get('maxResults');
  // What is no number stays a text, which the operation refuses.
  if (most !== null) members['maxResults'] = /^-?\d{1,15}$/.test(most) ? Number(most) : most;
  const keys = query.getAll('tagKeys');
  if (keys.length > 0) members['tagKeys'] = keys;
  return members;
}

function allowed(methods: readonly string[]): string {
  return [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
}
