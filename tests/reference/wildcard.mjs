// The matcher `wildcard` (R9).

const STAR = Symbol("*");

/** A test for texts; throws on a refused wildcard. */
export function wildcard(expected) {
  const tokens = read([...expected]);
  return (text) => matches(tokens, [...text]);
}

function read(characters) {
  if (characters.length === 0) return [];
  const [first, second, ...rest] = characters;
  if (first === "*" && second === "*") throw new Error("** in a wildcard");
  if (first === "*") return [STAR, ...read(characters.slice(1))];
  if (first !== "\\") return [first, ...read(characters.slice(1))];
  if (second !== "*" && second !== "\\") throw new Error("an unknown escape in a wildcard");
  return [second, ...read(rest)];
}

// Keeps every number of tokens that the text so far can have used up. Trying one after the other would take for ever
// on many stars.
function matches(tokens, characters) {
  let used = overStars(tokens, [0]);
  for (const character of characters) {
    const next = used.flatMap((count) => {
      if (tokens[count] === STAR) return [count];
      return tokens[count] === character ? [count + 1] : [];
    });
    used = overStars(tokens, next);
  }
  return used.includes(tokens.length);
}

// A star may stand for nothing, or for no more.
function overStars(tokens, counts) {
  return [...new Set(counts.flatMap((count) => (tokens[count] === STAR ? [count, count + 1] : [count])))];
}
