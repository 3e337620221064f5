import type { Evaluator } from 'variate';
import type { LocalRequestHandlerOptions, ControlEvent } from '../../aws.js';
import type { FieldError } from '../../control.js';
import type { Service } from './answer.js';
import { objectIn } from './body.js';
import { denied, invalid, ofHost, timeBy } from './failure.js';

const TYPES: readonly string[] = ['aws.evidently.evaluation', 'aws.evidently.custom'];

/** The data plane on an evaluator. What the evaluator takes, it takes: larger batches, and contexts that are objects. */
export function evaluatorService(evaluator: Evaluator, { now = Date.now, onEvents }: LocalRequestHandlerOptions): Service {
  return async ({ operation, members, body }) => {
    const input = { ...objectIn(body), ...members } as never;
    switch (operation) {
      case 'EvaluateFeature':
        return JSON.stringify(evaluator.evaluate(input, { now: await timeBy(now) }));
      case 'BatchEvaluateFeature':
        return JSON.stringify(evaluator.batchEvaluate(input, { now: await timeBy(now) }));
      case 'PutProjectEvents': {
        const { project, events: given } = input as { project: string; events?: unknown };
        // That it is the evaluator's.
        evaluator.batchEvaluate({ project, requests: [] });
        const events = eventsIn(given, evaluator.project?.arn ?? '');
        if (events.length > 0) await ofHost(() => onEvents?.(events));
        return JSON.stringify({ eventResults: events.map(({ id }) => ({ eventId: id })), failedEventCount: 0 });
      }
      default:
        throw denied(`An evaluator has no ${operation}: give a handler that createEvidentlyHandler has made`);
    }
  };
}

/** The events, with what the API requires of each. Its quotas, and what it says of the data, are for those who take them. */
function eventsIn(given: unknown, project: string): ControlEvent[] {
  const faults: FieldError[] = [];
  if (!Array.isArray(given)) faults.push({ name: 'events', message: 'expected a list' });
  const events = (Array.isArray(given) ? given : []).map((event: unknown, index) => {
    const isObject = typeof event === 'object' && event !== null && !Array.isArray(event);
    const { type, timestamp, data } = (isObject ? event : {}) as Record<keyof ControlEvent, never>;
    const check = (member: string, holds: boolean, expected: string) => {
      if (!holds) faults.push({ name: `events[${index}]${member}`, message: `expected ${expected}` });
    };
    check('', isObject, 'an object');
    check('.type', !isObject || TYPES.includes(type), `one of ${TYPES.join(', ')}`);
    check('.timestamp', !isObject || typeof timestamp === 'number', 'epoch seconds, a number');
    check('.data', !isObject || typeof data === 'string', 'JSON text');
    return { id: crypto.randomUUID(), project, type, timestamp, data };
  });
  if (faults.length > 0) throw invalid(faults);
  return events;
}
