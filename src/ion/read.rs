//! Text → values: what separates them, nests them and stands before them.

use std::mem::take;

use crate::json::{push, slice};

use super::escape::{escape, line_break};
use super::{Ion, IonError, Kind, MAX_DEPTH, number, timestamp};

/// What `null.` may be followed by.
const NULL_TYPES: [&str; 13] = [
    "null",
    "bool",
    "int",
    "float",
    "decimal",
    "timestamp",
    "symbol",
    "string",
    "clob",
    "blob",
    "list",
    "sexp",
    "struct",
];

/// A fault, at the place that the reader has come to.
enum Fault {
    Syntax,
    TooDeep,
}

type Read<T> = Result<T, Fault>;

pub(super) fn read(text: &str) -> Result<Vec<Ion<'_>>, IonError<'_>> {
    let mut reader =
        Reader { text, at: 0, annotations: Vec::new(), content: String::new(), open: Vec::new(), values: Vec::new() };
    match reader.values() {
        Ok(()) => Ok(reader.values),
        Err(Fault::Syntax) => Err(IonError::Syntax { offset: reader.at, open: reader.open }),
        Err(Fault::TooDeep) => Err(IonError::TooDeep),
    }
}

struct Reader<'a> {
    text: &'a str,
    /// The bytes that have been read. All that separates is ASCII, so bytes of other characters need not be told apart.
    at: usize,
    /// The annotations of the value that comes next.
    annotations: Vec<Ion<'a>>,
    /// The text of the scalar or the annotation that is being read.
    content: String,
    /// What has begun and not ended, from the outside in.
    open: Vec<Ion<'a>>,
    values: Vec<Ion<'a>>,
}

#[expect(clippy::arithmetic_side_effects, reason = "positions in a text, and lengths of what was found in it")]
impl<'a> Reader<'a> {
    fn values(&mut self) -> Read<()> {
        loop {
            self.skip_space()?;
            let inside = self.open.last().map(|open| open.kind);
            let ends = match inside {
                None if self.at == self.text.len() => return Ok(()),
                None => false,
                Some(Kind::List) => self.eat(b"]"),
                Some(_) => self.eat(b")"),
            };
            if ends {
                self.end();
            } else if !self.value(inside == Some(Kind::Expression))? {
                continue;
            }
            if self.open.last().is_some_and(|open| open.kind == Kind::List) {
                self.skip_space()?;
                // A comma may also follow the last.
                if !self.eat(b",") && self.byte(0) != b']' {
                    return Err(Fault::Syntax);
                }
            }
        }
    }

    /// Reads a value with its annotations, from its first character. Of a list or an expression this is only the beginning,
    /// and the answer `false`.
    fn value(&mut self, in_expression: bool) -> Read<bool> {
        let start = self.at;
        loop {
            let from = self.at;
            let first = self.byte(0);
            let kind = match first {
                b'(' | b'[' => {
                    if self.open.len() == MAX_DEPTH {
                        return Err(Fault::TooDeep);
                    }
                    self.begin(if first == b'[' { Kind::List } else { Kind::Expression }, start);
                    self.at += 1;
                    return Ok(false);
                }
                b'"' => {
                    self.quoted(b"\"")?;
                    Kind::String
                }
                b'\'' if self.sees(b"'''") => {
                    self.long_string()?;
                    Kind::String
                }
                b'\'' => {
                    self.quoted(b"'")?;
                    if self.annotates(Kind::Symbol, from)? {
                        continue;
                    }
                    Kind::Symbol
                }
                first if is_identifier_part(first) && !first.is_ascii_digit() => {
                    let kind = self.word()?;
                    if matches!(kind, Kind::Symbol | Kind::SymbolId) && self.annotates(kind, from)? {
                        continue;
                    }
                    kind
                }
                _ => self.number_or_operator(in_expression)?,
            };
            self.begin(kind, start);
            self.end();
            return Ok(true);
        }
    }

    fn begin(&mut self, kind: Kind, start: usize) {
        let annotations = take(&mut self.annotations);
        let plain = self.plain(kind, start);
        self.open.push(Ion { annotations, ..plain });
    }

    /// A value without annotations and items, whose text goes on to the end.
    fn plain(&mut self, kind: Kind, start: usize) -> Ion<'a> {
        let text = slice(self.text, start, self.text.len());
        Ion { kind, annotations: Vec::new(), content: take(&mut self.content), items: Vec::new(), text }
    }

    /// The innermost of what is open ends here.
    fn end(&mut self) {
        let Some(mut ion) = self.open.pop() else { return };
        let behind = self.text.len() - self.at;
        ion.text = slice(ion.text, 0, ion.text.len() - behind);
        let siblings = match self.open.last_mut() {
            Some(outer) => &mut outer.items,
            None => &mut self.values,
        };
        siblings.push(ion);
    }

    /// Whether the symbol just read is an annotation: a double colon follows, perhaps after some space.
    fn annotates(&mut self, kind: Kind, start: usize) -> Read<bool> {
        let behind = self.at;
        // A fault in that space is found again once the symbol has ended.
        if self.skip_space().is_err() || !self.eat(b"::") {
            self.at = behind;
            return Ok(false);
        }
        let mut annotation = self.plain(kind, start);
        annotation.text = slice(self.text, start, behind);
        self.annotations.push(annotation);
        self.skip_space()?;
        Ok(true)
    }

    /// An identifier, or one of the words that are values.
    fn word(&mut self) -> Read<Kind> {
        self.take(is_identifier_part);
        Ok(match self.content.as_str() {
            "true" | "false" => Kind::Bool,
            "nan" => Kind::Float,
            "null" => {
                self.content.clear();
                if self.eat(b".") {
                    self.take(is_identifier_part);
                    if !NULL_TYPES.contains(&self.content.as_str()) {
                        return Err(Fault::Syntax);
                    }
                    self.content.clear();
                }
                Kind::Null
            }
            word => match word.as_bytes() {
                [b'$', digits @ ..] if !digits.is_empty() && digits.iter().all(u8::is_ascii_digit) => Kind::SymbolId,
                _ => Kind::Symbol,
            },
        })
    }

    fn number_or_operator(&mut self, in_expression: bool) -> Read<Kind> {
        let rest = self.rest().as_bytes();
        let is_infinity = (rest.starts_with(b"+inf") || rest.starts_with(b"-inf")) && !is_identifier_part(self.byte(4));
        if !is_infinity && !self.byte(usize::from(self.byte(0) == b'-')).is_ascii_digit() {
            if in_expression {
                self.take(is_operator);
            }
            return if self.content.is_empty() { Err(Fault::Syntax) } else { Ok(Kind::Symbol) };
        }
        let found = if is_infinity {
            Some((Kind::Float, 4))
        } else if is_timestamp(rest) {
            timestamp::read(self.rest()).map(|(_, length)| (Kind::Timestamp, length))
        } else {
            number::scan(rest)
        };
        let (kind, length) = found.ok_or(Fault::Syntax)?;
        let ends = match (self.byte(length), self.byte(length + 1)) {
            (b'{' | b'}' | b'[' | b']' | b'(' | b')' | b',' | b'"' | b'\'', _) | (b'/', b'/' | b'*') => true,
            (next, _) => is_space(next) || length == rest.len(),
        };
        if !ends {
            return Err(Fault::Syntax);
        }
        let start = self.at;
        self.at += length;
        self.append(start, self.at);
        Ok(kind)
    }

    /// Long strings with only space between them are one.
    fn long_string(&mut self) -> Read<()> {
        loop {
            self.quoted(b"'''")?;
            let behind = self.at;
            self.skip_space()?;
            if !self.sees(b"'''") {
                self.at = behind;
                return Ok(());
            }
        }
    }

    /// What stands between two of these marks.
    fn quoted(&mut self, mark: &[u8]) -> Read<()> {
        let is_long = mark.len() > 1;
        let mut copied = self.at + mark.len();
        let mut at = copied;
        loop {
            let rest = self.text.as_bytes().get(at..).unwrap_or_default();
            if rest.starts_with(mark) {
                break;
            }
            match rest.first() {
                Some(b'\\') => {
                    self.append(copied, at);
                    at += escape(rest, &mut self.content).ok_or(Fault::Syntax)?;
                    copied = at;
                }
                Some(b'\r') if is_long => {
                    self.append(copied, at);
                    push(&mut self.content, "\n");
                    at += line_break(rest);
                    copied = at;
                }
                // What stands for itself is copied later, in one piece.
                Some(b'\t' | 0xB | 0xC | b' '..) => at += 1,
                Some(b'\n') if is_long => at += 1,
                _ => return Err(Fault::Syntax),
            }
        }
        self.append(copied, at);
        self.at = at + mark.len();
        Ok(())
    }

    /// Steps over white space and comments.
    fn skip_space(&mut self) -> Read<()> {
        loop {
            match (self.byte(0), self.byte(1)) {
                (b'/', b'/') => {
                    while !matches!(self.byte(0), b'\n' | b'\r') && self.at < self.text.len() {
                        self.at += 1;
                    }
                }
                (b'/', b'*') => {
                    let mut length = 2;
                    while self.byte(length) != b'*' || self.byte(length + 1) != b'/' {
                        if self.at + length >= self.text.len() {
                            return Err(Fault::Syntax);
                        }
                        length += 1;
                    }
                    self.at += length + 2;
                }
                (space, _) if is_space(space) => self.at += 1,
                _ => return Ok(()),
            }
        }
    }

    fn rest(&self) -> &'a str {
        slice(self.text, self.at, self.text.len())
    }

    /// One of the next bytes; zero behind the end, and zero is nothing that belongs anywhere.
    fn byte(&self, ahead: usize) -> u8 {
        self.text.as_bytes().get(self.at + ahead).copied().unwrap_or(0)
    }

    fn sees(&self, mark: &[u8]) -> bool {
        self.rest().as_bytes().starts_with(mark)
    }

    fn eat(&mut self, mark: &[u8]) -> bool {
        let sees = self.sees(mark);
        if sees {
            self.at += mark.len();
        }
        sees
    }

    /// Steps over the bytes that belong, which are content.
    fn take(&mut self, belongs: fn(u8) -> bool) {
        let start = self.at;
        while belongs(self.byte(0)) {
            self.at += 1;
        }
        self.append(start, self.at);
    }

    /// Makes a part of the text content.
    fn append(&mut self, start: usize, end: usize) {
        push(&mut self.content, slice(self.text, start, end));
    }
}

/// Four digits and what only follows the year of a timestamp.
fn is_timestamp(bytes: &[u8]) -> bool {
    matches!(bytes.first_chunk::<5>(), Some([year @ .., b'-' | b'T']) if year.iter().all(u8::is_ascii_digit))
}

fn is_identifier_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$'
}

/// What symbols of their own are made of, but only directly in an expression.
fn is_operator(byte: u8) -> bool {
    matches!(
        byte,
        b'!' | b'#' | b'%' | b'&' | b'*' | b'+' | b'-' | b'.' | b'/' | b';' | b'<'..=b'@' | b'^' | b'`' | b'|' | b'~'
    )
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0xB | 0xC)
}
