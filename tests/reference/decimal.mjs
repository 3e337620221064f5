// Decimal numbers by their text: exact, whatever a double would make of them.

/** The number a lexeme stands for: digits * 10^exponent, without trailing zeros in `digits`. */
export function decimal(lexeme) {
  const [, sign, whole, fraction = "", power = "0"] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(lexeme);
  let digits = BigInt(whole + fraction);
  let exponent = BigInt(power) - BigInt(fraction.length);
  if (digits === 0n) return { digits, exponent: 0n };
  while (digits % 10n === 0n) {
    digits /= 10n;
    exponent += 1n;
  }
  return { digits: sign === "-" ? -digits : digits, exponent };
}

/** R7: whether the lexeme's value is that of the shortest text of its double. */
export function isShortest(lexeme) {
  const double = Number(lexeme);
  if (!Number.isFinite(double)) return false;
  const written = decimal(lexeme);
  const shortest = decimal(String(double));
  return written.digits === shortest.digits && written.exponent === shortest.exponent;
}

/** The greatest integer not above lexeme * 10^shift. */
export function floorShifted(lexeme, shift) {
  const { digits, exponent } = decimal(lexeme);
  const power = exponent + BigInt(shift);
  if (power >= 0n) return digits * 10n ** power;
  const isBelowOne = -power > BigInt(lexeme.length);
  if (isBelowOne) return digits < 0n ? -1n : 0n;
  return floorDivide(digits, 10n ** -power);
}

function floorDivide(dividend, divisor) {
  const quotient = dividend / divisor; // cut towards zero
  return dividend % divisor < 0n ? quotient - 1n : quotient;
}
