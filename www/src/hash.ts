// The state in the part of the address that browsers keep to themselves: JSON, deflated, as base64url.

import { LISTS, VIEWS, type Shared } from './state';

/** The form of what follows. Another form gets another number. */
const FORM = '1.';

/** Programs that pass links on cut them from here on, some even earlier. */
export const LONG_LINK = 32_000;

/** Beyond this some browsers refuse an address. */
export const LONGEST_LINK = 1_000_000;

/** What a link may unpack to. */
const LARGEST_STATE = 64 * 1024 * 1024;

/** So much is packed or unpacked before it is looked at how much has come out. A byte unpacks to a thousand at the most. */
const SLICE = 4096;

export const SMALLEST_COUNT = 1_000;
export const LARGEST_COUNT = 1_000_000;

export async function encode(shared: Shared): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(shared));
  return FORM + base64url(await through(bytes, new CompressionStream('deflate-raw'), Infinity));
}

/**
 * What stands in the hash. Links come from anywhere, and may be cut on their way; of one that is whole, what is not as it
 * should be is as if it were not there.
 */
export async function decode(hash: string): Promise<Partial<Shared> | 'none' | 'broken'> {
  const text = hash.replace(/^#/, '');
  if (text === '') return 'none';
  if (!text.startsWith(FORM) || text.length > LONGEST_LINK) return 'broken';
  try {
    const bytes = fromBase64url(text.slice(FORM.length));
    const inflated = await through(bytes, new DecompressionStream('deflate-raw'), LARGEST_STATE);
    return sharedOf(JSON.parse(new TextDecoder().decode(inflated))) ?? 'broken';
  } catch {
    return 'broken';
  }
}

function sharedOf(value: unknown): Partial<Shared> | null {
  if (!isRecord(value)) return null;
  const shared: { -readonly [Member in keyof Shared]?: Shared[Member] } = {};
  if (typeof value['snapshot'] === 'string') shared.snapshot = value['snapshot'];
  if (typeof value['other'] === 'string') shared.other = value['other'];
  if (typeof value['filter'] === 'string') shared.filter = value['filter'];
  if (isInstant(value['now'])) shared.now = value['now'];
  if (isCount(value['count'])) shared.count = value['count'];
  const list = LISTS.find((list) => list === value['list']);
  if (list) shared.list = list;
  const view = VIEWS.find((view) => view === value['view']);
  if (view) shared.view = view;
  const { selected, persona } = value;
  if (isRecord(selected) && typeof selected['name'] === 'string') {
    shared.selected = { kind: selected['kind'] === 'flag' ? 'flag' : 'feature', name: selected['name'] };
  }
  if (isRecord(persona)) {
    const { name, entityId, context } = persona;
    if (typeof name === 'string' && typeof entityId === 'string' && typeof context === 'string') {
      shared.persona = { name, entityId, context };
    }
  }
  return shared;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isInstant(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(value as number) <= 8.64e15;
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= SMALLEST_COUNT && (value as number) <= LARGEST_COUNT;
}

/** What comes out of the transform. Not by way of a `Blob`: for one the browser asks another process. */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  { writable, readable }: CompressionStream | DecompressionStream,
  limit: number,
): Promise<Uint8Array> {
  const writer = writable.getWriter();
  const write = async () => {
    for (let at = 0; at < bytes.length; at += SLICE) await writer.write(bytes.subarray(at, at + SLICE));
    await writer.close();
  };
  // What goes wrong in writing is heard in reading.
  const written = write().catch(() => {});
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (const reader = readable.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > limit) {
      // That ends the writing, too.
      await reader.cancel();
      throw new RangeError('larger than a state can be');
    }
    chunks.push(value);
  }
  await written;
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

function base64url(bytes: Uint8Array): string {
  let binary = '';
  // In pieces: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
