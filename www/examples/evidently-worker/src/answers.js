// Evidently's API and the AppConfig agent's answers, each at its paths, from one store.

import { createAgentHandler, createEvidentlyHandler } from 'variate/aws';

export function answersFrom(store) {
  // A snapshot does not keep events. Send them where you count: a queue, Analytics Engine, a database.
  const onEvents = (events) => console.log(JSON.stringify(events));
  const onError = (error) => console.error(error);
  const evidently = createEvidentlyHandler({ store, onEvents, onError });
  const agent = createAgentHandler({ store, onError });
  return (request) => (new URL(request.url).pathname.startsWith('/applications/') ? agent(request) : evidently(request));
}
