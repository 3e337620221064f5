import { createReadStream } from 'node:fs';
import { lint } from 'variate';
import { Exit, Stop } from './exit.js';

/** The size budget of a snapshot: 32 MiB (S7). */
const MAX_BYTES = 0x200_0000;

/** Says what is wrong with a snapshot, a line for each problem. */
export async function lintFile(file: string): Promise<Exit> {
  const problems = problemsOf(await bytesOf(file));
  for (const message of problems) console.log(message);
  console.error(problems.length === 0 ? 'no problems' : counted(problems.length));
  return problems.length === 0 ? Exit.Success : Exit.Problems;
}

/** What is wrong with what `bytesOf` has read. */
export function problemsOf(bytes: Uint8Array): string[] {
  // How large it is, nobody knows.
  if (bytes.length > MAX_BYTES) return [`the document is larger than the size budget of ${MAX_BYTES} bytes`];
  return lint(bytes).map(({ message }) => message);
}

export function counted(problems: number): string {
  return problems === 1 ? '1 problem' : `${problems} problems`;
}

/** The beginning of a file: one byte more than the budget tells that it is exceeded. Some, as `/dev/zero`, have no end. */
export async function bytesOf(file: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  try {
    // The byte at `end` is read, too.
    for await (const part of createReadStream(file, { end: MAX_BYTES })) parts.push(part as Uint8Array);
  } catch (error) {
    throw new Stop(Exit.Failed, `${file} cannot be read: ${(error as Error).message}`);
  }
  return Buffer.concat(parts);
}
