// Snapshots come as bytes, from a file or a network; whoever reads text decodes them.

const decoder = new TextDecoder();

export function textOf(bytes) {
  return decoder.decode(bytes);
}
