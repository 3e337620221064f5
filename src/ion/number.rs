//! Ion's numbers: `0x1F`, `1_000`, `12.50`, `1.5d3`, `1e-3`, `nan`, `+inf`.

use std::borrow::Cow;

use crate::json::{Decimal, to_double};

/// A number as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number<'a> {
    kind: NumberKind,
    text: &'a str,
}

/// The types of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberKind {
    /// `17`, `-1_000`
    Integer,
    /// `0x1F`
    Hexadecimal,
    /// `0b101`
    Binary,
    /// `1.`, `1.50`, `15d-1`
    Decimal,
    /// `1e3`
    Float,
    /// `nan`, `+inf`, `-inf`
    Special,
}

impl<'a> Number<'a> {
    /// The number that the text begins with, `nan` and the infinities included. What follows it is not looked at.
    pub(super) fn read(text: &'a str) -> Option<Number<'a>> {
        let special = ["nan", "+inf", "-inf"].into_iter().find(|special| text.starts_with(special));
        let (kind, length) = match special {
            Some(special) => (NumberKind::Special, special.len()),
            None => scan(text.as_bytes())?,
        };
        Some(Number { kind, text: text.get(..length)? })
    }

    /// Its type.
    pub fn kind(&self) -> NumberKind {
        self.kind
    }

    /// As it was written.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The nearest double; `None` beyond their range, and for a hexadecimal or binary integer of more than 64 bits (R33).
    pub fn to_double(&self) -> Option<f64> {
        match self.kind {
            NumberKind::Special => Some(match self.text {
                "nan" => f64::NAN,
                "+inf" => f64::INFINITY,
                _ => f64::NEG_INFINITY,
            }),
            _ => to_double(&self.lexeme()?),
        }
    }

    /// Exactly what was written; `None` for `nan`, the infinities, and integers as in [`to_double`](Number::to_double).
    pub fn to_decimal(&self) -> Option<Decimal> {
        match self.kind {
            NumberKind::Special => None,
            _ => Some(Decimal::parse(&self.lexeme()?)),
        }
    }

    /// The number as JSON writes it, more or less: `1.` keeps its point.
    fn lexeme(&self) -> Option<Cow<'a, str>> {
        let digits = |radix: u32| {
            let (sign, unsigned) = split_sign(self.text);
            let digits = unsigned.get(2..)?.replace('_', "");
            let value = u64::from_str_radix(&digits, radix).ok()?;
            Some(Cow::Owned(format!("{sign}{value}")))
        };
        match self.kind {
            NumberKind::Hexadecimal => digits(16),
            NumberKind::Binary => digits(2),
            _ if self.text.contains(['_', 'd', 'D']) => {
                Some(Cow::Owned(self.text.replace('_', "").replace(['d', 'D'], "e")))
            }
            _ => Some(Cow::Borrowed(self.text)),
        }
    }
}

fn split_sign(text: &str) -> (&str, &str) {
    match text.strip_prefix('-') {
        Some(unsigned) => ("-", unsigned),
        None => ("", text),
    }
}

/// The kind and the length of the number that the bytes begin with.
fn scan(bytes: &[u8]) -> Option<(NumberKind, usize)> {
    let sign = usize::from(bytes.first() == Some(&b'-'));
    let at = |position: usize| bytes.get(position).copied();
    if at(sign) == Some(b'0') {
        match at(sign + 1) {
            Some(b'x' | b'X') => {
                let end = digits(bytes, sign + 2, |byte| byte.is_ascii_hexdigit())?;
                return Some((NumberKind::Hexadecimal, end));
            }
            Some(b'b' | b'B') => {
                let end = digits(bytes, sign + 2, |byte| matches!(byte, b'0' | b'1'))?;
                return Some((NumberKind::Binary, end));
            }
            // No leading zeros.
            Some(b'0'..=b'9' | b'_') => return None,
            _ => {}
        }
    }
    let mut end = digits(bytes, sign, |byte| byte.is_ascii_digit())?;
    let mut kind = NumberKind::Integer;
    if at(end) == Some(b'.') {
        kind = NumberKind::Decimal;
        end += 1;
        if at(end).is_some_and(|byte| byte.is_ascii_digit()) {
            end = digits(bytes, end, |byte| byte.is_ascii_digit())?;
        }
    }
    let exponent = match at(end) {
        Some(b'd' | b'D') => NumberKind::Decimal,
        Some(b'e' | b'E') => NumberKind::Float,
        _ => return Some((kind, end)),
    };
    end += 1 + usize::from(matches!(at(end + 1), Some(b'+' | b'-')));
    let count = bytes.get(end..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (count > 0).then_some((exponent, end + count))
}

/// The end of a run of digits with single underscores between them; `None` if there is no such run.
fn digits(bytes: &[u8], start: usize, is_digit: impl Fn(u8) -> bool) -> Option<usize> {
    let mut end = start;
    let mut after_digit = false;
    for byte in bytes.get(start..)? {
        match byte {
            b'_' if after_digit => after_digit = false,
            digit if is_digit(*digit) => after_digit = true,
            _ => break,
        }
        end += 1;
    }
    after_digit.then_some(end)
}
