// The members of a snapshot's text, as they stand there.

/** What may stand anywhere in JSON. */
export type Value = null | boolean | number | string | Value[] | { [member: string]: Value };
export type Members = { readonly [member: string]: Value };

/** Segments are named by name or by ARN. */
export function segmentName(nameOrArn: string): string {
  return nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
}

/** Items stand as AWS's Get calls return them, with or without the wrapper of those calls. */
export function unwrapped(item: Value, wrapper: string): Members {
  const inside = members(item);
  const wrapped = Object.keys(inside).length === 1 ? inside[wrapper] : undefined;
  return wrapped === undefined ? inside : members(wrapped);
}

/** Epoch seconds, or RFC 3339 text; there a leap second is the first second of the next minute. */
export function instant(value: Value | undefined): number {
  if (typeof value === 'number') return Math.floor(value * 1000);
  const written = string(value).toUpperCase();
  const text = `${written.slice(0, 10)}T${written.slice(11)}`;
  const leap = /^(.{10}T\d\d:\d\d:)60/.exec(text);
  const at = leap ? Date.parse(text.replace(leap[0], `${leap[1]}59`)) + 1000 : Date.parse(text);
  // The package may read more than the browser.
  return Number.isNaN(at) ? 0 : at;
}

export function members(value: Value | undefined): Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

export function list(value: Value | undefined): Value[] {
  return Array.isArray(value) ? value : [];
}

export function string(value: Value | undefined): string {
  return typeof value === 'string' ? value : '';
}

export function number(value: Value | undefined): number {
  return typeof value === 'number' ? value : 0;
}
