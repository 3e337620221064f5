// Ion's numbers and timestamps by their text, in rules and in contexts alike (R33).

const INTEGER = String.raw`-?(?:0|[1-9](?:_?\d)*)`;
const FRACTION = String.raw`\.(?:\d(?:_?\d)*)?`;
const DECIMAL = new RegExp(`^${INTEGER}(?:${FRACTION})?(?:[eEdD][+-]?\\d+)?$`);
const OTHER_BASE = /^-?0(?:[xX][\da-fA-F](?:_?[\da-fA-F])*|[bB][01](?:_?[01])*)$/;
const SPECIAL = { "+inf": Infinity, "-inf": -Infinity, nan: NaN };

/**
 * The number that an Ion text is, whole: {double, lexeme}, or null. The lexeme is one of JSON, for decimal.mjs;
 * infinities and `nan` have none. A number beyond the range of doubles, and a hexadecimal or binary integer beyond 64
 * bits, is null as well.
 */
export function readNumber(text) {
  if (Object.hasOwn(SPECIAL, text)) return { double: SPECIAL[text], lexeme: null };
  const lexeme = jsonLexeme(text);
  const double = Number(lexeme ?? NaN);
  return Number.isFinite(double) ? { double, lexeme } : null;
}

function jsonLexeme(text) {
  if (OTHER_BASE.test(text)) return lexemeOfOtherBase(integerOfOtherBase(text));
  if (!DECIMAL.test(text)) return null;
  return text.replace(/_/g, "").replace(/[dD]/, "e").replace(/\.(?=e|E|$)/, "");
}

function lexemeOfOtherBase(integer) {
  return -(2n ** 64n) < integer && integer < 2n ** 64n ? String(integer) : null;
}

function integerOfOtherBase(text) {
  const digits = text.replace("-", "").replace(/_/g, "");
  return text.startsWith("-") ? -BigInt(digits) : BigInt(digits);
}

/** The same number in a spelling that ion-js knows; any other text as it is. */
export function withoutUnderscores(text) {
  if (OTHER_BASE.test(text)) return hexadecimal(integerOfOtherBase(text));
  return DECIMAL.test(text) ? text.replace(/_/g, "") : text;
}

function hexadecimal(integer) {
  return integer < 0n ? `-0x${(-integer).toString(16)}` : `0x${integer.toString(16)}`;
}

const DAY = String.raw`(?<year>\d{4})(?:T|-(?<month>\d\d)(?:T|-(?<day>\d\d)`;
const TIME = String.raw`T(?<hour>[01]\d|2[0-3]):(?<minute>[0-5]\d)(?::(?<second>[0-5]\d)(?:\.(?<fraction>\d+))?)?`;
const OFFSET = String.raw`(?:Z|(?<sign>[+-])(?<offsetHour>[01]\d|2[0-3]):(?<offsetMinute>[0-5]\d))`;
const TIMESTAMP = new RegExp(`^${DAY}(?:T|${TIME}${OFFSET})?))$`);

/**
 * The earliest moment of an Ion timestamp, or null: {seconds, fraction}, the seconds since 1970 and the digits that
 * follow them, without trailing zeros. An unknown offset, `-00:00`, is UTC.
 */
export function readInstant(text) {
  const parts = TIMESTAMP.exec(text)?.groups;
  if (!parts) return null;
  const { year, month = "01", day = "01", hour = "00", minute = "00", second = "00", fraction = "" } = parts;
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const milliseconds = Date.parse(local);
  if (year === "0000" || Number.isNaN(milliseconds)) return null;
  if (new Date(milliseconds).toISOString() !== local) return null; // such as 30 February
  return { seconds: milliseconds / 1000 - offsetOf(parts), fraction: fraction.replace(/0+$/, "") };
}

function offsetOf({ sign, offsetHour = "0", offsetMinute = "0" }) {
  const seconds = (Number(offsetHour) * 60 + Number(offsetMinute)) * 60;
  return sign === "-" ? -seconds : seconds;
}

/** -1, 0 or 1. Digits of fractions compare as texts do. */
export function compareInstants(left, right) {
  return order(left.seconds, right.seconds) || order(left.fraction, right.fraction);
}

function order(left, right) {
  return Number(left > right) - Number(left < right);
}
