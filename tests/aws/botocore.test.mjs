// AWS's own client for Python against a server on this machine; VARIATE_PYTHON is a Python that has it.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { clocked } from './clocked.mjs';

const FOLDER = fileURLToPath(new URL('botocore', import.meta.url));
const TESTS = 15;

test(`all ${TESTS} tests of the Python client pass`, async (t) => {
  const server = await clocked(Date.now());
  t.after(() => server.close());
  const env = { ...process.env, EVIDENTLY_URL: server.url, PYTHONDONTWRITEBYTECODE: '1', no_proxy: '127.0.0.1' };
  const python = spawn(process.env.VARIATE_PYTHON ?? 'python3', ['-m', 'unittest', '--verbose'], { cwd: FOLDER, env });
  let output = '';
  for (const stream of [python.stdout, python.stderr]) stream.on('data', (text) => (output += text));
  const [code] = await once(python, 'close');
  assert.equal(code, 0, output);
  assert.match(output, new RegExp(`^Ran ${TESTS} tests`, 'm'));
  assert.equal(server.events.length, 1);
});
