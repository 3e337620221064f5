// Random start times, and moments close to them.

const HOUR = 3600000;
const STEPS = 6; // few different starts, so that equal ones are common

/** A start near `base`, written as epoch seconds or as RFC 3339 text. */
export function timestamp(random, base) {
  const instant = base + random.int(0, STEPS) * HOUR;
  return random.chance(0.6) ? seconds(random, instant) : rfc3339(random, instant);
}

/** A moment for a request, mostly at or around one of the starts. */
export function moment(random, starts, base) {
  if (starts.length === 0 || random.chance(0.3)) return base + random.int(-HOUR, (STEPS + 2) * HOUR);
  const start = random.pick(starts);
  return start + random.weighted([[5, 0], [3, -1], [2, 1], [1, 0.5], [1, -0.5], [3, random.int(0, HOUR)]]);
}

// Digits after the millisecond are cut, not rounded (R3).
function seconds(random, instant) {
  const whole = Math.floor(instant / 1000);
  const fraction = random.weighted([
    [4, ""],
    [3, `.${digits(instant % 1000)}`],
    [1, `.${digits(instant % 1000)}9`],
    [1, ".0009"],
    [1, ".9999"],
  ]);
  return Number(`${whole}${fraction}`);
}

function rfc3339(random, instant) {
  const offset = random.pick([0, 0, 60, -60, 330, -570, 840, -1439, 1439]);
  const local = new Date(instant + offset * 60000).toISOString(); // 2023-11-14T22:13:20.000Z
  const fraction = random.pick(["", local.slice(19, 23), `${local.slice(19, 23)}999`, ".5", ".123456789"]);
  return `${local.slice(0, 10)}${random.pick(["T", "T", " "])}${local.slice(11, 19)}${fraction}${zone(random, offset)}`;
}

function zone(random, offset) {
  if (offset === 0) return random.pick(["Z", "+00:00", "-00:00"]);
  const minutes = Math.abs(offset);
  return `${offset < 0 ? "-" : "+"}${pad(Math.floor(minutes / 60), 2)}:${pad(minutes % 60, 2)}`;
}

function digits(milliseconds) {
  return pad(Math.abs(milliseconds), 3);
}

function pad(number, length) {
  return String(number).padStart(length, "0");
}
