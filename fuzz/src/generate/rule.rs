//! Rules of flags.

use super::Choices;

/// Constants, as Ion writes them.
const CONSTANTS: &[&str] = &[
    "\"x\"",
    "\"gold\"",
    "5",
    "1.5",
    "true",
    "2024-05-01",
    "'''x''' '''y'''",
    "\"\\u00e9\"",
    "-2e0",
    "0x1F",
    "1_000",
    "2024T",
    "2024-05-01T00:00:00-00:00",
    "false",
    "15d-1",
    "0b101",
    "\"\"",
    "2024-05-01T23:59:60Z",
    "+inf",
];

/// What a rule may say of the context.
const VARIABLES: &[&str] = &["$a", "$b", "$c", "$d", "$e", "$entityId", "'$a.b'", "$a_1", "'$é'"];

/// Pieces that may not belong there.
const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    ",",
    "::",
    ".",
    "-",
    "'",
    "\"",
    "''",
    "'''",
    "\\",
    "// x\n",
    "/* x */",
    "//",
    "/*",
    "{{",
    "{",
    "$",
    "$10",
    "$ion_1_0",
    "null",
    "null.int",
    "nan",
    "1e400",
    "0xFFFFFFFFFFFFFFFFF",
    "2024-02-30",
    "2024-01",
    "a::b::1",
    "()",
    "[]",
    "symbol",
    "\u{0}",
];

const EXPRESSIONS: &[&str] = &[
    "(a|b)+",
    "^x",
    "y$",
    "x*",
    "[a-f0-9]{2,3}",
    "(?i)gold",
    "\\\\d+",
    ".",
    "a{1000}",
    "(x{10}){10}",
    "[^x]",
    "\\\\bx\\\\b",
    "",
    "(a",
    "é?",
];

/// The text of a rule.
pub fn rule(choices: &mut Choices<'_>) -> String {
    expression(choices, 4)
}

fn expression(choices: &mut Choices<'_>, depth: usize) -> String {
    let rule = match choices.below(if depth == 0 { 8 } else { 12 }) {
        0 | 1 => {
            let operator = choices.pick(&["eq", "gt", "gte", "lt", "lte"]);
            format!("({operator} {} {})", operand(choices, depth), operand(choices, depth))
        }
        2 => {
            format!("({} {} {})", choices.pick(&["begins_with", "ends_with", "contains"]), text(choices), text(choices))
        }
        3 => {
            let list = choices.list(0, 4, |choices, _| constant(choices));
            format!("(in {} [{}])", operand(choices, depth), list.join(choices.pick(&[", ", ","])))
        }
        4 => format!("(exists key::\"{}\")", choices.pick(&["a", "entityId", "", "a.b"])),
        5 => format!("(matches in::{} pattern::\"{}\")", text(choices), choices.pick(EXPRESSIONS)),
        6 => {
            let seed = choices.pick(&["", " seed::\"s\"", " seed::\"\"", " seed::\"t\""]);
            format!(
                "(split pct::{} by::{}{seed})",
                choices.pick(&["50", "1", "12.5", "99.9999", "0", "100", "1e1", "100.0001"]),
                text(choices)
            )
        }
        7 => format!("(exists key::\"b\") {}", choices.pick(&["", "// end", "/* end */", "\n"])),
        8 => format!("(not {})", expression(choices, depth - 1)),
        _ => {
            let operands = choices.list(1, 3, |choices, _| expression(choices, depth - 1));
            format!("({} {})", choices.pick(&["and", "or"]), operands.join(" "))
        }
    };
    if choices.one_in(64) { broken(choices, &rule) } else { rule }
}

/// With a piece put in place of a character, or between two.
fn broken(choices: &mut Choices<'_>, rule: &str) -> String {
    let characters: Vec<char> = rule.chars().collect();
    let (before, behind) = characters.split_at(choices.below(characters.len() + 1));
    let left_out = choices.below(2).min(behind.len());
    before.iter().copied().chain(choices.pick(PIECES).chars()).chain(behind[left_out..].iter().copied()).collect()
}

fn operand(choices: &mut Choices<'_>, depth: usize) -> String {
    match choices.below(8) {
        0..=3 => choices.pick(VARIABLES).to_owned(),
        7 if depth > 0 => expression(choices, depth - 1),
        _ => constant(choices),
    }
}

fn constant(choices: &mut Choices<'_>) -> String {
    choices.pick(CONSTANTS).to_owned()
}

fn text(choices: &mut Choices<'_>) -> String {
    choices.pick(&["$a", "$e", "\"x\"", "$entityId", "\"gold\"", "'''xy'''", "$b"]).to_owned()
}
