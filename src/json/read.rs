//! JSON text → [`Json`].

use super::ordered::{are_ordered, in_order};
use super::{Arena, Json, JsonError, Member, push, push_char, slice};

/// Reads one value that fills the whole text. With `ordered`, the members of large objects are in order.
pub(super) fn read<'a>(
    text: &'a str,
    arena: &'a Arena,
    max_depth: usize,
    ordered: bool,
) -> Result<Json<'a>, JsonError> {
    let (items, members, detail) = (Vec::new(), Vec::new(), String::new());
    let mut reader = Reader { text, arena, ordered, at: 0, items, members, detail };
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

struct Reader<'a> {
    text: &'a str,
    arena: &'a Arena,
    ordered: bool,
    /// How many bytes are read.
    at: usize,
    /// The items of arrays that are not read to their end yet, the inner after the outer.
    items: Vec<Json<'a>>,
    /// The members of such objects.
    members: Vec<Member<'a>>,
    detail: String,
}

#[expect(
    clippy::arithmetic_side_effects,
    reason = "positions, lines and columns of a text; a surrogate is in its range"
)]
impl<'a> Reader<'a> {
    fn document(&mut self, max_depth: usize) -> Result<Json<'a>, Expected> {
        if self.text.starts_with('\u{feff}') {
            return Err("no byte order mark expected");
        }
        let value = self.value(max_depth)?;
        self.next();
        if self.is_at_end() { Ok(value) } else { Err("end of file expected") }
    }

    #[inline(never)]
    fn value(&mut self, depth: usize) -> Result<Json<'a>, Expected> {
        match self.next() {
            b'"' => self.string().map(Json::String),
            b'[' => self.array(depth),
            b'{' => self.object(depth),
            b'0'..=b'9' | b'-' => self.number(),
            _ => self.word(),
        }
    }

    #[inline(never)]
    fn array(&mut self, depth: usize) -> Result<Json<'a>, Expected> {
        let depth = depth.checked_sub(1).ok_or(TOO_DEEP)?;
        let first = self.items.len();
        let mut more = self.begin(b']')?;
        while more {
            let item = self.value(depth)?;
            self.items.push(item);
            more = self.go_on(b']')?;
        }
        let items = self.arena.items(self.items.get(first..).unwrap_or_default());
        self.items.truncate(first);
        Ok(Json::Array(items))
    }

    #[inline(never)]
    fn object(&mut self, depth: usize) -> Result<Json<'a>, Expected> {
        let depth = depth.checked_sub(1).ok_or(TOO_DEEP)?;
        let first = self.members.len();
        let mut more = self.begin(b'}')?;
        while more {
            let member = (self.key()?, self.value(depth)?);
            self.members.push(member);
            more = self.go_on(b'}')?;
        }
        let members = self.members.get(first..).unwrap_or_default();
        let members = if self.ordered && are_ordered(members) {
            self.arena.members(&in_order(members))
        } else {
            self.arena.members(members)
        };
        self.members.truncate(first);
        Ok(Json::Object(members))
    }

    /// Steps over an opening bracket; whether an item follows and not the closing one.
    fn begin(&mut self, end: u8) -> Result<bool, Expected> {
        self.at += 1;
        let next = self.next();
        if next == 0 && self.is_at_end() {
            return Err("value or end of sequence expected");
        }
        self.at += usize::from(next == end);
        Ok(next != end)
    }

    /// Steps over a comma or the closing bracket; whether it was the comma.
    fn go_on(&mut self, end: u8) -> Result<bool, Expected> {
        let next = self.next();
        if next != b',' && next != end {
            return Err("comma or end of sequence expected");
        }
        self.at += 1;
        Ok(next == b',')
    }

    /// A member's key and its colon.
    #[inline(never)]
    fn key(&mut self) -> Result<&'a str, Expected> {
        if self.next() != b'"' {
            return Err(if self.is_at_end() { VALUE } else { "string expected" });
        }
        let key = self.string()?;
        if self.next() != b':' {
            return Err("colon expected");
        }
        self.at += 1;
        Ok(key)
    }

    /// A string, from its opening quote to the closing one.
    #[inline(never)]
    fn string(&mut self) -> Result<&'a str, Expected> {
        self.at += 1;
        let start = self.at;
        self.plain();
        let plain = slice(self.text, start, self.at);
        if self.step(b'"') { Ok(plain) } else { self.escaped(plain) }
    }

    /// Goes on with a string where it is not plain: its text is made of pieces.
    #[inline(never)]
    fn escaped(&mut self, plain: &'a str) -> Result<&'a str, Expected> {
        let mut text = String::new();
        push(&mut text, plain);
        loop {
            match self.take().ok_or("unterminated string")? {
                b'"' => return Ok(self.arena.text(&text)),
                b'\\' => push_char(&mut text, self.escape()?),
                _ => return Err("invalid string control character"),
            }
            let start = self.at;
            self.plain();
            push(&mut text, slice(self.text, start, self.at));
        }
    }

    /// Steps over what stands for itself in a string.
    fn plain(&mut self) {
        // Eight bytes at a time. Of those that end it the first is found; after it, one may be taken for another.
        while let Some(word) = self.rest().first_chunk::<8>() {
            let ends = ends(u64::from_le_bytes(*word));
            if ends != 0 {
                self.at += ends.trailing_zeros() as usize / 8;
                return;
            }
            self.at += 8;
        }
        while !matches!(self.byte(), 0..=0x1F | b'"' | b'\\') {
            self.at += 1;
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
        let unit = self.hex()?;
        if matches!(unit, 0xD800..=0xDBFF) && self.rest().starts_with(b"\\u") {
            let behind = self.at;
            self.at += 2;
            let low = self.hex()?;
            if matches!(low, 0xDC00..=0xDFFF) {
                let code = 0x10000 + ((unit - 0xD800) << 10 | (low - 0xDC00));
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            // Read again, for it stands for itself.
            self.at = behind;
        }
        // Unpaired surrogates are no characters.
        Ok(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER))
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

    #[inline(never)]
    fn number(&mut self) -> Result<Json<'a>, Expected> {
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
        Ok(Json::Number(slice(self.text, start, self.at)))
    }

    fn digits(&mut self) -> Result<(), Expected> {
        let start = self.at;
        while self.byte().is_ascii_digit() {
            self.at += 1;
        }
        if self.at > start { Ok(()) } else { Err("expected digit") }
    }

    #[inline(never)]
    fn word(&mut self) -> Result<Json<'a>, Expected> {
        let (word, value) = match self.byte() {
            b'n' => ("null", Json::Null),
            b't' => ("true", Json::Bool(true)),
            b'f' => ("false", Json::Bool(false)),
            _ => return Err(VALUE),
        };
        if self.rest().starts_with(word.as_bytes()) {
            self.at += word.len();
            return Ok(value);
        }
        self.at += 1;
        Err(VALUE)
    }

    /// The byte that is next; 0 at the end of the text, too.
    fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// The next byte, which is read.
    fn take(&mut self) -> Option<u8> {
        let byte = *self.text.as_bytes().get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    /// The next byte behind white space; 0 at the end of the text, too.
    #[inline(always)]
    fn next(&mut self) -> u8 {
        match self.byte() {
            ..=b' ' => self.space(),
            next => next,
        }
    }

    #[inline(never)]
    fn space(&mut self) -> u8 {
        while let b' ' | b'\t' | b'\r' | b'\n' = self.byte() {
            self.at += 1;
        }
        self.byte()
    }

    /// Steps over this byte, if it is next; it is not 0.
    fn step(&mut self, byte: u8) -> bool {
        let is_next = self.byte() == byte;
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

/// Marks each byte of the word that ends what is plain in a string: quotes, backslashes and control characters. Only the
/// lowest mark is certain.
#[expect(clippy::arithmetic_side_effects, reason = "one byte times ONES is that byte eight times")]
fn ends(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    // A byte borrows from the next one, and so gets a high bit it had not, where it is smaller than what is subtracted.
    let below = |word: u64, limit: u64| word.wrapping_sub(limit * ONES) & !word;
    let quote = below(word ^ (u64::from(b'"') * ONES), 1);
    let backslash = below(word ^ (u64::from(b'\\') * ONES), 1);
    (quote | backslash | below(word, 0x20)) & (0x80 * ONES)
}
