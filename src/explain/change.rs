//! What would have changed an outcome, as phrases.

use crate::bucketing::{Line, Range};
use crate::condition::Condition;

use super::words::{integer, join};

/// How many parts of a condition a phrase names.
const NAMED: usize = 3;

/// To be in a range.
pub(super) fn into(line: &Line, range: &Range) -> String {
    let point = ["an entity id whose ", line.name.as_str(), " point is "].concat();
    match (range.from, range.to) {
        (0, to) => join(&[&point, "below ", &integer(to)]),
        (from, to) if to >= line.total => join(&[&point, &integer(from), " or above"]),
        (from, to) => join(&[&point, "from ", &integer(from), " to below ", &integer(to)]),
    }
}

/// To be outside of the range that the point is in, if there is anything outside of it.
pub(super) fn out_of(line: &Line) -> Option<String> {
    let range = line.inside()?;
    let point = ["an entity id whose ", line.name.as_str(), " point is "].concat();
    let below = ["below ", &integer(range.from)].concat();
    let above = [&integer(range.to), " or above"].concat();
    match (range.from > 0, range.to < line.total) {
        (true, true) => Some(join(&[&point, &below, ", or ", &above])),
        (true, false) => Some(join(&[&point, &below])),
        (false, true) => Some(join(&[&point, &above])),
        (false, false) => None,
    }
}

/// The other outcome of a condition.
pub(super) fn of_condition(condition: &Condition) -> Option<String> {
    let mut phrases = Vec::new();
    needed(condition, !condition.passed, &mut phrases);
    let more = phrases.len().saturating_sub(NAMED);
    phrases.truncate(NAMED);
    if more > 0 {
        phrases.push(join(&[&integer(more as u64), " more"]));
    }
    if phrases.is_empty() { None } else { Some(phrases.join(" and ")) }
}

/// Adds what makes the condition come to that outcome, all of which is needed.
fn needed(condition: &Condition, outcome: bool, phrases: &mut Vec<String>) {
    if condition.note.is_some() {
        return phrases.push("one element of an array that meets all parts".to_owned());
    }
    let text = condition.text.as_str();
    match (condition.operator.as_str(), outcome) {
        ("all" | "and", true) => {
            for part in condition.parts.iter().filter(|part| !part.passed) {
                needed(part, true, phrases);
            }
        }
        ("any", false) => {
            for part in condition.parts.iter().filter(|part| part.passed) {
                needed(part, false, phrases);
            }
        }
        ("all", false) => phrases.push("a context that the segment does not match".to_owned()),
        ("any", true) => phrases.push("a member of $or that matches".to_owned()),
        ("field", false) => phrases.push(join(&[text, " being something else"])),
        ("field", true) => {
            let mut matchers = Vec::new();
            for part in condition.parts.iter().take(NAMED) {
                matchers.push(part.text.as_str());
            }
            let more = if condition.parts.len() > NAMED { ", …" } else { "" };
            phrases.push(join(&[text, " matching [", &matchers.join(", "), more, "]"]));
        }
        ("constant", _) => {}
        (_, outcome) => phrases.push(join(&[text, if outcome { " being true" } else { " being false" }])),
    }
}
