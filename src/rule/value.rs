//! What rules compare: texts, numbers, booleans, timestamps (A4, R33).

use std::cmp::Ordering;

use crate::context::Leaf;
use crate::ion::{self, Instant};

use super::Operator;

/// A value of one of the four types.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'v> {
    Text(&'v str),
    Number(f64),
    Bool(bool),
    Timestamp(Instant<'v>),
}

/// A value on one side of a comparison.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side<'v> {
    pub(super) value: Value<'v>,
    /// Whether the request brought it. Then its texts take on the type of what they are compared with.
    pub(super) is_given: bool,
}

impl<'v> Value<'v> {
    /// The value of a member of the context; `None` for null, and for a number that no double holds.
    pub(super) fn of(leaf: Leaf<'v>) -> Option<Value<'v>> {
        match leaf {
            Leaf::Null => None,
            Leaf::Bool(value) => Some(Value::Bool(value)),
            Leaf::Text(text) => Some(Value::Text(text)),
            number => number.as_double().map(Value::Number),
        }
    }

    /// Whether two values of one type compare so; of booleans only whether they are equal, and of two types nothing.
    pub(super) fn compares(self, operator: Operator, other: Value<'_>) -> bool {
        let order = match (self, other) {
            (Value::Text(a), Value::Text(b)) => a.cmp(b),
            (Value::Number(a), Value::Number(b)) => match a.partial_cmp(&b) {
                Some(order) => order,
                None => return false,
            },
            (Value::Timestamp(a), Value::Timestamp(b)) => a.cmp(&b),
            (Value::Bool(a), Value::Bool(b)) => return operator == Operator::Equal && a == b,
            _ => return false,
        };
        match operator {
            Operator::Greater => order == Ordering::Greater,
            Operator::GreaterOrEqual => order != Ordering::Less,
            Operator::Less => order == Ordering::Less,
            Operator::LessOrEqual => order != Ordering::Greater,
            _ => order == Ordering::Equal,
        }
    }
}

impl<'v> Side<'v> {
    /// Whether two sides compare so (R33).
    pub(super) fn compares(self, operator: Operator, other: Side<'v>) -> bool {
        let (first, second) = match (self.is_given, other.is_given) {
            (true, false) => (self.read_as(other.value), Some(other.value)),
            (false, true) => (Some(self.value), other.read_as(self.value)),
            _ => (Some(self.value), Some(other.value)),
        };
        match (first, second) {
            (Some(first), Some(second)) => first.compares(operator, second),
            _ => false,
        }
    }

    /// The value that this side has beside one that the request did not bring: what its text reads as, if the request
    /// brought that.
    pub(super) fn read_as(self, stated: Value<'_>) -> Option<Value<'v>> {
        let Value::Text(text) = self.value else { return Some(self.value) };
        match stated {
            _ if !self.is_given => Some(self.value),
            Value::Text(_) => Some(self.value),
            Value::Number(_) => ion::to_double(text).map(Value::Number),
            Value::Timestamp(_) => ion::to_instant(text).map(Value::Timestamp),
            Value::Bool(_) => match text {
                "true" => Some(Value::Bool(true)),
                "false" => Some(Value::Bool(false)),
                _ => None,
            },
        }
    }
}
