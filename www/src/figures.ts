// Numbers as texts.

const WHOLE_NUMBER = new Intl.NumberFormat('en');

/** `1,000,000`. */
export const count = (number: number): string => WHOLE_NUMBER.format(number);

/** A part of 1 as a percentage with as many places as it needs, at most `places`: `15 %`, `0.125 %`. */
export function percent(share: number, places = 3): string {
  return `${Number((share * 100).toFixed(places))} %`;
}

/** The same with exactly so many places, for columns. */
export function fixedPercent(share: number, places = 2): string {
  return `${(share * 100).toFixed(places)} %`;
}
