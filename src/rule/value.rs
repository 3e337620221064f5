//! What rules compare: texts, numbers, booleans, timestamps (A4, R33).

use std::borrow::Cow;
use std::cmp::Ordering;

use crate::context::Leaf;
use crate::ion::{self, Instant};
use crate::json::write_double;

/// A value of one of the four types.
#[derive(Clone, Debug)]
pub(super) enum Value<'v> {
    Text(Cow<'v, str>),
    Number(f64),
    Bool(bool),
    Timestamp(Cow<'v, Instant>),
}

/// A value on one side of a comparison.
#[derive(Debug)]
pub(super) enum Side<'v> {
    /// It stands in the rule.
    Stated(&'v Value<'v>),
    /// The outcome of an expression.
    Found(bool),
    /// The request brought it. Its texts take on the type of what they are compared with.
    Given(Value<'v>),
}

impl<'v> Value<'v> {
    /// The value of a member of the context; `None` for null, and for a number that no double holds.
    pub(super) fn of(leaf: Leaf<'v>) -> Option<Value<'v>> {
        match leaf {
            Leaf::Null => None,
            Leaf::Bool(value) => Some(Value::Bool(value)),
            Leaf::Text(text) => Some(Value::Text(Cow::Borrowed(text))),
            number => number.as_double().map(Value::Number),
        }
    }

    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text that `split` hashes (R34).
    pub(super) fn to_text(&self) -> Cow<'_, str> {
        match self {
            Value::Text(text) => Cow::Borrowed(text),
            Value::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
            Value::Number(value) => {
                let mut text = String::new();
                write_double(*value, &mut text);
                Cow::Owned(text)
            }
            // Neither a context nor `by` has such a value.
            Value::Timestamp(_) => Cow::Borrowed(""),
        }
    }

    /// How two values of one type compare; of booleans only whether they are equal, and of two types nothing.
    fn compare(&self, other: &Value<'_>) -> Option<Ordering> {
        match (self, other) {
            (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
            (Value::Number(a), Value::Number(b)) => a.partial_cmp(b),
            (Value::Timestamp(a), Value::Timestamp(b)) => Some(a.cmp(b)),
            (Value::Bool(a), Value::Bool(b)) if a == b => Some(Ordering::Equal),
            _ => None,
        }
    }

    /// A text that the request brought, read as what stands beside it; `None` if it is no such thing.
    fn read_as(text: &str, beside: &Value<'_>) -> Option<Value<'static>> {
        match beside {
            Value::Text(_) => Some(Value::Text(Cow::Owned(text.to_owned()))),
            Value::Number(_) => ion::number(text)?.to_double().map(Value::Number),
            Value::Timestamp(_) => ion::timestamp(text).map(|instant| Value::Timestamp(Cow::Owned(instant))),
            Value::Bool(_) => match text {
                "true" => Some(Value::Bool(true)),
                "false" => Some(Value::Bool(false)),
                _ => None,
            },
        }
    }

    fn is_bool(&self) -> bool {
        matches!(self, Value::Bool(_))
    }
}

impl Side<'_> {
    pub(super) fn equals(&self, other: &Side<'_>) -> bool {
        self.compare(other).is_some_and(|(order, _)| order == Ordering::Equal)
    }

    /// How two sides compare by order; `None` for two types, and for booleans, which have none.
    pub(super) fn order(&self, other: &Side<'_>) -> Option<Ordering> {
        self.compare(other).and_then(|(order, is_bool)| (!is_bool).then_some(order))
    }

    /// The order, and whether it is one of booleans.
    fn compare(&self, other: &Side<'_>) -> Option<(Ordering, bool)> {
        let compare = |a: &Value<'_>, b: &Value<'_>| a.compare(b).map(|order| (order, a.is_bool()));
        match (self, other) {
            (Side::Given(Value::Text(text)), Side::Stated(stated)) => compare(&Value::read_as(text, stated)?, stated),
            (Side::Stated(stated), Side::Given(Value::Text(text))) => compare(stated, &Value::read_as(text, stated)?),
            (Side::Given(Value::Text(text)), Side::Found(found))
            | (Side::Found(found), Side::Given(Value::Text(text))) => {
                let found = Value::Bool(*found);
                compare(&Value::read_as(text, &found)?, &found)
            }
            _ => self.with(|a| other.with(|b| compare(a, b))),
        }
    }

    fn with<R>(&self, body: impl FnOnce(&Value<'_>) -> R) -> R {
        match self {
            Side::Stated(value) => body(value),
            Side::Given(value) => body(value),
            Side::Found(value) => body(&Value::Bool(*value)),
        }
    }
}
