//! JSON text as a tree that keeps what was written: numbers as text (P2), doubled keys (P6), order.

mod number;

use std::borrow::Cow;
use std::fmt::{self, Write};

use hifijson::num::LexWrite as _;
use hifijson::str::LexAlloc as _;
use hifijson::token::Lex as _;
use hifijson::{Error as LexError, Expect, SliceLexer};

pub use number::Decimal;
pub(crate) use number::{is_shortest, to_double, write_double};

/// The deepest nesting that is read: arrays and objects within each other (S7).
pub const MAX_DEPTH: usize = 128;

/// A JSON value that borrows from the text it was read from.
#[derive(Clone, Debug, PartialEq)]
pub enum Json<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as it was written.
    Number(&'a str),
    /// A string, without its escapes.
    String(Cow<'a, str>),
    /// An array.
    Array(Vec<Json<'a>>),
    /// An object: its members in order, doubled keys included. [`Json::get`] finds the last of them.
    Object(Vec<Member<'a>>),
}

/// A key and its value.
pub type Member<'a> = (Cow<'a, str>, Json<'a>);

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

impl JsonError {
    fn at(text: &str, offset: usize, expected: String) -> JsonError {
        let before = text.get(..offset).unwrap_or_default();
        let start_of_line = before.rfind('\n').map_or(0, |end| end + 1);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let column = before.get(start_of_line..).unwrap_or_default().chars().count() + 1;
        JsonError::Syntax { line, column, expected }
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JsonError::TooDeep => write!(f, "the text is nested deeper than {MAX_DEPTH}"),
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
    /// Escaped unpaired surrogates are errors here; [`well_formed`] replaces them first (B1).
    ///
    /// # Errors
    /// The text is not JSON, or is nested deeper than [`MAX_DEPTH`].
    pub fn parse(text: &'a str) -> Result<Json<'a>, JsonError> {
        Json::parse_within(text, MAX_DEPTH)
    }

    /// As [`Json::parse`], nested no deeper than `max_depth`: for documents that hold contexts some levels down.
    ///
    /// # Errors
    /// The text is not JSON, or is nested deeper than `max_depth`.
    pub fn parse_within(text: &'a str, max_depth: usize) -> Result<Json<'a>, JsonError> {
        if text.starts_with('\u{feff}') {
            return Err(JsonError::at(text, 0, "no byte order mark expected".to_owned()));
        }
        let mut lexer = SliceLexer::new(text.as_bytes());
        lexer.exactly_one(SliceLexer::ws_peek, |next, lexer| read(next, lexer, max_depth)).map_err(
            |error| match error {
                LexError::Depth => JsonError::TooDeep,
                error => JsonError::at(text, text.len() - lexer.as_slice().len(), error.to_string()),
            },
        )
    }

    /// The member of this object with that key, the last one if it is doubled (R2); `None` for other values.
    pub fn get(&self, key: &str) -> Option<&Json<'a>> {
        match self {
            Json::Object(members) => members.iter().rev().find(|(k, _)| k == key).map(|(_, v)| v),
            _ => None,
        }
    }

    /// The text of a string; `None` for other values.
    pub fn as_str(&self) -> Option<&str> {
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
            Json::Null => out.push_str("null"),
            Json::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Json::Number(lexeme) => out.push_str(lexeme),
            Json::String(text) => write_string(text, out),
            Json::Array(items) => write_list(items, out, Json::write),
            Json::Object(members) => {
                out.push('{');
                for (index, (key, value)) in members.iter().enumerate() {
                    separate(index, out);
                    write_string(key, out);
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }
}

/// Appends a text. All that is written goes through here, for every copy of `push_str` is 60 bytes of WebAssembly.
#[inline(never)]
pub fn push(out: &mut String, text: &str) {
    out.push_str(text);
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
    let digit = (value % 10) as usize;
    push(out, "0123456789".get(digit..=digit).unwrap_or_default());
}

/// Appends a comma before every item but the first.
pub fn separate(index: usize, out: &mut String) {
    if index > 0 {
        out.push(',');
    }
}

/// Appends a JSON array of items that `write` appends.
pub fn write_list<T>(items: impl IntoIterator<Item = T>, out: &mut String, write: impl Fn(T, &mut String)) {
    out.push('[');
    for (index, item) in items.into_iter().enumerate() {
        separate(index, out);
        write(item, out);
    }
    out.push(']');
}

/// Appends a string as JSON text, with the escapes that `JSON.stringify` writes.
pub fn write_string(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            control if control < ' ' => {
                // Writing to a String does not fail.
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

/// The text with every escaped unpaired surrogate (`\ud800`) replaced by `\ufffd` (B1, R1).
///
/// Such text is JSON, but what it says has no UTF-8 form. Borrowed when there is nothing to replace.
pub fn well_formed(text: &str) -> Cow<'_, str> {
    let mut repaired: Option<String> = None;
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('\\')) {
        at += found;
        match escaped_unit(text, at) {
            // A high surrogate with its low one.
            Some(0xD800..=0xDBFF) if matches!(escaped_unit(text, at + 6), Some(0xDC00..=0xDFFF)) => at += 12,
            Some(0xD800..=0xDFFF) => {
                let out = repaired.get_or_insert_default();
                out.push_str(text.get(copied..at).unwrap_or_default());
                out.push_str("\\ufffd");
                at += 6;
                copied = at;
            }
            Some(_) => at += 6,
            // An escape of two characters. The second may be of several bytes (and an error), so step over the first only
            // unless it is a backslash, which would look like the beginning of another escape.
            None => at += if text.as_bytes().get(at + 1) == Some(&b'\\') { 2 } else { 1 },
        }
    }
    match repaired {
        None => Cow::Borrowed(text),
        Some(mut out) => {
            out.push_str(text.get(copied..).unwrap_or_default());
            Cow::Owned(out)
        }
    }
}

/// The UTF-16 unit that an escape `\uXXXX` at this byte stands for.
fn escaped_unit(text: &str, at: usize) -> Option<u16> {
    let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
    digits.chars().try_fold(0, |unit, digit| Some(unit << 4 | u16::try_from(digit.to_digit(16)?).ok()?))
}

fn read<'a>(next: u8, lexer: &mut SliceLexer<'a>, depth: usize) -> Result<Json<'a>, LexError> {
    Ok(match next {
        b'"' => Json::String(string(lexer)?),
        b'[' => {
            let depth = depth.checked_sub(1).ok_or(LexError::Depth)?;
            let mut items = Vec::new();
            lexer.discarded().seq(b']', SliceLexer::ws_peek, |next, lexer| {
                items.push(read(next, lexer, depth)?);
                Ok::<_, LexError>(())
            })?;
            Json::Array(items)
        }
        b'{' => {
            let depth = depth.checked_sub(1).ok_or(LexError::Depth)?;
            let mut members = Vec::new();
            lexer.discarded().seq(b'}', SliceLexer::ws_peek, |next, lexer| {
                lexer.expect(|_| Some(next), b'"').ok_or(Expect::String)?;
                let key = lexer.str_string().map_err(LexError::Str)?;
                lexer.expect(SliceLexer::ws_peek, b':').ok_or(Expect::Colon)?;
                let next = lexer.ws_peek().ok_or(Expect::Value)?;
                members.push((key, read(next, lexer, depth)?));
                Ok::<_, LexError>(())
            })?;
            Json::Object(members)
        }
        b'0'..=b'9' | b'-' => Json::Number(number(lexer)?),
        b'n' | b't' | b'f' => match lexer.null_or_bool().ok_or(Expect::Value)? {
            None => Json::Null,
            Some(value) => Json::Bool(value),
        },
        _ => return Err(Expect::Value.into()),
    })
}

fn string<'a>(lexer: &mut SliceLexer<'a>) -> Result<Cow<'a, str>, LexError> {
    lexer.discarded().str_string().map_err(LexError::Str)
}

fn number<'a>(lexer: &mut SliceLexer<'a>) -> Result<&'a str, LexError> {
    let (lexeme, _) = lexer.num_string().validated()?;
    Ok(lexeme)
}
