//! What would have changed an outcome, as phrases.

use crate::bucketing::Line;
use crate::condition::Condition;

use super::words::{fill, integer};

/// To be in a range.
#[inline(never)]
pub(super) fn into(line: &Line, from: u64, to: u64) -> String {
    let template = match (from, to) {
        (0, _) => "an entity id whose {} point is below {}",
        (_, to) if to >= line.total => return point(line, "an entity id whose {} point is {} or above", from, to),
        _ => return point(line, "an entity id whose {} point is from {} to below {}", from, to),
    };
    point(line, template, to, to)
}

/// To be outside of the range that the point is in, if there is anything outside of it.
#[inline(never)]
pub(super) fn out_of(line: &Line) -> Option<String> {
    let range = line.inside()?;
    match (range.from > 0, range.to < line.total) {
        (true, true) => {
            Some(point(line, "an entity id whose {} point is below {}, or {} or above", range.from, range.to))
        }
        (true, false) => Some(into(line, 0, range.from)),
        (false, true) => Some(into(line, range.to, line.total)),
        (false, false) => None,
    }
}

/// To be in a range that gives a variation.
#[inline(never)]
pub(super) fn to_variations(line: &Line) -> Vec<String> {
    let mut phrases = Vec::new();
    // Ranges side by side are one.
    let (mut from, mut to) = (0, 0);
    let mut add = |from, to| {
        if from < to {
            phrases.push(into(line, from, to));
        }
    };
    for range in line.ranges.iter().filter(|range| range.variation.is_some()) {
        if range.from != to {
            add(from, to);
            from = range.from;
        }
        to = range.to;
    }
    add(from, to);
    phrases
}

#[inline(never)]
fn point(line: &Line, template: &str, from: u64, to: u64) -> String {
    fill(template, &[line.name.as_str(), &integer(from), &integer(to)])
}

/// The other outcome of a condition: of the one part that it hangs on, if there is one. Nothing if no request has that outcome.
#[inline(never)]
pub(super) fn of_condition(condition: &Condition) -> Option<String> {
    let mut condition = condition;
    loop {
        if is_settled(condition) {
            return None;
        }
        let decides = match condition.operator.as_str() {
            "all" | "and" => false,
            "any" | "or" => true,
            _ => break,
        };
        let may_be_any = condition.passed != decides;
        let mut parts =
            condition.parts.iter().filter(|part| (may_be_any || part.passed == decides) && !is_settled(part));
        match (parts.next(), parts.next()) {
            (Some(only), None) if condition.more == 0 => condition = only,
            _ => break,
        }
    }
    let template = match (condition.operator.as_str(), condition.passed) {
        ("all" | "any", true) => "a context that the segment does not match",
        ("all" | "any", false) => "a context that the segment matches",
        ("field", true) => "a value of {} that does not match",
        ("field", false) => "a value of {} that matches",
        (_, true) => "{} being false",
        (_, false) => "{} being true",
    };
    Some(fill(template, &[&condition.text]))
}

/// Whether a rule's expression comes to the same for every request, by its constants.
fn is_settled(condition: &Condition) -> bool {
    let decides = match condition.operator.as_str() {
        "constant" => return true,
        "and" => false,
        "or" => true,
        "not" => return condition.parts.first().is_some_and(is_settled),
        _ => return false,
    };
    // Each part is asked once: they are nested.
    let mut are_all = condition.more == 0;
    for part in &condition.parts {
        match is_settled(part) {
            true if part.passed == decides => return true,
            is_settled => are_all &= is_settled,
        }
    }
    are_all
}
