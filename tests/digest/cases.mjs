// The cases of the million decisions; README.md defines them. Only ECMAScript, so that every host can make them.

const FIRST_MS = 1_700_000_000_000;
const LONGEST = 512;

/** Makes case number `index` of these scenes: {scene, feature or flag, entityId, context, nowMs}. */
export function caseOf(scenes, index) {
  const draws = new Draws(index);
  const scene = draws.below(scenes.scenes.length);
  const { features, flags } = scenes.scenes[scene];
  const name = draws.pick([...features, ...flags]);
  const entityId = entityIdOf(scenes, draws);
  const context = contextOf(scenes, draws);
  if (features.includes(name)) {
    return { scene, feature: name, entityId, context, nowMs: FIRST_MS + 1000 * draws.below(1_000_000) };
  }
  return { scene, flag: name, entityId: draws.below(16) === 0 ? undefined : entityId, context };
}

class Draws {
  #state;

  constructor(index) {
    this.#state = mix(index + 1);
  }

  /** The product is below 2^53 up to a `count` of 2^21, and a power of two for that of 2^32. */
  below(count) {
    this.#state = (this.#state + 0x9e3779b9) >>> 0;
    return Math.floor((mix(this.#state) * count) / 2 ** 32);
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  some(count, list) {
    let text = '';
    for (let at = 0; at < count; at += 1) text += this.pick(list);
    return text;
  }
}

function mix(number) {
  let x = number >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

function entityIdOf({ letters, characters, signs }, draws) {
  const word = () => draws.some(3 + draws.below(6), letters);
  const kind = draws.below(64);
  if (kind < 16) return `user-${draws.below(2000)}`;
  if (kind < 28) return `${draws.below(1_000_000)}`;
  if (kind < 44) return uuid(draws);
  if (kind < 50) return `${word()}.${word()}@example.com`;
  if (kind < 55) return draws.some(1 + draws.below(3), letters);
  if (kind < 59) return draws.some(1 + draws.below(6), characters);
  if (kind < 63) return draws.some(1 + draws.below(3), signs);
  return draws.pick(characters).repeat(1 + draws.below(LONGEST));
}

function uuid(draws) {
  let digits = '';
  for (let part = 0; part < 4; part += 1) digits += draws.below(2 ** 32).toString(16).padStart(8, '0');
  const parts = [[0, 8], [8, 12], [12, 16], [16, 20], [20, 32]];
  return parts.map(([from, to]) => digits.slice(from, to)).join('-');
}

/** Undefined, a text, or an object. */
function contextOf({ attributes }, draws) {
  if (draws.below(8) === 0) return undefined;
  const members = [];
  for (const { name, values } of attributes) {
    const value = values[draws.below(values.length + 2)];
    if (value !== undefined) members.push(`"${name}":${value}`);
  }
  const text = `{${members.join(',')}}`;
  return draws.below(2) === 0 ? text : JSON.parse(text);
}
