//! AppConfig's flags: definitions, values, variants, and the runs on them (A1–A8).

mod attribute;
mod constraints;
#[cfg_attr(not(feature = "rules"), path = "appconfig/run/absent.rs")]
mod run;
mod value;

use crate::context::Attributes;
use crate::flag::{Flag, FlagAnswer, FlagCause, FlagEntry, FlagValue};
use crate::json::Json;
use crate::problem::{Code, Path};
use crate::rule::Rule;
use crate::snapshot::{Node, Part, Place};
use crate::text::copy;

use super::quarantine::Touch;
use super::{Compiler, attributes};

use constraints::Definitions;

impl<'a> Compiler<'a> {
    /// The flag of that key. One that has only a run so far is off (R24).
    fn flag_of(&mut self, key: &'a str) -> Option<&mut FlagEntry> {
        let position = *self.by_key.entry(key).or_insert(self.flags.len());
        if position == self.flags.len() {
            let value = FlagValue { enabled: false, variant: None, attributes: Vec::new() };
            let answers = vec![FlagAnswer { value, cause: FlagCause::Default }];
            let flag = Flag { answers, rules: Vec::new(), run: None, attributes: attributes::ascending(Vec::new()) };
            self.flags.push(FlagEntry { key: copy(key), flag: Ok(flag) });
        }
        self.flags.get_mut(position)
    }

    /// Numbers what the rules read.
    #[inline(never)]
    pub(super) fn number_flag_attributes(&mut self) -> Attributes {
        let mut rules = Vec::new();
        for entry in &mut self.flags {
            let Ok(flag) = &mut entry.flag else { continue };
            for rule in &mut flag.rules {
                rules.push(rule);
            }
            if let Some(run) = &mut flag.run {
                rules.push(&mut run.audience);
            }
        }
        let attributes = Rule::number(&mut rules);
        for entry in &mut self.flags {
            let Ok(flag) = &mut entry.flag else { continue };
            let mut read = Vec::new();
            for rule in &flag.rules {
                read.extend(rule.attributes());
            }
            if let Some(run) = &flag.run {
                read.extend(run.audience.attributes());
            }
            flag.attributes = attributes::ascending(read);
        }
        attributes
    }

    pub(super) fn app_config(&mut self, root: &Node<'_, 'a>) {
        if let Some(value) = self.report.optional_object(root, "appConfig") {
            self.flags(&root.key("appConfig", value));
        }
    }

    #[inline(never)]
    fn flags(&mut self, node: &Node<'_, 'a>) {
        let mut definitions = Definitions::default();
        if let Some(flags) = self.report.optional_object(node, "flags") {
            let flags = node.key("flags", flags);
            if let Some(version) = self.report.required(&flags, "version").filter(|text| text.as_str() != Some("1")) {
                self.report.json(&flags.at.key("version"), Code::UnsupportedVersion, version, &[]);
            }
            definitions.are_known = flags.is_object_or_absent("flags");
            self.keyed(&flags, Part::Definitions, &mut definitions);
            self.keyed(&flags, Part::Values, &mut definitions);
        }
        let runs = self.report.list(node, "experimentRuns");
        for index in 0..runs.items.len() {
            self.experiment_run(&runs, index, &definitions);
        }
        self.report.place = Place::DOCUMENT;
    }

    /// Compiles the definitions or the values of flags.
    #[inline(never)]
    fn keyed(&mut self, flags: &Node<'_, 'a>, part: Part, definitions: &mut Definitions<'a>) {
        let (name, _) = part.names();
        let outer = flags.at.key(name);
        for (index, (key, json)) in self.report.members(flags, name).enumerate() {
            // R2: null is absence.
            if self.report.is_full() || matches!(json, Json::Null) {
                continue;
            }
            self.report.place = Place { part, index };
            self.touch(Touch::feature(self.report.place, key));
            let node = Node { json, at: outer.key(key) };
            if part == Part::Definitions {
                self.definition(key, &node, definitions);
            } else {
                self.flag(key, &node, definitions);
            }
        }
        self.report.place = Place::DOCUMENT;
    }

    fn flag_key(&mut self, key: &str, longest: usize, at: &Path<'_>) {
        if !is_key(key, longest) {
            self.report.text(at, Code::InvalidKey, key);
        }
    }

    fn attribute_key(&mut self, key: &str, at: &Path<'_>) {
        // `enabled` is the flag's own.
        if key == "enabled" || !is_key(key, FLAG_KEY_LENGTH) {
            self.report.text(at, Code::InvalidKey, key);
        }
    }
}

/// The longest key of a flag or an attribute.
const FLAG_KEY_LENGTH: usize = 64;

/// A small letter, then letters, digits, dashes and underscores.
fn is_key(key: &str, longest: usize) -> bool {
    let allowed = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let bytes = key.as_bytes();
    bytes.len() <= longest && bytes.first().is_some_and(u8::is_ascii_lowercase) && bytes.iter().all(allowed)
}
