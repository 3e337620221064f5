// Evidently on a port of this machine, with a clock that a client sets: `PUT /clock` with milliseconds since 1970.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { createEvidentlyHandler, memoryStore, nodeListener } from './package.mjs';

export async function clocked(now) {
  const events = [];
  const handler = createEvidentlyHandler({
    store: memoryStore(),
    region: 'eu-west-1',
    account: '123456789012',
    now: () => now,
    onEvents: (taken) => void events.push(...taken),
    onError: console.error,
  });
  const server = createServer(
    nodeListener(async (request) => {
      if (new URL(request.url).pathname !== '/clock') return handler(request);
      now = Number(await request.text());
      return new Response();
    }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    events,
    set: (ms) => (now = ms),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
