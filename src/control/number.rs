//! Numbers and times as the API writes them.

use serde_json::{Number, Value};

use crate::json::to_integer;
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
        Value::Number(number) => Timestamp::from_seconds(number.as_str()),
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
