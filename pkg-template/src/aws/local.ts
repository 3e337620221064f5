import type { Evaluator } from 'variate';
import type { LocalRequestHandler, LocalRequestHandlerOptions, SdkRequest, SdkResponse } from '../../aws.js';
import { answer } from './answer.js';
import { decoded } from './body.js';
import { evaluatorService } from './evaluator-service.js';

type Handler = (request: Request) => Promise<Response>;

/** What an SDK's request becomes: lower-case names of headers, as the SDK looks some of them up. */
interface Outcome {
  readonly status: number;
  readonly headers: Iterable<readonly [string, string]>;
  readonly body: Uint8Array;
}

export function localRequestHandler(
  target: Evaluator | Handler,
  options: LocalRequestHandlerOptions = {},
): LocalRequestHandler {
  const take = typeof target === 'function' ? throughHandler(target) : throughEvaluator(target, options);
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request, { abortSignal } = {}) {
      if (abortSignal?.aborted) throw aborted();
      const { status, headers, body } = await take(request);
      // The SDK reads a body that is bytes as it is, on every host.
      return { response: responseOf(status, Object.fromEntries(headers), body) };
    },
    destroy() {},
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  };
}

function throughHandler(handler: Handler): (request: SdkRequest) => Promise<Outcome> {
  return async (request) => {
    const { method, path, headers } = request;
    // Nothing is ever sent to that host.
    const url = new URL(`http://localhost${path}`);
    url.search = String(queryOf(request));
    const body = request.body === undefined || request.body === null ? null : textOf(request.body);
    const response = await handler(new Request(url, { method, headers: sendable(headers), body }));
    return { status: response.status, headers: response.headers, body: new Uint8Array(await response.arrayBuffer()) };
  };
}

function throughEvaluator(evaluator: Evaluator, options: LocalRequestHandlerOptions): (request: SdkRequest) => Promise<Outcome> {
  const service = evaluatorService(evaluator, options);
  return async (request) => {
    const { method, path, body } = request;
    const message = { method, path, query: queryOf(request), body: async () => textOf(body ?? '') };
    const { status, headers, body: text } = await answer(message, service, options.onError ?? (() => {}));
    const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
    return { status, headers: lower, body: new TextEncoder().encode(text) };
  };
}

function queryOf({ query = {} }: SdkRequest): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) parameters.append(name, one ?? '');
  }
  return parameters;
}

function textOf(body: unknown): string {
  if (typeof body === 'string') return body;
  if (ArrayBuffer.isView(body)) return decoded(new Uint8Array(body.buffer, body.byteOffset, body.byteLength));
  throw new TypeError('A body that is neither text nor bytes: none of the operations of Evidently has one');
}

/** Some hosts refuse requests that say of themselves what only the sender can know. */
function sendable(headers: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(headers).filter(([name]) => !/^(host|content-length|expect|connection)$/i.test(name));
}

function responseOf(statusCode: number, headers: Record<string, string>, body: Uint8Array): SdkResponse {
  return { statusCode, headers, body };
}

function aborted(): Error {
  return Object.assign(new Error('Request aborted'), { name: 'AbortError' });
}
