//! The compiled flags of AppConfig: their variants, and the experiment run that comes before them (A1, A2, A7).

use std::sync::Arc;

use crate::bucketing::Slots;
use crate::problem::Quarantine;
use crate::rule::Rule;

/// A key in the project: a flag, or what is wrong with it.
#[derive(Debug)]
pub struct FlagEntry {
    /// The flag's key.
    pub key: String,
    /// The flag, or why it is quarantined (S5).
    pub flag: Result<Flag, Quarantine>,
}

/// A flag and what decides about it.
#[derive(Debug)]
pub struct Flag {
    /// All that an evaluation can come to: first the variants in their order, of which the last is the default; then two
    /// for each treatment of the run, as which it is given by an override and by a slot.
    pub(crate) answers: Vec<FlagAnswer>,
    /// Those of the variants, but for the default (A2).
    pub(crate) rules: Vec<Rule>,
    pub(crate) run: Option<Run>,
    /// The attributes that the rules read: ascending, each once.
    pub(crate) attributes: Arc<[u32]>,
}

/// One thing that an evaluation can come to.
#[derive(Debug)]
pub(crate) struct FlagAnswer {
    pub(crate) value: FlagValue,
    pub(crate) cause: FlagCause,
}

/// What leads to an answer.
#[derive(Debug)]
pub(crate) enum FlagCause {
    Default,
    Rule,
    Override(Arc<RunIdentity>, Box<str>),
    Experiment(Arc<RunIdentity>, Box<str>),
}

/// What is served of a flag (A1).
#[derive(Clone, Debug, PartialEq)]
pub struct FlagValue {
    /// Whether the flag is on.
    pub enabled: bool,
    /// `_variant`: the variant's name, `__<key>__` or `__<key>_override__` of a treatment, or `__default__` of a basic flag
    /// that an experiment runs on. None of other basic flags.
    pub variant: Option<String>,
    /// The attributes by key, in the order of the document. None when the flag is off.
    pub attributes: Vec<(String, AttributeValue)>,
}

/// The value of an attribute.
#[derive(Clone, Debug, PartialEq)]
pub enum AttributeValue {
    /// A text of up to 1024 characters.
    Text(String),
    /// A finite number.
    Number(f64),
    /// `true` or `false`
    Bool(bool),
    /// An array of texts.
    Texts(Vec<String>),
    /// An array of numbers.
    Numbers(Vec<f64>),
}

/// A running experiment run (A7).
#[derive(Debug)]
pub(crate) struct Run {
    /// Entity ids in ascending order of their bytes, each with the position of a treatment.
    pub(crate) overrides: Vec<(Box<str>, usize)>,
    pub(crate) audience: Rule,
    /// One for each treatment, the control last.
    pub(crate) slots: Slots,
}

/// Which run it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunIdentity {
    /// `ApplicationId`, up to 127 characters.
    pub application_id: String,
    /// `ExperimentDefinitionId`, up to 127 characters.
    pub experiment_definition_id: String,
    /// `Run`: 1 to 2^53 − 1.
    pub run: i64,
}

impl Flag {
    /// The attributes that its rules read: numbers in the project's [list of them](crate::Project::flag_attributes),
    /// ascending, each once.
    pub fn attributes(&self) -> &[u32] {
        &self.attributes
    }

    /// The ids of the entities that its run has an override for, ascending.
    pub fn overridden(&self) -> impl Iterator<Item = &str> {
        self.run.iter().flat_map(|run| run.overrides.iter().map(|(id, _)| &**id))
    }

    /// The number of the answer that an override, or a slot, gives those of a treatment.
    #[expect(clippy::arithmetic_side_effects, reason = "each is a position in a list in memory")]
    pub(crate) fn number_of(&self, treatment: usize, by_override: bool) -> usize {
        self.rules.len() + 1 + 2 * treatment + usize::from(!by_override)
    }
}

impl Run {
    /// The position of the treatment that an override gives an entity.
    // In line, for explanations call it too, and evaluation must not be slower for that.
    #[inline(always)]
    pub(crate) fn override_of(&self, entity_id: &[u8]) -> Option<usize> {
        let found = self.overrides.binary_search_by(|(id, _)| id.as_bytes().cmp(entity_id)).ok()?;
        self.overrides.get(found).map(|(_, treatment)| *treatment)
    }
}
