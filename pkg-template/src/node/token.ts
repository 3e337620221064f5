/** Names for what a process leaves in a folder, by which others can tell whether it still runs. */

import { createHash } from 'node:crypto';
import { hostname } from 'node:os';

/** Stands for the machine, or the container: numbers of processes mean nothing elsewhere. */
const HOST = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

export function tokenOf(unique: string): string {
  return `${HOST}-${process.pid}-${unique}`;
}

/** Whether the process is known to be gone. That of another machine never is. */
export function isDead(token: string): boolean {
  const [host, pid] = token.split('-');
  if (host !== HOST || !/^\d+$/.test(pid ?? '')) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    // Another error is a process that one may not touch.
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
