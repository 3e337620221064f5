//! JSON text as a tree that keeps what was written: numbers as text (P2), doubled keys (P6), order.

mod arena;
mod double;
mod number;
mod ordered;
mod read;
mod scaled;

use std::fmt;

pub use arena::Arena;
pub use double::{to_double, to_shortest_double, write_double};
pub(crate) use number::plain_integer;
pub use number::{Decimal, to_integer};
pub use ordered::Ordered;
pub(crate) use ordered::{are_ordered, place, positions_by_steps};

/// The deepest nesting that is read: arrays and objects within each other (S7).
pub const MAX_DEPTH: usize = 128;

/// A JSON value. It borrows from the text it was read from, and from an [`Arena`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Json<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as it was written.
    Number(&'a str),
    /// A string, without its escapes.
    String(&'a str),
    /// An array.
    Array(&'a [Json<'a>]),
    /// An object: its members in order, doubled keys included. [`Json::get`] finds the last of them.
    Object(&'a [Member<'a>]),
}

/// A key and its value.
pub type Member<'a> = (&'a str, Json<'a>);

/// Why a text was not read as JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JsonError {
    /// The text is not JSON.
    Syntax {
        /// The line in which that shows, from 1.
        line: usize,
        /// The character of the line, from 1.
        column: usize,
        /// What was expected there, as a phrase.
        expected: String,
    },
    /// Nested deeper than [`MAX_DEPTH`].
    TooDeep,
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JsonError::TooDeep => f.write_str("the text is nested deeper than 128"),
            JsonError::Syntax { line, column, expected } => {
                write!(f, "the text is not JSON ({expected} at line {line}, column {column})")
            }
        }
    }
}

impl std::error::Error for JsonError {}

impl<'a> Json<'a> {
    /// Reads one JSON value that fills the whole text.
    ///
    /// An escaped unpaired surrogate (`\ud800`) has no UTF-8 form: it is read as U+FFFD (B1, R1).
    ///
    /// # Errors
    /// The text is not JSON, or is nested deeper than [`MAX_DEPTH`].
    pub fn parse(text: &'a str, arena: &'a Arena) -> Result<Json<'a>, JsonError> {
        Json::parse_within(text, arena, MAX_DEPTH)
    }

    /// As [`Json::parse`], nested no deeper than `max_depth`: for documents that hold contexts some levels down.
    ///
    /// # Errors
    /// The text is not JSON, or is nested deeper than `max_depth`.
    pub fn parse_within(text: &'a str, arena: &'a Arena, max_depth: usize) -> Result<Json<'a>, JsonError> {
        read::read(text, arena, max_depth, false)
    }

    /// The member of this object with that key, the last one if it is doubled (R2); `None` for other values.
    #[inline(never)]
    pub fn get(&self, key: &str) -> Option<&'a Json<'a>> {
        match self {
            Json::Object(members) => members.iter().rev().find(|(known, _)| *known == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The text of a string; `None` for other values.
    pub fn as_str(&self) -> Option<&'a str> {
        match self {
            Json::String(text) => Some(text),
            _ => None,
        }
    }

    /// The name of this value's JSON type with its article, for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Json::Null => "null",
            Json::Bool(_) => "a boolean",
            Json::Number(_) => "a number",
            Json::String(_) => "a string",
            Json::Array(_) => "an array",
            Json::Object(_) => "an object",
        }
    }

    /// Appends this value as JSON text without spaces; numbers as they were written.
    pub fn write(&self, out: &mut String) {
        match self {
            Json::Null => push(out, "null"),
            Json::Bool(value) => push(out, if *value { "true" } else { "false" }),
            Json::Number(lexeme) => push(out, lexeme),
            Json::String(text) => write_string(text, out),
            Json::Array(items) => write_list(*items, out, Json::write),
            Json::Object(members) => {
                push(out, "{");
                for (index, (key, value)) in members.iter().enumerate() {
                    separate(index, out);
                    write_string(key, out);
                    push(out, ":");
                    value.write(out);
                }
                push(out, "}");
            }
        }
    }
}

/// Appends a text. All that is written goes through here, for every copy of `push_str` is 60 bytes of WebAssembly.
#[inline(never)]
pub fn push(out: &mut String, text: &str) {
    out.push_str(text);
}

/// Appends a character.
#[inline(never)]
pub fn push_char(out: &mut String, character: char) {
    out.push(character);
}

/// Appends an integer in decimal digits.
#[inline(never)]
pub fn push_integer(out: &mut String, value: i64) {
    if value < 0 {
        push(out, "-");
    }
    let value = value.unsigned_abs();
    if value > 9 {
        // At most 20 digits.
        push_integer(out, (value / 10).cast_signed());
    }
    push_nth(out, "0123456789", value % 10);
}

/// Appends one of some ASCII characters.
#[expect(clippy::arithmetic_side_effects, reason = "an index below 16")]
fn push_nth(out: &mut String, characters: &str, index: u64) {
    let index = index as usize;
    push(out, slice(characters, index, index + 1));
}

/// A part of a text, between two bytes at which characters begin.
#[inline(never)]
pub(crate) fn slice(text: &str, start: usize, end: usize) -> &str {
    text.get(start..end).unwrap_or_default()
}

/// Appends a comma before every item but the first.
pub fn separate(index: usize, out: &mut String) {
    if index > 0 {
        push(out, ",");
    }
}

/// Appends a JSON array of items that `write` appends.
pub fn write_list<T>(items: impl IntoIterator<Item = T>, out: &mut String, write: impl Fn(T, &mut String)) {
    push(out, "[");
    for (index, item) in items.into_iter().enumerate() {
        separate(index, out);
        write(item, out);
    }
    push(out, "]");
}

/// Appends a string as JSON text, with the escapes that `JSON.stringify` writes.
#[inline(never)]
#[expect(clippy::arithmetic_side_effects, reason = "a position in the text")]
pub fn write_string(text: &str, out: &mut String) {
    push(out, "\"");
    let mut copied = 0;
    for (index, byte) in text.bytes().enumerate() {
        let short = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0x8 => "\\b",
            0xC => "\\f",
            0..=0x1F => "\\u00",
            _ => continue,
        };
        push(out, slice(text, copied, index));
        push(out, short);
        if short.len() > 2 {
            push_nth(out, "01", u64::from(byte >> 4));
            push_nth(out, "0123456789abcdef", u64::from(byte & 15));
        }
        copied = index + 1;
    }
    push(out, slice(text, copied, text.len()));
    push(out, "\"");
}
