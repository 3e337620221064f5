//! Values of flags: basic ones, and variants with their rules (A1, A2).

use crate::flag::{FlagAnswer, FlagCause, FlagValue};
use crate::json::{Json, Member};
use crate::order::Names;
use crate::problem::{Code, Path};
use crate::rule::{Role, Rule};
use crate::snapshot::{Members, Node};
use crate::text::copy;

use super::super::Compiler;
use super::attribute;
use super::constraints::{Definition, Definitions};

impl<'a> Compiler<'a> {
    pub(super) fn flag(&mut self, key: &'a str, node: &Node<'_, 'a>, definitions: &Definitions<'a>) {
        let definition = definitions.get(key);
        if definition.is_none() && definitions.are_known {
            self.report.text(&node.at, Code::UnknownFlag, key);
        }
        let mut answers = Vec::new();
        let mut rules = Vec::new();
        if self.report.is_object(node) {
            self.report.timestamps(node, &["_createdAt", "_updatedAt"]);
            self.variants(key, node, definition, &mut answers, &mut rules);
        }
        if let Some(Ok(flag)) = self.flag_of(key).map(|entry| &mut entry.flag) {
            flag.answers = answers;
            flag.rules = rules;
        }
    }

    /// The variants of a flag, the default last. A basic value is a variant without a name.
    #[expect(clippy::arithmetic_side_effects, reason = "an index of a list")]
    fn variants(
        &mut self,
        flag: &str,
        node: &Node<'_, 'a>,
        definition: Option<&Definition<'a>>,
        answers: &mut Vec<FlagAnswer>,
        rules: &mut Vec<Rule>,
    ) {
        // R21: what begins with an underscore is AWS's own.
        let mut attributes = attributes(Members::of(node.json));
        attributes.retain(|(key, _)| *key != "enabled");
        if node.get("_variants").is_none() {
            let enabled = self.report.optional_flag(node, "enabled").unwrap_or(false);
            let value = self.flag_value(enabled, None, &attributes, definition, &node.at);
            answers.push(FlagAnswer { value, cause: FlagCause::Default });
            return;
        }
        if let Some(enabled) = node.get("enabled") {
            attributes.push(("enabled", *enabled));
        }
        for (key, value) in attributes {
            self.report.json(&node.at.key(key), Code::StrictVariants, &value, &[]);
        }
        let list = self.report.list(node, "_variants");
        if list.is_given && list.items.is_empty() {
            self.report.empty_list(&list.at);
        }
        let mut names = Names::new();
        for index in 0..list.items.len() {
            let Some(node) = self.report.object_in(&list, index) else { continue };
            let name = self.variant_name(&node, index, &mut names);
            let enabled = self.report.required_flag(&node, "enabled").unwrap_or(false);
            let value = self.variant_value(&node, enabled, name, definition);
            let rule = self.variant_rule(&node, index + 1 == list.items.len(), flag);
            let cause = if rule.is_some() { FlagCause::Rule } else { FlagCause::Default };
            answers.push(FlagAnswer { value, cause });
            rules.extend(rule);
        }
    }

    fn variant_name(&mut self, node: &Node<'_, 'a>, index: usize, names: &mut Names<'a>) -> Option<&'a str> {
        let name = self.report.required_text(node, "name")?;
        let at = node.at.key("name");
        if name.is_empty() {
            self.report.text(&at, Code::EmptyText, name);
        } else if *names.entry(name).or_insert(index) != index {
            self.report.text(&at, Code::DuplicateName, name);
        }
        Some(name)
    }

    fn variant_value(
        &mut self,
        node: &Node<'_, 'a>,
        enabled: bool,
        name: Option<&str>,
        definition: Option<&Definition<'a>>,
    ) -> FlagValue {
        let attributes = attributes(self.report.members(node, "attributeValues"));
        // What could not be read has no further problems.
        let definition = definition.filter(|_| node.is_object_or_absent("attributeValues"));
        self.flag_value(enabled, name, &attributes, definition, &node.at.key("attributeValues"))
    }

    /// The rule of a variant; the default has none.
    fn variant_rule(&mut self, node: &Node<'_, 'a>, is_default: bool, flag: &str) -> Option<Rule> {
        let at = node.at.key("rule");
        let Some(given) = node.get("rule") else {
            if !is_default {
                self.report.bare(&at, Code::MissingMember);
            }
            return None;
        };
        let text = self.report.as_text(given, &at)?;
        match (text, is_default) {
            ("", true) => None,
            ("", false) => {
                self.report.text(&at, Code::EmptyText, text);
                None
            }
            (_, true) => {
                self.report.text(&at, Code::UnexpectedRule, text);
                None
            }
            (_, false) => self.rule(text, Role::Variant, flag, &at),
        }
    }

    /// Compiles a rule of a flag.
    pub(super) fn rule(&mut self, text: &str, role: Role, flag: &str, at: &Path<'_>) -> Option<Rule> {
        let mut problems = Vec::new();
        let rule = Rule::parse(text, role, flag, at, &mut self.regexes, &mut problems);
        self.report.all(problems);
        rule
    }

    /// One value: its attributes, each as its definition says. Those of a flag that is off are checked and left out (A1).
    fn flag_value(
        &mut self,
        enabled: bool,
        variant: Option<&str>,
        attributes: &[Member<'_>],
        definition: Option<&Definition<'a>>,
        at: &Path<'_>,
    ) -> FlagValue {
        let defined = definition.map_or(&[][..], |definition| &definition.attributes);
        let mut is_given = Vec::new();
        is_given.resize(defined.len(), false);
        let mut values = Vec::new();
        for (key, json) in attributes {
            if self.report.is_full() {
                break;
            }
            let at = at.key(key);
            let position = definition.and_then(|definition| definition.by_key.get(key)).copied();
            if position.is_none() && definition.is_some_and(|definition| !definition.is_unreadable) {
                self.report.text(&at, Code::UnknownAttribute, key);
                continue;
            }
            let mut kind = None;
            if let Some(position) = position
                && let Some(is_given) = is_given.get_mut(position)
                && let Some((_, constraints)) = defined.get(position)
            {
                *is_given = true;
                kind = constraints.as_ref().map(|constraints| &constraints.kind);
            }
            if let Some(value) = attribute::plain(&mut self.report, json, kind, &at) {
                values.push((copy(key), value));
            }
        }
        // Only what is served needs them.
        for (position, (key, constraints)) in defined.iter().enumerate() {
            let is_required = constraints.as_ref().is_some_and(|constraints| constraints.required);
            if enabled && is_required && is_given.get(position) == Some(&false) {
                self.report.bare(&at.key(key), Code::MissingMember);
            }
        }
        if !enabled {
            values.clear();
        }
        FlagValue { enabled, variant: variant.map(copy), attributes: values }
    }
}

/// The attributes among the members of a flag's value, or of a variant's; `null` is absent (R2).
#[inline(never)]
fn attributes<'a>(members: Members<'a>) -> Vec<Member<'a>> {
    let mut attributes = Vec::new();
    for (key, value) in members {
        if !key.starts_with('_') && !matches!(value, Json::Null) {
            attributes.push((key, *value));
        }
    }
    attributes
}
