//! Text → values: what separates them, nests them and stands before them.

use std::borrow::Cow;

use super::text::{Quote, quoted};
use super::{Instant, Ion, IonError, MAX_DEPTH, Number, Open, Symbol, Value};

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

/// Characters that make up symbols of their own, but only directly in an expression.
const OPERATOR_CHARACTERS: &str = "!#%&*+-./;<=>?@^`|~";

/// A fault, at the place that the reader has come to.
enum Fault {
    Syntax,
    TooDeep,
}

type Read<T> = Result<T, Fault>;

pub(super) fn read(text: &str) -> Result<Vec<Ion<'_>>, IonError> {
    let mut reader = Reader { rest: text, open: Vec::new() };
    reader.values().map_err(|fault| match fault {
        Fault::Syntax => IonError::Syntax { offset: text.len() - reader.rest.len(), open: reader.open },
        Fault::TooDeep => IonError::TooDeep,
    })
}

struct Reader<'a> {
    rest: &'a str,
    /// After a fault, what had begun and not ended.
    open: Vec<Open>,
}

impl<'a> Reader<'a> {
    fn values(&mut self) -> Read<Vec<Ion<'a>>> {
        let mut values = Vec::new();
        loop {
            self.skip_space()?;
            if self.rest.is_empty() {
                return Ok(values);
            }
            values.push(self.annotated(false)?);
        }
    }

    /// A value with its annotations. The reader stands at its first character.
    fn annotated(&mut self, in_expression: bool) -> Read<Ion<'a>> {
        let start = self.rest;
        let mut annotations = Vec::new();
        loop {
            let value = self.value(in_expression)?;
            let text = start.get(..start.len() - self.rest.len()).unwrap_or_default();
            // What could be an annotation, is one if a double colon follows, perhaps after some space.
            let behind = self.rest;
            match value {
                (Value::Symbol(symbol), true) => {
                    // A fault in that space is found again once the symbol has ended.
                    if self.skip_space().is_err() || !self.eat("::") {
                        self.rest = behind;
                        return Ok(Ion { annotations, value: Value::Symbol(symbol), text });
                    }
                    annotations.push(symbol);
                    self.skip_space()?;
                }
                (value, _) => return Ok(Ion { annotations, value, text }),
            }
        }
    }

    /// A value, and whether it could be an annotation.
    fn value(&mut self, in_expression: bool) -> Read<(Value<'a>, bool)> {
        let first = self.rest.chars().next().ok_or(Fault::Syntax)?;
        let value = match first {
            '(' => self.expression()?,
            '[' => self.list()?,
            '"' => Value::String(self.quoted(Quote::String)?),
            '\'' if self.rest.starts_with(Quote::Long.mark()) => Value::String(self.long_string()?),
            '\'' => return Ok((Value::Symbol(Symbol::Text(self.quoted(Quote::Symbol)?)), true)),
            'a'..='z' | 'A'..='Z' | '_' | '$' => return self.word(),
            _ => match self.number_or_timestamp()? {
                Some(value) => value,
                None if in_expression => self.operator()?,
                None => return Err(Fault::Syntax),
            },
        };
        Ok((value, false))
    }

    fn expression(&mut self) -> Read<Value<'a>> {
        self.begin(false)?;
        let mut items = Vec::new();
        loop {
            self.skip_space()?;
            if self.eat(")") {
                self.open.pop();
                return Ok(Value::Expression(items));
            }
            let item = self.annotated(true)?;
            let operator = match (&item.value, items.as_slice()) {
                (Value::Symbol(symbol), []) if item.annotations.is_empty() => Some(symbol.as_str().to_owned()),
                _ => None,
            };
            self.ended(operator);
            items.push(item);
        }
    }

    fn list(&mut self) -> Read<Value<'a>> {
        self.begin(true)?;
        let mut items = Vec::new();
        loop {
            self.skip_space()?;
            if self.eat("]") {
                break;
            }
            items.push(self.annotated(false)?);
            self.ended(None);
            self.skip_space()?;
            // A comma may also follow the last.
            if !self.eat(",") {
                if self.eat("]") {
                    break;
                }
                return Err(Fault::Syntax);
            }
        }
        self.open.pop();
        Ok(Value::List(items))
    }

    /// Steps into a list or an expression.
    fn begin(&mut self, is_list: bool) -> Read<()> {
        if self.open.len() == MAX_DEPTH {
            return Err(Fault::TooDeep);
        }
        self.open.push(Open { is_list, ..Open::default() });
        self.advance(1);
        Ok(())
    }

    /// A value of the innermost list or expression has ended.
    fn ended(&mut self, operator: Option<String>) {
        if let Some(open) = self.open.last_mut() {
            open.values += 1;
            open.operator = open.operator.take().or(operator);
        }
    }

    /// An identifier, or one of the words that are values; and whether it could be an annotation.
    fn word(&mut self) -> Read<(Value<'a>, bool)> {
        let word = self.take(is_identifier_part);
        let value = match word {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "nan" => Value::Number(Number::read("nan").ok_or(Fault::Syntax)?),
            "null" => {
                if self.eat(".") && !NULL_TYPES.contains(&self.take(is_identifier_part)) {
                    return Err(Fault::Syntax);
                }
                Value::Null
            }
            _ => {
                let digits = word.strip_prefix('$').unwrap_or_default();
                let is_id = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
                let symbol = if is_id { Symbol::Id(word) } else { Symbol::Text(Cow::Borrowed(word)) };
                return Ok((Value::Symbol(symbol), true));
            }
        };
        Ok((value, false))
    }

    /// `None` if it is neither.
    fn number_or_timestamp(&mut self) -> Read<Option<Value<'a>>> {
        let looks_like_one = |text: &str| text.starts_with(|first: char| first.is_ascii_digit());
        let unsigned = self.rest.strip_prefix('-').unwrap_or(self.rest);
        let infinity = self.rest.strip_prefix("+inf").or_else(|| self.rest.strip_prefix("-inf"));
        if !looks_like_one(unsigned) && infinity.is_none_or(|rest| rest.starts_with(is_identifier_part)) {
            return Ok(None);
        }
        let (value, length) = if is_timestamp(self.rest.as_bytes()) {
            let (instant, length) = Instant::read(self.rest).ok_or(Fault::Syntax)?;
            (Value::Timestamp(instant), length)
        } else {
            let number = Number::read(self.rest).ok_or(Fault::Syntax)?;
            (Value::Number(number), number.text().len())
        };
        let behind = self.rest.get(length..).unwrap_or_default();
        let ends = behind.is_empty()
            || behind.starts_with(|next: char| is_space(next) || "{}[](),\"'".contains(next))
            || behind.starts_with("//")
            || behind.starts_with("/*");
        if !ends {
            return Err(Fault::Syntax);
        }
        self.advance(length);
        Ok(Some(value))
    }

    fn operator(&mut self) -> Read<Value<'a>> {
        match self.take(|character| OPERATOR_CHARACTERS.contains(character)) {
            "" => Err(Fault::Syntax),
            operator => Ok(Value::Symbol(Symbol::Text(Cow::Borrowed(operator)))),
        }
    }

    /// Long strings with only space between them are one.
    fn long_string(&mut self) -> Read<Cow<'a, str>> {
        let mut joined = self.quoted(Quote::Long)?;
        loop {
            let behind = self.rest;
            self.skip_space()?;
            if !self.rest.starts_with(Quote::Long.mark()) {
                self.rest = behind;
                return Ok(joined);
            }
            joined += self.quoted(Quote::Long)?;
        }
    }

    fn quoted(&mut self, quote: Quote) -> Read<Cow<'a, str>> {
        let mark = quote.mark().len();
        let inside = self.rest.get(mark..).unwrap_or_default();
        let (content, length) = quoted(inside, quote).ok_or(Fault::Syntax)?;
        self.advance(mark + length);
        Ok(content)
    }

    /// Steps over white space and comments.
    fn skip_space(&mut self) -> Read<()> {
        loop {
            self.rest = self.rest.trim_start_matches(is_space);
            if self.rest.starts_with("//") {
                self.rest = self.rest.trim_start_matches(|character| !matches!(character, '\n' | '\r'));
            } else if let Some(comment) = self.rest.strip_prefix("/*") {
                let (_, rest) = comment.split_once("*/").ok_or(Fault::Syntax)?;
                self.rest = rest;
            } else {
                return Ok(());
            }
        }
    }

    fn eat(&mut self, mark: &str) -> bool {
        self.rest.strip_prefix(mark).map(|rest| self.rest = rest).is_some()
    }

    /// Steps over the characters that belong, and returns them.
    fn take(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        let length = self.rest.find(|character| !belongs(character)).unwrap_or(self.rest.len());
        let taken = self.rest.get(..length).unwrap_or_default();
        self.advance(length);
        taken
    }

    fn advance(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }
}

/// Four digits and what only follows the year of a timestamp.
fn is_timestamp(bytes: &[u8]) -> bool {
    matches!(bytes.split_at_checked(4), Some((year, [b'-' | b'T', ..])) if year.iter().all(u8::is_ascii_digit))
}

fn is_identifier_part(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_' || character == '$'
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}')
}
