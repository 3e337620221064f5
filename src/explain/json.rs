//! Explanations as JSON text.

use crate::bucketing::Line;
use crate::condition::Condition;
use crate::decision::object::{boolean, key, next, raw, text};
use crate::json::{push, push_integer, write_string};

use super::{Answer, Explanation, Schedule, Step};

impl Explanation<'_> {
    /// Appends `{"answer":…,"steps":[…],"text":…}`: what `explain` of the package gives.
    pub fn write_json(&self, out: &mut String) {
        push(out, "{");
        key(out, "answer");
        self.answer.write_json(out);
        list(out, "steps", &self.steps, step);
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

fn step(out: &mut String, step: &Step) {
    text(out, "rule", step.rule);
    text(out, "kind", step.kind.as_str());
    optional(out, "name", Some(&step.name).filter(|name| !name.is_empty()));
    text(out, "outcome", step.outcome.as_str());
    text(out, "because", &step.because);
    optional(out, "drawn", step.drawn.as_ref());
    if let Some(met) = &step.condition {
        object(out, "condition", |out| condition(out, met));
    }
    if !step.lines.is_empty() {
        list(out, "lines", &step.lines, line);
    }
    if let Some(known) = &step.schedule {
        object(out, "schedule", |out| schedule(out, known));
    }
    if !step.would_change.is_empty() {
        raw(out, "wouldChange", "[");
        for phrase in &step.would_change {
            next(out);
            write_string(phrase, out);
        }
        push(out, "]");
    }
}

fn schedule(out: &mut String, schedule: &Schedule) {
    number(out, "steps", schedule.steps as u64);
    if let Some((position, start)) = schedule.in_force {
        number(out, "inForce", position as u64);
        key(out, "since");
        push_integer(out, start.millis());
    }
    if let Some(start) = schedule.next {
        key(out, "next");
        push_integer(out, start.millis());
    }
}

fn condition(out: &mut String, condition: &Condition) {
    text(out, "operator", &condition.operator);
    optional(out, "text", Some(&condition.text).filter(|_| !matches!(&*condition.operator, "all" | "any")));
    boolean(out, "passed", condition.passed);
    if !condition.found.is_empty() {
        list(out, "found", &condition.found, |out, found| {
            text(out, "name", &found.name);
            optional(out, "value", found.value.as_ref());
        });
    }
    if !condition.parts.is_empty() {
        list(out, "parts", &condition.parts, self::condition);
    }
    if let Some(known) = &condition.line {
        object(out, "line", |out| line(out, known));
    }
    if let Some(note) = condition.note {
        text(out, "note", note);
    }
}

fn line(out: &mut String, line: &Line) {
    text(out, "name", line.name.as_str());
    number(out, "domain", line.domain as u64);
    text(out, "salt", &line.salt);
    text(out, "id", &line.id);
    number(out, "hash", u64::from(line.hash));
    number(out, "point", line.point);
    number(out, "total", line.total);
    list(out, "ranges", &line.ranges, |out, range| {
        text(out, "name", &range.name);
        optional(out, "variation", range.variation.as_ref());
        number(out, "from", range.from);
        number(out, "to", range.to);
    });
}

fn list<T>(out: &mut String, name: &str, items: &[T], members: fn(&mut String, &T)) {
    raw(out, name, "[");
    for item in items {
        next(out);
        push(out, "{");
        members(out, item);
        push(out, "}");
    }
    push(out, "]");
}

fn object(out: &mut String, name: &str, members: impl FnOnce(&mut String)) {
    raw(out, name, "{");
    members(out);
    push(out, "}");
}

fn optional(out: &mut String, name: &str, value: Option<&String>) {
    if let Some(value) = value {
        text(out, name, value);
    }
}

fn number(out: &mut String, name: &str, value: u64) {
    key(out, name);
    // A point of a line at the most.
    push_integer(out, i64::try_from(value).unwrap_or(i64::MAX));
}
