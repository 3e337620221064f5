//! Values that are asked for many keys: of a large object the members are in order.

use std::cmp::Ordering;

use crate::order::positions;

use super::{Arena, Json, JsonError, Member, read};

/// A JSON value in which a key is found in little time, however large the object is.
///
/// Who sends a context chooses how many members it has, and a snapshot says how often one is looked for: to go through them
/// would take the product of both.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ordered<'a> {
    /// INVARIANT: an object in it for which [`are_ordered`] holds has each key once, ascending [by steps](by_steps).
    value: Json<'a>,
}

/// So few members are gone through, which is faster.
const MANY: usize = 256;

/// Whether the members of an object are in order in an [`Ordered`]. A build without the rule language is for those who count
/// bytes: it goes through all.
pub(crate) fn are_ordered(members: &[Member<'_>]) -> bool {
    cfg!(feature = "rules") && members.len() > MANY
}

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
            Json::Object(members) if are_ordered(members) => {
                let (known, value) = members.get(place(members, key))?;
                (*known == key).then_some(value)
            }
            value => value.get(key),
        };
        value.map(|value| Ordered { value: *value })
    }
}

/// How many keys are before this one, of members that are in order. Those that begin with its step follow one another.
#[inline(never)]
pub(crate) fn place(members: &[Member<'_>], key: &str) -> usize {
    members.partition_point(|(known, _)| by_steps(known, key) == Ordering::Less)
}

/// The order of keys, or paths, step by step: those that begin with the same steps stand together.
#[inline(never)]
fn by_steps(a: &str, b: &str) -> Ordering {
    // The end of a step is before all that may go on with it.
    let rank = |byte| if byte == b'.' { 0 } else { u32::from(byte) + 1 };
    match a.bytes().zip(b.bytes()).find(|(a, b)| a != b) {
        Some((a, b)) => rank(a).cmp(&rank(b)),
        None => a.len().cmp(&b.len()),
    }
}

/// The positions of so many keys, in order of these.
#[inline(never)]
pub(crate) fn positions_by_steps<'k>(count: usize, key: &dyn Fn(usize) -> &'k str) -> Vec<usize> {
    positions(count, &|a, b| by_steps(key(a), key(b)))
}

/// Members in order, of a doubled key the last one.
#[inline(never)]
pub(super) fn in_order<'a>(members: &[Member<'a>]) -> Vec<Member<'a>> {
    let mut ordered: Vec<Member<'a>> = Vec::new();
    for at in positions_by_steps(members.len(), &|at| members.get(at).map_or("", |(key, _)| key)) {
        let Some(member) = members.get(at) else { continue };
        match ordered.last_mut() {
            Some(last) if last.0 == member.0 => *last = *member,
            _ => ordered.push(*member),
        }
    }
    ordered
}
