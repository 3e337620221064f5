// One cold start: a fresh process, from the import of a participant to its first answers. The times go to the standard
// output, as JSON.
//
//   node benches/programs/cold-start.mjs <bundle> <snapshot> [<name>=<file>]...

import { readFileSync, writeSync } from 'node:fs';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { mixed } from '../flags.mjs';
import { usersFrom } from '../users.mjs';

const EARLY = 100;

const [bundle, snapshot, ...given] = process.argv.slice(2);
const files = Object.fromEntries(given.map((word) => word.split('=')).map(([name, path]) => [name, readFileSync(path)]));
const [{ name }] = mixed(1);
const users = usersFrom(1 + EARLY);
const bytes = readFileSync(snapshot);
for (const method of ['log', 'info', 'warn', 'debug', 'error']) console[method] = () => {};

// Node's loader of modules has begun its work with this file; what it costs to have one is nobody's.
const looks = [look()];
const { participant } = await import(pathToFileURL(bundle).href);
looks.push(look());
const engine = await participant.open(files);
looks.push(look());
const client = await participant.load(engine, bytes);
looks.push(look());
const first = decide(users[0]);
looks.push(look());
for (let at = 1; at <= EARLY; at += 1) decide(users[at]);
looks.push(look());

if (first !== 'a' && first !== 'b') throw new Error(`${name} is ${first} in a cold start`);
const [imported, opened, loaded, answered, early] = looks.slice(1).map((now, index) => difference(now, looks[index]));
const total = looks.at(-2);
const spent = { imported, opened, loaded, answered, early: scaled(early, 1 / EARLY) };
writeSync(1, JSON.stringify({ ...spent, total: difference(total, looks[0]) }));
// Some have timers that would keep the process.
process.exit();

function decide(user) {
  return participant.variation(participant.evaluate(client, name, participant.user(user)));
}

/** Milliseconds: of all threads of the process, and of the clock on the wall. */
function look() {
  const { user, system } = process.cpuUsage();
  return { processor: (user + system) / 1000, wall: performance.now() };
}

function difference(now, before) {
  return { processor: now.processor - before.processor, wall: now.wall - before.wall };
}

function scaled({ processor, wall }, factor) {
  return { processor: processor * factor, wall: wall * factor };
}
