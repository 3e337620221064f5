/** The host's coders, looked up when they are called for. */

let encoder: TextEncoder | undefined;

export function utf8(): TextEncoder {
  return (encoder ??= new TextEncoder());
}

export function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
