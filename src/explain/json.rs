//! Explanations as JSON text.

use crate::bucketing::Line;
use crate::condition::Condition;
use crate::decision::object::{boolean, key, next, raw, text};
use crate::json::{push, push_integer, write_string};

use super::{Answer, Explanation, Step};

impl Explanation<'_> {
    /// Appends `{"answer":…,"steps":[…],"text":…}`: what `explain` of the package gives.
    pub fn write_json(&self, out: &mut String) {
        push(out, "{");
        key(out, "answer");
        self.answer.write_json(out);
        raw(out, "steps", "[");
        for step in &self.steps {
            open(out);
            write_step(out, step);
        }
        push(out, "]");
        text(out, "text", &self.to_text());
        push(out, "}");
    }
}

impl Answer<'_> {
    /// Appends what is answered to the same request without an explanation.
    pub fn write_json(&self, out: &mut String) {
        match self {
            Answer::Flag(decision) => decision.write_json(out),
            Answer::Feature(decision) => {
                push(out, "{");
                decision.write_members(out);
                push(out, "}");
            }
        }
    }
}

#[inline(never)]
fn write_step(out: &mut String, step: &Step) {
    text(out, "rule", step.rule);
    text(out, "kind", step.kind.as_str());
    if !step.name.is_empty() {
        text(out, "name", &step.name);
    }
    text(out, "outcome", step.outcome.as_str());
    text(out, "because", &step.because);
    optional(out, "drawn", step.drawn.as_deref());
    if let Some(condition) = &step.condition {
        raw(out, "condition", "{");
        write_condition(out, condition);
    }
    if !step.lines.is_empty() {
        raw(out, "lines", "[");
        for line in &step.lines {
            open(out);
            write_line(out, line);
        }
        push(out, "]");
    }
    if let Some(schedule) = &step.schedule {
        raw(out, "schedule", "{");
        number(out, "steps", schedule.steps as u64);
        if let Some((position, start)) = schedule.in_force {
            number(out, "inForce", position as u64);
            number(out, "since", start.millis().cast_unsigned());
        }
        if let Some(start) = schedule.next {
            number(out, "next", start.millis().cast_unsigned());
        }
        push(out, "}");
    }
    if !step.would_change.is_empty() {
        raw(out, "wouldChange", "[");
        for phrase in &step.would_change {
            next(out);
            write_string(phrase, out);
        }
        push(out, "]");
    }
    push(out, "}");
}

#[inline(never)]
fn write_condition(out: &mut String, condition: &Condition) {
    text(out, "operator", &condition.operator);
    if !matches!(&*condition.operator, "all" | "any") {
        text(out, "text", &condition.text);
    }
    boolean(out, "passed", condition.passed);
    if !condition.found.is_empty() {
        raw(out, "found", "[");
        for found in &condition.found {
            open(out);
            text(out, "name", &found.name);
            optional(out, "value", found.value.as_deref());
            push(out, "}");
        }
        push(out, "]");
    }
    if !condition.parts.is_empty() {
        raw(out, "parts", "[");
        for part in &condition.parts {
            open(out);
            write_condition(out, part);
        }
        push(out, "]");
    }
    if condition.more > 0 {
        number(out, "more", condition.more as u64);
    }
    if let Some(line) = &condition.line {
        raw(out, "line", "{");
        write_line(out, line);
    }
    optional(out, "note", condition.note);
    push(out, "}");
}

#[inline(never)]
fn write_line(out: &mut String, line: &Line) {
    text(out, "name", line.name.as_str());
    number(out, "domain", line.domain as u64);
    text(out, "salt", &line.salt);
    text(out, "id", &line.id);
    number(out, "hash", u64::from(line.hash));
    number(out, "point", line.point);
    number(out, "total", line.total);
    raw(out, "ranges", "[");
    for range in &line.ranges {
        open(out);
        text(out, "name", &range.name);
        optional(out, "variation", range.variation.as_deref());
        number(out, "from", range.from);
        number(out, "to", range.to);
        push(out, "}");
    }
    push(out, "]}");
}

/// Begins an object that is an item.
#[inline(never)]
fn open(out: &mut String) {
    next(out);
    push(out, "{");
}

#[inline(never)]
fn optional(out: &mut String, name: &str, value: Option<&str>) {
    if let Some(value) = value {
        text(out, name, value);
    }
}

/// A member that is an integer; times have their sign.
#[inline(never)]
fn number(out: &mut String, name: &str, value: u64) {
    key(out, name);
    push_integer(out, value.cast_signed());
}
