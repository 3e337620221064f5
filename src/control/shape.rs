//! Shapes of inputs, as the API model describes them (C1), and the one walker that checks them.

use serde_json::{Map, Value};

use crate::context::{Context, InvalidContext};
use crate::json::{Arena, to_integer};

use super::error::Faults;
use super::number;

/// What a value of an input must be.
pub(super) enum Shape {
    /// Text with so many characters (R16), all of them of a kind.
    Text { min: usize, max: usize, form: Form },
    /// One of these texts.
    Choice(&'static [&'static str]),
    /// An integer, in any form that JSON has for it (R19).
    Integer { min: i64, max: i64 },
    /// A number that a double holds.
    Double,
    /// `true` or `false`.
    Boolean,
    /// Epoch seconds, or RFC 3339 text (S2).
    Timestamp,
    /// The JSON text of an evaluation context (E10).
    Context,
    /// A list.
    List { of: &'static Shape, min: usize, max: usize },
    /// An object with any keys.
    Map { key: &'static Shape, value: &'static Shape, max: usize },
    /// An object with these members. Others are ignored (S2).
    Structure(&'static [Member]),
    /// An object with exactly one of these members.
    Union(&'static [Member]),
}

/// A kind of text: whether a text is of it, and the words for that in "1 to 127 …".
pub(super) type Form = (fn(&str) -> bool, &'static str);

/// A member of a structure.
pub(super) struct Member {
    name: &'static str,
    is_required: bool,
    shape: &'static Shape,
}

pub(super) const fn required(name: &'static str, shape: &'static Shape) -> Member {
    Member { name, is_required: true, shape }
}

pub(super) const fn optional(name: &'static str, shape: &'static Shape) -> Member {
    Member { name, is_required: false, shape }
}

/// The place of a member below a place.
pub(super) fn member(at: &str, key: &str) -> String {
    let is_letter = |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'$');
    let is_identifier = key.as_bytes().first().is_some_and(is_letter)
        && key.as_bytes().iter().all(|byte| is_letter(byte) || byte.is_ascii_digit());
    match (is_identifier, at) {
        (true, "") => key.to_owned(),
        (true, _) => format!("{at}.{key}"),
        (false, _) => format!("{at}[{}]", Value::from(key)),
    }
}

/// The place of an item below a place.
pub(super) fn item(at: &str, index: usize) -> String {
    format!("{at}[{index}]")
}

/// A member that is there; `null` is absent (R2).
pub(super) fn given<'v>(object: &'v Map<String, Value>, key: &str) -> Option<&'v Value> {
    object.get(key).filter(|value| !value.is_null())
}

impl Shape {
    /// Checks a value and all that is in it; every fault is reported.
    #[expect(clippy::arithmetic_side_effects, reason = "a count of members")]
    pub(super) fn check(&self, value: &Value, at: &str, faults: &mut Faults) {
        let is_good = match (self, value) {
            (Shape::Text { min, max, form: (holds, _) }, Value::String(text)) => {
                (*min..=*max).contains(&text.chars().count()) && holds(text)
            }
            (Shape::Choice(choices), Value::String(text)) => choices.contains(&text.as_str()),
            (Shape::Integer { min, max }, Value::Number(number)) => {
                to_integer(number.as_str()).is_some_and(|integer| (*min..=*max).contains(&integer))
            }
            (Shape::Double, Value::Number(number)) => number.as_str().parse().is_ok_and(f64::is_finite),
            (Shape::Boolean, Value::Bool(_)) => true,
            (Shape::Timestamp, _) => number::timestamp(value).is_some(),
            (Shape::Context, Value::String(text)) => return check_context(text, at, faults),
            (Shape::List { of, min, max }, Value::Array(items)) => {
                for (index, value) in items.iter().enumerate() {
                    of.check(value, &item(at, index), faults);
                }
                (*min..=*max).contains(&items.len())
            }
            (Shape::Map { key, value, max }, Value::Object(entries)) => {
                for (name, entry) in entries {
                    let at = member(at, name);
                    key.check(&Value::from(name.as_str()), &at, faults);
                    value.check(entry, &at, faults);
                }
                entries.len() <= *max
            }
            (Shape::Structure(members), Value::Object(object)) => {
                for each in *members {
                    match given(object, each.name) {
                        Some(value) => each.shape.check(value, &member(at, each.name), faults),
                        None if each.is_required => faults.add(member(at, each.name), "it is required"),
                        None => {}
                    }
                }
                true
            }
            (Shape::Union(members), Value::Object(object)) => {
                let mut count = 0;
                for (each, value) in members.iter().filter_map(|each| Some((each, given(object, each.name)?))) {
                    each.shape.check(value, &member(at, each.name), faults);
                    count += 1;
                }
                count == 1
            }
            _ => false,
        };
        if !is_good {
            faults.add(at, self.expected());
        }
    }

    /// What belongs here, as a sentence.
    fn expected(&self) -> String {
        match self {
            Shape::Text { min, max, form: (_, words) } => format!("expected a text of {min} to {max} {words}"),
            Shape::Choice(choices) => format!("expected one of {}", choices.join(", ")),
            Shape::Integer { min: i64::MIN, max: i64::MAX } => "expected an integer of 64 bits".to_owned(),
            Shape::Integer { min, max } => format!("expected an integer from {min} to {max}"),
            Shape::Double => "expected a number that a double holds".to_owned(),
            Shape::Boolean => "expected true or false".to_owned(),
            Shape::Timestamp => "expected a time: epoch seconds, or RFC 3339 text with an offset".to_owned(),
            Shape::Context => "expected the JSON text of an object".to_owned(),
            Shape::List { min, max: usize::MAX, .. } => format!("expected a list of at least {min} items"),
            Shape::List { min, max, .. } => format!("expected a list of {min} to {max} items"),
            Shape::Map { max: usize::MAX, .. } | Shape::Structure(_) => "expected an object".to_owned(),
            Shape::Map { max, .. } => format!("expected an object of at most {max} members"),
            Shape::Union(members) => {
                let names: Vec<&str> = members.iter().map(|each| each.name).collect();
                format!("expected an object with exactly one of {}", names.join(", "))
            }
        }
    }

    /// What is kept of a value that has been checked: the members that the shape knows and that are there, times as epoch
    /// seconds.
    pub(super) fn keep(&self, value: &Value) -> Value {
        match (self, value) {
            (Shape::Structure(members) | Shape::Union(members), Value::Object(object)) => {
                let known = |name: &str| members.iter().find(|each| each.name == name);
                let kept = object.iter().filter(|(_, value)| !value.is_null());
                kept.filter_map(|(name, value)| Some((name.clone(), known(name)?.shape.keep(value)))).collect()
            }
            (Shape::List { of, .. }, Value::Array(items)) => items.iter().map(|value| of.keep(value)).collect(),
            (Shape::Timestamp, _) => number::timestamp(value).map_or(Value::Null, number::seconds),
            _ => value.clone(),
        }
    }
}

fn check_context(text: &str, at: &str, faults: &mut Faults) {
    match Context::parse(text, &Arena::new()) {
        Ok(_) => {}
        Err(error @ InvalidContext::NotJson) => faults.add_unparsable(at, error.to_string()),
        Err(error) => faults.add(at, error.to_string()),
    }
}
