// One participant in a process of its own, in Node, Deno or Bun. What it is asked comes as lines of JSON, and so do the
// answers go.
//
//   node benches/programs/worker.mjs <bundle> [<name>=<file>]...

import { readFileSync, writeSync } from 'node:fs';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { timed, trialOf } from '../trial.mjs';

const [bundle, ...given] = process.argv.slice(2);
const files = Object.fromEntries(given.map((word) => word.split('=')).map(([name, path]) => [name, readFileSync(path)]));
const say = (answer) => writeSync(1, `${JSON.stringify(answer)}\n`);
// Some like to talk, and the answers go the same way.
for (const name of ['log', 'info', 'warn', 'debug', 'error']) console[name] = () => {};

let trial;
for await (const line of createInterface({ input: process.stdin })) {
  const { method, parameters } = JSON.parse(line);
  try {
    trial ??= await start();
    say({ answer: trial[method](...parameters) ?? null });
  } catch (error) {
    say({ failure: String(error) });
  }
}

async function start() {
  const { participant, workloads } = await import(pathToFileURL(bundle).href);
  return participant ? trialOf(participant, files, processorTime) : timed(await workloads(), processorTime);
}

/** Milliseconds of all threads of the process: other processes do not count, garbage collectors and compilers do. */
function processorTime() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
