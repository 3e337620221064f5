// Who is decided for: always the same users, so that every participant and every run decides for the same ones.

import { TARGETED } from './flags.mjs';
import { scattered } from './murmur3.mjs';

const { countries, fromAge, belowAge, emailPrefix } = TARGETED.audience;

/** Numbers that look drawn by lot, of 32 bits. */
export function lots(seed) {
  let state = seed;
  return () => scattered((state = (state + 0x9e3779b9) | 0));
}

/** Users with six attributes, all of them in the audience. */
export function usersFrom(count, seed = 1) {
  const draw = lots(seed);
  return Array.from({ length: count }, (_, index) => ({
    id: uuid(draw),
    country: countries[draw() % countries.length],
    age: fromAge + (draw() % (belowAge - fromAge)),
    email: `${emailPrefix}${index}@example.com`,
    plan: draw() % 2 === 0 ? 'free' : 'pro',
    appVersion: `3.${draw() % 10}.${draw() % 20}`,
  }));
}

/** Users who miss the audience by one condition each, ten for every way to miss it. */
export function strangers() {
  const misses = [{ country: 'BR' }, { age: fromAge - 1 }, { age: belowAge }, { email: 'nobody@example.com' }];
  return usersFrom(10 * misses.length, 2).map((user, index) => ({ ...user, ...misses[index % misses.length] }));
}

function uuid(draw) {
  const digits = Array.from({ length: 4 }, () => draw().toString(16).padStart(8, '0')).join('');
  const variant = '89ab'[draw() % 4];
  const parts = [digits.slice(0, 8), digits.slice(8, 12), `4${digits.slice(13, 16)}`, variant + digits.slice(17, 20)];
  // Through JSON and back: one flat text, as an application gets it, and not the tree of its concatenations.
  return JSON.parse(JSON.stringify([...parts, digits.slice(20)].join('-')));
}
