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

mod matcher;
mod matches;
mod parse;
mod upper;

use std::sync::Arc;

use crate::context::Attributes;

use matcher::Matcher;

/// A compiled segment pattern.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// Each field as often as it is written.
    fields: Vec<Field>,
    /// Indices into `fields`: the pattern matches when all fields of one of these do.
    alternatives: Vec<Vec<usize>>,
}

/// A path and the matchers for what is found there.
#[derive(Clone, Debug)]
struct Field {
    /// The steps joined by dots (P3).
    path: Arc<str>,
    /// The path's number in the project's [`Attributes`].
    attribute: u32,
    /// Any of them must hold.
    matchers: Vec<Matcher>,
}

impl Pattern {
    /// The attributes that this pattern reads, by number; some may be repeated.
    pub fn attributes(&self) -> impl Iterator<Item = u32> + '_ {
        self.fields.iter().map(|field| field.attribute)
    }

    /// Gives the paths of all patterns of a project their numbers.
    pub(crate) fn number(patterns: &mut [Pattern]) -> Attributes {
        let fields = || patterns.iter().flat_map(|pattern| &pattern.fields);
        let attributes = Attributes::of(fields().map(|field| field.path.clone()).collect());
        for field in patterns.iter_mut().flat_map(|pattern| &mut pattern.fields) {
            field.attribute = attributes.number_of(&field.path);
        }
        attributes
    }
}
