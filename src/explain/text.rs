//! Explanations as plain text.

use std::fmt;

use crate::bucketing::{Line, LineName};
use crate::condition::Condition;
use crate::json::{push, push_char, write_string};

use super::words::{integer, ordinal, percent};
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
    /// Begins a line.
    #[inline(never)]
    fn line(&mut self, indent: usize, text: &str) {
        push(&mut self.out, "\n");
        self.spaces(indent);
        self.add(text);
    }

    /// Goes on with a line. Characters that control a terminal, or would end the line, become spaces.
    #[inline(never)]
    fn add(&mut self, text: &str) {
        for character in text.chars() {
            push_char(&mut self.out, if is_control(character) { ' ' } else { character });
        }
    }

    #[inline(never)]
    fn spaces(&mut self, count: usize) {
        for _ in 0..count {
            push(&mut self.out, " ");
        }
    }

    /// A text in quotes.
    #[inline(never)]
    fn quoted(&mut self, text: &str) {
        let mut quoted = String::new();
        write_string(text, &mut quoted);
        self.add(&quoted);
    }

    /// A number with spaces before it.
    #[inline(never)]
    fn number(&mut self, value: u64, width: usize) {
        let digits = integer(value);
        self.spaces(width.saturating_sub(digits.len()));
        self.add(&digits);
    }

    fn title(&mut self, explanation: &Explanation<'_>) {
        let reason = match &explanation.answer {
            Answer::Feature(decision) => {
                self.add(&decision.variation().name);
                decision.reason().as_str()
            }
            Answer::Flag(decision) => {
                let mut value = String::new();
                decision.value().write_json(&mut value);
                self.add(&value);
                decision.reason().as_str()
            }
        };
        self.add(" for ");
        match &explanation.entity {
            Some(id) => self.quoted(id),
            None => self.add("nobody in particular"),
        }
        self.add(": ");
        self.add(reason);
    }

    fn step(&mut self, position: usize, step: &Step) {
        self.line(0, "");
        self.line(0, &ordinal(position));
        self.add(". ");
        self.add(match step.kind {
            Kind::SegmentOverride => "segment override",
            Kind::TreatmentOverride => "treatment override",
            kind => kind.as_str(),
        });
        if !step.name.is_empty() {
            self.add(" ");
            self.add(&step.name);
        }
        self.add(" (");
        self.add(step.rule);
        self.add("): ");
        self.add(step.outcome.as_str());
        self.line(3, &step.because);
        if let Some(condition) = &step.condition {
            self.condition(5, condition);
        }
        for line in &step.lines {
            self.place(3, line);
        }
        for phrase in &step.would_change {
            self.line(3, "Would change it: ");
            self.add(phrase);
        }
    }

    fn condition(&mut self, indent: usize, condition: &Condition) {
        self.line(indent, if condition.passed { "✓ " } else { "✗ " });
        let is_group = matches!(condition.operator.as_str(), "all" | "any");
        let is_field = condition.operator == "field";
        self.add(if is_group { &condition.operator } else { &condition.text });
        let mut before = "   found: ";
        for found in &condition.found {
            self.add(before);
            if !is_field {
                self.add(&found.name);
                self.add(" = ");
            }
            self.add(found.value.as_deref().unwrap_or("nothing"));
            before = ", ";
        }
        let inner = indent.saturating_add(2);
        if let Some(note) = condition.note {
            self.line(inner, note);
        }
        if let Some(line) = &condition.line {
            self.place(inner, line);
        }
        let mut left_out = 0_u64;
        for (position, part) in condition.parts.iter().enumerate() {
            if is_field && position >= SHOWN && !part.passed {
                left_out = left_out.saturating_add(1);
            } else {
                self.condition(inner, part);
            }
        }
        if left_out > 0 {
            self.line(inner, "✗ ");
            self.number(left_out, 0);
            self.add(" more");
        }
        if condition.more > 0 {
            self.line(inner, "and ");
            self.number(condition.more as u64, 0);
            self.add(" more");
        }
    }

    fn place(&mut self, indent: usize, line: &Line) {
        self.line(indent, line.name.as_str());
        self.add(" point ");
        self.number(line.point, 0);
        self.add(" of ");
        self.number(line.total, 0);
        self.add(", at ");
        self.add(&percent(line.point, line.total));
        self.add(", salt ");
        self.quoted(&line.salt);
        let width = line.ranges.last().map_or(0, |range| integer(range.to).len());
        for range in &line.ranges {
            self.line(indent.saturating_add(2), if range.holds(line.point) { "✓ " } else { "✗ " });
            self.number(range.from, width);
            self.add(" to below ");
            self.number(range.to, width);
            self.add(": ");
            self.add(&range.name);
            if line.name == LineName::Allot {
                self.add(" → ");
                self.add(range.variation.as_deref().unwrap_or("nothing of this feature"));
            }
            self.add(" (");
            self.add(&percent(range.to.saturating_sub(range.from), line.total));
            self.add(")");
        }
    }
}

/// Whether a character has no place within a line: it controls, ends the line, or turns the direction of what follows.
fn is_control(character: char) -> bool {
    matches!(character, '\0'..='\x1F' | '\x7F'..='\u{9F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
