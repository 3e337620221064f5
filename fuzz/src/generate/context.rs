//! Contexts, and the ids of entities.

use super::{Choices, joined, quoted};

/// The names of attributes, by which patterns, rules and contexts meet.
pub(super) const PATHS: &[&str] = &["a", "b", "c", "a.b", "b.c", "a.b.c", "d", "e", "é", "", "a.", "entityId"];

/// Texts that patterns and rules name, or nearly.
pub(super) const TEXTS: &[&str] = &[
    "x",
    "xy",
    "y",
    "X",
    "",
    "xyxy",
    "ß",
    "SS",
    "10.1.2.3",
    "2001:db8::1",
    "5",
    "1.50",
    "true",
    "2024-05-01",
    "x@y.example",
    "é",
    "a*b",
    "用户",
    "\u{1F600}",
    "0x1F",
];

/// Numbers as they are written.
pub(super) const NUMBERS: &[&str] = &[
    "1",
    "0",
    "5",
    "5.0",
    "-1",
    "1.5",
    "1e2",
    "300",
    "3.0e2",
    "0.1",
    "-0",
    "12345678901234567891",
    "1e400",
    "1e-400",
    "0.1000000000000000055",
    "9007199254740993",
    "5e-324",
];

/// A leaf that all forms of a context can have.
#[derive(Clone, Copy, Debug)]
pub enum Scalar<'a> {
    /// Not there.
    Absent,
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A finite number.
    Number(f64),
    /// A text.
    Text(&'a str),
}

impl<'a> Scalar<'a> {
    /// One that a pattern or a rule may look for: often one of the words that they were written with.
    pub fn chosen(choices: &mut Choices<'_>, words: &[&'a str]) -> Scalar<'a> {
        let word = if words.is_empty() || choices.one_in(2) { choices.pick(TEXTS) } else { choices.pick(words) };
        match choices.below(8) {
            0..=3 => Scalar::Text(word),
            4 | 5 => {
                let known = choices.pick(NUMBERS).parse();
                Scalar::Number(word.parse().or(known).ok().filter(|number: &f64| number.is_finite()).unwrap_or(5.0))
            }
            6 => [Scalar::Bool(true), Scalar::Bool(false), Scalar::Null][choices.below(3)],
            _ => Scalar::Absent,
        }
    }
}

/// The words of a text, each once: what stands between quotes, spaces and brackets.
pub fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for word in text.split(|character: char| character.is_whitespace() || "\"'\\()[]{},:".contains(character)) {
        if !word.is_empty() && word.len() <= 64 && words.len() < 64 && !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// Bytes that look random and follow from these, for what would else be chosen by no bytes at all.
pub fn noise(data: &[u8]) -> Vec<u8> {
    // FNV-1a, and then xorshift.
    let seed = data
        .iter()
        .fold(0xCBF2_9CE4_8422_2325, |hash: u64, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01B3));
    let mut state = seed | 1;
    let next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    std::iter::repeat_with(next).take(512).collect()
}

/// The JSON text of a context.
pub fn context(choices: &mut Choices<'_>) -> String {
    object(choices, 3)
}

fn object(choices: &mut Choices<'_>, depth: usize) -> String {
    let members = choices.list(0, 5, |choices, _| {
        let key = choices.pick(PATHS);
        let value = value(choices, depth);
        format!("{}:{value}", quoted(key))
    });
    format!("{{{}}}", joined(&members))
}

fn value(choices: &mut Choices<'_>, depth: usize) -> String {
    match choices.below(if depth == 0 { 8 } else { 12 }) {
        0..=3 => quoted(choices.pick(TEXTS)),
        4 | 5 => choices.pick(NUMBERS).to_owned(),
        6 => choices.pick(&["true", "false"]).to_owned(),
        7 => String::from("null"),
        8 | 9 => format!("[{}]", joined(&choices.list(0, 4, |choices, _| value(choices, depth - 1)))),
        _ => object(choices, depth - 1),
    }
}

/// The id of an entity, mostly a good one.
pub fn entity(choices: &mut Choices<'_>) -> String {
    match choices.below(8) {
        0 => choices.pick(&["vip", "anna", "qa-1", "用户", "e\u{301}"]).to_owned(),
        7 => choices.pick(&["", "\n", "a\u{2028}b", "\u{0}", "\u{85}"]).to_owned(),
        _ => format!("user-{}", choices.below(1000)),
    }
}
