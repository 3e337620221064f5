//! What a JSON number says, as a decimal.

/// The value `±significand × 10^exponent` of a JSON number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// Not of zero.
    pub(super) negative: bool,
    /// INVARIANT: no zero at the end. Of more than [`MAX_DIGITS`] digits, those up to that many.
    pub(super) significand: u64,
    /// How many digits the significand has; 0 for zero.
    pub(super) digits: u32,
    /// Whether digits other than zero were left out: the value lies between this significand and the next.
    pub(super) more: bool,
    pub(super) exponent: i64,
}

/// What 64 bits hold, and more digits than an integer that fits.
const MAX_DIGITS: u32 = 19;

/// Exponents beyond this are as good as this: no text is so long that its digits make up for it.
const MAX_EXPONENT: i64 = 1_000_000_000_000_000;

impl Decimal {
    /// Reads the text of a JSON number; anything else gives some decimal.
    #[inline(never)]
    #[expect(
        clippy::arithmetic_side_effects,
        reason = "an exponent of 10^15 at most, and the length of a text; 19 digits fit in 64 bits"
    )]
    pub fn parse(lexeme: &str) -> Decimal {
        let mut decimal = Decimal { negative: false, significand: 0, digits: 0, more: false, exponent: 0 };
        // From the first digit that is no zero.
        let mut seen = 0_i64;
        let mut fraction = false;
        let mut bytes = lexeme.bytes();
        while let Some(byte) = bytes.next() {
            match byte {
                b'-' => decimal.negative = true,
                b'.' => fraction = true,
                b'e' | b'E' => {
                    decimal.exponent = decimal.exponent.saturating_add(power_of_ten(bytes));
                    break;
                }
                digit => {
                    decimal.exponent -= i64::from(fraction);
                    if digit == b'0' && seen == 0 {
                        continue;
                    }
                    seen += 1;
                    match digit {
                        b'0' => {}
                        digit if seen <= i64::from(MAX_DIGITS) => {
                            // The zeros since the last digit, too.
                            while i64::from(decimal.digits) < seen {
                                decimal.significand *= 10;
                                decimal.digits += 1;
                            }
                            decimal.significand += u64::from(digit & 15);
                        }
                        _ => decimal.more = true,
                    }
                }
            }
        }
        decimal.exponent += seen - i64::from(decimal.digits);
        if seen == 0 {
            decimal.negative = false;
            decimal.exponent = 0;
        }
        decimal
    }

    /// The value times `10^power`, if that is an integer that fits.
    #[expect(
        clippy::arithmetic_side_effects,
        reason = "exponents are far from the ends of their type, and powers small"
    )]
    pub fn to_scaled_integer(&self, power: i64) -> Option<i64> {
        // An integer of more digits does not fit.
        if self.more || self.exponent + power < 0 { None } else { self.floor_scaled(power) }
    }

    /// The greatest integer not above `self × 10^power`, if it fits.
    #[inline(never)]
    #[expect(
        clippy::arithmetic_side_effects,
        reason = "exponents are far from the ends of their type, and go towards 0"
    )]
    pub fn floor_scaled(&self, power: i64) -> Option<i64> {
        let mut exponent = self.exponent + power;
        let mut magnitude = self.significand;
        // What is left out lies behind so many digits that it is no part of an integer that fits.
        let mut cut = self.more;
        while exponent != 0 && magnitude != 0 {
            if exponent > 0 {
                magnitude = magnitude.checked_mul(10)?;
                exponent -= 1;
            } else {
                cut |= !magnitude.is_multiple_of(10);
                magnitude /= 10;
                exponent += 1;
            }
        }
        match self.negative {
            false => i64::try_from(magnitude).ok(),
            true => 0_i64.checked_sub_unsigned(magnitude)?.checked_sub(i64::from(cut)),
        }
    }
}

/// The value of digits alone, as most numbers of a snapshot are: what [`Decimal`] finds, in less time.
#[inline(never)]
#[expect(clippy::arithmetic_side_effects, reason = "15 digits at most")]
pub(crate) fn plain_integer(lexeme: &str) -> Option<i64> {
    if lexeme.len() > PLAIN_DIGITS {
        return None;
    }
    let mut value = 0;
    for byte in lexeme.bytes() {
        if !byte.is_ascii_digit() {
            return None;
        }
        value = value * 10 + i64::from(byte & 15);
    }
    Some(value)
}

/// Few enough for the value to fit when it is taken by the thousand.
const PLAIN_DIGITS: usize = 15;

/// The value of a JSON number, if it is an integer that fits (R19: `5`, `5.0` and `5e0` are one number).
pub fn to_integer(lexeme: &str) -> Option<i64> {
    plain_integer(lexeme).or_else(|| Decimal::parse(lexeme).to_scaled_integer(0))
}

/// The digits behind an `e`, and their sign.
#[expect(clippy::arithmetic_side_effects, reason = "cut to MAX_EXPONENT after each digit")]
fn power_of_ten(digits: impl Iterator<Item = u8>) -> i64 {
    let (mut magnitude, mut negative) = (0, false);
    for digit in digits {
        match digit {
            b'-' => negative = true,
            b'+' => {}
            digit => magnitude = MAX_EXPONENT.min(magnitude * 10 + i64::from(digit & 15)),
        }
    }
    if negative { -magnitude } else { magnitude }
}
