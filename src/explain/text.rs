//! Explanations as plain text.

use std::fmt;

use crate::bucketing::{Line, LineName};
use crate::condition::Condition;
use crate::json::{push, push_char, write_string};

use super::words::{integer, join, ordinal, share};
use super::{Answer, Explanation, Kind, Step};

/// How many matchers of a field are shown; of more, those that hold as well.
const SHOWN: usize = 8;

impl Explanation<'_> {
    /// All of it as lines of text, the same on every platform, without a line break at the end.
    pub fn to_text(&self) -> String {
        let mut page = Page { out: String::new() };
        page.title(self);
        for (position, step) in self.steps.iter().enumerate() {
            page.step(position, step);
        }
        page.out
    }
}

impl fmt::Display for Explanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

struct Page {
    out: String,
}

impl Page {
    /// Appends a line. Characters that control a terminal, or would end the line, become spaces.
    fn line(&mut self, indent: usize, parts: &[&str]) {
        if !self.out.is_empty() {
            push(&mut self.out, "\n");
        }
        for _ in 0..indent {
            push(&mut self.out, "  ");
        }
        for part in parts {
            for character in part.chars() {
                push_char(&mut self.out, if is_control(character) { ' ' } else { character });
            }
        }
    }

    fn title(&mut self, explanation: &Explanation<'_>) {
        let who = explanation.entity.as_ref().map_or_else(|| "nobody in particular".to_owned(), |id| quoted(id));
        let (what, reason) = match &explanation.answer {
            Answer::Feature(decision) => (decision.variation().name.clone(), decision.reason().as_str()),
            Answer::Flag(decision) => {
                let mut value = String::new();
                decision.value().write_json(&mut value);
                (value, decision.reason().as_str())
            }
        };
        self.line(0, &[&what, " for ", &who, ": ", reason]);
    }

    fn step(&mut self, position: usize, step: &Step) {
        self.line(0, &[""]);
        let space = if step.name.is_empty() { "" } else { " " };
        let title = ["(", step.rule, "): ", step.outcome.as_str()].concat();
        self.line(0, &[&ordinal(position), ". ", words(step.kind), space, &step.name, " ", &title]);
        self.line(1, &[&step.because]);
        if let Some(condition) = &step.condition {
            self.condition(2, condition);
        }
        for line in &step.lines {
            self.place(1, line);
        }
        for phrase in &step.would_change {
            self.line(1, &["Would change it: ", phrase, "."]);
        }
    }

    fn condition(&mut self, indent: usize, condition: &Condition) {
        let mark = if condition.passed { "✓ " } else { "✗ " };
        let what = match condition.operator.as_str() {
            "all" => "all of",
            "any" => "any of",
            _ => &condition.text,
        };
        let mut found = String::new();
        for (position, value) in condition.found.iter().enumerate() {
            let before = if position == 0 { "   found: " } else { ", " };
            let value = value.value.as_deref().unwrap_or("nothing");
            // Only one thing is read by a field.
            let name = if condition.operator == "field" {
                String::new()
            } else {
                join(&[&found_name(condition, position), " = "])
            };
            push(&mut found, &join(&[before, &name, value]));
        }
        self.line(indent, &[mark, what, &found]);
        if let Some(note) = condition.note {
            self.line(indent.saturating_add(1), &["(", note, ")"]);
        }
        if let Some(line) = &condition.line {
            self.place(indent.saturating_add(1), line);
        }
        let mut left_out = 0_u64;
        for (position, part) in condition.parts.iter().enumerate() {
            if condition.operator == "field" && position >= SHOWN && !part.passed {
                left_out = left_out.saturating_add(1);
            } else {
                self.condition(indent.saturating_add(1), part);
            }
        }
        if left_out > 0 {
            self.line(indent.saturating_add(1), &["✗ ", &integer(left_out), " more"]);
        }
    }

    fn place(&mut self, indent: usize, line: &Line) {
        let at = share(line.point, line.total);
        let (point, total) = (integer(line.point), integer(line.total));
        let inside = line.inside();
        let salt = quoted(&line.salt);
        self.line(
            indent,
            &[line.name.as_str(), " point ", &point, " of ", &total, ", at ", &at, " (salt ", &salt, ")"],
        );
        let widest = line.ranges.iter().map(|range| integer(range.to).len()).max().unwrap_or_default();
        for range in &line.ranges {
            let mark = if inside == Some(range) { "✓ " } else { "✗ " };
            let (from, to) = (padded(range.from, widest), padded(range.to, widest));
            let variation = range.variation.as_deref();
            let gives = match (line.name, variation) {
                (LineName::Allot, Some(variation)) => join(&[" → ", variation]),
                (LineName::Allot, None) => " → nothing of this feature".to_owned(),
                (LineName::Enrol, _) => String::new(),
            };
            let part = share(range.to.saturating_sub(range.from), line.total);
            self.line(
                indent.saturating_add(1),
                &[mark, &from, " to below ", &to, "  ", &range.name, &gives, " (", &part, ")"],
            );
        }
        if line.ranges.is_empty() {
            self.line(indent.saturating_add(1), &["✗ nobody's"]);
        }
    }
}

fn found_name(condition: &Condition, position: usize) -> String {
    condition.found.get(position).map_or_else(String::new, |found| found.name.clone())
}

/// A number with spaces before it.
fn padded(value: u64, width: usize) -> String {
    let digits = integer(value);
    let mut out = " ".repeat(width.saturating_sub(digits.len()));
    push(&mut out, &digits);
    out
}

fn quoted(text: &str) -> String {
    let mut out = String::new();
    write_string(text, &mut out);
    out
}

/// Whether a character has no place within a line: it controls, ends the line, or turns the direction of what follows.
fn is_control(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn words(kind: Kind) -> &'static str {
    match kind {
        Kind::SegmentOverride => "segment override",
        Kind::TreatmentOverride => "treatment override",
        kind => kind.as_str(),
    }
}
