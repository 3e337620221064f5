// The reference's own reading of Ion's numbers and timestamps against that of Amazon's ion-js, on random texts, which
// vectors cannot hold; and the spellings that ion-js does not know.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Timestamp, makeReader } from "ion-js";
import { Random } from "../differential/random.mjs";
import { compareInstants, readInstant, readNumber } from "./ion-scalars.mjs";
import { readIon } from "./ion.mjs";

const random = new Random(9);
const two = (lowest, highest) => String(random.int(lowest, highest)).padStart(2, "0");

test("timestamps are those of ion-js, or no timestamps there either", () => {
  for (let left = 20000; left > 0; left -= 1) {
    const text = timestamp();
    const expected = parseOrNull(text);
    const instant = readInstant(text);
    assert.equal(instant === null, expected === null, text);
    if (instant) assert.equal(instant.seconds, Math.floor(expected.getTime() / 1000), text);
  }
});

test("timestamps compare beyond the millisecond, and across offsets", () => {
  const ascending = [
    "0001T",
    "1969-12-31T23:59:59.9999Z",
    "1970T",
    "2024-01-01T01:00:00.00000000000000000001+01:00",
    "2024-01-01T00:00:00.0000000000000000001Z",
    "2024-01-01T00:00:00.1-00:00",
    "2024-01-01T00:00:00.12Z",
    "2024-02T",
    "9999-12-31T23:59:59.99999999999999999999Z",
  ].map(readInstant);
  for (const [index, instant] of ascending.entries()) {
    for (const [other, another] of ascending.entries()) {
      assert.equal(compareInstants(instant, another), Math.sign(index - other));
    }
  }
  assert.equal(compareInstants(readInstant("2024T"), readInstant("2024-01-01T02:00:00.000+02:00")), 0);
});

test("integers and floats are those of ion-js", () => {
  for (let left = 20000; left > 0; left -= 1) {
    const text = number();
    assert.ok(readNumber(text)?.double === ionNumber(text), text); // -0 is 0
  }
});

test("texts that are no numbers and no timestamps", () => {
  const numbers = ["", " 1", "1 ", "01", "+1", ".5", "1__0", "1_", "_1", "1_.0", "1._0", "1e", "1f0", "0x", "0b2"];
  for (const text of [...numbers, "1e1_0", "1e400", "inf", "NaN", "٣"]) assert.equal(readNumber(text), null, text);
  const timestamps = ["2024", "2024-01", "0000T", "2024t", "2024-01-01T00:00", "2024-01-01T00:00:00.Z"];
  for (const text of [...timestamps, "2024-01-01T24:00Z"]) assert.equal(readInstant(text), null, text);
});

test("spellings that ion-js does not know", () => {
  const { items } = readIon("(a 1_000 -0b1_0 0xF_f 5/* ' */ '''x\r\n'''/* ''' */'''\"y''' // \"\n 'b''c' 0.1_5)");
  const found = items.map(({ text, lexeme }) => text ?? lexeme);
  assert.deepEqual(found, ["a", "1000", "-0x2", "0xff", "5", 'x\n"y', "b", "c", "0.15"]);
});

function timestamp() {
  const year = random.pick(["0001", "0099", "1900", "1969", "2000", "2023", "2024", "9998"]);
  const date = `${year}-${two(0, 13)}-${two(0, 32)}`;
  const time = `${date}T${two(0, 24)}:${two(0, 60)}`;
  const fraction = random.pick(["", `.${random.int(0, 99999)}`, ".000"]);
  const offset = random.pick(["Z", "-00:00", `+${two(0, 24)}:${two(0, 60)}`, `-${two(0, 24)}:${two(0, 60)}`]);
  const isBeforeYearOne = year === "0001" && offset.startsWith("+"); // which ion-js takes for an error
  const forms = [`${year}T`, `${year}-${two(0, 13)}T`, date, `${date}T`, time];
  if (isBeforeYearOne) return random.pick(forms);
  return random.pick([...forms, `${time}${offset}`, `${time}:${two(0, 60)}${fraction}${offset}`]);
}

// The value's whole second needs no fraction; ion-js rounds it to the millisecond.
function parseOrNull(text) {
  try {
    const reader = makeReader(text.replace(/\.\d+/, ""));
    reader.next();
    if (reader.next() !== null) return null;
    return Timestamp.parse(text.replace(/\.\d+/, "")).getDate();
  } catch {
    return null;
  }
}

function number() {
  const sign = random.pick(["", "-"]);
  const digits = String(random.int(0, 2 ** random.int(1, 50)));
  const power = `${random.pick(["e", "E"])}${random.pick(["", "-", "+"])}${random.int(0, 330)}`;
  const hex = `0${random.pick(["x", "X"])}${random.int(1, 2 ** 50).toString(16)}${random.pick(["", "ABCDEF0123"])}`;
  return sign + random.pick([digits, hex, `${digits}${power}`, `${digits}.${power}`, `${digits}.${digits}${power}`]);
}

function ionNumber(text) {
  const reader = makeReader(text);
  const double = reader.next().name === "int" ? Number(reader.bigIntValue()) : reader.numberValue();
  const isBeyond = /x.{17}/i.test(text); // hexadecimal, of more than 64 bits (R33)
  return Number.isFinite(double) && !isBeyond ? double : undefined;
}
