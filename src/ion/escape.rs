//! The escapes in strings and quoted symbols.

use crate::json::{push, push_char};

use super::number::digit;

/// The characters behind a backslash that stand for one other, and those, in the same order.
const SIMPLE: (&[u8], &str) = (b"abtnfrv0?'\"/\\", "\u{7}\u{8}\t\n\u{c}\r\u{b}\0?'\"/\\");

/// Appends what an escape stands for (nothing, if it hides a line break); its length, or `None` if there is no such escape.
#[expect(clippy::arithmetic_side_effects, reason = "lengths of escapes; the code is below 2^21")]
pub(super) fn escape(text: &[u8], out: &mut String) -> Option<usize> {
    let digits = match text.get(1)? {
        b'x' => 2,
        b'u' => 4,
        b'U' => 8,
        b'\r' | b'\n' => return Some(1 + line_break(text.get(1..)?)),
        simple => {
            let (written, meant) = SIMPLE;
            let position = written.iter().position(|known| known == simple)?;
            push(out, meant.get(position..=position)?);
            return Some(2);
        }
    };
    let mut length = 2 + digits;
    let mut code = hexadecimal(text.get(2..length)?)?;
    // A character beyond the first 65536, as `\uXXXX\uXXXX`.
    if digits == 4 && (0xD800..0xDC00).contains(&code) {
        let low = hexadecimal(text.get(6..12)?.strip_prefix(b"\\u")?)?;
        if !(0xDC00..0xE000).contains(&low) {
            return None;
        }
        code = 0x1_0000 + ((code & 0x3FF) << 10 | (low & 0x3FF));
        length = 12;
    }
    push_char(out, char::from_u32(code)?);
    Some(length)
}

/// The length of the line break that the text begins with.
pub(super) fn line_break(text: &[u8]) -> usize {
    if text.starts_with(b"\r\n") { 2 } else { 1 }
}

fn hexadecimal(digits: &[u8]) -> Option<u32> {
    let mut value = 0;
    for byte in digits {
        let digit = digit(*byte);
        if digit > 15 {
            return None;
        }
        value = value << 4 | u32::from(digit);
    }
    Some(value)
}
