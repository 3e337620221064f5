import { readFile } from 'node:fs/promises';
import { lint } from 'variate';
import { Exit, Stop } from './exit.js';

/** Says what is wrong with a snapshot, a line for each problem. */
export async function lintFile(file: string): Promise<Exit> {
  const problems = lint(await bytesOf(file));
  for (const { message } of problems) console.log(message);
  console.error(problems.length === 0 ? 'no problems' : counted(problems.length));
  return problems.length === 0 ? Exit.Success : Exit.Problems;
}

export function counted(problems: number): string {
  return problems === 1 ? '1 problem' : `${problems} problems`;
}

export async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new Stop(Exit.Failed, `${file} cannot be read: ${(error as Error).message}`);
  }
}
