//! Ion's timestamps: `2024T`, `2024-02T`, `2024-02-29`, `2024-02-29T12:30Z`, `2024-02-29T12:30:59.25+01:00`.

use crate::time::days_since_1970;

/// The earliest moment that a timestamp stands for. An unknown offset, and none, is UTC (R33).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant<'a> {
    /// Since 1970-01-01T00:00:00Z.
    pub seconds: i64,
    /// The digits after the point, without zeros at the end: they compare as texts.
    pub fraction: &'a str,
}

/// The moment that the text is, if it is a timestamp and nothing else.
pub(crate) fn to_instant(text: &str) -> Option<Instant<'_>> {
    let (instant, length) = read(text)?;
    (length == text.len()).then_some(instant)
}

/// The moment that the text begins with, and the length of the timestamp.
pub(super) fn read(text: &str) -> Option<(Instant<'_>, usize)> {
    let bytes = text.as_bytes();
    let year = number(bytes, 0, 4)?;
    let mut end = 4;
    // What follows the year: month, day, hour, minute, second.
    let mut fields = [1, 1, 0, 0, 0];
    let mut count = 0;
    for (field, separator) in fields.iter_mut().zip(b"--T::") {
        // Behind a day, a `T` may also be the end.
        if bytes.get(end) != Some(separator) || (count == 2 && !bytes.get(end + 1).is_some_and(u8::is_ascii_digit)) {
            break;
        }
        *field = number(bytes, end + 1, 2)?;
        end += 3;
        count += 1;
    }
    let [month, day, hour, minute, second] = fields;
    let mut offset_minutes = 0;
    let mut fraction = "";
    match count {
        0..=2 => match bytes.get(end) {
            Some(b'T') => end += 1,
            _ if count < 2 => return None,
            _ => {}
        },
        // An hour needs a minute.
        3 => return None,
        _ => {
            if count == 5 && bytes.get(end) == Some(&b'.') {
                let first = end + 1;
                end = first;
                // Behind the last digit that is not a zero.
                let mut last = first;
                while let Some(digit @ b'0'..=b'9') = bytes.get(end) {
                    end += 1;
                    if *digit != b'0' {
                        last = end;
                    }
                }
                if end == first {
                    return None;
                }
                fraction = text.get(first..last)?;
            }
            let sign = match bytes.get(end)? {
                b'Z' => 0,
                b'+' => 1,
                b'-' => -1,
                _ => return None,
            };
            end += 1;
            if sign != 0 {
                let (hours, minutes) = (number(bytes, end, 2)?, number(bytes, end + 3, 2)?);
                if bytes.get(end + 2) != Some(&b':') || hours > 23 || minutes > 59 {
                    return None;
                }
                offset_minutes = sign * (hours * 60 + minutes);
                end += 5;
            }
        }
    }
    if year == 0 || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let days = days_since_1970(year, month, day)?;
    let seconds = ((days * 24 + hour) * 60 + minute - offset_minutes) * 60 + second;
    Some((Instant { seconds, fraction }, end))
}

/// So many digits.
fn number(bytes: &[u8], start: usize, digits: usize) -> Option<i64> {
    let mut number = 0;
    for digit in bytes.get(start..start + digits)? {
        if !digit.is_ascii_digit() {
            return None;
        }
        number = number * 10 + i64::from(digit - b'0');
    }
    Some(number)
}
