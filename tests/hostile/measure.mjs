// Measures the table of README.md: each row in a process of its own, on the package in pkg/ (or VARIATE_PACKAGE).
//
//   node measure.mjs            all rows
//   node measure.mjs <name>…    these

import { execFileSync } from 'node:child_process';
import { argv, cpuUsage, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { rows, vectorOf } from './rows.mjs';
import { answerTo } from './answer.mjs';

const [first, ...rest] = argv.slice(2);

if (first === '--one') {
  const { seen } = await import('../package/host.mjs');
  const { copies } = await import('../package/package.mjs');
  const vector = vectorOf(rest[0]);
  const started = cpuUsage();
  const { bytes, code } = answerTo(copies.import, vector);
  const { user, system } = cpuUsage(started);
  const linear = seen.memories.at(-1).buffer.byteLength;
  console.log(JSON.stringify({ bytes, code, ms: (user + system) / 1000, linear }));
} else {
  const names = first === undefined ? Object.keys(rows) : [first, ...rest];
  console.log('| input | bytes | answer | ms | MiB of linear memory |\n|---|---|---|---|---|');
  for (const name of names) {
    const { bytes, code, ms, linear } = JSON.parse(execFileSync(execPath, [fileURLToPath(import.meta.url), '--one', name]));
    const cells = [rows[name].what, bytes.toLocaleString('en'), code, ms.toFixed(ms < 10 ? 1 : 0), (linear / 2 ** 20).toFixed(1)];
    console.log(`| ${cells.join(' | ')} |`);
  }
}
