// Random contexts, often made to the wishes of a pattern.

import * as vocabulary from "./vocabulary.mjs";
import { Members, write } from "./writer.mjs";

const MOST_ARRAYS = 4; // the reference tries every choice of their elements

/** The text of a context. Of the wishes ({path, scalar}) most are granted. */
export function contextText(random, wishes) {
  const granted = wishes.filter(() => random.chance(0.9));
  const noise = random.times(random.int(0, 3), () => {
    return { path: vocabulary.path(random), scalar: vocabulary.scalar(random) };
  });
  const maker = new Maker(random);
  return write(maker.object([...noise, ...granted]), style(random));
}

function style(random) {
  return {
    space: random.weighted([[8, ""], [1, " "], [1, "\n\t"]]),
    escapes: random.chance(0.05),
  };
}

class Maker {
  #random;
  #arraysLeft = MOST_ARRAYS;

  constructor(random) {
    this.#random = random;
  }

  object(wishes) {
    const entries = [...groups(wishes)].map(([step, below]) => this.#entry(step, below));
    return new Members(this.#odd(this.#random.shuffled([...entries, ...this.#secondSpelling(wishes)])));
  }

  // A field that is there already, once more with dots: both leaves count (R6).
  #secondSpelling(wishes) {
    const deep = wishes.filter(({ path }) => path.length > 1);
    if (deep.length === 0 || !this.#random.chance(0.1)) return [];
    const { path } = this.#random.pick(deep);
    return [this.#dotted({ path, scalar: vocabulary.scalar(this.#random) })];
  }

  #entry(step, wishes) {
    const [first] = wishes;
    if (first.path.length > 1 && this.#random.chance(0.15)) return this.#dotted(first);
    const below = wishes.map(({ path, scalar }) => ({ path: path.slice(1), scalar }));
    return [step, this.#value(below)];
  }

  #dotted({ path, scalar }) {
    return [path.join("."), this.#leaf([scalar])];
  }

  // A field that is a scalar and an object at once can be both in an array only.
  #value(wishes) {
    const scalars = wishes.filter(({ path }) => path.length === 0).map(({ scalar }) => scalar);
    const deeper = wishes.filter(({ path }) => path.length > 0);
    if (deeper.length === 0) return this.#leaf(scalars);
    if (scalars.length === 0) return this.#branch(deeper);
    return this.#takeArray() ? this.#random.shuffled([scalars.at(-1), this.object(deeper)]) : scalars.at(-1);
  }

  #leaf(scalars) {
    const random = this.#random;
    if (random.chance(0.04)) return random.pick([[], new Members([])]);
    if (!random.chance(0.25) || !this.#takeArray()) return scalars.at(-1);
    const others = random.times(random.int(0, 2), () => vocabulary.scalar(random));
    const elements = random.shuffled([scalars.at(-1), ...others]);
    return random.chance(0.15) ? [elements, random.pick([[], null, "x"])] : elements;
  }

  // An object, an array of objects, or one whose wishes are torn to different elements.
  #branch(wishes) {
    const random = this.#random;
    if (!random.chance(0.45) || !this.#takeArray()) return this.object(wishes);
    if (random.chance(0.35)) return wishes.slice(0, 3).map((wish) => this.object([wish]));
    const others = random.times(random.int(0, 2), () => this.#other(wishes));
    return random.shuffled([this.object(wishes), ...others]);
  }

  #other(wishes) {
    const random = this.#random;
    if (random.chance(0.3)) return random.pick([new Members([]), null, [], "x"]);
    return this.object(random.sample(wishes, 1).map(({ path }) => ({ path, scalar: vocabulary.scalar(random) })));
  }

  // Sometimes a doubled key: the last one counts.
  #odd(entries) {
    if (entries.length === 0 || !this.#random.chance(0.05)) return entries;
    const doubled = [this.#random.pick(entries)[0], vocabulary.scalar(this.#random)];
    return this.#random.chance(0.5) ? [doubled, ...entries] : [...entries, doubled];
  }

  #takeArray() {
    this.#arraysLeft -= 1;
    return this.#arraysLeft >= 0;
  }
}

function groups(wishes) {
  const result = new Map();
  for (const wish of wishes) result.set(wish.path[0], [...(result.get(wish.path[0]) ?? []), wish]);
  return result;
}
