// What everybody decides, in nobody's format: each participant writes it in its own.

/** Whom a targeted flag is for: three conditions, the age being a range. */
const AUDIENCE = { countries: ['SE', 'NO', 'DK', 'FI', 'IS'], fromAge: 18, belowAge: 65, emailPrefix: 'user-' };

/** Shares in whole percents, which every participant can express. Who is not in the audience gets `otherwise`. */
const KINDS = {
  split: { shares: { a: 50, b: 50 } },
  targeted: { shares: { a: 25, b: 25, c: 25, d: 25 }, audience: AUDIENCE, otherwise: 'off' },
  gradual: { shares: { on: 20, off: 80 } },
};

const MIX = ['split', 'split', 'split', 'targeted', 'gradual'];

export const SPLIT = flag('checkout', 'split');
export const TARGETED = flag('search', 'targeted');

/** 60 % split, 20 % targeted, 20 % gradual. */
export function mixed(count) {
  return Array.from({ length: count }, (_, index) => {
    const kind = MIX[index % MIX.length];
    return flag(`${kind}-${String(index).padStart(4, '0')}`, kind);
  });
}

/** The names of the flag's variations. */
export function variationsOf({ shares, otherwise }) {
  return otherwise === undefined ? Object.keys(shares) : [...Object.keys(shares), otherwise];
}

/** What a variation gives the caller. */
export function valueOf(variation) {
  return `value of ${variation}`;
}

/** The name of the variation with this value, for participants that do not say it. */
export function variationOf(value) {
  return value.slice('value of '.length);
}

function flag(name, kind) {
  return { name, kind, ...KINDS[kind] };
}
