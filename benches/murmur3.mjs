// MurmurHash3, x86, 32 bit, of texts in ASCII.

/** The hash as an unsigned number. */
export function murmur3(text, seed) {
  const { length } = text;
  const whole = length - (length % 4);
  let hash = seed;
  let at = 0;
  for (; at < whole; at += 4) {
    const low = text.charCodeAt(at) | (text.charCodeAt(at + 1) << 8);
    const high = text.charCodeAt(at + 2) | (text.charCodeAt(at + 3) << 8);
    hash ^= mixed(low | (high << 16));
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  if (at < length) {
    let rest = 0;
    for (let shift = 0; at < length; at += 1, shift += 8) rest |= text.charCodeAt(at) << shift;
    hash ^= mixed(rest);
  }
  return scattered(hash ^ length);
}

/** A number of 32 bits whose every bit depends on every bit of the argument. */
export function scattered(word) {
  let hash = word ^ (word >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function mixed(word) {
  const product = Math.imul(word, 0xcc9e2d51);
  return Math.imul((product << 15) | (product >>> 17), 0x1b873593);
}
