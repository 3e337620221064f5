// Numbers as texts.

const WHOLE_NUMBER = new Intl.NumberFormat('en');

/** `1,000,000`. */
export const count = (number: number): string => WHOLE_NUMBER.format(number);

/** A part of 1 as a percentage with as many places as it needs, at most `places`: `15 %`, `0.125 %`. */
export function percent(share: number, places = 3): string {
  return `${rounded(share * 100, places)} %`;
}

/** The same with exactly so many places, for columns. */
export function fixedPercent(share: number, places = 2): string {
  return `${rounded(share * 100, places).toFixed(places)} %`;
}

/** Halves go up, also those that a double has a hair less of. */
function rounded(number: number, places: number): number {
  const scale = 10 ** places;
  return Math.round(number * scale * (1 + Number.EPSILON)) / scale;
}
