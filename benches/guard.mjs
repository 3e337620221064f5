// Whether a participant decides at all what it is timed for. Nobody is fast by giving defaults.

import { SPLIT, TARGETED, valueOf } from './flags.mjs';
import { SNAPSHOTS, oneByOne } from './workloads.mjs';
import { lots, strangers, usersFrom } from './users.mjs';

/** In standard errors of as many draws: fewer than one sound participant in 100,000 would fail by chance. */
const TOLERANCE = 4.5;
/** Of them the answers are looked at more closely. */
const CLOSELY = 500;

/**
 * Asks about this many users and, for all flags at once, a fiftieth of them. Throws at the first fault, and returns how
 * far the shares are off: the worst, in standard errors.
 */
export function guard(participant, clients, count) {
  const users = usersFrom(count, 4);
  const deviations = [
    checkOne(participant, clients.split, SPLIT, users),
    checkOne(participant, clients.targeted, TARGETED, users),
    checkMany(participant, clients.many, users),
    checkAll(participant, clients.page, users.slice(0, Math.ceil(count / SNAPSHOTS.page.length))),
    checkAssign(participant, clients.split, users),
  ];
  checkStrangers(participant, clients.targeted);
  return { users: count, worst: Math.max(...deviations), tolerance: TOLERANCE };
}

/** W1 and W2: the shares, the values, reasons, and the same answer for the same user. */
function checkOne(participant, client, flag, users) {
  const shares = sharesOf(flag.name, flag);
  users.forEach((user, index) => {
    const answer = participant.evaluate(client, flag.name, participant.user(user));
    const variation = participant.variation(answer);
    shares.add(variation);
    if (index >= CLOSELY) return;
    const again = participant.variation(participant.evaluate(client, flag.name, participant.user({ ...user })));
    expect(again, variation, `${flag.name} for the same user`);
    expect(participant.value(answer), valueOf(variation), `${flag.name}: the value of ${variation}`);
    const reason = participant.reason(answer);
    if (typeof reason !== 'string' || reason === '') throw new Error(`${flag.name}: an answer without a reason`);
  });
  return shares.check();
}

/** W2: who misses one condition gets the default. */
function checkStrangers(participant, client) {
  for (const user of strangers()) {
    const answer = participant.evaluate(client, TARGETED.name, participant.user(user));
    expect(participant.variation(answer), TARGETED.otherwise, `${TARGETED.name} for ${JSON.stringify(user)}`);
  }
}

/** W3: the shares of each kind of flag. */
function checkMany(participant, client, users) {
  const draw = lots(5);
  const shares = sharesByKind(SNAPSHOTS.many);
  for (const user of users) {
    const { name, kind } = SNAPSHOTS.many[draw() % SNAPSHOTS.many.length];
    shares[kind].add(participant.variation(participant.evaluate(client, name, participant.user(user))));
  }
  return worst(shares);
}

/** W4: every flag is there, in its share, and as when asked alone. */
function checkAll(participant, client, users) {
  const shares = sharesByKind(SNAPSHOTS.page);
  users.forEach((user, index) => {
    const request = participant.user(user);
    const found = participant.all(client, participant.evaluateAll(client, request));
    expect(found.size, SNAPSHOTS.page.length, 'the number of all flags');
    for (const { name, kind } of SNAPSHOTS.page) {
      shares[kind].add(found.get(name));
      if (index >= CLOSELY / SNAPSHOTS.page.length) continue;
      const alone = participant.variation(participant.evaluate(client, name, request));
      expect(found.get(name), alone, `${name} among all flags`);
    }
  });
  return worst(shares);
}

/** W5: in bulk as one by one. */
function checkAssign(participant, client, users) {
  if (participant.assign === undefined) return 0;
  const found = participant.assign(client, SPLIT.name, users);
  expect(found.length, users.length, 'the number of users in bulk');
  const shares = sharesOf('in bulk', SPLIT);
  for (const variation of found) shares.add(variation);
  const alone = oneByOne(participant)(client, SPLIT.name, users.slice(0, CLOSELY));
  alone.forEach((variation, index) => expect(found[index], variation, `user ${index} in bulk`));
  return shares.check();
}

/** How often each variation was served, to be compared with the shares. */
function sharesOf(what, { shares }) {
  const counts = new Map();
  return {
    add(variation) {
      counts.set(variation, (counts.get(variation) ?? 0) + 1);
    },
    check() {
      const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
      for (const variation of counts.keys()) {
        if (!(variation in shares)) throw new Error(`${what}: served ${variation}, which nobody should get`);
      }
      const deviations = Object.entries(shares).map(([variation, percent]) => {
        const share = percent / 100;
        const served = (counts.get(variation) ?? 0) / total;
        const deviation = Math.abs(served - share) / Math.sqrt((share * (1 - share)) / total);
        if (deviation <= TOLERANCE) return deviation;
        throw new Error(`${what}: ${variation} has ${(served * 100).toFixed(2)} % of ${total}, not ${percent} %`);
      });
      return Math.max(...deviations);
    },
  };
}

function sharesByKind(flags) {
  return Object.fromEntries(flags.map((flag) => [flag.kind, sharesOf(flag.kind, flag)]));
}

function worst(shares) {
  return Math.max(...Object.values(shares).map((one) => one.check()));
}

function expect(actual, expected, what) {
  if (actual !== expected) throw new Error(`${what}: ${actual} instead of ${expected}`);
}
