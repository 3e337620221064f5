//! The evaluation context of a request: what is known of the entity (E10, P3, P4).

use std::fmt;
use std::sync::Arc;

use crate::json::{Arena, Json, JsonError, MAX_DEPTH, Ordered, to_double, to_shortest_double};
use crate::order::sorted;

/// The evaluation context, in the form in which it arrived. All forms of one context match alike.
#[derive(Clone, Debug)]
pub enum Context<'a> {
    /// None was given: `{}`.
    Empty,
    /// The members of a JSON object.
    Document(Ordered<'a>),
    /// Only the attributes that are read, each already looked up.
    Slots(Slots<'a>),
}

/// Why a text is no evaluation context (E10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidContext {
    /// The text is not JSON.
    NotJson,
    /// It is JSON, but no object.
    NotAnObject,
    /// Nested deeper than [`MAX_DEPTH`](crate::json::MAX_DEPTH).
    TooDeep,
    /// Longer than [`MAX_CONTEXT_BYTES`].
    TooLarge,
}

/// The size budget of a context's text: 32 MiB (S7).
pub const MAX_CONTEXT_BYTES: usize = 32 * 1024 * 1024;

impl<'a> Context<'a> {
    /// Reads the JSON text of a context. Its values are left in the arena.
    ///
    /// # Errors
    /// The text is not a JSON object, nested too deep or too large.
    pub fn parse(text: &'a str, arena: &'a Arena) -> Result<Context<'a>, InvalidContext> {
        if text.len() > MAX_CONTEXT_BYTES {
            return Err(InvalidContext::TooLarge);
        }
        match Ordered::parse_within(text, arena, MAX_DEPTH) {
            Ok(document) if matches!(document.json(), Json::Object(_)) => Ok(Context::Document(document)),
            Ok(_) => Err(InvalidContext::NotAnObject),
            Err(JsonError::TooDeep) => Err(InvalidContext::TooDeep),
            Err(JsonError::Syntax { .. }) => Err(InvalidContext::NotJson),
        }
    }
}

impl Context<'_> {
    /// The scalar that is the member of this key, or the attribute of this number: dots in the key mean nothing (R32).
    pub(crate) fn member(&self, key: &str, attribute: u32) -> Option<Leaf<'_>> {
        match self {
            Context::Empty => None,
            Context::Document(document) => document.get(key).and_then(|value| Leaf::from_json(value.json())),
            Context::Slots(slots) => slots.get(attribute),
        }
    }
}

impl std::error::Error for InvalidContext {}

impl InvalidContext {
    /// The same as its `Display`.
    pub fn sentence(self) -> &'static str {
        match self {
            InvalidContext::NotJson => "the text of the evaluation context is not JSON",
            InvalidContext::NotAnObject => "an evaluation context is a JSON object",
            InvalidContext::TooDeep => "an evaluation context is not nested deeper than 128",
            InvalidContext::TooLarge => "an evaluation context is not larger than 32 MiB",
        }
    }
}

impl fmt::Display for InvalidContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence())
    }
}

/// A scalar of a context.
#[derive(Clone, Copy, Debug)]
pub enum Leaf<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number as it was written.
    Lexeme(&'a str),
    /// A number that was a double from the beginning.
    Double(f64),
    /// A string.
    Text(&'a str),
}

impl<'a> Leaf<'a> {
    /// The leaf that a JSON value is; `None` for arrays and objects.
    pub fn from_json(value: &Json<'a>) -> Option<Leaf<'a>> {
        match value {
            Json::Null => Some(Leaf::Null),
            Json::Bool(value) => Some(Leaf::Bool(*value)),
            Json::Number(lexeme) => Some(Leaf::Lexeme(lexeme)),
            Json::String(text) => Some(Leaf::Text(text)),
            Json::Array(_) | Json::Object(_) => None,
        }
    }

    /// The number, as literals compare it (P2); `None` for other leaves and beyond the range of doubles.
    pub fn as_double(self) -> Option<f64> {
        match self {
            Leaf::Lexeme(lexeme) => to_double(lexeme),
            Leaf::Double(value) => Some(value),
            Leaf::Null | Leaf::Bool(_) | Leaf::Text(_) => None,
        }
    }

    /// The number, if a double holds it in its shortest form: what `numeric` compares (P2).
    pub fn as_shortest_double(self) -> Option<f64> {
        match self {
            Leaf::Lexeme(lexeme) => to_shortest_double(lexeme),
            other => other.as_double(),
        }
    }
}

/// What the rules of a project read of contexts, numbered from 0 in this order: paths for patterns, keys for flags.
#[derive(Clone, Debug, Default)]
pub struct Attributes {
    /// INVARIANT: ascending, each once.
    paths: Vec<Arc<str>>,
}

impl Attributes {
    /// These paths, some of which may be repeated.
    #[inline(never)]
    pub(crate) fn of(paths: Vec<&Arc<str>>) -> Attributes {
        let mut paths = sorted(paths, Ord::cmp);
        paths.dedup();
        Attributes { paths: paths.into_iter().cloned().collect() }
    }

    /// The number of one of the paths.
    pub(crate) fn number_of(&self, path: &str) -> u32 {
        u32::try_from(self.paths.partition_point(|known| &**known < path)).unwrap_or(u32::MAX)
    }

    /// The paths, in order of their numbers.
    pub fn paths(&self) -> &[Arc<str>] {
        &self.paths
    }
}

/// Attributes looked up by the caller: a cell of 16 bytes at the place of each attribute's number, and behind the cells of all
/// attributes the texts.
///
/// A cell is a header (`tag | length << 8`), the position of a text, and a double, all little-endian: tag 0 is absent,
/// 1 null, 2 false, 3 true, 4 the double, 5 text (`length` bytes of UTF-8). What is no such cell reads as an absent
/// attribute. Only the cells of attributes that are read need be written.
#[derive(Clone, Copy, Debug)]
pub struct Slots<'a> {
    bytes: &'a [u8],
}

impl<'a> Slots<'a> {
    /// Cells by the numbers that were given out when the project was loaded.
    pub fn new(bytes: &'a [u8]) -> Slots<'a> {
        Slots { bytes }
    }

    /// The leaf of an attribute, if it is there.
    pub fn get(self, attribute: u32) -> Option<Leaf<'a>> {
        let cell = self.bytes.as_chunks::<16>().0.get(attribute as usize)?;
        let ([header, start], [_, double]) =
            (cell.as_chunks::<4>().0.first_chunk()?, cell.as_chunks::<8>().0.first_chunk()?);
        let header = u32::from_le_bytes(*header);
        match header & 0xFF {
            1 => Some(Leaf::Null),
            2 => Some(Leaf::Bool(false)),
            3 => Some(Leaf::Bool(true)),
            4 => Some(Leaf::Double(f64::from_le_bytes(*double))),
            5 => {
                let text = self.bytes.get(u32::from_le_bytes(*start) as usize..)?.get(..(header >> 8) as usize)?;
                std::str::from_utf8(text).ok().map(Leaf::Text)
            }
            _ => None,
        }
    }
}
