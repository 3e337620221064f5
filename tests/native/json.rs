//! Reading JSON text, against hifijson: the same values, refused at the same place with the same words.

use hifijson::num::LexWrite as _;
use hifijson::str::LexAlloc as _;
use hifijson::token::Lex as _;
use hifijson::{Error, Expect, SliceLexer};
use proptest::prelude::*;
use variate::json::{Json, JsonError, MAX_DEPTH};

fn expected(text: &str) -> Result<Json<'_>, JsonError> {
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

fn read<'a>(next: u8, lexer: &mut SliceLexer<'a>, depth: usize) -> Result<Json<'a>, Error> {
    Ok(match next {
        b'"' => Json::String(lexer.discarded().str_string().map_err(Error::Str)?),
        b'[' => {
            let depth = depth.checked_sub(1).ok_or(Error::Depth)?;
            let mut items = Vec::new();
            lexer.discarded().seq(b']', SliceLexer::ws_peek, |next, lexer| {
                items.push(read(next, lexer, depth)?);
                Ok::<_, Error>(())
            })?;
            Json::Array(items)
        }
        b'{' => {
            let depth = depth.checked_sub(1).ok_or(Error::Depth)?;
            let mut members = Vec::new();
            lexer.discarded().seq(b'}', SliceLexer::ws_peek, |next, lexer| {
                lexer.expect(|_| Some(next), b'"').ok_or(Expect::String)?;
                let key = lexer.str_string().map_err(Error::Str)?;
                lexer.expect(SliceLexer::ws_peek, b':').ok_or(Expect::Colon)?;
                let next = lexer.ws_peek().ok_or(Expect::Value)?;
                members.push((key, read(next, lexer, depth)?));
                Ok::<_, Error>(())
            })?;
            Json::Object(members)
        }
        b'0'..=b'9' | b'-' => Json::Number(lexer.num_string().validated()?.0),
        b'n' | b't' | b'f' => match lexer.null_or_bool().ok_or(Expect::Value)? {
            None => Json::Null,
            Some(value) => Json::Bool(value),
        },
        _ => return Err(Expect::Value.into()),
    })
}

#[track_caller]
fn check(text: &str) {
    assert_eq!(Json::parse(text), expected(text), "{text:?}");
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
    let mark = Json::parse("\u{feff}{}").unwrap_err();
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

/// Where no unpaired surrogate is escaped, nothing changes; else the text is JSON then.
#[test]
fn unpaired_surrogates_are_replaced() {
    for (text, repaired) in [
        ("", ""),
        ("\\ud800", "\\ufffd"),
        ("a\\uD83D\\uDE00b", "a\\uD83D\\uDE00b"),
        ("\\ud800\\ud83d\\ude00", "\\ufffd\\ud83d\\ude00"),
        ("\\udc00\\ud800é", "\\ufffd\\ufffdé"),
        ("\\\\ud800", "\\\\ud800"),
        ("\\\\\\ud800x", "\\\\\\ufffdx"),
        ("\\é\\ud800", "\\é\\ufffd"),
        ("\\u00e9\\ud80", "\\u00e9\\ud80"),
        ("\\ud800\\n", "\\ufffd\\n"),
        ("\\", "\\"),
    ] {
        assert_eq!(variate::json::well_formed(text), repaired, "{text}");
    }
}
