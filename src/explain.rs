//! Why a decision is what it is: what evaluation tells whoever listens, and what comes of that for people.
//!
//! There is one evaluation. It tells an observer what it does while it does it; `()` is the one that hears nothing, and with
//! it nothing of the telling is compiled. What an explanation has besides is worked out here: the tests of a segment, the
//! ranges of a line.

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
use crate::condition::{Condition, Room};
#[cfg(feature = "explain")]
use crate::decision::{Decision, FlagDecision};
#[cfg(feature = "explain")]
use crate::entity::EntityId;
use crate::flag::Run;
use crate::project::{Experiment, Launch, Rule, Step as LaunchStep, StepSplit};
#[cfg(feature = "explain")]
use crate::text::copy;
#[cfg(feature = "explain")]
use crate::time::Timestamp;

#[cfg(feature = "explain")]
pub(crate) use self::{feature::FeatureTrace, flag::FlagTrace};

/// Who is told what the evaluation of a feature comes to, in this order. Every method does nothing by default.
pub(crate) trait FeatureObserver<'p> {
    /// E1: the outcome that an override gives.
    fn overridden(&mut self, _outcome: Option<usize>) {}
    /// E3: the launch.
    fn launch(&mut self, _rule: Option<&'p Rule<Launch>>) {}
    /// Its step in force.
    fn step(&mut self, _step: Option<&'p LaunchStep>) {}
    /// A split of that: whether it is for this context, whether it claims the entity, and how much of the line the splits up
    /// to this one have covered.
    fn split(&mut self, _split: &'p StepSplit, _is_concerned: bool, _claims: bool, _covered: u64) {}
    /// The group that was drawn in the split that claims the entity, and the outcome that it leads to.
    fn group(&mut self, _group: Option<usize>, _outcome: Option<usize>) {}
    /// E4: the experiment.
    fn experiment(&mut self, _rule: Option<&'p Rule<Experiment>>) {}
    /// Whether the context belongs to its segment, if it has one.
    fn audience(&mut self, _matches: bool) {}
    /// Whether the entity is in the sample.
    fn sample(&mut self, _is_sampled: bool) {}
    /// The treatment that was drawn, and the outcome that it leads to.
    fn treatment(&mut self, _treatment: Option<usize>, _outcome: Option<usize>) {}
    /// E5: nothing of all that.
    fn default(&mut self) {}
}

impl FeatureObserver<'_> for () {}

/// Who is told what the evaluation of a flag comes to, in this order.
pub(crate) trait FlagObserver<'p> {
    /// A7: the run.
    fn run(&mut self, _run: Option<&'p Run>) {}
    /// There is nobody whom it could decide for.
    fn no_entity(&mut self) {}
    /// The treatment that an override gives.
    fn overridden(&mut self, _treatment: Option<usize>) {}
    /// The treatment whose slot takes the entity.
    fn slot(&mut self, _treatment: Option<usize>) {}
    /// Whether the audience rule is true.
    fn audience(&mut self, _holds: bool) {}
    /// A2: the position of a variant, and whether its rule is true.
    fn variant(&mut self, _position: usize, _holds: bool) {}
    /// No rule was true.
    fn default(&mut self) {}
}

impl FlagObserver<'_> for () {}

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
    /// The answer for a feature.
    Feature(Decision<'p>),
    /// The answer for a flag.
    Flag(FlagDecision<'p>),
}

/// One thing that was looked at.
#[cfg(feature = "explain")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The number of the rule, as `tests/RULES.md` has it.
    pub rule: &'static str,
    /// What it is about.
    pub kind: Kind,
    /// The name of the launch, segment, experiment, run or variant; empty if it has none.
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
    /// For a launch, where it is in its steps.
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
    Declines,
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
    /// The number of the rule in `tests/RULES.md`, among those of features or of flags.
    fn rule(self, is_flag: bool) -> &'static str {
        match self {
            Kind::Override => "E1",
            Kind::Strategy => "E2",
            Kind::Launch | Kind::SegmentOverride | Kind::Split => "E3",
            Kind::Default if !is_flag => "E5",
            Kind::Audience if is_flag => "A7",
            Kind::Experiment | Kind::Audience | Kind::Sampling | Kind::Treatment => "E4",
            Kind::Run | Kind::TreatmentOverride | Kind::Slot => "A7",
            Kind::Variant | Kind::Default => "A2",
        }
    }

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
            Outcome::Declines => "declines",
            Outcome::Continues => "continues",
            Outcome::Absent => "absent",
        }
    }
}

#[cfg(feature = "explain")]
impl<'p> Explanation<'p> {
    fn new(entity: Option<EntityId<'_>>, answer: Answer<'p>, steps: Steps) -> Explanation<'p> {
        // An entity id is UTF-8.
        let entity = entity.map(|entity| copy(std::str::from_utf8(entity.as_bytes()).unwrap_or_default()));
        Explanation { entity, answer, steps: steps.list }
    }
}

/// Steps while they are told: all that is told of a step follows it.
#[cfg(feature = "explain")]
#[derive(Default)]
struct Steps {
    list: Vec<Step>,
    is_flag: bool,
    room: Room,
}

#[cfg(feature = "explain")]
impl Steps {
    /// A new step, whose sentence is a template with its parts.
    #[inline(never)]
    fn add(&mut self, kind: Kind, outcome: Outcome, name: &str, because: &str, parts: &[&str]) {
        self.list.push(Step {
            rule: kind.rule(self.is_flag),
            kind,
            name: copy(name),
            outcome,
            because: words::fill(because, parts),
            drawn: None,
            condition: None,
            lines: Vec::new(),
            schedule: None,
            would_change: Vec::new(),
        });
    }

    /// Tells of the last step what would have changed it.
    #[inline(never)]
    fn would_change(&mut self, phrase: String) {
        if let Some(step) = self.list.last_mut() {
            step.would_change.push(phrase);
        }
    }

    /// Tells of the last step which condition was tested, and whether it turned on that.
    #[inline(never)]
    fn condition(&mut self, condition: Condition, is_decisive: bool) {
        if let Some(step) = self.list.last_mut() {
            if is_decisive {
                step.would_change.extend(change::of_condition(&condition));
            }
            step.condition = Some(condition);
        }
    }

    /// Tells of the last step where the entity fell: another place would have changed that.
    #[inline(never)]
    fn fell(&mut self, line: Line) {
        if let Some(step) = self.list.last_mut() {
            if let Some(phrase) = change::out_of(&line) {
                step.would_change.push(phrase);
            }
            step.lines.push(line);
        }
    }

    #[inline(never)]
    fn drawn(&mut self, name: &str) {
        if let Some(step) = self.list.last_mut() {
            step.drawn = Some(copy(name));
        }
    }
}
