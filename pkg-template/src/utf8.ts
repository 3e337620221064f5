let encoder: TextEncoder | undefined;

/** The host's encoder, made at the first use: a host without one (jest with jsdom) can still import the package. */
export function utf8(): TextEncoder {
  return (encoder ??= new TextEncoder());
}
