// The guard lets the floor pass, and none of those who only look like it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SPLIT, TARGETED } from './flags.mjs';
import { guard } from './guard.mjs';
import { participant as floor } from './participants/floor.mjs';
import { clientsOf } from './workloads.mjs';

const USERS = 5000;
const clients = await clientsOf(floor, {});
const answer = (variation) => ({ variation, value: `value of ${variation}`, reason: 'SPLIT' });

test('the floor passes', () => {
  const { users, worst, tolerance } = guard(floor, clients, USERS);
  assert.equal(users, USERS);
  assert.ok(worst > 0 && worst < tolerance);
});

/** What is wrong with each, and what is said of it. */
const FAULTY = {
  'everybody gets the first variation': [{ evaluate: () => answer('a') }, /a has 100\.00 % of 5000, not 50 %/],
  'a share is off by six points': [
    {
      evaluate(client, name, user) {
        const found = floor.evaluate(client, name, user);
        return found.variation === 'a' && /^[01]/.test(user.id) ? answer('b') : found;
      },
    },
    /checkout: a has 4[34]\.\d+ %/,
  ],
  'one variation is never served': [
    { variation: ({ variation }) => (variation === 'd' ? 'c' : variation) },
    /search: .* instead of value of c|search: c has/,
  ],
  'an answer is of no flag': [{ variation: () => undefined }, /checkout/],
  'a value belongs to another variation': [{ value: () => 'value of b' }, /the value of a: value of b/],
  'there is no reason': [{ reason: () => '' }, /an answer without a reason/],
  'one user gets now this and now that': [{ evaluate: fickle() }, /for the same user/],
  'who misses the audience is in it': [
    {
      evaluate(client, name, user) {
        const [country] = TARGETED.audience.countries;
        return floor.evaluate(client, name, { ...user, country });
      },
    },
    /search for .*"country":"BR".*: [abcd] instead of off/,
  ],
  'a flag is missing among all': [
    { all: (client, answers) => new Map([...floor.all(client, answers)].slice(1)) },
    /the number of all flags: 49 instead of 50/,
  ],
  'all flags are those of somebody else': [
    { evaluateAll: (client, user) => floor.evaluateAll(client, { ...user, id: `${user.id}!` }) },
    /among all flags/,
  ],
  'in bulk somebody is left out': [
    { assign: (client, name, users) => floor.assign(client, name, users.slice(1)) },
    /the number of users in bulk: 4999 instead of 5000/,
  ],
  'in bulk users are mixed up': [
    { assign: (client, name, users) => floor.assign(client, name, [...users].reverse()) },
    /user \d+ in bulk/,
  ],
};

for (const [what, [fault, said]] of Object.entries(FAULTY)) {
  test(`who is refused: ${what}`, () => assert.throws(() => guard({ ...floor, ...fault }, clients, USERS), said));
}

/** In the right shares, and each time anew. */
function fickle() {
  let calls = 0;
  return (client, name, user) => {
    if (name !== SPLIT.name) return floor.evaluate(client, name, user);
    calls += 1;
    return answer(calls % 2 === 0 ? 'a' : 'b');
  };
}
