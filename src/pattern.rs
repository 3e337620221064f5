//! Segment patterns: which evaluation contexts belong to a segment (P1–P6).
//!
//! A pattern is a JSON object in the grammar of Amazon EventBridge event patterns. Its fields AND, the matchers in a
//! field's list OR, and so do the members of `$or`:
//!
//! ```text
//! {"country": ["SE", "NO"], "age": [{"numeric": [">=", 18]}]}      country is SE or NO, and age is 18 or more
//! {"$or": [{"plan": ["pro"]}, {"seats": [{"numeric": [">", 5]}]}]}  either of them
//! ```
//!
//! It is compiled to its alternatives: with `$or` multiplied out, a list of lists of fields.

mod address;
mod alternatives;
mod matches;
mod parse;
mod test;
#[cfg(feature = "explain")]
mod told;
mod upper;

use std::sync::Arc;

use crate::context::Attributes;

use alternatives::Alternatives;
use test::Test;

/// A compiled segment pattern.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// Each field as often as it is written.
    fields: Vec<Field>,
    /// Indices into `fields`: the pattern matches when all fields of one alternative do.
    alternatives: Alternatives,
    #[cfg(feature = "explain")]
    source: Source,
}

/// What people know a pattern by.
#[cfg(feature = "explain")]
#[derive(Clone, Debug)]
struct Source {
    /// The name of the segment.
    name: Box<str>,
    text: Box<str>,
}

/// A path and what is asked of what is found there.
#[derive(Clone, Debug)]
struct Field {
    /// The steps joined by dots (P3).
    path: Arc<str>,
    /// The path's number in the project's [`Attributes`].
    attribute: u32,
    /// Any of them must hold.
    tests: Vec<Test>,
}

impl Pattern {
    /// The attributes that this pattern reads, by number; some may be repeated.
    pub fn attributes(&self) -> impl Iterator<Item = u32> + '_ {
        self.fields.iter().map(|field| field.attribute)
    }

    /// Whether both ask the same, in the same words; of two projects, too.
    #[cfg(feature = "movement")]
    pub(crate) fn asks_the_same(&self, other: &Pattern) -> bool {
        let is_same = |(field, other): (&Field, &Field)| field.path == other.path && field.tests == other.tests;
        self.alternatives == other.alternatives
            && self.fields.len() == other.fields.len()
            && self.fields.iter().zip(&other.fields).all(is_same)
    }

    /// Gives the paths of all patterns of a project their numbers.
    #[inline(never)]
    pub(crate) fn number(patterns: &mut [Pattern]) -> Attributes {
        let mut paths = Vec::new();
        for pattern in patterns.iter() {
            for field in &pattern.fields {
                paths.push(&field.path);
            }
        }
        let attributes = Attributes::of(paths);
        for pattern in patterns {
            for field in &mut pattern.fields {
                field.attribute = attributes.number_of(&field.path);
            }
        }
        attributes
    }
}
