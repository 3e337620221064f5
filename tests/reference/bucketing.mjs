// Bucketing, version 1 (B1 to B6). BigInt throughout: no rounding can creep in.

import murmur from "murmurhash3js-revisited";

export const LAUNCH = 1;
export const EXPERIMENT = 2;
export const APP_CONFIG = 3;

const N = 2n ** 32n;
const WHOLE = 100000n;

/** B1: the two coordinates of an id, as numbers. */
export function point(domain, salt, id) {
  const encoder = new TextEncoder(); // makes U+FFFD of an unpaired surrogate
  const bytes = Uint8Array.from([...encoder.encode(salt), 0, ...encoder.encode(id)]);
  return {
    enrol: murmur.x86.hash32(bytes, 2 * domain),
    allot: murmur.x86.hash32(bytes, 2 * domain + 1),
  };
}

/**
 * B3: the group that the first of the splits to claim the point gives it, or null.
 * A split is a Map from group to weight, a missing group weighs nothing; `groups` gives their order.
 */
export function drawGroup({ enrol, allot }, splits, groups) {
  let covered = 0n;
  for (const weights of splits) {
    const sum = sumOf(weights.values());
    const next = covered + ((N - covered) * sum) / WHOLE;
    if (covered <= enrol && enrol < next) return firstAbove(position(allot, sum), weights, groups);
    covered = next;
  }
  return null;
}

/** B4. */
export function isSampled({ enrol }, samplingRate) {
  return BigInt(enrol) < (N * BigInt(samplingRate)) / WHOLE;
}

/** B5: the treatment of a sampled point, or null. */
export function drawTreatment({ allot }, weights, treatments) {
  return firstAbove(position(allot, WHOLE), weights, treatments);
}

/** A6: `share` is a percentage in ten-thousandths, a BigInt. */
export function isInSplit(seed, text, share) {
  const { enrol } = point(APP_CONFIG, seed, text);
  return BigInt(enrol) < (N * share) / (100n * 10000n);
}

/** R36: which of the slots takes the point, or null. Weights and the exposed percentage are BigInts, in millionths. */
export function drawSlot({ enrol }, weights, exposure) {
  const sum = sumOf(weights);
  if (sum === 0n) return null;
  let before = 0n;
  for (const [slot, weight] of weights.entries()) {
    const start = (N * before) / sum;
    before += weight;
    const end = (N * before) / sum;
    const filled = ((end - start) * exposure) / 10n ** 8n;
    if (start <= enrol && enrol < start + filled) return slot;
  }
  return null;
}

function position(allot, length) {
  return (BigInt(allot) * length) / N;
}

function firstAbove(pos, weights, names) {
  let cumulative = 0n;
  for (const name of names) {
    cumulative += BigInt(weights.get(name) ?? 0);
    if (cumulative > pos) return name;
  }
  return null;
}

function sumOf(weights) {
  return [...weights].reduce((sum, weight) => sum + BigInt(weight), 0n);
}
