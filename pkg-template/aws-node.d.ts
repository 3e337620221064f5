// What `variate/aws` has for Node only. Written by hand: this file is the contract.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SnapshotStore, WebRequest, WebResponse } from './aws.js';

/**
 * Keeps a snapshot in a file, which any number of processes on any number of machines may change at once: a change that came
 * second is refused, as {@link SnapshotStore.write} says, and none is lost. At every instant the file is the old snapshot or
 * the new one, whole, also if a process is killed or the power fails.
 *
 * What other programs put there is seen, too; they should move it into place, as `mv` does within a file system. But nobody
 * compares for them, as this store does: what they replace, they replace. The folder must allow new files beside the file:
 * their names begin with `.<name>.`, of a long name with its beginning, and what killed processes have left is removed.
 *
 * @param path - Of the file. There need be none yet; a symbolic link stays one, also if it leads to a file that is yet to be.
 */
export function fileStore(path: string): SnapshotStore;

/**
 * Puts a handler of `variate/aws` behind Node's own server. What no `Request` can say, such as `TRACE` and `OPTIONS *`, is
 * answered by a 404 that the handler does not hear of; a handler that fails, or whose response cannot be read, by a 500. A
 * body may be read until the answer is there; what is left of it then is thrown away.
 *
 * @example
 * ```js
 * import { createServer } from 'node:http';
 * import { createEvidentlyHandler } from 'variate/aws';
 * import { fileStore, nodeListener } from 'variate/aws/node';
 *
 * const handler = createEvidentlyHandler({ store: fileStore('snapshot.json') });
 * createServer(nodeListener(handler)).listen(2772, '127.0.0.1');
 * ```
 */
export function nodeListener(
  handler: (request: WebRequest) => Promise<WebResponse>,
): (incoming: IncomingMessage, outgoing: ServerResponse) => void;
