//! Definitions of flags: which attributes there are, and what their values must be (R23).

use crate::json::{Decimal, Json};
use crate::order::Names;
use crate::problem::Code;
use crate::regex::Regex;
use crate::snapshot::Node;
use crate::text::is_longer;

use super::super::{Compiler, checks};
use super::FLAG_KEY_LENGTH;

/// Whose constraints they are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holder {
    Attribute,
    /// The elements of an array.
    Elements,
}

impl Holder {
    fn has_type(self, name: &str) -> bool {
        matches!(name, "number" | "string") || (self == Holder::Attribute && matches!(name, "array" | "boolean"))
    }

    /// The types that there are.
    fn types(self) -> &'static str {
        match self {
            Holder::Attribute => "number, string, array, boolean",
            Holder::Elements => "string, number",
        }
    }
}

/// The longest `pattern`, in characters.
const PATTERN_LENGTH: usize = 1024;

/// The definitions of a document of flags.
#[derive(Default)]
pub(super) struct Definitions<'a> {
    /// Whether there are definitions, or none of them as they say, and not merely none that could be read.
    pub(super) are_known: bool,
    list: Vec<Definition<'a>>,
    by_key: Names<'a>,
}

impl<'a> Definitions<'a> {
    pub(super) fn get(&self, key: &str) -> Option<&Definition<'a>> {
        self.list.get(*self.by_key.get(key)?)
    }
}

/// A flag's definition.
pub(super) struct Definition<'a> {
    /// By key; `None` if nothing, or nothing readable, is said of the values.
    pub(super) attributes: Vec<(&'a str, Option<Constraints<'a>>)>,
    /// Whether some could not be read, so that nobody knows which there are.
    pub(super) is_unreadable: bool,
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
    Array(Option<Box<Constraints<'a>>>),
}

impl<'a> Compiler<'a> {
    pub(super) fn definition(&mut self, key: &'a str, node: &Node<'_, 'a>, definitions: &mut Definitions<'a>) {
        self.flag_key(key, FLAG_KEY_LENGTH, &node.at);
        let is_readable = self.report.is_object(node) && node.is_object_or_absent("attributes");
        self.report.timestamps(node, &["_createdAt", "_updatedAt"]);
        let mut definition = Definition { attributes: Vec::new(), is_unreadable: !is_readable, by_key: Names::new() };
        let outer = node.at.key("attributes");
        for (key, json) in self.report.members(node, "attributes") {
            let node = Node { json, at: outer.key(key) };
            self.attribute_key(key, &node.at);
            let mut constraints = None;
            if self.report.is_object(&node)
                && let Some(given) = self.report.optional_object(&node, "constraints")
            {
                constraints = self.constraints(&node.key("constraints", given), Holder::Attribute, true);
            }
            definition.by_key.insert(key, definition.attributes.len());
            definition.attributes.push((key, constraints));
        }
        definitions.by_key.insert(key, definitions.list.len());
        definitions.list.push(definition);
    }

    /// All members are read, so that every problem is found; they mean something if the constraints `count`, and are those of
    /// the type.
    fn constraints(&mut self, node: &Node<'_, 'a>, holder: Holder, count: bool) -> Option<Constraints<'a>> {
        let mut kind = self.report.required_text(node, "type").filter(|_| count).unwrap_or_default();
        if !kind.is_empty() && !holder.has_type(kind) {
            self.report.unknown_value(&node.at.key("type"), holder.types(), kind);
            kind = "";
        }
        let required = self.report.optional_flag(node, "required").unwrap_or(false);
        let pattern = self.report.optional_text(node, "pattern");
        let choices = self.choices(node);
        let elements = match self.report.optional_object(node, "elements") {
            Some(elements) => self.constraints(&node.key("elements", elements), Holder::Elements, kind == "array"),
            None => None,
        };
        let kind = match kind {
            "number" => self.number(node),
            "string" => self.text(node, pattern, choices),
            "boolean" => Kind::Bool,
            "array" => Kind::Array(elements.map(Box::new)),
            _ => return None,
        };
        Some(Constraints { required, kind })
    }

    /// The texts of `enum`. Nothing is compared with a list of which a part could not be read.
    fn choices(&mut self, node: &Node<'_, 'a>) -> Option<Names<'a>> {
        let list = self.report.list(node, "enum");
        let mut is_complete = list.is_given;
        let mut choices = Names::new();
        for (index, item) in list.items.iter().enumerate() {
            match self.report.as_text(item, &list.at.index(index)) {
                Some(text) => {
                    choices.insert(text, index);
                }
                None => is_complete = false,
            }
        }
        is_complete.then_some(choices)
    }

    fn bound(&mut self, node: &Node<'_, 'a>, key: &str) -> Option<i64> {
        let words = "-9007199254740991 to 9007199254740991";
        checks::integer(&mut self.report, node.get(key)?, &checks::EXACT, words, &node.at.key(key))
    }

    fn number(&mut self, node: &Node<'_, 'a>) -> Kind<'a> {
        let minimum = self.bound(node, "minimum");
        let maximum = self.bound(node, "maximum");
        if let (Some(least), Some(most)) = (minimum, maximum)
            && least > most
        {
            self.report.json(&node.at, Code::ConflictingConstraints, node.json, &[]);
            return Kind::Number { minimum: None, maximum: None };
        }
        Kind::Number { minimum, maximum }
    }

    fn text(&mut self, node: &Node<'_, 'a>, pattern: Option<&str>, choices: Option<Names<'a>>) -> Kind<'a> {
        let mut regex = None;
        if let Some(pattern) = pattern {
            let at = node.at.key("pattern");
            if is_longer(pattern, PATTERN_LENGTH) {
                self.report.text(&at, Code::TooLong, pattern);
            } else {
                match Regex::new(pattern, &mut self.regexes) {
                    Ok(compiled) => regex = Some(compiled),
                    Err(error) => self.report.detailed_text(&at, Code::InvalidRegex, pattern, &error),
                }
            }
        }
        if choices.as_ref().is_some_and(|choices| choices.is_empty()) {
            self.report.empty_list(&node.at.key("enum"));
        }
        if pattern.is_some() && choices.is_some() {
            self.report.json(&node.at, Code::ConflictingConstraints, node.json, &[]);
            return Kind::Text { pattern: None, choices: None };
        }
        Kind::Text { pattern: regex, choices }
    }
}

impl Kind<'_> {
    /// What is wrong with a number.
    pub(super) fn number_fault(&self, lexeme: &str) -> Option<Code> {
        let Kind::Number { minimum, maximum } = self else { return None };
        let number = Decimal::parse(lexeme);
        // The greatest integer not above the number; none if it is beyond all integers.
        let is_outside = match number.floor_scaled(0) {
            Some(floor) => {
                let is_whole = number.to_scaled_integer(0).is_some();
                minimum.is_some_and(|least| floor < least)
                    || maximum.is_some_and(|most| floor > most || (floor == most && !is_whole))
            }
            None if lexeme.starts_with('-') => minimum.is_some(),
            None => maximum.is_some(),
        };
        is_outside.then_some(Code::OutOfRange)
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

/// Whether the items of an array are numbers: as the definition says, else as its first item.
pub(super) fn are_numbers(items: &[Json<'_>], elements: Option<&Constraints<'_>>) -> bool {
    match elements {
        Some(elements) => matches!(elements.kind, Kind::Number { .. }),
        None => matches!(items.first(), Some(Json::Number(_))),
    }
}
