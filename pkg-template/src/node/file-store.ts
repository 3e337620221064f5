/**
 * A snapshot in a file, which many processes may change at once and any of them may be killed in the middle of.
 *
 * ```text
 *  .shop.json.<token>/<token>    the new snapshot, written and flushed
 *       │  rename the folder     fails while another's lies there: then wait
 *       ▼
 *  .shop.json.lock/<token>       nobody else can come to this point; is the file still the version that was read?
 *       │  rename the file       the new snapshot is there, and the lock is free
 *       ▼
 *  shop.json
 * ```
 *
 * Both steps are single renames, so that at every instant the file is the old snapshot or the new one, whole. A folder can be
 * moved onto an empty one, but not onto one with something in it; that is the lock. Who holds it and dies is turned out by
 * removing `<token>` from it. That frees the lock and takes away what would have been moved in one step: if the holder was not
 * dead but only slow, its second rename finds nothing, and it knows that it has lost. So how well death is told from
 * slowness matters for the waiting, and never for what is in the file.
 */

import { createHash, randomUUID } from 'node:crypto';
import { chmod, lstat, mkdir, open, readFile, readdir, readlink, realpath, rename, rm, rmdir, stat, unlink } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { SnapshotStore, Stored } from 'variate/aws';
import { isDead, tokenOf } from './token.js';

const enum Limit {
  /** How long one and the same process may hold the lock, for work that takes milliseconds. */
  HeldMs = 5000,
  /** The longest pause before looking again. */
  PauseMs = 5,
  /** What a write leaves that never came to hold the lock is swept away when it is older. */
  LeftoverMs = 60_000,
  /** Of most file systems names have at most 255 bytes, of some 143; tokens have up to 54. */
  StemBytes = 80,
  /** In some file systems all changes within this time have the same timestamp. */
  SameTimeMs = 2000,
}

const IS_WINDOWS = process.platform === 'win32';

/** What a system says when a folder cannot be moved onto another that has something in it. */
const HELD = IS_WINDOWS ? ['EPERM', 'EACCES', 'EEXIST', 'ENOTEMPTY'] : ['EEXIST', 'ENOTEMPTY'];

const ABSENT: Stored = { snapshot: null, version: 'absent' };

export function fileStore(path: string): SnapshotStore {
  const given = resolve(path);
  let last: { seen: string; stored: Stored } | undefined;
  let isSwept = false;
  return {
    async read() {
      const seen = await seenOf(given);
      if (seen !== undefined && seen === last?.seen) return last.stored;
      const stored = await readWhole(given);
      last = seen === undefined ? undefined : { seen, stored };
      return stored;
    },

    async write(snapshot, expected) {
      const target = await targetOf(given);
      // If the version is another one already, nobody waits for the lock.
      if ((await readWhole(target)).version !== expected) return false;
      if (!isSwept) await sweep(target);
      isSwept = true;
      return replace(target, snapshot, expected);
    },
  };
}

/** What is replaced: not a link, but what it leads to, also if that is yet to be. One that leads in circles is an error. */
async function targetOf(path: string): Promise<string> {
  const found = await realpath(path).catch(unless('ENOENT', undefined));
  if (found !== undefined) return found;
  const state = await lstat(path).catch(unless('ENOENT', undefined));
  if (!state?.isSymbolicLink()) return path;
  const link = await readlink(path);
  // Only the system knows where `..` leads behind a link.
  const folder = await realpath(isAbsolute(link) ? dirname(link) : `${dirname(path)}/${dirname(link)}`);
  return targetOf(join(folder, basename(link)));
}

/** What tells one state of the file from others without reading it; undefined while that is not certain, or it is missing. */
async function seenOf(path: string): Promise<string | undefined> {
  const now = Date.now();
  const state = await stat(path, { bigint: true }).catch(unless('ENOENT', undefined));
  if (state === undefined || now - Number(state.ctimeMs) < Limit.SameTimeMs) return undefined;
  return [state.dev, state.ino, state.size, state.mtimeNs, state.ctimeNs].join();
}

/** The version is that of the content: whoever has written it, and with whatever program. */
async function readWhole(path: string): Promise<Stored> {
  const bytes = await readFile(path).catch(unless('ENOENT', undefined));
  if (bytes === undefined) return ABSENT;
  const snapshot = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  return { snapshot, version: createHash('sha256').update(bytes).digest('hex') };
}

async function replace(target: string, snapshot: string, expected: string): Promise<boolean> {
  const token = tokenOf(randomUUID());
  const folder = dirname(target);
  const [own, lock] = [hidden(target, token), hidden(target, 'lock')];
  try {
    await mkdir(own);
    await writeWhole(join(own, token), snapshot, target);
    if (!(await acquire(own, lock))) return false;
    const moved = (await readWhole(target)).version === expected && (await moves(join(lock, token), target));
    if (moved) await flush(folder);
    return moved;
  } finally {
    // Which of these exist depends on how far this write came.
    await rm(own, { recursive: true, force: true });
    await rm(join(lock, token), { force: true });
    // Another's, if there is something in it.
    await rmdir(lock).catch(() => {});
  }
}

async function writeWhole(path: string, text: string, target: string): Promise<void> {
  const before = await stat(target).catch(unless('ENOENT', undefined));
  const mode = before && before.mode & 0o777;
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  // What the process does not give to new files, the old one may have had.
  if (mode !== undefined) await chmod(path, mode);
}

/** Waits for the lock. False if one's own folder is gone: another has taken it for a leftover. */
async function acquire(own: string, lock: string): Promise<boolean> {
  let holder: string | undefined;
  let since = performance.now();
  for (;;) {
    try {
      await rename(own, lock);
      return true;
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return false;
      const [found] = await readdir(lock).catch(unless('ENOENT', []));
      // By the clock of the one who waits: files may lie on a machine with another.
      const now = performance.now();
      if (found !== holder) [holder, since] = [found, now];
      const isOver = now - since > Limit.HeldMs;
      if (!HELD.includes(code) || (found === undefined && isOver)) throw error;
      if (found !== undefined && (isOver || isDead(found))) {
        await unlink(join(lock, found)).catch(unless('ENOENT', undefined));
      } else {
        await setTimeout(Math.random() * Limit.PauseMs);
      }
      // It moves no folder onto an empty one, either.
      if (IS_WINDOWS) await rmdir(lock).catch(() => {});
    }
  }
}

/** False if what was to be moved is gone: this process was taken for dead. */
async function moves(from: string, to: string): Promise<boolean> {
  return rename(from, to).then(() => true, unless('ENOENT', false));
}

/** A folder remembers a rename through a loss of power only when it is flushed itself. */
async function flush(folder: string): Promise<void> {
  // Windows flushes no folders.
  if (IS_WINDOWS) return;
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Removes what killed processes have left. From one that lives it would only take a turn. */
async function sweep(target: string): Promise<void> {
  const start = basename(hidden(target, ''));
  for (const name of await readdir(dirname(target))) {
    const token = name.startsWith(start) ? name.slice(start.length) : '';
    if (!/^[\da-f]{8}-\d+-[\da-f-]{36}$/.test(token)) continue;
    const path = join(dirname(target), name);
    const state = await stat(path).catch(unless('ENOENT', undefined));
    if (state !== undefined && (isDead(token) || Date.now() - state.mtimeMs > Limit.LeftoverMs)) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

function hidden(target: string, ending: string): string {
  return join(dirname(target), `.${stem(basename(target))}.${ending}`);
}

/** A name, or of a long one the beginning and a hash: with what is put behind it, it must be one that file systems take. */
function stem(name: string): string {
  if (Buffer.byteLength(name) <= Limit.StemBytes) return name;
  return `${[...name].slice(0, 15).join('')}.${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
}

/** For `catch`: another outcome in the place of this one error. */
function unless<T>(code: string, outcome: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === code) return outcome;
    throw error;
  };
}
