// Servers that are programs of their own.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stripVTControlCharacters } from 'node:util';

/** Runs a server for as long as `ask` is busy with the address that it wrote. */
export async function whileServing(parameters, folder, environment, ask) {
  const options = { cwd: folder, env: { ...process.env, ...environment }, timeout: 300_000 };
  const server = spawn(process.execPath, parameters, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(server, 'close');
  let said = '';
  const address = new Promise((resolve) => {
    for (const stream of [server.stdout, server.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        said += stripVTControlCharacters(text);
        const found = said.match(/http:\/\/127\.0\.0\.1:\d+/);
        if (found) resolve(found[0]);
      });
    }
  });
  const failed = ended.then(([code]) => Promise.reject(new Error(`the server ended with ${code}`)));
  try {
    return await Promise.race([address.then(ask), failed]);
  } catch (error) {
    throw Object.assign(error, { stdout: said });
  } finally {
    server.kill();
    await ended;
  }
}
