// Of samples: one list for each participant, in which equal places are of one round.

export function median(samples) {
  const sorted = [...samples].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** How often the yardstick's time it took, round by round: whatever else the machine did in a round, it did to both. */
export function ratio(samples, yardstick) {
  return median(samples.map((sample, round) => sample / yardstick[round]));
}
