//! Ion's numbers: `0x1F`, `1_000`, `12.50`, `1.5d3`, `1e-3`, `nan`, `+inf`.

use crate::json::{self, Decimal, push, push_char, push_integer};

use super::Kind;

/// The kind and the length of the number that the bytes begin with, but for `nan` and the infinities. What follows it is not
/// looked at.
#[expect(clippy::arithmetic_side_effects, reason = "positions in a text")]
pub(super) fn scan(bytes: &[u8]) -> Option<(Kind, usize)> {
    let start = usize::from(bytes.first() == Some(&b'-'));
    let bits = bits(bytes, start);
    if bits > 0 {
        return Some((Kind::Integer, digits(bytes, start + 2, 1 << bits)?));
    }
    let mut end = digits(bytes, start, 10)?;
    // No leading zeros.
    if bytes.get(start) == Some(&b'0') && end > start + 1 {
        return None;
    }
    let mut kind = Kind::Integer;
    if bytes.get(end) == Some(&b'.') {
        kind = Kind::Decimal;
        end += 1;
        if bytes.get(end).is_some_and(u8::is_ascii_digit) {
            end = digits(bytes, end, 10)?;
        }
    }
    kind = match bytes.get(end) {
        Some(b'd' | b'D') => Kind::Decimal,
        Some(b'e' | b'E') => Kind::Float,
        _ => return Some((kind, end)),
    };
    end += 1;
    if matches!(bytes.get(end), Some(b'+' | b'-')) {
        end += 1;
    }
    let first = end;
    while bytes.get(end).is_some_and(u8::is_ascii_digit) {
        end += 1;
    }
    (end > first).then_some((kind, end))
}

/// The double nearest to the number that the text is, if it is one and nothing else; `None` also beyond their range, and for a
/// hexadecimal or binary integer of more than 64 bits (R33).
pub(crate) fn to_double(text: &str) -> Option<f64> {
    match text {
        "nan" => Some(f64::NAN),
        "+inf" => Some(f64::INFINITY),
        "-inf" => Some(f64::NEG_INFINITY),
        _ => {
            let (_, length) = scan(text.as_bytes())?;
            if length < text.len() {
                None
            } else if text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E')) {
                // The common case needs no copy.
                json::to_double(text)
            } else {
                json::to_double(&lexeme(text)?)
            }
        }
    }
}

/// Exactly what number a text is, that [`scan`] has found to be one.
pub(super) fn to_decimal(text: &str) -> Option<Decimal> {
    scan(text.as_bytes())?;
    Some(Decimal::parse(&lexeme(text)?))
}

/// What a hexadecimal digit stands for; 255 for other bytes.
#[expect(clippy::arithmetic_side_effects, reason = "a digit is in its range")]
pub(super) fn digit(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => byte - b'0',
        b'a'..=b'f' => byte - (b'a' - 10),
        b'A'..=b'F' => byte - (b'A' - 10),
        _ => 255,
    }
}

/// A number as JSON writes it, more or less: `1.` keeps its point. `None` for an integer of too many bits.
#[expect(clippy::arithmetic_side_effects, reason = "a position in a text")]
fn lexeme(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let start = usize::from(bytes.first() == Some(&b'-'));
    let bits = bits(bytes, start);
    let mut out = String::new();
    if bits == 0 {
        for byte in bytes {
            match byte {
                b'_' => {}
                b'd' | b'D' => push_char(&mut out, 'e'),
                byte => push_char(&mut out, char::from(*byte)),
            }
        }
        return Some(out);
    }
    let mut value = 0_u64;
    for byte in bytes.get(start + 2..)? {
        if *byte != b'_' {
            if value.leading_zeros() < bits {
                return None;
            }
            value = value << bits | u64::from(digit(*byte));
        }
    }
    if start > 0 {
        push(&mut out, "-");
    }
    // Both parts are of 63 bits.
    if value > 9 {
        push_integer(&mut out, (value / 10).cast_signed());
    }
    push_integer(&mut out, (value % 10).cast_signed());
    Some(out)
}

/// How many bits a digit of a hexadecimal or binary integer has; 0 for decimal numbers.
#[expect(clippy::arithmetic_side_effects, reason = "a position in a text")]
fn bits(bytes: &[u8], start: usize) -> u32 {
    match (bytes.get(start), bytes.get(start + 1)) {
        (Some(b'0'), Some(b'x' | b'X')) => 4,
        (Some(b'0'), Some(b'b' | b'B')) => 1,
        _ => 0,
    }
}

/// The end of a run of digits with single underscores between them; `None` if there is no such run.
#[expect(clippy::arithmetic_side_effects, reason = "positions in a text")]
fn digits(bytes: &[u8], start: usize, radix: u8) -> Option<usize> {
    let mut end = start;
    let mut after_digit = false;
    while let Some(byte) = bytes.get(end) {
        let is_digit = digit(*byte) < radix;
        if !(is_digit || after_digit && *byte == b'_') {
            break;
        }
        after_digit = is_digit;
        end += 1;
    }
    after_digit.then_some(end)
}
