// A participant where it runs: what a host can ask of it. Arguments and answers are JSON, for they cross processes.

import { guard } from './guard.mjs';
import { clientsOf, workloadsOf } from './workloads.mjs';

/** How long a stretch between two looks at the clock is, in milliseconds: much longer than a look. */
const STRETCH = 5;

/** `clock` gives milliseconds; a host whose clock stands still has none and counts for itself, with `run`. */
export async function trialOf(participant, files, clock) {
  const clients = await clientsOf(participant, files);
  const trial = timed(workloadsOf(participant, clients), clock);
  return { ...trial, guard: (count) => guard(participant, clients, count) };
}

/** Workloads that can be timed: by name, functions that take how often, and return how often they did. */
export function timed(workloads, clock) {
  const stretches = {};

  /** Operations for at least so many milliseconds; returns the nanoseconds that one took. */
  function sample(name, budget) {
    const run = workloads[name];
    let stretch = stretches[name] ?? 1;
    let done = 0;
    let spent = 0;
    const start = clock();
    while (spent < budget) {
      done += run(stretch);
      const now = clock() - start;
      // Grows until a stretch is long enough to be timed, whatever the first ones cost.
      if (now - spent < STRETCH / 2) stretch *= 2;
      spent = now;
    }
    stretches[name] = Math.max(1, Math.round((done / spent) * STRETCH));
    return (spent / done) * 1e6;
  }

  return {
    sample,

    /**
     * Runs everything until the compilers have had enough of it: each for so many milliseconds, and then all of it in turn
     * once more, as what they learn from one workload may make them give up the code of another.
     */
    warm(budget) {
      for (const share of [0.75, 0.25]) for (const name of Object.keys(workloads)) sample(name, budget * share);
    },

    run: (name, count) => workloads[name](count),
  };
}
