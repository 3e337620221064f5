//! Reading JSON text, against hifijson: the same values, refused at the same place with the same words.

use hifijson::num::LexWrite as _;
use hifijson::str::LexAlloc as _;
use hifijson::token::Lex as _;
use hifijson::{Error, Expect, SliceLexer};
use proptest::prelude::*;
use variate::json::{Arena, Json, JsonError, MAX_DEPTH};

/// A value as hifijson reads it.
#[derive(Debug, PartialEq)]
enum Value {
    Null,
    Bool(bool),
    Number(String),
    String(String),
    Array(Vec<Value>),
    Object(Vec<(String, Value)>),
}

impl Value {
    fn of(json: &Json<'_>) -> Value {
        match *json {
            Json::Null => Value::Null,
            Json::Bool(value) => Value::Bool(value),
            Json::Number(lexeme) => Value::Number(lexeme.to_owned()),
            Json::String(text) => Value::String(text.to_owned()),
            Json::Array(items) => Value::Array(items.iter().map(Value::of).collect()),
            Json::Object(members) => {
                Value::Object(members.iter().map(|(key, value)| ((*key).to_owned(), Value::of(value))).collect())
            }
        }
    }
}

fn expected(text: &str) -> Result<Value, JsonError> {
    let mut lexer = SliceLexer::new(text.as_bytes());
    lexer.exactly_one(SliceLexer::ws_peek, |next, lexer| read(next, lexer, MAX_DEPTH)).map_err(|error| {
        if error == Error::Depth {
            return JsonError::TooDeep;
        }
        let before = &text.as_bytes()[..text.len() - lexer.as_slice().len()];
        let line = before.rsplit(|byte| *byte == b'\n').next().unwrap();
        JsonError::Syntax {
            line: before.iter().filter(|byte| **byte == b'\n').count() + 1,
            column: line.iter().filter(|byte| **byte & 0xC0 != 0x80).count() + 1,
            expected: error.to_string(),
        }
    })
}

fn read(next: u8, lexer: &mut SliceLexer<'_>, depth: usize) -> Result<Value, Error> {
    Ok(match next {
        b'"' => Value::String(lexer.discarded().str_string().map_err(Error::Str)?.into_owned()),
        b'[' => {
            let depth = depth.checked_sub(1).ok_or(Error::Depth)?;
            let mut items = Vec::new();
            lexer.discarded().seq(b']', SliceLexer::ws_peek, |next, lexer| {
                items.push(read(next, lexer, depth)?);
                Ok::<_, Error>(())
            })?;
            Value::Array(items)
        }
        b'{' => {
            let depth = depth.checked_sub(1).ok_or(Error::Depth)?;
            let mut members = Vec::new();
            lexer.discarded().seq(b'}', SliceLexer::ws_peek, |next, lexer| {
                lexer.expect(|_| Some(next), b'"').ok_or(Expect::String)?;
                let key = lexer.str_string().map_err(Error::Str)?.into_owned();
                lexer.expect(SliceLexer::ws_peek, b':').ok_or(Expect::Colon)?;
                let next = lexer.ws_peek().ok_or(Expect::Value)?;
                members.push((key, read(next, lexer, depth)?));
                Ok::<_, Error>(())
            })?;
            Value::Object(members)
        }
        b'0'..=b'9' | b'-' => Value::Number(lexer.num_string().validated()?.0.to_owned()),
        b'n' | b't' | b'f' => match lexer.null_or_bool().ok_or(Expect::Value)? {
            None => Value::Null,
            Some(value) => Value::Bool(value),
        },
        _ => return Err(Expect::Value.into()),
    })
}

/// The text with every escaped unpaired surrogate replaced by U+FFFD, as which it is to be read: hifijson refuses it.
fn repaired(text: &str) -> String {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        let are_digits = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        are_digits.then(|| u16::from_str_radix(digits, 16).unwrap())
    };
    let mut repaired = text.to_owned();
    let mut at = 0;
    while let Some(escape) = text.get(at..).and_then(|rest| rest.find('\\')) {
        at += escape;
        match (unit(at), unit(at + 6)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => at += 12,
            (Some(0xD800..=0xDFFF), _) => {
                repaired.replace_range(at..at + 6, "\\ufffd");
                at += 6;
            }
            _ => at += 1 + text.get(at + 1..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8),
        }
    }
    repaired
}

#[track_caller]
fn check(text: &str) {
    let arena = Arena::new();
    assert_eq!(Json::parse(text, &arena).map(|json| Value::of(&json)), expected(&repaired(text)), "{text:?}");
}

#[test]
#[rustfmt::skip]
fn every_way_to_refuse_a_text() {
    for text in [
        "", " ", "[", "[ ", "[1", "[1 ", "[1 2]", "[1,", "[1,]", "[,]", "[1}", "{", "{ ", "{1:2}", "{\"a\"", "{\"a\" 1}",
        "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{\"a\":1]", "{\"a\":}", "\"", "\"a", "\"\\", "\"\\u", "\"\\u12",
        "\"\\ux\"", "\"\\u123g\"", "\"\\x\"", "\"\\é\"", "\"\\u00é0\"", "\"\u{1}\"", "\"\n\"", "\"\\ud800\"", "\"\\ud800x",
        "\"\\ud800\\n\"", "\"\\ud800\\u0041\"", "\"\\ud800\\ud800\"", "\"\\udc00\"", "\"\\ud83d\\ude00\"", "\"a\\nb\\/c\"",
        "nul", "nulL", "null1", "tru", "true false", "fals", "n", "-", "-x", "01", "-01", "1.", "1.e1", "1e", "1e+", "1e+x",
        "1.5.2", ".5", "+1", "\n\n  x", "[1,\n  é ]", "é", "\u{0}", "1\u{0}", "[\u{0}", "\"é\\é\"",
    ] {
        check(text);
    }
    check(&"[".repeat(129));
    check(&"{\"a\":".repeat(129));
    check(&format!("{}{}", "[".repeat(128), "]".repeat(128)));
    let mark = Json::parse("\u{feff}{}", &Arena::new()).unwrap_err();
    assert_eq!(mark.to_string(), "the text is not JSON (no byte order mark expected at line 1, column 1)");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn texts_near_to_json(text in "[\\[\\]{},:\" \\\\u0-9a-fA-FdDntrlse.+\\-\né/\u{1}]{0,24}") {
        check(&text);
    }

    #[test]
    fn strings(text in "\"([a-z\"\u{e9}\u{10000}]|\\\\[bfnrtux\"\\\\/]|\\\\u[dD][89aAbBcCfF0][0-9]{2}|\\\\u00[0-9a-fA-Fg]{2}){0,8}\"?") {
        check(&text);
    }

    #[test]
    fn numbers(text in "-{0,2}[0-9]{0,3}\\.?[0-9]{0,3}[eE]?[+-]?[0-9]{0,2}") {
        check(&text);
    }
}

/// Strings of every length, for they are read eight bytes at a time.
#[test]
fn what_ends_a_string_is_found_at_every_place() {
    for length in 0..20 {
        for end in ["\"", "\\n\"", "\\u0041\"", "\n\"", "\u{1}\"", "\u{1f}", "é\"", "\u{7f}\"", "\u{80}\"", "", "\\"] {
            for character in ["a", "!", "#", "[", "]", "\u{7f}", "é", "\u{a0}"] {
                check(&format!("\"{}{end}", character.repeat(length)));
                check(&format!("\"{}{end}{}", character.repeat(length), "\"\\ ".repeat(4)));
            }
        }
    }
}

/// B1, R1: what an escaped unpaired surrogate is read as.
#[test]
fn unpaired_surrogates_are_replaced() {
    for (text, expected) in [
        ("", ""),
        ("\\ud800", "\u{fffd}"),
        ("a\\uD83D\\uDE00b", "a\u{1f600}b"),
        ("\\ud800\\ud83d\\ude00", "\u{fffd}\u{1f600}"),
        ("\\udc00\\ud800é", "\u{fffd}\u{fffd}é"),
        ("\\\\ud800", "\\ud800"),
        ("\\\\\\ud800x", "\\\u{fffd}x"),
        ("\\ud800\\n", "\u{fffd}\n"),
        ("\\ud800\\u0041", "\u{fffd}A"),
    ] {
        assert_eq!(Json::parse(&format!("\"{text}\""), &Arena::new()), Ok(Json::String(expected)), "{text}");
    }
}
