//! The compiled project: what a snapshot means. Immutable, every invariant holds, nothing is checked again.

use std::sync::Arc;

use crate::bucketing::{Salt, Split};
use crate::context::Attributes;
use crate::flag::FlagEntry;
use crate::order::Index;
use crate::pattern::Pattern;
use crate::problem::{Problem, Quarantine};
use crate::text::{copy, join};
use crate::time::Timestamp;

/// Another reference to a shared value. `Arc::clone` traps if its count overflows; through here, the module has that trap in few
/// places (tests/wasm/panics.md).
#[inline(never)]
pub(crate) fn share<T: ?Sized>(shared: &Arc<T>) -> Arc<T> {
    shared.clone()
}

/// A loaded snapshot, ready to evaluate (S6).
#[derive(Debug)]
pub struct Project {
    pub(crate) identity: Option<Identity>,
    pub(crate) features: Vec<FeatureEntry>,
    /// Finds in `features`.
    pub(crate) by_name: Index,
    pub(crate) attributes: Attributes,
    pub(crate) flags: Vec<FlagEntry>,
    /// Finds in `flags`.
    pub(crate) by_key: Index,
    pub(crate) flag_attributes: Attributes,
    pub(crate) problems: Vec<Arc<Problem>>,
}

/// The name and the ARN of the Evidently project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The project's name.
    pub name: String,
    /// Its ARN; made up from the name when the snapshot has none (E8).
    pub arn: String,
}

/// A name in the project: a feature, or what is wrong with it.
#[derive(Debug)]
pub struct FeatureEntry {
    /// The feature's name.
    pub name: String,
    /// The feature's ARN (R5).
    pub arn: String,
    /// The feature, or why it is quarantined (S5).
    pub feature: Result<Feature, Quarantine>,
}

/// A feature and the rules that decide about it.
#[derive(Debug)]
pub struct Feature {
    pub(crate) variations: Vec<Variation>,
    /// Outcome 0.
    pub(crate) default: Outcome,
    /// What else an evaluation can come to: outcome 1 and up.
    pub(crate) others: Vec<Outcome>,
    /// Entity ids in ascending order of their bytes, each with the number of an outcome.
    pub(crate) overrides: Vec<(Box<str>, usize)>,
    /// Absent under the strategy `DEFAULT_VARIATION` (E2).
    pub(crate) launch: Option<Rule<Launch>>,
    /// Absent under the strategy `DEFAULT_VARIATION` (E2).
    pub(crate) experiment: Option<Rule<Experiment>>,
    /// Whether that is the strategy.
    #[cfg(feature = "explain")]
    pub(crate) ignores_rules: bool,
    /// The attributes that the rules read: ascending, each once. Shared by the features of a launch.
    pub(crate) attributes: Arc<[u32]>,
}

/// A variation of a feature.
#[derive(Clone, Debug, PartialEq)]
pub struct Variation {
    /// Its name.
    pub name: String,
    /// What is served.
    pub value: Value,
    /// Its position among the variations of its feature.
    pub(crate) position: usize,
}

/// The value of a variation: AWS's `VariableValue` union.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `boolValue`
    Bool(bool),
    /// `longValue`, within ±(2^53 − 1)
    Long(i64),
    /// `doubleValue`, finite
    Double(f64),
    /// `stringValue`, up to 512 characters
    String(String),
}

/// One answer that a feature can give: a variation, and why.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// Its position among the variations of the feature.
    pub(crate) variation: usize,
    pub(crate) cause: Cause,
}

/// What leads to an outcome.
#[derive(Debug)]
pub(crate) enum Cause {
    Default,
    Override,
    /// A launch, and the index of the group.
    Launch(Arc<Launch>, usize),
    /// An experiment, and the index of the treatment.
    Experiment(Arc<Experiment>, usize),
}

/// A running launch or experiment as one feature sees it.
#[derive(Debug)]
pub(crate) struct Rule<T> {
    pub(crate) source: Arc<T>,
    /// The groups or treatments that have a variation of this feature (E6), ascending, each with the number of the outcome
    /// it leads to.
    pub(crate) outcomes: Vec<(usize, usize)>,
}

/// A running launch.
#[derive(Debug)]
pub(crate) struct Launch {
    pub(crate) name: String,
    pub(crate) groups: Vec<String>,
    pub(crate) salt: Salt,
    /// In order of their starts; of equal starts the later in the document is later here.
    pub(crate) steps: Vec<Step>,
    /// What the segments of the steps read: ascending, each once.
    pub(crate) attributes: Arc<[u32]>,
}

/// A step of a launch: its splits in the order in which they are tried.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) start: Timestamp,
    pub(crate) splits: Vec<StepSplit>,
}

/// A segment override, or (without a segment) the split for everybody.
#[derive(Debug)]
pub(crate) struct StepSplit {
    pub(crate) segment: Option<Arc<Pattern>>,
    /// Indices of groups.
    pub(crate) split: Split<usize>,
}

/// A running experiment.
#[derive(Debug)]
pub(crate) struct Experiment {
    pub(crate) name: String,
    pub(crate) treatments: Vec<String>,
    /// The salt as text: it stands in the details of a decision.
    pub(crate) salt_text: String,
    pub(crate) salt: Salt,
    pub(crate) sampling_rate: u32,
    pub(crate) segment: Option<Arc<Pattern>>,
    /// Indices of treatments.
    pub(crate) split: Split<usize>,
    /// What the segment reads: ascending, each once.
    pub(crate) attributes: Arc<[u32]>,
}

impl<T> Rule<T> {
    /// The outcome that a group or a treatment leads to.
    // In line, as all that only evaluation and explanations call: neither is slower for the other.
    #[inline(always)]
    pub(crate) fn outcome(&self, arm: usize) -> Option<usize> {
        let found = self.outcomes.binary_search_by(|(known, _)| known.cmp(&arm)).ok()?;
        self.outcomes.get(found).map(|(_, outcome)| *outcome)
    }
}

impl Project {
    /// The Evidently project's name and ARN, if the snapshot has one.
    pub fn identity(&self) -> Option<&Identity> {
        self.identity.as_ref()
    }

    /// All features in the order of the snapshot, quarantined ones included.
    pub fn features(&self) -> &[FeatureEntry] {
        &self.features
    }

    /// The feature of that name, or its quarantine; `None` if the project has no such feature.
    pub fn feature(&self, name: &str) -> Option<&FeatureEntry> {
        let name_at = |position: usize| self.features.get(position).map_or("", |entry| &entry.name);
        self.features.get(self.by_name.find(name, self.features.len(), &name_at)?)
    }

    /// The attribute paths that any pattern of the project reads.
    pub fn attributes(&self) -> &Attributes {
        &self.attributes
    }

    /// All flags in the order of the snapshot (R24), quarantined ones included.
    pub fn flags(&self) -> &[FlagEntry] {
        &self.flags
    }

    /// The flag of that key, or its quarantine; `None` if the project has no such flag.
    pub fn flag(&self, key: &str) -> Option<&FlagEntry> {
        let key_at = |position: usize| self.flags.get(position).map_or("", |entry| &entry.key);
        self.flags.get(self.by_key.find(key, self.flags.len(), &key_at)?)
    }

    /// The keys of contexts that any rule of a flag reads.
    pub fn flag_attributes(&self) -> &Attributes {
        &self.flag_attributes
    }

    /// What was wrong with the snapshot: empty unless it was loaded leniently.
    pub fn problems(&self) -> &[Arc<Problem>] {
        &self.problems
    }
}

impl Identity {
    /// The ARN of a feature that has none of its own, or does not exist (R5).
    pub fn feature_arn(&self, feature: &str) -> String {
        join(&[&self.arn, "/feature/", feature])
    }

    /// The ARN that a project reference of a request stands for: itself, or this project's with another name (E9).
    pub fn arn_of(&self, project: &str) -> String {
        match self.arn.rsplit_once('/') {
            Some((prefix, _)) if !project.starts_with("arn:") => join(&[prefix, "/", project]),
            _ => copy(project),
        }
    }

    /// Whether a request for that project, by name or ARN, is for this one (E9).
    pub fn is(&self, project: &str) -> bool {
        project == self.name || project == self.arn
    }
}

impl Feature {
    /// The variations in the order of the snapshot.
    pub fn variations(&self) -> impl Iterator<Item = &Variation> {
        self.variations.iter()
    }

    /// The outcomes by number, from 0.
    pub(crate) fn outcomes(&self) -> impl Iterator<Item = &Outcome> {
        std::iter::once(&self.default).chain(&self.others)
    }

    /// INVARIANT: overrides and rules hold only numbers of outcomes.
    pub(crate) fn outcome(&self, number: usize) -> &Outcome {
        number.checked_sub(1).and_then(|other| self.others.get(other)).unwrap_or(&self.default)
    }

    /// Whether the decision may depend on the time.
    pub fn is_timed(&self) -> bool {
        self.launch.as_ref().is_some_and(|launch| !launch.source.steps.is_empty())
    }

    /// The times from which another step of its launch is in force, ascending.
    pub fn steps(&self) -> impl Iterator<Item = Timestamp> {
        self.launch.iter().flat_map(|launch| launch.source.steps.iter().map(|step| step.start))
    }

    /// The ids of the entities that have an override, ascending.
    pub fn overridden(&self) -> impl Iterator<Item = &str> {
        self.overrides.iter().map(|(id, _)| &**id)
    }

    /// The attributes that its rules read: numbers in the project's [`Attributes`], ascending, each once.
    pub fn attributes(&self) -> &[u32] {
        &self.attributes
    }

    /// The outcome that an override gives an entity (E1).
    #[inline(always)]
    pub(crate) fn override_of(&self, entity_id: &[u8]) -> Option<usize> {
        let found = self.overrides.binary_search_by(|(id, _)| id.as_bytes().cmp(entity_id)).ok()?;
        self.overrides.get(found).map(|(_, outcome)| *outcome)
    }
}

impl Launch {
    /// The step in force: the last that has started (E3).
    pub(crate) fn step_at(&self, now: Timestamp) -> Option<&Step> {
        self.steps.get(self.started(now).checked_sub(1)?)
    }

    /// How many steps have started.
    pub(crate) fn started(&self, now: Timestamp) -> usize {
        self.steps.partition_point(|step| step.start <= now)
    }
}
