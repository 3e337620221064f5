// Moments as texts. All of them in UTC, so that a link says the same to everybody.

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** What `Date` can hold, to either side. */
const LARGEST = 8.64e15;

/** `2026-11-20 10:00 UTC`; with seconds only if there are any. */
export function moment(now: number): string {
  const text = iso(now);
  return `${text.slice(0, -14)} ${text.endsWith(':00.000Z') ? text.slice(-13, -8) : text.slice(-13, -1)} UTC`;
}

/** `20 Nov 2026`. */
export function day(now: number): string {
  return new Date(bounded(now)).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
}

export function iso(now: number): string {
  return new Date(bounded(now)).toISOString();
}

/** As inputs of the type `datetime-local` write it. */
export function fieldOf(now: number): string {
  return iso(now).slice(0, -8);
}

export function ofField(text: string): number | null {
  const now = Date.parse(`${text}Z`);
  return Number.isNaN(now) ? null : now;
}

/** A moment that can be written. */
export function bounded(now: number): number {
  return Number.isNaN(now) ? 0 : Math.min(LARGEST, Math.max(-LARGEST, now));
}
