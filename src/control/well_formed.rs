//! JSON text that serde_json can read: its strings have a UTF-8 form.

use std::borrow::Cow;

/// The text with every escaped unpaired surrogate (`\ud800`) replaced by `\ufffd` (B1, R1).
///
/// Such text is JSON, but what it says has no UTF-8 form. Borrowed when there is nothing to replace.
#[expect(clippy::arithmetic_side_effects, reason = "positions in a text")]
pub(super) fn well_formed(text: &str) -> Cow<'_, str> {
    let mut repaired = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at) {
        if *byte != b'\\' {
            at += 1;
            continue;
        }
        match escaped_unit(text, at) {
            // A high surrogate with its low one.
            Some(0xD800..=0xDBFF) if matches!(escaped_unit(text, at + 6), Some(0xDC00..=0xDFFF)) => at += 12,
            Some(0xD800..=0xDFFF) => {
                repaired.push_str(part(text, copied, at));
                repaired.push_str("\\ufffd");
                at += 6;
                copied = at;
            }
            Some(_) => at += 6,
            // An escape of two characters. The second may be a backslash, which is not the beginning of another escape.
            None => at += 2,
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    repaired.push_str(part(text, copied, text.len()));
    Cow::Owned(repaired)
}

/// The UTF-16 unit that an escape `\uXXXX` at this byte stands for.
#[expect(clippy::arithmetic_side_effects, reason = "a position in a text")]
fn escaped_unit(text: &str, at: usize) -> Option<u32> {
    let Some([b'\\', b'u', digits @ ..]) = text.as_bytes().get(at..at + 6) else { return None };
    let mut unit = 0;
    for digit in digits {
        unit = unit << 4 | char::from(*digit).to_digit(16)?;
    }
    Some(unit)
}

fn part(text: &str, start: usize, end: usize) -> &str {
    text.get(start..end).unwrap_or_default()
}
