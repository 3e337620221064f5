// W1 to W5 in one host.

import { measure } from '../measure.mjs';
import { WORKLOADS } from '../workloads.mjs';

/** Who fails the guard is dropped, from this host. Each generation has processes of its own. */
export async function speed(run, host, names, settings) {
  const workloads = Object.keys(WORKLOADS);
  const samples = Object.fromEntries(workloads.map((workload) => [workload, {}]));
  const guards = {};
  let admitted = names;
  for (let generation = 0; generation < settings.generations; generation += 1) {
    const sessions = {};
    try {
      for (const name of admitted) {
        try {
          sessions[name] = await host.start(await run.participant(name, host));
          guards[name] = await sessions[name].ask('guard', settings.guard);
        } catch (error) {
          run.drop(name, host.title, error);
          await sessions[name]?.end();
          delete sessions[name];
        }
      }
      admitted = Object.keys(sessions);
      const found = await measure(sessions, workloads, settings);
      for (const workload of workloads) {
        for (const name of admitted) (samples[workload][name] ??= []).push(...found[workload][name]);
      }
    } finally {
      for (const session of Object.values(sessions)) await session.end();
    }
  }
  const { title, version, clock } = host;
  return { title, version, clock, names: admitted, guards, samples };
}
