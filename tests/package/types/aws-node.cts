// Compiled, never run, as a user of `variate/aws` in Node and of `require`.

import { createServer } from 'node:http';
import { createEvidentlyHandler, type SnapshotStore } from 'variate/aws';
import { fileStore, nodeListener } from 'variate/aws/node';

const store: SnapshotStore = fileStore('snapshot.json');
const handler = createEvidentlyHandler({ store });
createServer(nodeListener(handler)).listen(2772);
// The host's types are there, so these are its own.
const answer: Promise<Response> = handler(new Request('http://localhost/projects'));
// @ts-expect-error a path is a text
fileStore(new URL('file:///snapshot.json'));
// @ts-expect-error no request
handler('http://localhost/projects');
