//! JSON text → [`Json`].

use std::borrow::Cow;

use super::{Json, JsonError, Member, push, push_char, push_integer, slice};

/// Reads one value that fills the whole text.
pub(super) fn read(text: &str, max_depth: usize) -> Result<Json<'_>, JsonError> {
    let mut reader = Reader { text, at: 0, detail: String::new() };
    match reader.document(max_depth) {
        Ok(value) => Ok(value),
        Err(TOO_DEEP) => Err(JsonError::TooDeep),
        Err(phrase) => Err(reader.error(phrase)),
    }
}

/// What was expected, as a phrase. Of some characters [`Reader::detail`] has the rest.
type Expected = &'static str;

const TOO_DEEP: Expected = "";
const VALUE: Expected = "value expected";
const ESCAPE: Expected = "unexpected end of file";
const SURROGATE: Expected = "expected low surrogate";

struct Reader<'a> {
    text: &'a str,
    /// How many bytes are read.
    at: usize,
    detail: String,
}

impl<'a> Reader<'a> {
    fn document(&mut self, max_depth: usize) -> Result<Json<'a>, Expected> {
        if self.text.starts_with('\u{feff}') {
            return Err("no byte order mark expected");
        }
        let value = self.value(max_depth)?;
        match self.peek() {
            None => Ok(value),
            Some(_) => Err("end of file expected"),
        }
    }

    fn value(&mut self, depth: usize) -> Result<Json<'a>, Expected> {
        match self.peek() {
            Some(b'"') => {
                self.at += 1;
                self.string().map(Json::String)
            }
            Some(b'[') => self.array(depth.checked_sub(1).ok_or(TOO_DEEP)?).map(Json::Array),
            Some(b'{') => self.object(depth.checked_sub(1).ok_or(TOO_DEEP)?).map(Json::Object),
            Some(b'0'..=b'9' | b'-') => self.number().map(Json::Number),
            Some(b'n') => self.word("null", Json::Null),
            Some(b't') => self.word("true", Json::Bool(true)),
            Some(b'f') => self.word("false", Json::Bool(false)),
            _ => Err(VALUE),
        }
    }

    fn array(&mut self, depth: usize) -> Result<Vec<Json<'a>>, Expected> {
        let mut items = Vec::new();
        let mut more = self.begin(b']')?;
        while more {
            items.push(self.value(depth)?);
            more = self.go_on(b']')?;
        }
        Ok(items)
    }

    fn object(&mut self, depth: usize) -> Result<Vec<Member<'a>>, Expected> {
        let mut members = Vec::new();
        let mut more = self.begin(b'}')?;
        while more {
            members.push((self.key()?, self.value(depth)?));
            more = self.go_on(b'}')?;
        }
        Ok(members)
    }

    /// Steps over an opening bracket; whether an item follows and not the closing one.
    fn begin(&mut self, end: u8) -> Result<bool, Expected> {
        self.at += 1;
        let next = self.peek().ok_or("value or end of sequence expected")?;
        self.at += usize::from(next == end);
        Ok(next != end)
    }

    /// Steps over a comma or the closing bracket; whether it was the comma.
    fn go_on(&mut self, end: u8) -> Result<bool, Expected> {
        match self.peek() {
            Some(next) if next == b',' || next == end => {
                self.at += 1;
                Ok(next == b',')
            }
            _ => Err("comma or end of sequence expected"),
        }
    }

    /// A member's key and its colon.
    fn key(&mut self) -> Result<Cow<'a, str>, Expected> {
        if self.peek().ok_or(VALUE)? != b'"' {
            return Err("string expected");
        }
        self.at += 1;
        let key = self.string()?;
        if self.peek() != Some(b':') {
            return Err("colon expected");
        }
        self.at += 1;
        Ok(key)
    }

    /// What follows an opening quote, up to the closing one.
    fn string(&mut self) -> Result<Cow<'a, str>, Expected> {
        let mut unescaped = String::new();
        let mut copied = self.at;
        loop {
            match self.take().ok_or("unterminated string")? {
                next @ (b'"' | b'\\') => {
                    let piece = slice(self.text, copied, self.at - 1);
                    if next == b'"' && unescaped.is_empty() {
                        return Ok(Cow::Borrowed(piece));
                    }
                    push(&mut unescaped, piece);
                    if next == b'"' {
                        return Ok(Cow::Owned(unescaped));
                    }
                    push_char(&mut unescaped, self.escape()?);
                    copied = self.at;
                }
                0..=0x1F => return Err("invalid string control character"),
                _ => {}
            }
        }
    }

    /// What follows a backslash.
    fn escape(&mut self) -> Result<char, Expected> {
        Ok(match self.take().ok_or(ESCAPE)? {
            b'u' => return self.escaped_code(),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            same @ (b'"' | b'\\' | b'/') => char::from(same),
            other => {
                push_char(&mut self.detail, char::from(other));
                return Err("invalid escape character ");
            }
        })
    }

    /// What follows `\u`: one UTF-16 unit, or two with `\u` between them.
    fn escaped_code(&mut self) -> Result<char, Expected> {
        let mut code = self.hex()?;
        if matches!(code, 0xD800..=0xDBFF) {
            if !self.rest().starts_with(b"\\u") {
                return Err(SURROGATE);
            }
            self.at += 2;
            let low = self.hex()?;
            if !matches!(low, 0xDC00..=0xDFFF) {
                return Err(SURROGATE);
            }
            code = 0x10000 + ((code - 0xD800) << 10 | (low - 0xDC00));
        }
        char::from_u32(code).ok_or_else(|| {
            push_integer(&mut self.detail, i64::from(code));
            "invalid character with index "
        })
    }

    fn hex(&mut self) -> Result<u32, Expected> {
        let mut unit = 0;
        for _ in 0..4 {
            let digit = char::from(self.take().ok_or(ESCAPE)?);
            match digit.to_digit(16) {
                Some(value) => unit = unit << 4 | value,
                None => {
                    push_char(&mut self.detail, digit);
                    return Err("invalid hexadecimal character ");
                }
            }
        }
        Ok(unit)
    }

    fn number(&mut self) -> Result<&'a str, Expected> {
        let start = self.at;
        self.step(b'-');
        // No digit follows a zero in front.
        if !self.step(b'0') {
            self.digits()?;
        }
        if self.step(b'.') {
            self.digits()?;
        }
        if self.step(b'e') || self.step(b'E') {
            let _ = self.step(b'+') || self.step(b'-');
            self.digits()?;
        }
        Ok(slice(self.text, start, self.at))
    }

    fn digits(&mut self) -> Result<(), Expected> {
        let start = self.at;
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at > start { Ok(()) } else { Err("expected digit") }
    }

    fn word(&mut self, word: &str, value: Json<'a>) -> Result<Json<'a>, Expected> {
        if self.rest().starts_with(word.as_bytes()) {
            self.at += word.len();
            return Ok(value);
        }
        self.at += 1;
        Err(VALUE)
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte, which is read.
    fn take(&mut self) -> Option<u8> {
        let byte = self.byte()?;
        self.at += 1;
        Some(byte)
    }

    /// The next byte behind white space.
    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.byte() {
            self.at += 1;
        }
        self.byte()
    }

    /// Steps over this byte, if it is next.
    fn step(&mut self, byte: u8) -> bool {
        let is_next = self.byte() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// What was expected here, with the line and the column.
    fn error(self, phrase: Expected) -> JsonError {
        let (mut line, mut column) = (1, 1);
        for byte in self.text.bytes().take(self.at) {
            match byte {
                b'\n' => (line, column) = (line + 1, 1),
                // Further bytes of a character.
                0x80..=0xBF => {}
                _ => column += 1,
            }
        }
        let mut expected = String::new();
        push(&mut expected, phrase);
        push(&mut expected, &self.detail);
        JsonError::Syntax { line, column, expected }
    }
}
