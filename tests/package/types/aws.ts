// Compiled, never run, as a user of `variate/aws` whose host has told TypeScript nothing of itself.

import {
  createAgentHandler,
  createEvidentlyHandler,
  kvStore,
  localRequestHandler,
  memoryStore,
  operationOf,
  type ControlEvent,
  type Operation,
  type SnapshotStore,
} from 'variate/aws';
import { Evaluator } from 'variate';

const store: SnapshotStore = memoryStore({ version: 1 });
const events: ControlEvent[] = [];
const handler = createEvidentlyHandler({
  store,
  region: 'eu-west-1',
  now: () => new Date(),
  onEvents: (taken) => void events.push(...taken),
});
const operation: Operation | undefined = operationOf({ method: 'GET', url: 'http://localhost/projects' });
localRequestHandler(handler);
localRequestHandler(new Evaluator('{"version":1}'), { now: () => 0 });
createAgentHandler({ store: { read: async () => ({ snapshot: null, version: 'none' }) } });
kvStore({ get: async () => null, put: async () => {} }, 'snapshot');

// @ts-expect-error a store is required
createEvidentlyHandler({});
// @ts-expect-error a clock is a function
createEvidentlyHandler({ store, now: new Date() });
// @ts-expect-error a version is a text
const wrong: SnapshotStore = { read: async () => ({ snapshot: null, version: 1 }), write: async () => true };
// @ts-expect-error an evaluator is no snapshot
localRequestHandler({ version: 1 });
