//! AppConfig's flags: definitions, values, variants, and the runs on them (A1–A8).

mod attribute;
mod constraints;
mod run;
mod value;

use std::sync::Arc;

use crate::context::Attributes;
use crate::flag::{Flag, FlagAnswer, FlagCause, FlagEntry, FlagValue, Run, RunIdentity};
use crate::order::Names;
use crate::problem::{Code, Path, Problem};
use crate::rule::Rule;
use crate::snapshot::{Flags, Place};

use super::{Compiler, attributes};

use constraints::Definition;

/// `_variant` of a basic flag that a run is on, where it stays as it is deployed (A7).
const DEPLOYED: &str = "__default__";

/// A flag under construction.
pub(super) struct Draft<'a> {
    pub(super) key: &'a str,
    /// The variants in their order, each with its rule; a basic value is one without a name. `None` if one has a problem.
    variants: Option<Vec<(FlagValue, Option<Rule>)>>,
    run: Option<DraftRun>,
    /// Whether a run takes place, with or without problems.
    has_run: bool,
}

/// A run that has no problem.
struct DraftRun {
    run: Run,
    identity: Arc<RunIdentity>,
    treatments: Vec<Given>,
}

/// A treatment's key, and what it gives.
type Given = (Box<str>, FlagValue);

/// What is known of all flags.
#[derive(Default)]
pub(super) struct Drafts<'a> {
    /// In the order in which they first appear as values, then in runs (R24).
    pub(super) drafts: Vec<Draft<'a>>,
    /// Positions in `drafts`.
    pub(super) by_key: Names<'a>,
}

impl<'a> Drafts<'a> {
    /// The flag of that key. One that has only a run so far is off (R24).
    fn entry(&mut self, key: &'a str) -> Option<&mut Draft<'a>> {
        let Drafts { drafts, by_key } = self;
        let position = *by_key.entry(key).or_insert_with(|| {
            let off = FlagValue { enabled: false, variant: None, attributes: Vec::new() };
            drafts.push(Draft { key, variants: Some(vec![(off, None)]), run: None, has_run: false });
            drafts.len() - 1
        });
        drafts.get_mut(position)
    }

    /// The flags, quarantined where `problems` has some at their position, and what they read.
    pub(super) fn finish(
        mut self,
        quarantined: &[Vec<Arc<Problem>>],
        all: &[Arc<Problem>],
    ) -> (Vec<FlagEntry>, Attributes) {
        let rules = self.drafts.iter_mut().flat_map(Draft::rules);
        let attributes = Rule::number(rules);
        let finish = |(position, draft): (usize, Draft<'a>)| FlagEntry {
            key: draft.key.to_owned(),
            flag: match quarantined.get(position) {
                Some(own) if !own.is_empty() => Err(own.clone()),
                // INVARIANT: what no problem touches has compiled.
                _ => draft.finish().ok_or_else(|| all.iter().take(1).cloned().collect()),
            },
        };
        (self.drafts.into_iter().enumerate().map(finish).collect(), attributes)
    }
}

impl Draft<'_> {
    fn rules(&mut self) -> impl Iterator<Item = &mut Rule> {
        let of_variants = self.variants.iter_mut().flatten().filter_map(|(_, rule)| rule.as_mut());
        of_variants.chain(self.run.iter_mut().map(|run| &mut run.run.audience))
    }

    /// The flag; `None` if it has a problem.
    fn finish(self) -> Option<Flag> {
        if self.has_run && self.run.is_none() {
            return None;
        }
        let variants = self.variants?;
        let mut answers = Vec::with_capacity(variants.len());
        let mut rules = Vec::with_capacity(variants.len());
        for (mut value, rule) in variants {
            if self.has_run && value.variant.is_none() {
                // A basic flag that a run is on (R39).
                value.variant = Some(DEPLOYED.to_owned());
            }
            let cause = if rule.is_some() { FlagCause::Rule } else { FlagCause::Default };
            answers.push(FlagAnswer { value, cause });
            rules.extend(rule);
        }
        let mut audience = None;
        let run = self.run.map(|DraftRun { run, identity, treatments }| {
            for (key, value) in treatments {
                let named = |name: String| FlagValue { variant: Some(name), ..value.clone() };
                answers.push(FlagAnswer {
                    value: named(format!("__{key}_override__")),
                    cause: FlagCause::Override(identity.clone(), key.clone()),
                });
                answers.push(FlagAnswer {
                    value: named(format!("__{key}__")),
                    cause: FlagCause::Experiment(identity.clone(), key),
                });
            }
            audience = Some(attributes::of_rules([&run.audience]));
            run
        });
        let attributes = attributes::of_either(Some(&attributes::of_rules(&rules)), audience.as_ref());
        Some(Flag { answers, rules, run, attributes })
    }
}

impl<'a> Compiler<'a> {
    pub(super) fn app_config(&mut self) {
        let wire = &self.snapshot.app_config;
        let mut definitions = Vec::new();
        let mut by_key = Names::new();
        if let Some(flags) = &wire.flags {
            for item in flags.definitions.iter().flatten() {
                by_key.insert(item.key, definitions.len());
                definitions.push(Flags::with_path("flags", item.key, |at| {
                    self.flag_key(item.key, FLAG_KEY_LENGTH, item.place, at);
                    Definition::compile(&item.content, &mut self.report, &mut self.regexes, item.place, at)
                }));
            }
            for item in &flags.values {
                if self.report.is_full() {
                    break;
                }
                let definition = by_key.get(item.key).and_then(|position| definitions.get(*position));
                Flags::with_path("values", item.key, |at| {
                    if definition.is_none() && flags.definitions.is_some() {
                        self.add(item.place, Problem::with_text(at, Code::UnknownFlag, item.key));
                    }
                    let variants = self.variants(item, definition, at);
                    if let Some(draft) = self.flags.entry(item.key) {
                        draft.variants = variants;
                    }
                });
            }
        }
        for run in &wire.runs {
            if self.report.is_full() {
                break;
            }
            let definitions = wire.flags.as_ref().and_then(|flags| flags.definitions.as_ref());
            let is_known = |key: &str| definitions.is_none() || by_key.contains_key(key);
            self.run_of_flag(run, is_known);
        }
    }

    fn flag_key(&mut self, key: &str, longest: usize, place: Place, at: &Path<'_>) {
        if !is_key(key, longest) {
            self.add(place, Problem::with_text(at, Code::InvalidKey, key));
        }
    }
}

/// The longest key of a flag or an attribute.
const FLAG_KEY_LENGTH: usize = 64;

/// A small letter, then letters, digits, dashes and underscores.
fn is_key(key: &str, longest: usize) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    key.len() <= longest && key.starts_with(|first: char| first.is_ascii_lowercase()) && key.bytes().all(allowed)
}

/// Whether an attribute may have that key: `enabled` is the flag's own.
fn is_attribute_key(key: &str) -> bool {
    is_key(key, FLAG_KEY_LENGTH) && key != "enabled"
}
