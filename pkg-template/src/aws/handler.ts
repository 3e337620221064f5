import { control } from 'variate/control';
import type { EvidentlyHandlerOptions } from '../../aws.js';
import { type Answer, type Call, type Service, answer } from './answer.js';
import { objectIn, textOf } from './body.js';
import { Evaluations } from './evaluations.js';
import { ofHost, overtaken, timeBy } from './failure.js';

const enum Limit {
  BodyBytes = 0x10_0000,
  /** How often a change is made anew because another came first. */
  Attempts = 12,
  /** The longest pause after the first of them; twice as long after each that follows. */
  FirstPauseMs = 4,
  PauseMs = 500,
}

export function createEvidentlyHandler(options: EvidentlyHandlerOptions): (request: Request) => Promise<Response> {
  const { maxBodyBytes = Limit.BodyBytes, onError = () => {} } = options;
  const service = serviceOf(options);
  return (request) => respond(request, service, maxBodyBytes, onError);
}

/** Takes a request through a service. */
export async function respond(
  request: Request,
  service: Service,
  maxBodyBytes: number,
  onError: (error: unknown) => void,
): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  const { method } = request;
  const message = { method, path: pathname, query: searchParams, body: () => textOf(request, maxBodyBytes) };
  return responseOf(method, await answer(message, service, onError));
}

export function responseOf(method: string, { status, headers, body }: Answer): Response {
  return new Response(method === 'HEAD' || status === 204 ? null : body, { status, headers });
}

/** Carries operations out on what is stored. */
function serviceOf({ store, region, account, now = Date.now, onEvents }: EvidentlyHandlerOptions): Service {
  const evaluations = new Evaluations();
  const place = { ...(region !== undefined && { region }), ...(account !== undefined && { account }) };
  // Refused here, for it would be no fault of a client's.
  if (Object.keys(place).length > 0) control('ListProjects', null, {}, place);
  return async (call) => {
    const { operation, members, body } = call;
    const given = objectIn(body);
    for (let attempt = 1; ; attempt += 1) {
      const stored = await ofHost(() => store.read());
      const time = await timeBy(now);
      if (Evaluations.has(operation)) {
        const output = evaluations.answer(stored, operation, { ...given, ...members }, time);
        if (output !== undefined) return output;
      }
      const { snapshot, output, events } = control(operation, stored.snapshot, inputOf(call), { now: time, ...place });
      if (snapshot === undefined || (await ofHost(() => store.write(snapshot, stored.version)))) {
        if (events.length > 0) await ofHost(() => onEvents?.(events));
        return JSON.stringify(output);
      }
      if (attempt === Limit.Attempts) throw overtaken(attempt);
      // The pause has a random length, so that those who collided do not do so again.
      const longest = Math.min(Limit.PauseMs, Limit.FirstPauseMs * 2 ** (attempt - 1));
      await new Promise((resolve) => setTimeout(resolve, Math.random() * longest));
    }
  };
}

/**
 * The input as JSON text. The body's text stays as it is, for a number in it may have more digits than JavaScript keeps; what
 * comes behind it counts for more (R2).
 */
function inputOf({ members, body }: Call): string {
  const own = body.trim().slice(0, -1).trimEnd();
  const more = JSON.stringify(members).slice(1);
  return own + (own === '{' || more === '}' ? '' : ',') + more;
}
