import type { Operation } from '../../control.js';
import { routeOf } from './operations.js';

export function operationOf({ method, url }: { readonly method: string; readonly url: string }): Operation | undefined {
  try {
    return routeOf(method === 'HEAD' ? 'GET' : method, new URL(url).pathname)?.operation;
  } catch {
    // A broken escape.
    return undefined;
  }
}
