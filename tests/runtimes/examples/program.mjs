// A program that runs beside a test, and what it says.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';

// Nobody waits for ever for a line that does not come.
const LONGEST_MS = 300_000;

/**
 * Starts a program in a group of its own, so that `stop` also ends what it has started in turn. `says` waits for the next
 * line that matches, and fails if the program ends before.
 */
export function start(command, parameters, folder, environment = {}) {
  const env = { ...process.env, ...environment };
  const child = spawn(command, parameters, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const lines = [];
  let read = 0;
  let ended;
  let wake = () => {};
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      lines.push(stripVTControlCharacters(line));
      wake();
    });
  }
  const end = once(child, 'close').then(
    ([code]) => (ended = `it ended with ${code}`),
    (error) => (ended = String(error)),
  );
  end.then(() => wake());
  const kill = () => ended || process.kill(-child.pid, 'SIGKILL');
  process.once('exit', kill);
  setTimeout(kill, LONGEST_MS).unref();

  return {
    stop() {
      kill();
      return end;
    },
    async says(pattern) {
      for (;;) {
        while (read < lines.length) {
          const match = lines[read++].match(pattern);
          if (match) return match;
        }
        if (ended) throw new Error(`${ended} and did not say ${pattern}:\n${lines.join('\n')}`);
        await new Promise((resolve) => (wake = resolve));
      }
    },
  };
}
