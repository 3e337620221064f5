//! What a JSON number says exactly, as a decimal; and when a double says the same.

use lexical_parse_float::FromLexical as _;

/// The value `±digits × 10^exponent` of a JSON number, with neither leading nor trailing zeros in `digits`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimal {
    negative: bool,
    /// ASCII digits; empty for zero.
    digits: String,
    exponent: i64,
}

impl Decimal {
    /// Reads the text of a JSON number; anything else gives some decimal.
    pub fn parse(lexeme: &str) -> Decimal {
        let (mantissa, power) = lexeme.split_once(['e', 'E']).unwrap_or((lexeme, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let unsigned = whole.strip_prefix('-');

        let mut digits = String::with_capacity(mantissa.len());
        digits.push_str(unsigned.unwrap_or(whole));
        digits.push_str(fraction);
        let significant = digits.trim_end_matches('0');
        let dropped = digits.len() - significant.len();
        let digits = significant.trim_start_matches('0').to_owned();

        let exponent = match digits.as_str() {
            "" => 0,
            _ => power_of_ten(power).saturating_sub(length(fraction.len())).saturating_add(length(dropped)),
        };
        Decimal { negative: unsigned.is_some() && !digits.is_empty(), digits, exponent }
    }

    /// The value, if it is an integer that fits (R19: `5`, `5.0` and `5e0` are one number).
    pub fn to_integer(&self) -> Option<i64> {
        self.to_scaled_integer(0)
    }

    /// The value times `10^power`, if that is an integer that fits.
    pub fn to_scaled_integer(&self, power: i64) -> Option<i64> {
        if self.exponent.saturating_add(power) < 0 { None } else { self.floor_scaled(power) }
    }

    /// The greatest integer not above `self × 10^power`, if it fits.
    pub fn floor_scaled(&self, power: i64) -> Option<i64> {
        let exponent = self.exponent.saturating_add(power);
        if self.digits.is_empty() {
            return Some(0);
        }
        // Cut the last `-exponent` digits, if there are such; what is cut is not zero, for the last digit is not.
        let kept = length(self.digits.len()).saturating_add(exponent.min(0));
        let whole = match usize::try_from(kept) {
            Ok(kept) if kept > 0 => self.digits.get(..kept)?.parse::<i128>().ok()?,
            _ => 0,
        };
        let factor = 10_i128.checked_pow(u32::try_from(exponent.max(0)).ok()?)?;
        let magnitude = whole.checked_mul(factor)?;
        let floor = match self.negative {
            false => magnitude,
            true if exponent < 0 => -magnitude - 1,
            true => -magnitude,
        };
        i64::try_from(floor).ok()
    }
}

/// The double nearest to a JSON number; `None` beyond the range of doubles (R7).
pub(crate) fn to_double(lexeme: &str) -> Option<f64> {
    // Not `str::parse`, whose tables are 10 kB of WebAssembly that no server can compress.
    f64::from_lexical(lexeme.as_bytes()).ok().filter(|value| value.is_finite())
}

/// Whether a JSON number is, in value, the shortest decimal that reads back as its double (P2).
pub(crate) fn is_shortest(lexeme: &str, double: f64) -> bool {
    // Decimals of up to 15 digits are told apart by normal doubles, so each is the shortest of its own.
    let plain = lexeme.len() <= 15 && !lexeme.contains(['e', 'E']);
    plain || Decimal::parse(lexeme) == Decimal::parse(ryu_js::Buffer::new().format_finite(double))
}

/// Appends a finite double as `JSON.stringify` writes it.
pub(crate) fn write_double(double: f64, out: &mut String) {
    out.push_str(ryu_js::Buffer::new().format_finite(double));
}

fn power_of_ten(text: &str) -> i64 {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    // Too many digits to count: far beyond anything a double or an integer holds, in either direction.
    let magnitude = digits.parse::<i64>().unwrap_or(i64::MAX / 2).min(i64::MAX / 2);
    sign * magnitude
}

fn length(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX / 4)
}
