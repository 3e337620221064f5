//! What stands between quotes: strings, long strings, quoted symbols.

use std::borrow::Cow;

/// What may stand raw between quotes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quote {
    /// `"…"`
    String,
    /// `'…'`
    Symbol,
    /// `'''…'''`, which may have line breaks.
    Long,
}

impl Quote {
    pub(super) fn mark(self) -> &'static str {
        match self {
            Quote::String => "\"",
            Quote::Symbol => "'",
            Quote::Long => "'''",
        }
    }
}

/// The text behind an opening quote up to the closing one, without its escapes, and the length of all that.
pub(super) fn quoted(text: &str, quote: Quote) -> Option<(Cow<'_, str>, usize)> {
    let mark = quote.mark();
    let mut unescaped: Option<String> = None;
    let mut copied = 0;
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        if rest.starts_with(mark) {
            let plain = text.get(copied..at)?;
            let content = match unescaped {
                None => Cow::Borrowed(plain),
                Some(before) => Cow::Owned(before + plain),
            };
            return Some((content, at + mark.len()));
        }
        let next = rest.chars().next()?;
        // What stands for itself is copied later, in one piece.
        let (replaced, length) = match next {
            '\\' => escape(rest)?,
            '\r' if quote == Quote::Long => (Some('\n'), line_break(rest)),
            '\n' if quote == Quote::Long => (None, 0),
            '\t' | '\u{b}' | '\u{c}' => (None, 0),
            control if control < ' ' => return None,
            _ => (None, 0),
        };
        if length == 0 {
            at += next.len_utf8();
            continue;
        }
        let out = unescaped.get_or_insert_default();
        out.push_str(text.get(copied..at)?);
        out.extend(replaced);
        at += length;
        copied = at;
    }
}

/// What an escape stands for (nothing, if it hides a line break), and its length. `None` if there is no such escape.
fn escape(text: &str) -> Option<(Option<char>, usize)> {
    let simple = match text.chars().nth(1)? {
        'a' => '\u{7}',
        'b' => '\u{8}',
        't' => '\t',
        'n' => '\n',
        'f' => '\u{c}',
        'r' => '\r',
        'v' => '\u{b}',
        '0' => '\0',
        itself @ ('?' | '\'' | '"' | '/' | '\\') => itself,
        '\r' | '\n' => return Some((None, 1 + line_break(text.get(1..)?))),
        'x' => return Some((char::from_u32(hexadecimal(text, 2, 2)?), 4)),
        'u' => return unicode(text),
        'U' => return char::from_u32(hexadecimal(text, 2, 8)?).map(|character| (Some(character), 10)),
        _ => return None,
    };
    Some((Some(simple), 2))
}

/// `\uXXXX`, or two of them for a character beyond the first 65536.
fn unicode(text: &str) -> Option<(Option<char>, usize)> {
    let unit = hexadecimal(text, 2, 4)?;
    if let Some(character) = char::from_u32(unit) {
        return Some((Some(character), 6));
    }
    let low = text.get(6..)?.strip_prefix("\\u").and_then(|rest| hexadecimal(rest, 0, 4))?;
    let pair = (0xD800..0xDC00).contains(&unit) && (0xDC00..0xE000).contains(&low);
    let character = char::from_u32(0x1_0000 + ((unit & 0x3FF) << 10 | (low & 0x3FF)))?;
    pair.then_some((Some(character), 12))
}

fn hexadecimal(text: &str, start: usize, digits: usize) -> Option<u32> {
    let digits = text.get(start..start + digits)?;
    digits.chars().try_fold(0, |value: u32, digit| Some(value << 4 | digit.to_digit(16)?))
}

/// The length of the line break that the text begins with.
fn line_break(text: &str) -> usize {
    if text.starts_with("\r\n") { 2 } else { 1 }
}
