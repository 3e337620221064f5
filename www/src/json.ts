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

/** Epoch seconds, or RFC 3339 text. */
export function instant(value: Value | undefined): number {
  return typeof value === 'number' ? Math.floor(value * 1000) : Date.parse(string(value));
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
