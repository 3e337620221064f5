// The least that a correct evaluator in plain JavaScript does: one hash, one look-up in a table made when loading, one
// frozen answer. No request is checked, no name unknown, no other kind of flag possible.

import { valueOf } from '../flags.mjs';
import { murmur3 } from '../murmur3.mjs';
import { textOf } from './text.mjs';

export const participant = {
  snapshot: (flags) => JSON.stringify(flags),

  open: () => undefined,

  load(_, bytes) {
    const byName = new Map();
    const tables = new Map();
    for (const { name, shares, audience, otherwise } of JSON.parse(textOf(bytes))) {
      const answer = (variation, reason) => Object.freeze({ variation, value: valueOf(variation), reason });
      byName.set(name, {
        seed: murmur3(name, 0),
        table: tableOf(shares, tables),
        answers: Object.keys(shares).map((variation) => answer(variation, 'SPLIT')),
        isMeant: audience && condition(audience),
        otherwise: audience && answer(otherwise, 'DEFAULT'),
      });
    }
    return { byName, names: [...byName.keys()], flags: [...byName.values()] };
  },

  user: (user) => user,
  evaluate: ({ byName }, name, user) => decide(byName.get(name), user),
  variation: ({ variation }) => variation,
  value: ({ value }) => value,
  reason: ({ reason }) => reason,

  evaluateAll: ({ flags }, user) => flags.map((flag) => decide(flag, user)),
  all: ({ names }, answers) => new Map(answers.map(({ variation }, index) => [names[index], variation])),

  assign({ byName }, name, users) {
    const flag = byName.get(name);
    return users.map((user) => decide(flag, user).variation);
  },
};

function decide({ seed, table, answers, isMeant, otherwise }, user) {
  if (isMeant !== undefined && !isMeant(user)) return otherwise;
  return answers[table[(murmur3(user.id, seed) * (100 / 2 ** 32)) | 0]];
}

function condition({ countries, fromAge, belowAge, emailPrefix }) {
  const isHome = new Set(countries);
  return ({ country, age, email }) =>
    isHome.has(country) && age >= fromAge && age < belowAge && email.startsWith(emailPrefix);
}

/** For each percent the number of its variation. Flags of equal shares have one table, which then stays in the cache. */
function tableOf(shares, tables) {
  const percents = Object.values(shares);
  const key = percents.join();
  if (!tables.has(key)) {
    tables.set(key, Uint8Array.from(percents.flatMap((percent, number) => Array(percent).fill(number))));
  }
  return tables.get(key);
}
