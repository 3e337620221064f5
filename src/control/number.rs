//! Numbers and times as the API writes them.

use serde_json::{Number, Value};

use crate::json::{Decimal, to_integer};
use crate::time::Timestamp;

/// An integer in any form that JSON has for it (R19).
pub(super) fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => to_integer(number.as_str()),
        _ => None,
    }
}

/// Epoch seconds or RFC 3339 text, cut to the millisecond (S2, R3).
pub(super) fn timestamp(value: &Value) -> Option<Timestamp> {
    match value {
        Value::Number(number) => Timestamp::from_millis(Decimal::parse(number.as_str()).floor_scaled(3)?),
        Value::String(text) => Timestamp::parse(text),
        _ => None,
    }
}

/// A time as the API answers it: epoch seconds, with a fraction if it has one.
pub(super) fn seconds(time: Timestamp) -> Value {
    let (sign, millis) = (if time.millis() < 0 { "-" } else { "" }, time.millis().unsigned_abs());
    let text = format!("{sign}{}.{:03}", millis / 1000, millis % 1000);
    let shortest = text.trim_end_matches('0').trim_end_matches('.');
    // What is parsed is a number; were it not, the whole seconds would do.
    let number = shortest.parse().unwrap_or_else(|_| Number::from(time.millis() / 1000));
    Value::Number(number)
}

/// A time as the API answers it where its shape is a text: RFC 3339 in UTC.
pub(super) fn rfc3339(time: Timestamp) -> String {
    let (seconds, millis) = (time.millis().div_euclid(1000), time.millis().rem_euclid(1000));
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = date(days);
    let fraction = if millis == 0 { String::new() } else { format!(".{millis:03}") };
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z")
}

/// The day of the Gregorian calendar so many days after 1970-01-01, counted in years that begin with March.
#[expect(clippy::arithmetic_side_effects, reason = "days of timestamps have nine digits")]
fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (month, next_year) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (year_of_era + era * 400 + next_year, month, day)
}
