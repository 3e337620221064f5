// What is timed, of any participant and in any host.

import { SPLIT, TARGETED, mixed } from './flags.mjs';
import { lots, usersFrom } from './users.mjs';

/** The names are short because tables are narrow; the titles are what they mean. `of` is what one operation is. */
export const WORKLOADS = {
  W1: { title: 'one flag: 50/50 by id', of: 'evaluation' },
  W2: { title: 'one flag: country, age and email, then four ways', of: 'evaluation' },
  W3: { title: 'one of 1,000 flags, by name', of: 'evaluation' },
  W4: { title: 'all of 50 flags for one user', of: 'user' },
  W5: { title: '100,000 users in bulk, one flag', of: 'user' },
};

/** What is loaded: a snapshot each. */
export const SNAPSHOTS = { split: [SPLIT], targeted: [TARGETED], many: mixed(1000), page: mixed(50) };

/** In rotation, so that no answer can be remembered: more than any cache of ids would hold. */
const READY = 8192;
const BULK = 100_000;
/** Who is asked for more than this at a time gets all of them: to be timed, others need not decide for so many. */
const SLICE = 5000;

/** What the answers add up to, so that no compiler finds out that nobody reads them. */
const kept = { sum: 0 };

/** A client for each snapshot, each with an engine of its own: a garbage collector in one is no business of the others. */
export async function clientsOf(participant, files) {
  const clients = {};
  for (const [name, flags] of Object.entries(SNAPSHOTS)) {
    const bytes = new TextEncoder().encode(participant.snapshot(flags));
    clients[name] = await participant.load(await participant.open(files), bytes);
  }
  return clients;
}

/** Each workload as a function that does so many operations, or a few more, and returns how many. */
export function workloadsOf(participant, clients) {
  const people = usersFrom(BULK);
  const users = people.slice(0, READY).map(participant.user);
  const draw = lots(3);
  const names = users.map(() => SNAPSHOTS.many[draw() % SNAPSHOTS.many.length].name);
  const { evaluate, evaluateAll, variation } = participant;
  const assign = participant.assign ?? oneByOne(participant);
  // A function for each, or they would share what the engine learns about the types in their loops.
  return {
    W1: rotating((from, to) => {
      let sum = 0;
      for (let at = from; at < to; at += 1) sum += variation(evaluate(clients.split, SPLIT.name, users[at])).length;
      return sum;
    }),
    W2: rotating((from, to) => {
      let sum = 0;
      for (let at = from; at < to; at += 1) {
        sum += variation(evaluate(clients.targeted, TARGETED.name, users[at])).length;
      }
      return sum;
    }),
    W3: rotating((from, to) => {
      let sum = 0;
      for (let at = from; at < to; at += 1) sum += variation(evaluate(clients.many, names[at], users[at])).length;
      return sum;
    }),
    W4: rotating((from, to) => {
      let sum = 0;
      for (let at = from; at < to; at += 1) sum += evaluateAll(clients.page, users[at]) === null ? 0 : 1;
      return sum;
    }),
    // From the users of an application: whoever has another form for them makes it within the time.
    W5(count) {
      const some = count > SLICE ? people : people.slice(0, count);
      let done = 0;
      for (; done < count; done += some.length) kept.sum += assign(clients.split, SPLIT.name, some).at(-1).length;
      return done;
    },
  };
}

/** Variations of many users, for those who have nothing made for it. */
export function oneByOne({ evaluate, user, variation }) {
  return (client, name, people) => people.map((one) => variation(evaluate(client, name, user(one))));
}

/** Goes through the users who are ready round and round, at most one round for each call of `run`. */
function rotating(run) {
  let next = 0;
  return (count) => {
    for (let left = count; left > 0; ) {
      const to = Math.min(next + left, READY);
      kept.sum += run(next, to);
      left -= to - next;
      next = to % READY;
    }
    return count;
  };
}
