// The benchmark; README.md says what it measures and how. `cargo xtask bench` sets up what it needs and runs it.
//
//   node benches/run.mjs [--quick | --smoke] [--only <participant>,…] [--phase <phase>,…] [--against <folder>]
//                        [--json <file>]

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { runIn } from './bundle.mjs';
import { node } from './hosts/process.mjs';
import { chosen } from './participants.mjs';
import { admitted } from './phases/admission.mjs';
import { cold } from './phases/cold.mjs';
import { operations } from './phases/operations.mjs';
import { speed } from './phases/speed.mjs';
import { coldReport, legend, operationsReport, speedReport } from './report.mjs';

/** `warm` and `budget` are milliseconds, of each workload and of each sample; `guard` is a number of users. */
const FULL = { generations: 2, guard: 50_000, warm: 1500, rounds: 6, budget: 50, coldRounds: 11, operationRounds: 12 };
const QUICK = { generations: 1, guard: 5000, warm: 500, rounds: 4, budget: 25, coldRounds: 3, operationRounds: 4 };
/** Not for its figures, but for whether they come. */
const SMOKE = { generations: 1, guard: 5000, warm: 40, rounds: 1, budget: 5, coldRounds: 1, operationRounds: 1 };
/** In the other hosts there are fewer participants. */
const ELSEWHERE = { generations: 1, warm: 1000, rounds: 8 };

const PHASES = ['speed', 'operations', 'cold', 'hosts'];

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    smoke: { type: 'boolean' },
    only: { type: 'string' },
    phase: { type: 'string' },
    against: { type: 'string' },
    json: { type: 'string' },
  },
});
const settings = options.smoke ? SMOKE : options.quick ? QUICK : FULL;
const phases = options.phase?.split(',') ?? PHASES.filter((phase) => settings === FULL || phase !== 'hosts');
const unknown = phases.filter((phase) => !PHASES.includes(phase));
if (unknown.length > 0) throw new Error(`no such phase: ${unknown}; there are ${PHASES}`);

const only = options.only?.split(',') ?? (options.smoke ? ['floor', 'variate'] : undefined);
const participants = chosen(only, options.against);
const names = Object.keys(participants);
const titles = Object.fromEntries(names.map((name) => [name, participants[name].title]));
const result = {
  when: new Date().toISOString(),
  machine: { processor: cpus()[0].model, cores: cpus().length },
  node: process.versions.node,
  settings,
  participants: titles,
  dropped: [],
};

const place = await mkdtemp(join(tmpdir(), 'variate-bench-'));
const started = performance.now();
try {
  const run = runIn(place, participants, result.dropped);
  print(`${result.machine.processor}, ${result.machine.cores} cores`, '', ...legend(), '');
  result.guard = await admitted(run, node(), names, settings);
  const passed = Object.keys(result.guard);
  const ours = passed.filter((name) => participants[name].operations);
  if (phases.includes('speed')) {
    result.speed = await speed(run, node(), passed, settings);
    print(...speedReport(result.speed, titles), '');
  }
  if (phases.includes('operations') && ours.length > 0) {
    result.operations = await operations(run, node(), ours, settings);
    for (const name of ours) print(...operationsReport(result.operations, name, titles[name]), '');
  }
  if (phases.includes('cold') && passed.length > 0) {
    result.cold = await cold(run, passed, settings);
    print(...coldReport(result.cold, titles));
  }
  if (phases.includes('hosts')) {
    // Not before they are asked for: they need more packages.
    const { everywhere } = await import('./phases/everywhere.mjs');
    const some = passed.filter((name) => participants[name].everywhere);
    result.hosts = await everywhere(run, some, { ...settings, ...ELSEWHERE }, (host) => {
      print(...speedReport(host, titles), '');
    });
  }
} finally {
  await rm(place, { recursive: true, force: true });
}

if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(result, null, 1)}\n`);
print(`${((performance.now() - started) / 1000).toFixed(0)} s`);
for (const { name, host, why } of result.dropped) console.error(`\nDROPPED ${titles[name]}, in ${host}: ${why}`);
if (result.dropped.length > 0) process.exitCode = 1;

function print(...lines) {
  for (const line of lines) console.log(line);
}
