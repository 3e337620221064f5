// W1 to W5 in one host.

import { measure } from '../measure.mjs';
import { WORKLOADS } from '../workloads.mjs';
import { started } from './admission.mjs';

/** The guard asks every process again, of fewer users: what is right in one host need not be in another. */
const USERS = 5000;

/** Each generation has processes of its own. */
export async function speed(run, host, names, settings) {
  const workloads = Object.keys(WORKLOADS);
  const samples = Object.fromEntries(workloads.map((workload) => [workload, {}]));
  let admitted = names;
  for (let generation = 0; generation < settings.generations; generation += 1) {
    const sessions = {};
    try {
      for (const name of admitted) {
        const session = await started(run, host, name, USERS);
        if (session !== undefined) sessions[name] = session;
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
  return { title, version, clock, names: admitted, samples };
}
