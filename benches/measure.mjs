// Samples from several participants, by turns: what the machine does meanwhile, it does to all of them.

/**
 * @param sessions by name, each with `ask`
 * @param workloads names
 * @returns by workload and name a list of nanoseconds, one for each round
 */
export async function measure(sessions, workloads, { warm, rounds, budget }) {
  const names = Object.keys(sessions);
  for (const name of names) await sessions[name].ask('warm', warm);
  const samples = Object.fromEntries(
    workloads.map((workload) => [workload, Object.fromEntries(names.map((name) => [name, []]))]),
  );
  for (let round = 0; round < rounds; round += 1) {
    for (const workload of workloads) {
      for (const name of rotated(names, round)) {
        samples[workload][name].push(await sessions[name].ask('sample', workload, budget));
      }
    }
  }
  return samples;
}

/** Everybody is after somebody else in each round. */
export function rotated(names, round) {
  const first = round % names.length;
  return [...names.slice(first), ...names.slice(0, first)];
}
