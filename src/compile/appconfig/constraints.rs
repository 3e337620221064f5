//! Definitions of flags: which attributes there are, and what their values must be (R23).

use crate::json::{Decimal, Json};
use crate::order::Names;
use crate::problem::{Code, Path, Problem};
use crate::regex::{Budget, Regex};
use crate::snapshot::{self, Place, Report};

use super::super::checks;
use super::is_attribute_key;

/// The types of attributes.
const TYPES: [&str; 4] = ["number", "string", "array", "boolean"];

/// The types of an array's elements.
const ELEMENT_TYPES: [&str; 2] = ["string", "number"];

/// The bounds of a minimum or maximum: what a double counts exactly.
const RANGE: std::ops::RangeInclusive<i64> = -checks::MAX_EXACT..=checks::MAX_EXACT;

/// The longest `pattern`, in characters.
const PATTERN_LENGTH: usize = 1024;

/// A flag's definition.
pub(super) struct Definition<'a> {
    /// By key; `None` if nothing, or nothing readable, is said of the values.
    pub(super) attributes: Vec<(&'a str, Option<Constraints<'a>>)>,
    /// Whether some could not be read, so that nobody knows which there are.
    pub(super) unreadable: bool,
    /// Positions in `attributes`.
    pub(super) by_key: Names<'a>,
}

/// What an attribute's values must be.
pub(super) struct Constraints<'a> {
    /// Whether a value that is served has one.
    pub(super) required: bool,
    pub(super) kind: Kind<'a>,
}

pub(super) enum Kind<'a> {
    Number {
        minimum: Option<i64>,
        maximum: Option<i64>,
    },
    Text {
        pattern: Option<Regex>,
        choices: Option<Names<'a>>,
    },
    Bool,
    /// Nothing said of the elements: any that an array may have.
    Array(Option<Box<Kind<'a>>>),
}

impl<'a> Definition<'a> {
    pub(super) fn compile(
        wire: &'a snapshot::Definition<'a>,
        report: &mut Report,
        regexes: &mut Budget,
        place: Place,
        at: &Path<'_>,
    ) -> Definition<'a> {
        let at = at.key("attributes");
        let mut attributes = Vec::new();
        let mut by_key = Names::new();
        for (key, constraints) in wire.attributes.iter().flatten() {
            let at = at.key(key);
            if !is_attribute_key(key) {
                report.add(place, Problem::with_text(&at, Code::InvalidKey, key));
            }
            let at = at.key("constraints");
            let mut compiler = Compiler { report, regexes, place };
            let constraints = constraints.as_ref().and_then(|constraints| {
                let kind = compiler.kind(constraints, &TYPES, &at)?;
                Some(Constraints { required: constraints.required, kind })
            });
            by_key.insert(key, attributes.len());
            attributes.push((*key, constraints));
        }
        Definition { attributes, unreadable: wire.attributes.is_none(), by_key }
    }
}

struct Compiler<'r> {
    report: &'r mut Report,
    regexes: &'r mut Budget,
    place: Place,
}

impl Compiler<'_> {
    fn kind<'a>(&mut self, wire: &'a snapshot::Constraints<'a>, types: &[&str], at: &Path<'_>) -> Option<Kind<'a>> {
        let kind = wire.kind?;
        if !types.contains(&kind) {
            self.report.add(self.place, checks::unknown_value(&at.key("type"), types, kind));
            return None;
        }
        match kind {
            "number" => self.number(wire, at),
            "string" => self.text(wire, at),
            "boolean" => Some(Kind::Bool),
            _ => {
                let elements = wire.elements.as_ref();
                let kind = elements.and_then(|elements| self.kind(elements, &ELEMENT_TYPES, &at.key("elements")));
                Some(Kind::Array(kind.map(Box::new)))
            }
        }
    }

    fn number<'a>(&mut self, wire: &'a snapshot::Constraints<'a>, at: &Path<'_>) -> Option<Kind<'a>> {
        let mut bound = |value: Option<&Json<'_>>, key: &str| {
            value.and_then(|value| checks::integer(self.report, self.place, value, RANGE, &at.key(key)))
        };
        let minimum = bound(wire.minimum, "minimum");
        let maximum = bound(wire.maximum, "maximum");
        if minimum.zip(maximum).is_some_and(|(minimum, maximum)| minimum > maximum) {
            self.report.add(self.place, Problem::with_json(at, Code::ConflictingConstraints, wire.json));
            return Some(Kind::Number { minimum: None, maximum: None });
        }
        Some(Kind::Number { minimum, maximum })
    }

    fn text<'a>(&mut self, wire: &'a snapshot::Constraints<'a>, at: &Path<'_>) -> Option<Kind<'a>> {
        let pattern = wire.pattern.and_then(|pattern| self.pattern(pattern, &at.key("pattern")));
        if wire.choices.as_ref().is_some_and(Vec::is_empty) {
            let empty = Json::Array(Vec::new());
            self.report.add(self.place, Problem::with_json(&at.key("enum"), Code::EmptyList, &empty));
        }
        if wire.pattern.is_some() && wire.choices.is_some() {
            self.report.add(self.place, Problem::with_json(at, Code::ConflictingConstraints, wire.json));
            return Some(Kind::Text { pattern: None, choices: None });
        }
        let choices = wire.choices.as_ref().map(|choices| choices.iter().map(|choice| (*choice, 0)).collect());
        Some(Kind::Text { pattern, choices })
    }

    fn pattern(&mut self, pattern: &str, at: &Path<'_>) -> Option<Regex> {
        if pattern.chars().count() > PATTERN_LENGTH {
            self.report.add(self.place, Problem::with_text(at, Code::TooLong, pattern));
            return None;
        }
        let refused = |error: String| Problem::with_text(at, Code::InvalidRegex, pattern).detailed(error);
        Regex::new(pattern, self.regexes).map_err(|error| self.report.add(self.place, refused(error))).ok()
    }
}

impl Kind<'_> {
    /// What is wrong with a number.
    pub(super) fn number_fault(&self, lexeme: &str) -> Option<Code> {
        let Kind::Number { minimum, maximum } = self else { return None };
        // The greatest integer not above the number, and the least not below it.
        let number = Decimal::parse(lexeme);
        let above = |bound: i64| match number.floor_scaled(0) {
            Some(floor) => floor >= bound,
            None => !lexeme.starts_with('-'),
        };
        let below = |bound: i64| match number.floor_scaled(0) {
            Some(floor) => floor < bound || (floor == bound && number.to_integer().is_some()),
            None => lexeme.starts_with('-'),
        };
        let fits = minimum.is_none_or(above) && maximum.is_none_or(below);
        (!fits).then_some(Code::OutOfRange)
    }

    /// What is wrong with a text.
    pub(super) fn text_fault(&self, text: &str) -> Option<Code> {
        let Kind::Text { pattern, choices } = self else { return None };
        if choices.as_ref().is_some_and(|choices| !choices.is_empty() && !choices.contains_key(text)) {
            return Some(Code::UnknownValue);
        }
        let matches = pattern.as_ref().is_none_or(|pattern| pattern.is_match(text));
        (!matches).then_some(Code::PatternMismatch)
    }
}
