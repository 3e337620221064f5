//! Values that are asked for many keys: of a large object the members are in order.

use std::cmp::Ordering;

use crate::order::sorted;

use super::{Arena, Json, JsonError, Member, read};

/// A JSON value in which a key is found in little time, however large the object is.
///
/// Who sends a context chooses how many members it has, and a snapshot says how often one is looked for: to go through them
/// would take the product of both.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ordered<'a> {
    /// INVARIANT: an object in it with more than [`MANY`] members has each key once, ascending [by steps](by_steps).
    value: Json<'a>,
}

/// So few members are gone through, which is faster.
pub(super) const MANY: usize = 256;

impl<'a> Ordered<'a> {
    /// Reads one JSON value that fills the whole text. Of a doubled key the last value counts (R2), and the order of members
    /// may be another.
    ///
    /// # Errors
    /// As [`Json::parse_within`].
    pub fn parse_within(text: &'a str, arena: &'a Arena, max_depth: usize) -> Result<Ordered<'a>, JsonError> {
        read::read(text, arena, max_depth, true).map(|value| Ordered { value })
    }

    /// The value.
    pub fn json(&self) -> &Json<'a> {
        &self.value
    }

    /// As [`Json::get`].
    pub fn get(&self, key: &str) -> Option<Ordered<'a>> {
        let value = match &self.value {
            Json::Object(members) if members.len() > MANY => {
                let at = members.partition_point(|(known, _)| by_steps(known, key).is_lt());
                members.get(at).filter(|(known, _)| *known == key).map(|(_, value)| value)
            }
            value => value.get(key),
        };
        value.map(|value| Ordered { value: *value })
    }
}

/// Of an object in an [`Ordered`], the members among which all are whose key is this step, or begins with it and a dot.
pub(crate) fn members_of_step<'m, 'a>(members: &'m [Member<'a>], step: &str) -> &'m [Member<'a>] {
    if members.len() <= MANY {
        return members;
    }
    let start = members.partition_point(|(key, _)| by_steps(key, step).is_lt());
    let behind = members.get(start..).unwrap_or_default();
    let end = behind.partition_point(|(key, _)| key.split('.').next() == Some(step));
    behind.get(..end).unwrap_or_default()
}

/// The order of keys, or paths, step by step: those that begin with the same steps stand together.
pub(crate) fn by_steps(a: &str, b: &str) -> Ordering {
    a.split('.').cmp(b.split('.'))
}

/// Brings the members from this one on into order, of a doubled key the last one.
#[inline(never)]
pub(super) fn put_in_order(members: &mut Vec<Member<'_>>, first: usize) {
    let mut of_object = sorted(members.split_off(first), |(a, _), (b, _)| by_steps(a, b));
    of_object.dedup_by(|later, earlier| {
        let is_doubled = later.0 == earlier.0;
        if is_doubled {
            *earlier = *later;
        }
        is_doubled
    });
    members.append(&mut of_object);
}
