//! Values of flags: basic ones, and variants with their rules (A1, A2).

use crate::flag::FlagValue;
use crate::order::Names;
use crate::problem::{Code, Path, Problem};
use crate::rule::{Role, Rule};
use crate::snapshot::{Attributes, Keyed, Place, Value, Variant};

use super::super::Compiler;
use super::attribute::Values;
use super::constraints::Definition;

impl<'a> Compiler<'a> {
    /// The variants of a flag, the default last; `None` if there is a problem. A basic value is a variant without a name.
    pub(super) fn variants(
        &mut self,
        item: &'a Keyed<'a, Value<'a>>,
        definition: Option<&Definition<'a>>,
        at: &Path<'_>,
    ) -> Option<Vec<(FlagValue, Option<Rule>)>> {
        match &item.content {
            Value::Unreadable => None,
            Value::Basic { enabled, attributes } => {
                let value = self.flag_value(*enabled, None, attributes, definition, item.place, at)?;
                Some(vec![(value, None)])
            }
            Value::Variants(variants, count) => {
                let at = at.key("_variants");
                let mut names = Names::new();
                let mut compiled = Vec::with_capacity(variants.len());
                for (index, variant) in variants {
                    if self.report.is_full() {
                        break;
                    }
                    let is_default = index + 1 == *count;
                    let at = at.index(*index);
                    if let Some(name) = variant.name {
                        self.variant_name(&mut names, name, *index, item.place, &at.key("name"));
                    }
                    let value = self.variant(variant, definition, item.place, &at);
                    let rule = self.variant_rule(variant.rule, is_default, item, &at.key("rule"));
                    compiled.extend(value.zip(rule));
                }
                (compiled.len() == *count).then_some(compiled)
            }
        }
    }

    fn variant_name(&mut self, names: &mut Names<'a>, name: &'a str, index: usize, place: Place, at: &Path<'_>) {
        if name.is_empty() {
            self.add(place, Problem::with_text(at, Code::EmptyText, name));
        } else if *names.entry(name).or_insert(index) != index {
            self.add(place, Problem::with_text(at, Code::DuplicateName, name));
        }
    }

    fn variant(
        &mut self,
        variant: &Variant<'_>,
        definition: Option<&Definition<'a>>,
        place: Place,
        at: &Path<'_>,
    ) -> Option<FlagValue> {
        // Without `enabled` the attributes are read all the same, so that every problem is found.
        let at = at.key("attributeValues");
        let enabled = variant.enabled.unwrap_or(false);
        let attributes = variant.attributes.as_ref()?;
        let value = self.flag_value(enabled, variant.name, attributes, definition, place, &at);
        variant.enabled.and(value)
    }

    /// The rule of a variant: `Some(None)` for the default, which has none.
    fn variant_rule(
        &mut self,
        rule: Option<Option<&str>>,
        is_default: bool,
        item: &Keyed<'a, Value<'a>>,
        at: &Path<'_>,
    ) -> Option<Option<Rule>> {
        let problem = match (rule, is_default) {
            (None | Some(Some("")), true) => return Some(None),
            // It has been reported.
            (Some(None), _) => return None,
            (Some(Some("")), false) => Problem::with_text(at, Code::EmptyText, ""),
            (Some(Some(rule)), false) => {
                return self.rule(rule, Role::Variant, item.key, item.place, at).map(Some);
            }
            (Some(Some(rule)), true) => Problem::with_text(at, Code::UnexpectedRule, rule),
            (None, false) => Problem::new(at, Code::MissingMember),
        };
        self.add(item.place, problem);
        None
    }

    /// Compiles a rule of a flag.
    pub(super) fn rule(&mut self, text: &str, role: Role, flag: &str, place: Place, at: &Path<'_>) -> Option<Rule> {
        let mut problems = Vec::new();
        let rule = Rule::parse(text, role, flag, at, &mut self.regexes, &mut problems);
        for problem in problems {
            self.add(place, problem);
        }
        rule
    }

    /// One value: its attributes, each as its definition says. Those of a flag that is off are checked and left out (A1).
    fn flag_value(
        &mut self,
        enabled: bool,
        variant: Option<&str>,
        attributes: &Attributes<'_>,
        definition: Option<&Definition<'a>>,
        place: Place,
        at: &Path<'_>,
    ) -> Option<FlagValue> {
        let before = self.report.found.len();
        let defined = definition.map_or(&[][..], |definition| &definition.attributes);
        let mut is_given = vec![false; defined.len()];
        let mut values = Vec::with_capacity(attributes.len());
        for (key, json) in attributes {
            if self.report.is_full() {
                break;
            }
            let at = at.key(key);
            let position = definition.and_then(|definition| definition.by_key.get(key));
            if position.is_none() && definition.is_some_and(|definition| !definition.unreadable) {
                self.add(place, Problem::with_text(&at, Code::UnknownAttribute, key));
                continue;
            }
            if let Some(is_given) = position.and_then(|position| is_given.get_mut(*position)) {
                *is_given = true;
            }
            let constraints = position.and_then(|position| defined.get(*position)?.1.as_ref());
            let kind = constraints.map(|constraints| &constraints.kind);
            let value = Values { report: &mut self.report, place }.plain(json, kind, &at);
            values.extend(value.map(|value| ((*key).to_owned(), value)));
        }
        // Only what is served needs them.
        for ((key, constraints), _) in defined.iter().zip(is_given).filter(|(_, is_given)| enabled && !is_given) {
            if constraints.as_ref().is_some_and(|constraints| constraints.required) {
                self.add(place, Problem::new(&at.key(key), Code::MissingMember));
            }
        }
        let attributes = if enabled { values } else { Vec::new() };
        let value = FlagValue { enabled, variant: variant.map(str::to_owned), attributes };
        (self.report.found.len() == before).then_some(value)
    }
}
