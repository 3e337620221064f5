// One of coders.ts and oldest-coders.ts: the build decides for each entry of the package.
export { decode, utf8 } from 'variate-coders';

/** The text with U+FFFD for each unpaired surrogate (R1). */
export function wellFormed(text: string): string {
  return text.toWellFormed?.() ?? text.replace(/\p{Surrogate}/gu, '\uFFFD');
}
