// Addresses and address blocks for the matcher `cidr` (R10).

import { isIPv4, isIPv6 } from "node:net";

const BITS = { 4: 32, 6: 128 };

/** Whether the address text lies in the block. Text that is no address lies in none. */
export function isInBlock(text, block) {
  const address = parseAddress(text);
  if (!address || address.family !== block.family) return false; // families do not mix
  return networkOf(address, block.prefix) === networkOf(block, block.prefix); // host bits are ignored
}

/** "10.1.0.0/16" as {family, bits, prefix}; throws when it is no block. */
export function parseBlock(text) {
  const parts = /^([^/]*)\/(0|[1-9]\d{0,2})$/.exec(text);
  const address = parts && parseAddress(parts[1]);
  const prefix = parts && Number(parts[2]);
  if (!address || prefix > BITS[address.family]) throw new Error(`no address block: ${text}`);
  return { ...address, prefix };
}

function networkOf({ family, bits }, prefix) {
  return bits >> BigInt(BITS[family] - prefix);
}

function parseAddress(text) {
  if (isIPv4(text)) return { family: 4, bits: bitsOfIPv4(text) };
  if (isIPv6(text) && !text.includes("%")) return { family: 6, bits: bitsOfIPv6(text) }; // no zone
  return null;
}

function bitsOfIPv4(text) {
  return text.split(".").reduce((bits, part) => bits * 256n + BigInt(part), 0n);
}

function bitsOfIPv6(text) {
  const [head, tail] = withoutIPv4(text).split("::");
  const front = groupsOf(head);
  const back = groupsOf(tail ?? "");
  const zeros = Array(8 - front.length - back.length).fill(0n); // what "::" stands for
  return [...front, ...zeros, ...back].reduce((bits, group) => bits * 65536n + group, 0n);
}

function groupsOf(text) {
  return text === "" ? [] : text.split(":").map((group) => BigInt(`0x${group}`));
}

// ::ffff:1.2.3.4 is ::ffff:102:304
function withoutIPv4(text) {
  return text.replace(/[^:]*\.[^:]*$/, (dotted) => {
    const bits = bitsOfIPv4(dotted);
    return `${(bits >> 16n).toString(16)}:${(bits & 0xffffn).toString(16)}`;
  });
}
