//! Mostly valid input, chosen by bytes: near bytes give near inputs, and no bytes the simplest one.
//!
//! The property tests take the same generators.

mod context;
mod mutation;
mod operation;
mod pattern;
mod rule;
mod snapshot;

use arbitrary::Unstructured;

pub use context::{Scalar, context, entity, noise, words};
pub use mutation::mutated;
pub use operation::{EXTRA, START, Step, pointers, step};
pub use pattern::pattern;
pub use rule::rule;
pub use snapshot::snapshot;

/// What is chosen by the bytes of an input, one after the other. When they have run out, everything is the first choice.
#[derive(Debug)]
pub struct Choices<'a> {
    bytes: Unstructured<'a>,
}

impl<'a> Choices<'a> {
    /// The choices that these bytes make.
    pub fn new(bytes: &'a [u8]) -> Choices<'a> {
        Choices { bytes: Unstructured::new(bytes) }
    }

    /// Whether all choices that are left are the first.
    pub fn ended(&self) -> bool {
        self.bytes.is_empty()
    }

    /// A number from 0, smaller than this one.
    pub fn below(&mut self, end: usize) -> usize {
        self.bytes.int_in_range(0..=end.saturating_sub(1)).unwrap_or_default()
    }

    /// A number between these, both included.
    pub fn between(&mut self, first: i64, last: i64) -> i64 {
        self.bytes.int_in_range(first..=last).unwrap_or(first)
    }

    /// One of these.
    pub fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    /// True in one of so many cases; not when the bytes have run out.
    pub fn one_in(&mut self, cases: usize) -> bool {
        self.below(cases) + 1 == cases
    }

    /// Any number at all.
    pub fn number(&mut self) -> u64 {
        self.bytes.arbitrary().unwrap_or_default()
    }

    /// So many bytes at most, as they are.
    pub fn take(&mut self, most: usize) -> &'a [u8] {
        let length = self.below(most + 1).min(self.bytes.len());
        self.bytes.bytes(length).unwrap_or_default()
    }

    /// Some items, between these counts.
    pub fn list<T>(&mut self, least: usize, most: usize, mut item: impl FnMut(&mut Choices<'a>, usize) -> T) -> Vec<T> {
        let count = least + self.below(most - least + 1);
        (0..count).map(|index| item(self, index)).collect()
    }

    /// A value as JSON text: this one, or rarely one that may not belong there.
    fn or_wrong(&mut self, text: impl Into<String>) -> String {
        if self.one_in(128) { self.pick(WRONG).to_owned() } else { text.into() }
    }
}

/// What stands where it may not belong.
pub const WRONG: &[&str] = &[
    "null",
    "true",
    "0",
    "-1",
    "5.0",
    "1e999",
    "100001",
    "1700000000.5",
    "33.333333333333336",
    "\"\"",
    "\"s\"",
    "\"a b\"",
    "\"true\"",
    "\"RUNNING\"",
    "\"\\ud800\"",
    "\"\\u0000\"",
    "\"\\u00fc\\n\"",
    "[]",
    "{}",
    "[[]]",
    "[{}]",
    "[[[[[[[[[[]]]]]]]]]]",
    "{\"f0\":\"v0\"}",
    "{\"a\":{\"b\":null}}",
    "\"{\\\"a\\\":[]}\"",
    "[\"x\",\"y\"]",
    "\"(eq $a 1)\"",
    "\"(split pct::1e1 by::$d)\"",
    "{\"type\":\"array\"}",
    "{\"NumberArray\":[1]}",
    "[{\"name\":\"v\",\"enabled\":true}]",
];

/// A text as JSON text.
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Items with commas between.
fn joined(items: &[String]) -> String {
    items.join(",")
}
