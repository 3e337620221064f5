/** Between Node's HTTP server and handlers of the web's `Request` and `Response`. */

import type { IncomingMessage, ServerResponse } from 'node:http';

type Handler = (request: Request) => Promise<Response>;

export function nodeListener(handler: Handler): (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void> {
  return async (incoming, outgoing) => {
    let response: Response;
    try {
      response = await handler(requestOf(incoming));
    } catch {
      response = new Response(null, { status: 500 });
    }
    const body = Buffer.from(await response.arrayBuffer());
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(body);
  };
}

function requestOf(incoming: IncomingMessage): Request {
  const { method = 'GET', url = '/', headersDistinct } = incoming;
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    for (const value of values) headers.append(name, value);
  }
  // Put together as texts: `//other/path` is a path here, and relative to an address it would be a host.
  const address = url.startsWith('/') ? `http://localhost${url}` : url;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(address, { method, headers, ...(hasBody && { body: bodyOf(incoming), duplex: 'half' }) });
}

/** Node's own conversion cuts the connection when the rest is not wanted, and with it the answer that would say so. */
function bodyOf(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  let isWanted = true;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      incoming.on('data', (bytes: Uint8Array) => {
        if (!isWanted) return;
        controller.enqueue(bytes);
        if ((controller.desiredSize ?? 0) <= 0) incoming.pause();
      });
      incoming.on('end', () => isWanted && controller.close());
      incoming.on('error', (error) => isWanted && controller.error(error));
    },
    pull() {
      incoming.resume();
    },
    cancel() {
      isWanted = false;
      incoming.resume();
    },
  });
}
