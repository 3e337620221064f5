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
#[expect(
    clippy::arithmetic_side_effects,
    reason = "positions in a text; fields of four digits at most, of which the seconds have twelve"
)]
pub(super) fn read(text: &str) -> Option<(Instant<'_>, usize)> {
    let bytes = text.as_bytes();
    let year = number(bytes, 0, 4);
    // Month, day, hour, minute and second, with what stands before each.
    let mut fields = [1, 1, 0, 0, 0];
    let mut count = 0;
    let mut end = 4;
    for (field, separator) in fields.iter_mut().zip(b"--T::") {
        // Behind a day, a `T` may also be the end.
        if bytes.get(end) != Some(separator) || (count == 2 && !bytes.get(end + 1).is_some_and(u8::is_ascii_digit)) {
            break;
        }
        *field = number(bytes, end + 1, 2);
        end += 3;
        count += 1;
    }
    let [month, day, hour, minute, second] = fields;
    let mut offset = [0, 0];
    let mut sign = 0;
    let mut fraction = "";
    if count < 3 {
        if bytes.get(end) == Some(&b'T') {
            end += 1;
        } else if count < 2 {
            return None;
        }
    } else {
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
        sign = match bytes.get(end)? {
            b'Z' => 0,
            b'+' => 1,
            b'-' => -1,
            _ => return None,
        };
        end += 1;
        if sign != 0 {
            if bytes.get(end + 2) != Some(&b':') {
                return None;
            }
            offset = [number(bytes, end, 2), number(bytes, end + 3, 2)];
            end += 5;
        }
    }
    let [offset_hours, offset_minutes] = offset;
    let is_hour = |hour: i64| (0..24).contains(&hour);
    let is_minute = |minute: i64| (0..60).contains(&minute);
    let is_time = is_hour(hour) && is_minute(minute) && is_minute(second);
    // An hour needs a minute.
    if year < 1 || count == 3 || !is_time || !is_hour(offset_hours) || !is_minute(offset_minutes) {
        return None;
    }
    let minutes = (days_since_1970(year, month, day)? * 24 + hour) * 60 + minute;
    let seconds = (minutes - sign * (offset_hours * 60 + offset_minutes)) * 60 + second;
    Some((Instant { seconds, fraction }, end))
}

/// So many digits; -1, which is out of every range, if they are not all digits.
#[inline(never)]
#[expect(clippy::arithmetic_side_effects, reason = "positions in a text; four digits at most")]
fn number(bytes: &[u8], start: usize, digits: usize) -> i64 {
    let mut number = 0;
    for at in start..start + digits {
        match bytes.get(at) {
            Some(digit @ b'0'..=b'9') => number = number * 10 + i64::from(digit - b'0'),
            _ => return -1,
        }
    }
    number
}
