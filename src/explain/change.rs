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

#[inline(never)]
fn point(line: &Line, template: &str, from: u64, to: u64) -> String {
    fill(template, &[line.name.as_str(), &integer(from), &integer(to)])
}

/// The other outcome of a condition: of the one part that it hangs on, if there is one.
#[inline(never)]
pub(super) fn of_condition(condition: &Condition) -> String {
    let mut condition = condition;
    loop {
        let decides = match condition.operator.as_str() {
            "all" | "and" => false,
            "any" | "or" => true,
            _ => break,
        };
        let mut deciding = condition.parts.iter().filter(|part| part.passed == decides);
        match (deciding.next(), deciding.next()) {
            (Some(only), None) if condition.passed == decides => condition = only,
            _ => break,
        }
    }
    let is_met = condition.passed;
    let template = match (condition.operator.as_str(), is_met) {
        ("all" | "any", true) => "a context that the segment does not match",
        ("all" | "any", false) => "a context that the segment matches",
        ("field", true) => "a value of {} that does not match",
        ("field", false) => "a value of {} that matches",
        (_, true) => "{} being false",
        (_, false) => "{} being true",
    };
    fill(template, &[&condition.text])
}
