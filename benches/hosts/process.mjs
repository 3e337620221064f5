// Node, Deno and Bun: a process for each participant.

import { execFileSync, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const WORKER = fileURLToPath(new URL('../programs/worker.mjs', import.meta.url));
// The runtimes of the tests.
const require = createRequire(new URL('../../tests/runtimes/package.json', import.meta.url));

export const node = () => host('Node', process.execPath, [], process.version, 'node');

export function deno() {
  const file = process.platform === 'win32' ? 'deno.exe' : 'deno';
  const program = join(dirname(require.resolve('deno/package.json')), file);
  const parameters = ['run', '--allow-read', '--no-prompt', '--no-remote', '--no-config'];
  return host('Deno', program, parameters, wordOf(program, 1));
}

export function bun() {
  const program = join(dirname(require.resolve('bun/package.json')), 'bin/bun.exe');
  return host('Bun', program, ['run', '--no-install'], wordOf(program, 0));
}

function host(title, program, parameters, version, platform = 'browser') {
  return {
    title,
    version: version.replace(/^v/, ''),
    clock: 'processor time',
    platform,
    start({ bundle, files }) {
      const given = Object.entries(files).map((file) => file.join('='));
      return session(program, [...parameters, WORKER, bundle, ...given]);
    },
    close() {},
  };
}

/** A process that is asked one thing at a time. */
function session(program, parameters) {
  const child = spawn(program, parameters, { stdio: ['pipe', 'pipe', 'pipe'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (complaint += text));
  // A process that ended is noticed where its answer is missing.
  child.stdin.on('error', () => {});
  return {
    async ask(method, ...parameters) {
      child.stdin.write(`${JSON.stringify({ method, parameters })}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`the process ended: ${complaint.trim()}`);
      const { answer, failure } = JSON.parse(value);
      if (failure !== undefined) throw new Error(failure);
      return answer;
    },
    end() {
      child.stdin.end();
      child.kill();
    },
  };
}

function wordOf(program, index) {
  return execFileSync(program, ['--version'], { encoding: 'utf8' }).split(/\s+/)[index];
}
