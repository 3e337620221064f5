//! Features: variations, the default, overrides, strategy.

use crate::entity::EntityId;
use crate::json::{Json, to_double, to_integer};
use crate::order::{Names, sorted};
use crate::problem::Code;
use crate::project::{Cause, Feature, FeatureEntry, Outcome, Value, Variation};
use crate::snapshot::{Node, Place};
use crate::text::{copy, is_longer};

use super::quarantine::Touch;
use super::{Compiler, attributes, checks};

/// The longest `stringValue`, in characters.
const STRING_LENGTH: usize = 512;

/// The members of the value union, each with the name of its type and what it takes.
const UNION: [(&str, &str, &str); 4] = [
    ("boolValue", "BOOLEAN", "true or false"),
    ("longValue", "LONG", "an integer within ±9007199254740991"),
    ("doubleValue", "DOUBLE", "a number that a double can hold"),
    ("stringValue", "STRING", "a string of up to 512 characters"),
];

/// What is known of a feature while it is compiled.
pub(super) struct Draft<'a> {
    pub(super) name: &'a str,
    pub(super) place: Place,
    /// Whether launches and experiments take part (E2).
    pub(super) all_rules: bool,
    /// Positions of variations; of doubled names the first.
    pub(super) variations: Names<'a>,
    /// Whether a launch or an experiment runs on it, under any strategy.
    pub(super) has_launch: bool,
    pub(super) has_experiment: bool,
}

impl Draft<'_> {
    /// The position of a variation.
    pub(super) fn variation(&self, name: &str) -> Option<usize> {
        self.variations.get(name).copied()
    }
}

impl<'a> Compiler<'a> {
    #[inline(never)]
    pub(super) fn feature(&mut self, node: &Node<'_, 'a>) {
        let name = self.report.required_text(node, "name");
        let arn = self.report.optional_text(node, "arn");
        let mut is_taken = false;
        if let Some(name) = name {
            let at = node.at.key("name");
            checks::name(&mut self.report, name, checks::NAME_LENGTH, &at);
            // An item whose name is taken is one feature with the first, and quarantined with it.
            is_taken = *self.by_name.entry(name).or_insert(self.drafts.len()) != self.drafts.len();
            if is_taken {
                self.report.text(&at, Code::DuplicateName, name);
            }
            if self.lenient {
                self.touches.push(Touch::feature(self.report.place, name));
            }
        }
        let (variations, by_name) = self.variations(node);
        let mut draft = Draft {
            name: name.unwrap_or_default(),
            place: self.report.place,
            all_rules: true,
            variations: by_name,
            has_launch: false,
            has_experiment: false,
        };
        let mut feature = Feature {
            variations,
            // E5: the first variation when no default is named.
            default: Outcome { variation: 0, cause: Cause::Default },
            others: Vec::new(),
            overrides: Vec::new(),
            launch: None,
            experiment: None,
            #[cfg(feature = "explain")]
            ignores_rules: false,
            attributes: attributes::ascending(Vec::new()),
        };
        if let Some(name) = self.report.optional_text(node, "defaultVariation") {
            match draft.variation(name) {
                Some(variation) => feature.default.variation = variation,
                None => self.report.text(&node.at.key("defaultVariation"), Code::UnknownVariation, name),
            }
        }
        match self.report.optional_text(node, "evaluationStrategy") {
            None | Some("ALL_RULES") => {}
            Some("DEFAULT_VARIATION") => draft.all_rules = false,
            Some(other) => {
                let at = node.at.key("evaluationStrategy");
                self.report.unknown_value(&at, "ALL_RULES, DEFAULT_VARIATION", other);
            }
        }
        #[cfg(feature = "explain")]
        {
            feature.ignores_rules = !draft.all_rules;
        }
        self.overrides(&draft, &mut feature, node);
        let Some(name) = name.filter(|_| !is_taken) else { return };
        let arn = match (arn, &self.identity) {
            (Some(arn), _) => copy(arn),
            (None, Some(identity)) => identity.feature_arn(name),
            (None, None) => String::new(),
        };
        self.features.push(FeatureEntry { name: copy(name), arn, feature: Ok(feature) });
        self.drafts.push(draft);
    }

    /// The variations of a feature, and their positions by name.
    #[inline(never)]
    fn variations(&mut self, node: &Node<'_, 'a>) -> (Vec<Variation>, Names<'a>) {
        let mut variations = Vec::new();
        let mut by_name = Names::new();
        self.report.required(node, "variations");
        let list = self.report.list(node, "variations");
        if list.is_given && list.items.is_empty() {
            self.report.empty_list(&list.at);
        }
        let mut value_type = self.report.optional_text(node, "valueType");
        if let Some(unknown) = value_type.filter(|name| !UNION.iter().any(|(_, known, _)| known == name)) {
            self.report.unknown_value(&node.at.key("valueType"), "BOOLEAN, LONG, DOUBLE, STRING", unknown);
            value_type = None;
        }
        for index in 0..list.items.len() {
            let Some(node) = self.report.object_in(&list, index) else { continue };
            let name = self.report.required_text(&node, "name");
            let value = match self.report.required_object(&node, "value") {
                Some(union) => self.value(&node.key("value", union), &mut value_type),
                None => None,
            };
            let Some(name) = name else { continue };
            let at = node.at.key("name");
            checks::name(&mut self.report, name, checks::NAME_LENGTH, &at);
            let position = variations.len();
            if *by_name.entry(name).or_insert(position) != position {
                self.report.text(&at, Code::DuplicateName, name);
            }
            let value = value.unwrap_or(Value::Bool(false));
            variations.push(Variation { name: copy(name), value, position });
        }
        (variations, by_name)
    }

    /// The value of a union. The first one that is read gives the feature its type if it states none (R20).
    #[inline(never)]
    fn value(&mut self, union: &Node<'_, 'a>, value_type: &mut Option<&'a str>) -> Option<Value> {
        let mut known = None;
        for (key, name, expected) in UNION {
            let Some(value) = union.get(key) else { continue };
            if known.is_some() {
                self.report.json(&union.at, Code::DoubledValue, union.json, &[]);
                return None;
            }
            known = Some((key, name, expected, value));
        }
        let Some((key, name, expected, value)) = known else {
            self.report.json(&union.at, Code::EmptyValue, union.json, &[]);
            return None;
        };
        if *value_type.get_or_insert(name) != name {
            self.report.json(&union.at, Code::ValueTypeMismatch, union.json, &[]);
        }
        let read = read(name, value);
        if let Err(code) = read {
            self.report.json(&union.at.key(key), code, value, &[expected]);
        }
        read.ok()
    }

    #[inline(never)]
    #[expect(clippy::arithmetic_side_effects, reason = "a number of outcomes, which are in memory")]
    fn overrides(&mut self, draft: &Draft<'a>, feature: &mut Feature, node: &Node<'_, 'a>) {
        // Entities that get the same variation share an outcome.
        let mut numbers = Names::new();
        let mut overrides = Vec::new();
        let outer = node.at.key("entityOverrides");
        for (id, name) in self.report.members(node, "entityOverrides") {
            let at = outer.key(id);
            let name = self.report.as_text(name, &at);
            if EntityId::new(id).is_err() {
                self.report.text(&at, Code::InvalidEntityId, id);
            }
            let Some(name) = name else { continue };
            let Some(variation) = draft.variation(name) else {
                self.report.text(&at, Code::UnknownVariation, name);
                continue;
            };
            let next = feature.others.len() + 1;
            let number = *numbers.entry(name).or_insert(next);
            if number == next {
                feature.others.push(Outcome { variation, cause: Cause::Override });
            }
            overrides.push((id.into(), number));
        }
        feature.overrides = sorted(overrides, |(a, _): &(Box<str>, usize), (b, _)| a.cmp(b));
    }
}

/// A value of the type of that name.
#[inline(never)]
fn read(name: &str, value: &Json<'_>) -> Result<Value, Code> {
    match (name, value) {
        ("BOOLEAN", Json::Bool(value)) => Ok(Value::Bool(*value)),
        ("LONG", Json::Number(lexeme)) => {
            let integer = to_integer(lexeme).filter(|value| checks::EXACT.contains(value));
            integer.map(Value::Long).ok_or(Code::OutOfRange)
        }
        ("DOUBLE", Json::Number(lexeme)) => to_double(lexeme).map(Value::Double).ok_or(Code::OutOfRange),
        ("STRING", Json::String(text)) if is_longer(text, STRING_LENGTH) => Err(Code::TooLong),
        ("STRING", Json::String(text)) => Ok(Value::String(copy(text))),
        _ => Err(Code::WrongType),
    }
}
