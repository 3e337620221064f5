// Random contexts of flags, often made to the wishes of rules.

import * as vocabulary from "./flag-vocabulary.mjs";
import { Members, write } from "./writer.mjs";

/** The text of a context. Of the wishes ({name, value}) most are granted. */
export function flagContextText(random, wishes) {
  const granted = wishes.filter(() => random.chance(0.95));
  const noise = random.times(random.int(0, 3), () => {
    return { name: memberName(random), value: vocabulary.anything(random) };
  });
  const values = new Map([...noise, ...granted].map(({ name, value }) => [name, value]));
  return write(new Members(doubled(random, random.shuffled([...values]))), style(random));
}

// Dots mean nothing; what `$entityId` sees is never a member.
const TEMPTING = ["", "a", "b", "entityId", "$entityId", "Entityid"];

function memberName(random) {
  return random.chance(0.85) ? vocabulary.name(random) : random.pick(TEMPTING);
}

// Of a doubled key the last one counts.
function doubled(random, entries) {
  if (entries.length === 0 || !random.chance(0.06)) return entries;
  const again = [random.pick(entries)[0], vocabulary.anything(random)];
  return random.chance(0.7) ? [again, ...entries] : [...entries, again];
}

function style(random) {
  return {
    space: random.weighted([[8, ""], [1, " "], [1, "\n\t"]]),
    escapes: random.chance(0.05),
  };
}
