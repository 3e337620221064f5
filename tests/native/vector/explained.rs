//! Explanations must agree with the decisions that they are of, and with themselves.

use std::collections::BTreeSet;

use variate::explain::{Answer, Explanation, Kind, Outcome, Step};
use variate::json::{Arena, Json};
use variate::request::RequestError;
use variate::{Condition, FlagReason, Line, Reason, point};

use super::error_json;

/// The explanation of what was answered so; what is wrong with it.
pub fn check(explanation: &Explanation<'_>, answer: &str) -> Result<(), String> {
    let mut json = String::new();
    explanation.write_json(&mut json);
    let found = faults(explanation, answer, &json);
    if found.is_empty() { Ok(()) } else { Err(format!("{found:?} in the explanation {json}")) }
}

/// What is refused is refused alike; what is answered is explained.
pub fn check_result(explanation: Result<Explanation<'_>, RequestError>, answer: &Result<String, RequestError>) {
    match (explanation, answer) {
        (Ok(explanation), Ok(answer)) => check(&explanation, answer).unwrap(),
        (explanation, answer) => {
            assert_eq!(explanation.err().as_ref().map(error_json), answer.as_ref().err().map(error_json))
        }
    }
}

fn faults(explanation: &Explanation<'_>, answer: &str, json: &str) -> BTreeSet<&'static str> {
    let mut faults = Faults(BTreeSet::new());
    let arena = Arena::new();
    let document = Json::parse(json, &arena).unwrap();
    faults.unless(document.get("answer") == Some(&Json::parse(answer, &arena).unwrap()), "another answer");
    let text = explanation.to_text();
    faults.unless(document.get("text").and_then(Json::as_str) == Some(&text), "another text");
    faults.unless(text.chars().all(|c| c == '\n' || !c.is_control()), "the text controls");
    faults.unless(text.lines().all(|line| line.trim_end() == line), "a line of the text ends with a space");
    let last = explanation.steps.len() - 1;
    for (position, step) in explanation.steps.iter().enumerate() {
        faults.unless((step.outcome == Outcome::Decides) == (position == last), "not exactly the last decides");
        faults.unless(step.because.ends_with('.'), "no sentence");
        for line in &step.lines {
            faults.line(line);
        }
        if let Some(condition) = &step.condition {
            faults.condition(condition);
        }
        faults.step(step);
    }
    let last = &explanation.steps[last];
    faults.unless(kinds(&explanation.answer).contains(&last.kind), "the last step is not the reason");
    if let (Answer::Feature(decision), Some(allot)) = (explanation.answer, last.lines.get(1).or(last.lines.first())) {
        let variation = allot.inside().and_then(|range| range.variation.as_deref());
        faults.unless(variation == Some(&*decision.variation().name), "another variation is drawn");
    }
    faults.0
}

/// What decides when this is the reason.
fn kinds(answer: &Answer<'_>) -> &'static [Kind] {
    match answer {
        Answer::Feature(decision) => match decision.reason() {
            Reason::EntityOverride => &[Kind::Override],
            Reason::Launch => &[Kind::SegmentOverride, Kind::Split],
            Reason::Experiment => &[Kind::Treatment],
            Reason::Default => &[Kind::Strategy, Kind::Default],
        },
        Answer::Flag(decision) => match decision.reason() {
            FlagReason::TreatmentOverride => &[Kind::TreatmentOverride],
            FlagReason::Experiment => &[Kind::Audience],
            FlagReason::Rule => &[Kind::Variant],
            FlagReason::Default => &[Kind::Default],
        },
    }
}

/// Whether the line that a split is on has its range, if it takes anything, and before it at most one of all earlier splits.
fn is_line_of_split(step: &Step) -> bool {
    let own = if step.kind == Kind::Split { "groupWeights" } else { &step.name };
    let Some(enrol) = step.lines.first() else { return true };
    match enrol.ranges.as_slice() {
        [] => true,
        [only] if only.name == own => only.from == 0,
        [earlier] => earlier.name == "earlier splits" && earlier.from == 0,
        [earlier, last] => {
            earlier.name == "earlier splits" && earlier.from == 0 && earlier.to == last.from && last.name == own
        }
        _ => false,
    }
}

struct Faults(BTreeSet<&'static str>);

impl Faults {
    fn unless(&mut self, holds: bool, fault: &'static str) {
        if !holds {
            self.0.insert(fault);
        }
    }

    fn step(&mut self, step: &Step) {
        let passed = step.condition.as_ref().map(|condition| condition.passed);
        let inside = |position: usize| step.lines.get(position).and_then(Line::inside).map(|range| &range.name);
        let decides = step.outcome == Outcome::Decides;
        let holds = match step.kind {
            // The splits that were tried are one range of the line before this one: the entity is in this one or in none.
            Kind::SegmentOverride | Kind::Split if !is_line_of_split(step) => false,
            Kind::SegmentOverride | Kind::Split => match step.lines.as_slice() {
                [] => passed == Some(false) && step.drawn.is_none(),
                [enrol] => passed != Some(false) && enrol.inside().is_none() && step.drawn.is_none(),
                [enrol, allot, ..] => {
                    passed != Some(false)
                        && enrol.inside() == enrol.ranges.last()
                        && step.drawn.as_ref() == inside(1)
                        && decides == allot.inside().is_some_and(|range| range.variation.is_some())
                }
            },
            Kind::Sampling => inside(0).is_some() == (step.outcome == Outcome::Continues),
            Kind::Treatment | Kind::Slot => step.drawn.as_ref() == inside(0),
            Kind::Audience if step.rule == "E4" => passed == Some(step.outcome == Outcome::Continues),
            Kind::Audience | Kind::Variant => passed == Some(decides),
            Kind::Launch => match &step.schedule {
                Some(schedule) => schedule.in_force.is_some() == (step.outcome == Outcome::Continues),
                None => step.outcome == Outcome::Absent,
            },
            _ => step.lines.is_empty() && passed.is_none(),
        };
        self.unless(holds, "a step contradicts itself");
    }

    fn line(&mut self, line: &Line) {
        let point = point(line.domain, &line.salt, line.id.as_bytes());
        let hash = if line.name.as_str() == "enrol" { point.enrol } else { point.allot };
        // What is cut is one character longer than what is not.
        self.unless(line.hash == hash || line.id.chars().count() == 2049, "another hash");
        self.unless(line.point == (u64::from(hash) * line.total) >> 32, "another point");
        self.unless(line.ranges.iter().all(|range| range.from < range.to && range.to <= line.total), "an empty range");
        self.unless(line.ranges.is_sorted_by(|a, b| a.to <= b.from), "ranges overlap");
    }

    fn condition(&mut self, condition: &Condition) {
        let parts = &condition.parts;
        let combined = match condition.operator.as_str() {
            // What is not told may be what it hangs on, but of a field, whose matcher that holds is told.
            "all" | "and" if condition.more > 0 && !condition.passed => false,
            "any" | "or" if condition.more > 0 && condition.passed => true,
            "not" if condition.more > 0 => condition.passed,
            "all" | "and" => parts.iter().all(|part| part.passed),
            "any" | "or" | "field" => parts.iter().any(|part| part.passed),
            "not" => !parts[0].passed,
            "split" => condition.line.as_ref().is_some_and(|line| line.inside().is_some()),
            _ => condition.passed,
        };
        // Where each part is met, but by different elements of an array.
        let expected = combined && condition.note.is_none();
        self.unless(condition.passed == expected, "a condition contradicts its parts");
        self.unless(condition.note.is_none() || combined, "a note about nothing");
        if let Some(line) = &condition.line {
            self.line(line);
        }
        for part in parts {
            self.condition(part);
        }
    }
}
