import type { Evaluator } from 'variate';
import type { LocalRequestHandlerOptions, ControlEvent } from '../../aws.js';
import type { Service } from './answer.js';
import { objectIn } from './body.js';
import { denied } from './failure.js';

/** The data plane on an evaluator. What the evaluator takes, it takes: larger batches, and contexts that are objects. */
export function evaluatorService(evaluator: Evaluator, { now = Date.now, onEvents }: LocalRequestHandlerOptions): Service {
  return async ({ operation, members, body }) => {
    const input = { ...objectIn(body), ...members } as never;
    switch (operation) {
      case 'EvaluateFeature':
        return JSON.stringify(evaluator.evaluate(input, { now: now() }));
      case 'BatchEvaluateFeature':
        return JSON.stringify(evaluator.batchEvaluate(input, { now: now() }));
      case 'PutProjectEvents': {
        const events = eventsIn(input, evaluator.project?.arn ?? '');
        if (events.length > 0) await onEvents?.(events);
        return JSON.stringify({ eventResults: events.map(({ id }) => ({ eventId: id })), failedEventCount: 0 });
      }
      default:
        throw denied(`An evaluator has no ${operation}: give a handler that createEvidentlyHandler has made`);
    }
  };
}

function eventsIn({ events }: { events?: unknown }, project: string): ControlEvent[] {
  return Array.isArray(events) ? events.map((event) => ({ ...event, id: crypto.randomUUID(), project })) : [];
}
