//! Patterns of segments.

use super::context::{NUMBERS, PATHS, TEXTS};
use super::{Choices, joined, quoted};

/// The JSON text of a pattern.
pub fn pattern(choices: &mut Choices<'_>) -> String {
    object(choices, 4)
}

fn object(choices: &mut Choices<'_>, depth: usize) -> String {
    // A key stands once in an object.
    let first = choices.below(PATHS.len());
    let members = choices.list(1, 3, |choices, index| {
        if depth > 0 && index == 0 && choices.one_in(4) {
            let members = choices.list(2, 3, |choices, _| object(choices, depth - 1));
            return format!("\"$or\":[{}]", joined(&members));
        }
        let key = PATHS[(first + index) % PATHS.len()];
        let field = if depth > 0 && choices.one_in(5) { object(choices, depth - 1) } else { matchers(choices) };
        format!("{}:{}", quoted(key), choices.or_wrong(field))
    });
    format!("{{{}}}", joined(&members))
}

fn matchers(choices: &mut Choices<'_>) -> String {
    let matchers = choices.list(1, 3, |choices, _| {
        let matcher = matcher(choices);
        choices.or_wrong(matcher)
    });
    format!("[{}]", joined(&matchers))
}

fn matcher(choices: &mut Choices<'_>) -> String {
    match choices.below(12) {
        0..=2 => literal(choices),
        3 => format!("{{\"exists\":{}}}", choices.pick(&["true", "false"])),
        4 => format!("{{\"numeric\":{}}}", numeric(choices)),
        5 => format!(
            "{{\"cidr\":\"{}\"}}",
            choices.pick(&["10.0.0.0/8", "0.0.0.0/0", "2001:db8::/32", "10.1.2.3/32", "::/0", "10.0.0.0/32"])
        ),
        6 | 7 => text_matcher(choices),
        8 => format!("{{\"wildcard\":{}}}", wildcard(choices)),
        9 | 10 => {
            let negated = match choices.below(4) {
                0 => literal(choices),
                1 => format!("[{}]", joined(&choices.list(1, 4, |choices, _| literal(choices)))),
                2 => format!("{{\"wildcard\":{}}}", wildcard(choices)),
                _ => text_matcher(choices),
            };
            format!("{{\"anything-but\":{}}}", choices.or_wrong(negated))
        }
        _ => format!("{{\"equals-ignore-case\":{}}}", text(choices)),
    }
}

fn text_matcher(choices: &mut Choices<'_>) -> String {
    let name = choices.pick(&["prefix", "suffix", "equals-ignore-case"]);
    let text = quoted(choices.pick(&["x", "xy", "é", "ß", "10.", "y"]));
    if choices.one_in(4) && name != "equals-ignore-case" {
        return format!("{{\"{name}\":{{\"equals-ignore-case\":{text}}}}}");
    }
    format!("{{\"{name}\":{text}}}")
}

fn wildcard(choices: &mut Choices<'_>) -> String {
    quoted(&choices.list(1, 5, |choices, _| choices.pick(&["x", "*", "y", "é", "\\*", "\\\\", "xy"])).concat())
}

fn numeric(choices: &mut Choices<'_>) -> String {
    if choices.one_in(2) {
        let (first, second) = (choices.between(-5, 10), choices.between(0, 300));
        return format!(
            "[\"{}\",{first},\"{}\",{}]",
            choices.pick(&[">", ">="]),
            choices.pick(&["<", "<="]),
            first + second
        );
    }
    format!("[\"{}\",{}]", choices.pick(&["=", "<", "<=", ">", ">="]), choices.pick(&NUMBERS[..11]))
}

fn text(choices: &mut Choices<'_>) -> String {
    quoted(choices.pick(TEXTS))
}

fn literal(choices: &mut Choices<'_>) -> String {
    match choices.below(8) {
        0..=4 => text(choices),
        5 | 6 => choices.pick(&NUMBERS[..11]).to_owned(),
        _ => choices.pick(&["true", "false", "null"]).to_owned(),
    }
}
