//! Why a decision is what it is: what evaluation tells whoever listens, and what comes of that for people.
//!
//! There is one evaluation. It tells an [`Observer`] what it does while it does it; `()` is the one that hears nothing, and
//! with it nothing of the telling is compiled. What a step tells, besides, is worked out here: the tests of a segment, the
//! ranges of a line.
#![cfg_attr(not(feature = "explain"), allow(dead_code, reason = "events that nobody reads"))]

#[cfg(feature = "explain")]
mod change;
#[cfg(feature = "explain")]
mod feature;
#[cfg(feature = "explain")]
mod flag;
#[cfg(feature = "explain")]
mod json;
#[cfg(feature = "explain")]
mod text;
#[cfg(feature = "explain")]
mod words;

#[cfg(feature = "explain")]
use crate::bucketing::Line;
#[cfg(feature = "explain")]
use crate::condition::Condition;
#[cfg(feature = "explain")]
use crate::decision::{Decision, FlagDecision};
use crate::flag::Run;
use crate::project::{Experiment, Launch, Rule, Step as LaunchStep, StepSplit};
#[cfg(feature = "explain")]
use crate::time::Timestamp;

#[cfg(feature = "explain")]
pub(crate) use self::{feature::FeatureTrace, flag::FlagTrace};

/// Who is told what evaluation does.
pub(crate) trait Observer<Event> {
    fn see(&mut self, event: impl FnOnce() -> Event);
}

/// The silent observer: the event is never made.
impl<Event> Observer<Event> for () {
    #[inline(always)]
    fn see(&mut self, _event: impl FnOnce() -> Event) {}
}

/// What happens while a feature is evaluated, in this order.
#[derive(Debug)]
pub(crate) enum FeatureEvent<'p> {
    /// E1: the outcome that an override gives.
    Override(Option<usize>),
    /// E3: the launch.
    Launch(Option<&'p Rule<Launch>>),
    /// Its step in force.
    Step(Option<&'p LaunchStep>),
    /// A split of that, whether it is for this context, whether it claims the entity, and how much of the line the splits
    /// up to this one have covered.
    Split { split: &'p StepSplit, is_concerned: bool, claims: bool, covered: u64 },
    /// The group that was drawn in the split that claims the entity, and the outcome that it leads to.
    Group(Option<usize>, Option<usize>),
    /// E4: the experiment.
    Experiment(Option<&'p Rule<Experiment>>),
    /// Whether the context belongs to its segment, if it has one.
    Audience(bool),
    /// Whether the entity is in the sample.
    Sample(bool),
    /// The treatment that was drawn, and the outcome that it leads to.
    Treatment(Option<usize>, Option<usize>),
    /// E5
    Default,
}

/// What happens while a flag is evaluated, in this order.
#[derive(Debug)]
pub(crate) enum FlagEvent<'p> {
    /// A7: the run.
    Run(Option<&'p Run>),
    /// There is no entity that it could decide for.
    NoEntity,
    /// The treatment that an override gives.
    Override(Option<usize>),
    /// The treatment whose slot takes the entity.
    Slot(Option<usize>),
    /// Whether the audience rule is true.
    Audience(bool),
    /// A2: the position of a variant, and whether its rule is true.
    Variant(usize, bool),
    /// No rule was true.
    Default,
}

/// Why a decision is what it is.
#[cfg(feature = "explain")]
#[derive(Clone, Debug)]
pub struct Explanation<'p> {
    /// Who was decided for, if there was anybody.
    pub entity: Option<String>,
    /// What evaluation answers to the same request.
    pub answer: Answer<'p>,
    /// What was looked at, in the order in which it was. Exactly one step decides: the last.
    pub steps: Vec<Step>,
}

/// What is explained.
#[cfg(feature = "explain")]
#[derive(Clone, Copy, Debug)]
pub enum Answer<'p> {
    /// Of a feature.
    Feature(Decision<'p>),
    /// Of a flag.
    Flag(FlagDecision<'p>),
}

/// One thing that was looked at.
#[cfg(feature = "explain")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The number of the rule in the README.
    pub rule: &'static str,
    /// What it is about.
    pub kind: Kind,
    /// Of which launch, segment, experiment, run or variant; empty if it has no name.
    pub name: String,
    /// What came of it.
    pub outcome: Outcome,
    /// Why, as one sentence.
    pub because: String,
    /// The group or the treatment that was drawn or overridden to, also if it has no variation of the feature.
    pub drawn: Option<String>,
    /// The pattern of the segment, or the rule.
    pub condition: Option<Condition>,
    /// Where the entity fell.
    pub lines: Vec<Line>,
    /// Of a launch.
    pub schedule: Option<Schedule>,
    /// What would have changed the outcome, as phrases.
    pub would_change: Vec<String>,
}

/// What a step is about.
#[cfg(feature = "explain")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// E1: the feature's overrides.
    Override,
    /// E2: only under `DEFAULT_VARIATION`.
    Strategy,
    /// E3: whether a launch runs, and which step is in force.
    Launch,
    /// E3: a split for a segment.
    SegmentOverride,
    /// E3: the split for everybody.
    Split,
    /// E4: whether an experiment runs.
    Experiment,
    /// E4, A7: the segment of an experiment, the audience rule of a run.
    Audience,
    /// E4
    Sampling,
    /// E4
    Treatment,
    /// A7: whether an experiment run is on the flag.
    Run,
    /// A7
    TreatmentOverride,
    /// A7
    Slot,
    /// A2: a variant with a rule.
    Variant,
    /// E5, A2
    Default,
}

/// What came of a step.
#[cfg(feature = "explain")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The answer comes from here.
    Decides,
    /// It does not claim the entity.
    Passes,
    /// It applies, and the next steps are parts of it.
    Continues,
    /// There is no such thing.
    Absent,
}

/// Where a launch is in its steps.
#[cfg(feature = "explain")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// How many steps there are.
    pub steps: usize,
    /// The position of the step in force in the order of their starts, and its start.
    pub in_force: Option<(usize, Timestamp)>,
    /// When the next one starts.
    pub next: Option<Timestamp>,
}

#[cfg(feature = "explain")]
impl Kind {
    /// Its name in the data.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Override => "override",
            Kind::Strategy => "strategy",
            Kind::Launch => "launch",
            Kind::SegmentOverride => "segmentOverride",
            Kind::Split => "split",
            Kind::Experiment => "experiment",
            Kind::Audience => "audience",
            Kind::Sampling => "sampling",
            Kind::Treatment => "treatment",
            Kind::Run => "run",
            Kind::TreatmentOverride => "treatmentOverride",
            Kind::Slot => "slot",
            Kind::Variant => "variant",
            Kind::Default => "default",
        }
    }
}

#[cfg(feature = "explain")]
impl Outcome {
    /// Its name in the data.
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Decides => "decides",
            Outcome::Passes => "passes",
            Outcome::Continues => "continues",
            Outcome::Absent => "absent",
        }
    }
}

#[cfg(feature = "explain")]
impl Step {
    /// A step of which only this is known.
    fn new(rule: &'static str, kind: Kind, name: &str, outcome: Outcome, because: String) -> Step {
        Step {
            rule,
            kind,
            name: name.to_owned(),
            outcome,
            because,
            drawn: None,
            condition: None,
            lines: Vec::new(),
            schedule: None,
            would_change: Vec::new(),
        }
    }

    /// The same with a condition on which it turned.
    fn with(mut self, condition: Condition) -> Step {
        self.would_change.extend(change::of_condition(&condition));
        self.condition = Some(condition);
        self
    }
}
