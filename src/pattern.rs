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

use std::sync::Arc;

pub(crate) use matcher::Matcher;

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
}

/// The attribute paths that the patterns of a project read, numbered from 0 in order of appearance.
#[derive(Clone, Debug, Default)]
pub struct Attributes {
    paths: Vec<Arc<str>>,
    numbers: std::collections::HashMap<Arc<str>, u32>,
}

impl Attributes {
    /// The paths, in order of their numbers.
    pub fn paths(&self) -> &[Arc<str>] {
        &self.paths
    }

    fn number(&mut self, path: &str) -> (Arc<str>, u32) {
        if let Some((path, number)) = self.numbers.get_key_value(path) {
            return (path.clone(), *number);
        }
        let path: Arc<str> = path.into();
        let number = u32::try_from(self.paths.len()).unwrap_or(u32::MAX);
        self.paths.push(path.clone());
        self.numbers.insert(path.clone(), number);
        (path, number)
    }
}
