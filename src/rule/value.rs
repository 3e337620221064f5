//! What rules compare: texts, numbers, booleans, timestamps (A4, R33).

use std::borrow::Cow;
use std::cell::OnceCell;
use std::cmp::Ordering;

use crate::context::Leaf;
use crate::ion::{self, Instant};
use crate::json::write_double;
use crate::order::sorted;

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

    /// A text of a rule.
    pub(super) fn owned(text: &str) -> Value<'static> {
        Value::Text(Cow::Owned(text.to_owned()))
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
}

/// The constants of an `in`.
#[derive(Debug)]
pub(super) struct List {
    /// In ascending order.
    texts: Vec<Box<str>>,
    others: Vec<Value<'static>>,
}

impl List {
    pub(super) fn new(values: Vec<Value<'static>>) -> List {
        let mut texts: Vec<Box<str>> = Vec::new();
        let mut others = Vec::new();
        for value in values {
            match value {
                Value::Text(text) => texts.push(text.into()),
                other => others.push(other),
            }
        }
        List { texts: sorted(texts, Ord::cmp), others }
    }

    /// Whether a value equals one of them.
    pub(super) fn has(&self, side: &Side<'_>) -> bool {
        if let Some(text) = side.text()
            && self.texts.binary_search_by(|known| (**known).cmp(text)).is_ok()
        {
            return true;
        }
        let readings = Readings::of(side);
        self.others.iter().any(|value| readings.compare(value).is_some_and(Ordering::is_eq))
    }
}

/// A value; and what its text reads as, if the request brought it, each time at most once.
struct Readings<'s> {
    side: &'s Side<'s>,
    number: OnceCell<Option<f64>>,
    timestamp: OnceCell<Option<Instant>>,
}

impl<'s> Readings<'s> {
    fn of(side: &'s Side<'s>) -> Readings<'s> {
        Readings { side, number: OnceCell::new(), timestamp: OnceCell::new() }
    }

    /// How the value compares to one that the request did not bring (R33).
    fn compare(&self, stated: &Value<'_>) -> Option<Ordering> {
        let Side::Given(Value::Text(text)) = self.side else { return self.side.with(|value| value.compare(stated)) };
        match stated {
            Value::Text(stated) => Some((**text).cmp(&**stated)),
            Value::Number(stated) => {
                let read = || ion::number(text).and_then(|number| number.to_double());
                self.number.get_or_init(read).as_ref()?.partial_cmp(stated)
            }
            Value::Timestamp(stated) => {
                let read = self.timestamp.get_or_init(|| ion::timestamp(text)).as_ref()?;
                Some(read.cmp(stated.as_ref()))
            }
            Value::Bool(stated) => match (&**text, stated) {
                ("true", true) | ("false", false) => Some(Ordering::Equal),
                _ => None,
            },
        }
    }
}

impl Side<'_> {
    pub(super) fn equals(&self, other: &Side<'_>) -> bool {
        self.compare(other).is_some_and(Ordering::is_eq)
    }

    /// How two sides compare by order; `None` for two types, and for booleans, which have none.
    pub(super) fn order(&self, other: &Side<'_>) -> Option<Ordering> {
        let is_bool = |side: &Side<'_>| side.with(|value| matches!(value, Value::Bool(_)));
        self.compare(other).filter(|_| !is_bool(self) && !is_bool(other))
    }

    fn compare(&self, other: &Side<'_>) -> Option<Ordering> {
        match (self, other) {
            (Side::Given(a), Side::Given(b)) => a.compare(b),
            (_, Side::Given(_)) => self.with(|stated| Readings::of(other).compare(stated).map(Ordering::reverse)),
            _ => other.with(|stated| Readings::of(self).compare(stated)),
        }
    }

    fn text(&self) -> Option<&str> {
        match self {
            Side::Stated(value) => value.as_text(),
            Side::Given(value) => value.as_text(),
            Side::Found(_) => None,
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
