//! An instant, to the millisecond, and the two forms in which a snapshot writes it (S2).

use crate::json::{Decimal, Json};

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

    /// Reads a JSON timestamp: a number of seconds since 1970, or RFC 3339 text. What is finer than a millisecond is
    /// cut off (R3).
    pub(crate) fn from_json(value: &Json<'_>) -> Option<Timestamp> {
        match value {
            Json::Number(lexeme) => Timestamp::from_millis(Decimal::parse(lexeme).floor_scaled(3)?),
            Json::String(text) => Timestamp::parse(text),
            _ => None,
        }
    }

    /// Reads RFC 3339 text, such as `2026-11-21T08:00:00.5+01:00`.
    ///
    /// `T` and `Z` may be small and `T` a space; the offset is required; second 60 is the first of the next minute.
    /// `None` for anything else.
    pub fn parse(text: &str) -> Option<Timestamp> {
        let mut rest = Fields(text.as_bytes());
        let year = rest.number(4)?;
        rest.one_of(b"-")?;
        let month = rest.number(2)?;
        rest.one_of(b"-")?;
        let day = rest.number(2)?;
        rest.one_of(b"Tt ")?;
        let hour = rest.number(2)?;
        rest.one_of(b":")?;
        let minute = rest.number(2)?;
        rest.one_of(b":")?;
        let second = rest.number(2)?;
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

/// What is left to read of a timestamp.
struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn one_of(&mut self, allowed: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        allowed.contains(first).then_some(*first)
    }

    fn number(&mut self, digits: usize) -> Option<i64> {
        let (number, rest) = self.0.split_at_checked(digits)?;
        self.0 = rest;
        number.iter().try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0')))
    }

    /// `.` and digits, or nothing.
    fn fraction_millis(&mut self) -> Option<i64> {
        let Some((b'.', rest)) = self.0.split_first() else { return Some(0) };
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (fraction, rest) = rest.split_at_checked(digits)?;
        self.0 = rest;
        let millis = [100, 10, 1].iter().zip(fraction).map(|(unit, byte)| unit * i64::from(byte - b'0')).sum();
        (digits > 0).then_some(millis)
    }

    /// `Z`, or hours and minutes with a sign.
    fn offset_minutes(&mut self) -> Option<i64> {
        let sign = match self.one_of(b"Zz+-")? {
            b'+' => 1,
            b'-' => -1,
            _ => return Some(0),
        };
        let hours = self.number(2)?;
        self.one_of(b":")?;
        let minutes = self.number(2)?;
        (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes))
    }
}

/// Days from 1970-01-01 to a day of the Gregorian calendar, by counting years from March so that the leap day is last.
pub(crate) fn days_since_1970(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
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
