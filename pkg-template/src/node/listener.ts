/** Between Node's HTTP server and handlers of the web's `Request` and `Response`. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { failure, unknownOperation } from '../aws/failure.js';

type Handler = (request: Request) => Promise<Response>;

interface Body {
  readonly stream: ReadableStream<Uint8Array>;
  /** What was not read shall not be, and makes way for the next request on the connection. */
  discard(): void;
}

export function nodeListener(handler: Handler): (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void> {
  return async (incoming, outgoing) => {
    const { method = 'GET' } = incoming;
    const body = method === 'GET' || method === 'HEAD' ? undefined : bodyOf(incoming);
    try {
      const request = requestOf(incoming, method, body);
      await send(request === undefined ? nothingAt(incoming) : await handler(request), outgoing);
    } catch {
      // All is there before anything is sent.
      outgoing.writeHead(500).end();
    }
    body?.discard();
  };
}

async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  const bytes = Buffer.from(await response.arrayBuffer());
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(bytes);
}

/** Undefined for what no `Request` can say: `TRACE`, `OPTIONS *`, an address that is none. */
function requestOf({ url = '/', headersDistinct }: IncomingMessage, method: string, body: Body | undefined): Request | undefined {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    for (const value of values) headers.append(name, value);
  }
  // Put together as texts: `//other/path` is a path here, and relative to an address it would be a host.
  const address = url.startsWith('/') ? `http://localhost${url}` : url;
  try {
    return new Request(address, { method, headers, ...(body && { body: body.stream, duplex: 'half' }) });
  } catch {
    return undefined;
  }
}

/** As the API's handler says it: it would have nothing there either. */
function nothingAt({ method = '', url = '' }: IncomingMessage): Response {
  const { status, name, body } = failure(unknownOperation(method, url));
  const headers = { 'Content-Type': 'application/json', 'x-amzn-ErrorType': name };
  return new Response(JSON.stringify(body), { status, headers });
}

/** Node's own conversion cuts the connection when the rest is not wanted, and with it the answer that would say so. */
function bodyOf(incoming: IncomingMessage): Body {
  let isWanted = true;
  const resume = () => {
    isWanted = false;
    incoming.resume();
  };
  let end = () => {};
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      incoming.on('data', (bytes: Uint8Array) => {
        if (!isWanted) return;
        controller.enqueue(bytes);
        if ((controller.desiredSize ?? 0) <= 0) incoming.pause();
      });
      incoming.on('end', () => isWanted && controller.close());
      incoming.on('error', (error) => isWanted && controller.error(error));
      end = () => controller.error(new Error('The request was answered before all of its body was read'));
    },
    pull() {
      incoming.resume();
    },
    cancel: resume,
  });
  const discard = () => {
    resume();
    // Or whoever still reads would wait for ever. Of a body that was read to its end it changes nothing.
    end();
  };
  return { stream, discard };
}
