// Timestamps of a snapshot, in whole milliseconds (S2, R3).

import { floorShifted } from "./decimal.mjs";
import { JsonNumber } from "./json.mjs";

const RANGE = 8.64e15;
const RFC_3339 = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

export function milliseconds(timestamp) {
  const instant = timestamp instanceof JsonNumber ? fromSeconds(timestamp) : fromText(timestamp);
  if (!(Math.abs(instant) <= RANGE)) throw new Error(`no timestamp: ${JSON.stringify(timestamp)}`);
  return instant;
}

// From the written digits: 1700000000.001 times 1000 is no whole number of milliseconds in doubles.
function fromSeconds(number) {
  if (!(Math.abs(number.double) <= RANGE)) return NaN;
  return Number(floorShifted(number.lexeme, 3));
}

// A fraction only ever moves an instant forward, so cutting its digits is the floor, also before 1970.
function fromText(text) {
  const parts = RFC_3339.exec(text);
  if (!parts) return NaN;
  const [, day, time, fraction = "", sign, hours = "0", minutes = "0"] = parts;
  if (Number(hours) > 23 || Number(minutes) > 59) return NaN;
  // Second 60 is the first of the next minute (R3); Date knows only seconds up to 59.
  const leap = time.endsWith(":60");
  const local = `${day}T${leap ? time.replace(/60$/, "59") : time}.${fraction.slice(0, 3).padEnd(3, "0")}Z`;
  const instant = Date.parse(local);
  if (Number.isNaN(instant) || new Date(instant).toISOString() !== local) return NaN; // such as 30 February
  const offset = (Number(hours) * 60 + Number(minutes)) * 60000;
  const utc = sign === "-" ? instant + offset : instant - offset;
  return leap ? utc + 1000 : utc;
}
