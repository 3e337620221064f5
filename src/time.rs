//! An instant, to the millisecond, and the two forms in which a snapshot writes it (S2).

use std::fmt;

use crate::json::{Decimal, Json, plain_integer};
use crate::json::{push, push_integer};

/// Milliseconds since 1970-01-01T00:00:00Z, within ±[`Timestamp::MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The greatest instant: 8.64 × 10^15 ms, as for a JavaScript `Date`.
    pub const MAX: Timestamp = Timestamp(8_640_000_000_000_000);

    /// The instant that many milliseconds after 1970; `None` out of range.
    pub fn from_millis(millis: i64) -> Option<Timestamp> {
        (millis.unsigned_abs() <= Timestamp::MAX.0.unsigned_abs()).then_some(Timestamp(millis))
    }

    /// Milliseconds since 1970.
    pub fn millis(self) -> i64 {
        self.0
    }

    /// Reads a JSON number of seconds since 1970. What is finer than a millisecond is cut off (R3).
    #[expect(clippy::arithmetic_side_effects, reason = "15 digits at most, times a thousand")]
    pub(crate) fn from_seconds(lexeme: &str) -> Option<Timestamp> {
        match plain_integer(lexeme) {
            Some(seconds) => Timestamp::from_millis(seconds * 1000),
            None => Timestamp::from_millis(Decimal::parse(lexeme).floor_scaled(3)?),
        }
    }

    /// Reads a JSON timestamp: a number of seconds since 1970, or RFC 3339 text (R3).
    pub(crate) fn from_json(value: &Json<'_>) -> Option<Timestamp> {
        match value {
            Json::Number(lexeme) => Timestamp::from_seconds(lexeme),
            Json::String(text) => Timestamp::parse(text),
            _ => None,
        }
    }

    /// As RFC 3339 text in UTC, with milliseconds if there are any: `2026-11-21T08:00:00Z`. Years outside of 0 to 9999, which that
    /// format does not have, get a sign or more digits: `-0001-01-01T00:00:00Z`, `275760-09-13T00:00:00Z`.
    pub(crate) fn rfc3339(self) -> String {
        let (seconds, millis) = (self.0.div_euclid(1000), self.0.rem_euclid(1000));
        let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        let (year, month, day) = date(days);
        let mut out = String::new();
        push_padded(&mut out, "", year, 1000);
        push_padded(&mut out, "-", month, 10);
        push_padded(&mut out, "-", day, 10);
        push_padded(&mut out, "T", second / 3600, 10);
        push_padded(&mut out, ":", second / 60 % 60, 10);
        push_padded(&mut out, ":", second % 60, 10);
        if millis > 0 {
            push_padded(&mut out, ".", millis, 100);
        }
        push(&mut out, "Z");
        out
    }

    /// Reads RFC 3339 text, such as `2026-11-21T08:00:00.5+01:00`.
    ///
    /// `T` and `Z` may be small and `T` a space; the offset is required; second 60 is the first of the next minute.
    /// `None` for anything else.
    #[inline(never)]
    #[expect(clippy::arithmetic_side_effects, reason = "a year below 10,000 is below 3 × 10^14 milliseconds")]
    pub fn parse(text: &str) -> Option<Timestamp> {
        let mut rest = Fields(text.as_bytes());
        let mut fields = [0; 6];
        // Digits, and what follows them.
        let form: [(usize, &[u8]); 6] = [(4, b"-"), (2, b"-"), (2, b"Tt "), (2, b":"), (2, b":"), (2, b"")];
        for (field, (digits, end)) in fields.iter_mut().zip(form) {
            *field = rest.number(digits, end)?;
        }
        let [year, month, day, hour, minute, second] = fields;
        let millis = rest.fraction_millis()?;
        let offset_minutes = rest.offset_minutes()?;
        if !rest.0.is_empty() || hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let days = days_since_1970(year, month, day)?;
        let seconds = ((days * 24 + hour) * 60 + minute - offset_minutes) * 60 + second;
        Timestamp::from_millis(seconds * 1000 + millis)
    }
}

/// RFC 3339 in UTC, with milliseconds if it has some: `2026-11-21T08:00:00Z`. Years outside of 0 to 9999, which that format does
/// not have, get a sign or more digits: `-0001-01-01T00:00:00Z`, `275760-09-13T00:00:00Z`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rfc3339())
    }
}

/// What is left to read of a timestamp.
struct Fields<'a>(&'a [u8]);

#[expect(clippy::arithmetic_side_effects, reason = "fields of four digits at most; a fraction is below a second")]
impl Fields<'_> {
    /// The next byte, which is read.
    fn take(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// So many digits, and one of these bytes if there are any.
    #[inline(never)]
    fn number(&mut self, digits: usize, end: &[u8]) -> Option<i64> {
        let mut number = 0;
        for _ in 0..digits {
            number = number * 10 + i64::from(char::from(self.take()?).to_digit(10)?);
        }
        (end.is_empty() || end.contains(&self.take()?)).then_some(number)
    }

    /// `.` and digits, or nothing.
    fn fraction_millis(&mut self) -> Option<i64> {
        if self.0.first() != Some(&b'.') {
            return Some(0);
        }
        self.take();
        let mut millis = self.number(1, b"")? * 100;
        let mut unit = 10;
        while let Some(digit) = self.0.first().filter(|byte| byte.is_ascii_digit()) {
            millis += i64::from(digit & 15) * unit;
            unit /= 10;
            self.take();
        }
        Some(millis)
    }

    /// `Z`, or hours and minutes with a sign.
    fn offset_minutes(&mut self) -> Option<i64> {
        let sign = match self.take()? {
            b'Z' | b'z' => return Some(0),
            b'+' => 1,
            b'-' => -1,
            _ => return None,
        };
        let hours = self.number(2, b":")?;
        let minutes = self.number(2, b"")?;
        (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes))
    }
}

/// Days from 1970-01-01 to a day of the Gregorian calendar, by counting years from March so that the leap day is last.
#[inline(never)]
#[expect(clippy::arithmetic_side_effects, reason = "fields of four digits at most")]
pub(crate) fn days_since_1970(year: i64, month: i64, day: i64) -> Option<i64> {
    // Of the centuries those that 16 divides: they are multiples of 400.
    let leap = year & (if year % 100 == 0 { 15 } else { 3 }) == 0;
    let length = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if day < 1 || day > length {
        return None;
    }
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    Some(365 * year + leap_days + day_of_year - 719_468)
}

/// The day of the Gregorian calendar so many days after 1970-01-01: year, month and day are sought, each from a start that is not
/// too late.
fn date(days: i64) -> (i64, i64, i64) {
    let is_later = |year, month| days_since_1970(year, month, 1).is_none_or(|first| first > days);
    let mut year = 1969_i64.saturating_add(days.div_euclid(if days < 0 { 365 } else { 366 }));
    while !is_later(year.saturating_add(1), 1) {
        year = year.saturating_add(1);
    }
    let mut month = 1_i64;
    while !is_later(year, month.saturating_add(1)) {
        month = month.saturating_add(1);
    }
    let first = days_since_1970(year, month, 1).unwrap_or(days);
    (year, month, days.saturating_sub(first).saturating_add(1))
}

/// Appends a text and an integer, with zeros before it up to the place of `unit`.
#[inline(never)]
fn push_padded(out: &mut String, before: &str, value: i64, unit: i64) {
    push(out, before);
    push(out, if value < 0 { "-" } else { "" });
    let value = value.saturating_abs();
    let mut unit = unit;
    while unit > 1 && value < unit {
        push(out, "0");
        unit /= 10;
    }
    push_integer(out, value);
}
