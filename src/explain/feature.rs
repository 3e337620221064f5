//! What the evaluation of a feature tells (E1–E6).

use crate::bucketing::{Line, Range, Salt, Split, sampled};
use crate::context::Context;
use crate::decision::Decision;
use crate::entity::EntityId;
use crate::pattern::Pattern;
use crate::project::{Experiment, Feature, Launch, Rule, Step as LaunchStep, StepSplit};
use crate::time::Timestamp;

use super::words::{integer, join, ordinal, percent};
use super::{Answer, Explanation, FeatureEvent, Kind, Observer, Outcome, Schedule, Step, change};

/// Listens to one evaluation.
pub(crate) struct FeatureTrace<'p, 'r> {
    feature: &'p Feature,
    id: &'r [u8],
    context: &'r Context<'r>,
    now: Timestamp,
    steps: Vec<Step>,
    launch: Option<&'p Rule<Launch>>,
    experiment: Option<&'p Rule<Experiment>>,
    /// The split that was tried last, and what the splits so far take.
    split: Option<&'p StepSplit>,
    taken: Vec<(&'p str, u64, u64)>,
}

const NO_VARIATION: &str = " has no variation for this feature, so that the rule claims nobody here.";

impl<'p, 'r> FeatureTrace<'p, 'r> {
    pub(crate) fn new(
        feature: &'p Feature,
        entity: EntityId<'r>,
        context: &'r Context<'r>,
        now: Timestamp,
    ) -> FeatureTrace<'p, 'r> {
        FeatureTrace {
            feature,
            id: entity.as_bytes(),
            context,
            now,
            steps: Vec::new(),
            launch: None,
            experiment: None,
            split: None,
            taken: Vec::new(),
        }
    }

    pub(crate) fn finish(self, decision: Decision<'p>) -> Explanation<'p> {
        let entity = Some(String::from_utf8_lossy(self.id).into_owned());
        Explanation { entity, answer: Answer::Feature(decision), steps: self.steps }
    }

    /// A step that has nothing besides.
    fn add(&mut self, rule: &'static str, kind: Kind, name: &str, outcome: Outcome, because: String) {
        self.steps.push(Step::new(rule, kind, name, outcome, because));
    }

    /// The variation of an outcome.
    fn variation(&self, outcome: usize) -> &'p str {
        let position = self.feature.outcome(outcome).variation;
        self.feature.variations.get(position).map_or("", |variation| &variation.name)
    }

    fn overridden(&mut self, outcome: Option<usize>) {
        let (outcome, because) = match outcome {
            Some(outcome) => {
                (Outcome::Decides, join(&["The entity id is overridden to variation ", self.variation(outcome), "."]))
            }
            None if self.feature.overrides.is_empty() => (Outcome::Absent, "The feature has no overrides.".to_owned()),
            None => {
                let count = integer(self.feature.overrides.len() as u64);
                (Outcome::Passes, join(&["The entity id is not among the overrides (", &count, ")."]))
            }
        };
        self.add("E1", Kind::Override, "", outcome, because);
    }

    fn step(&mut self, launch: &Launch, in_force: Option<&LaunchStep>) {
        let started = launch.started(self.now);
        let count = launch.steps.len();
        let next = launch.steps.get(started).map(|step| step.start);
        let total = integer(count as u64);
        let position = started.saturating_sub(1);
        let (outcome, because) = match (in_force, next) {
            (Some(step), _) => {
                let since = step.start.rfc3339();
                let text = ["Step ", &ordinal(position), " of ", &total, " is in force since ", &since, "."];
                (Outcome::Continues, join(&text))
            }
            (None, Some(first)) => {
                let text =
                    ["It has not started: the first of its steps (", &total, ") starts at ", &first.rfc3339(), "."];
                (Outcome::Passes, join(&text))
            }
            (None, None) => (Outcome::Passes, "It has no steps, and so it takes nobody.".to_owned()),
        };
        let mut step = Step::new("E3", Kind::Launch, &launch.name, outcome, because);
        let in_force = in_force.map(|step| (position, step.start));
        step.schedule = Some(Schedule { steps: count, in_force, next });
        if let Some(next) = next {
            let phrase = ["from ", &next.rfc3339(), " on, step ", &ordinal(started), " is in force"];
            step.would_change.push(join(&phrase));
        }
        self.steps.push(step);
    }

    fn split(&mut self, split: &'p StepSplit, is_concerned: bool, claims: bool, covered: u64) {
        let weight = split.split.weight();
        let (kind, name) = match &split.segment {
            Some(segment) => (Kind::SegmentOverride, segment.name()),
            None => (Kind::Split, ""),
        };
        let before = self.taken.last().map_or(0, |(_, _, to)| *to);
        if is_concerned {
            self.taken.push((if split.segment.is_some() { name } else { "groupWeights" }, before, covered));
        }
        self.split = Some(split);
        let who = if split.segment.is_some() { "The segment matches, but the entity" } else { "The entity" };
        let of = if before > 0 {
            " that this split takes of those whom earlier splits left."
        } else {
            " that this split takes."
        };
        let (outcome, because) = match (is_concerned, claims, weight) {
            (false, ..) => (Outcome::Passes, "The segment does not match.".to_owned()),
            // What is drawn in it is still to be told.
            (true, true, _) => (Outcome::Decides, String::new()),
            (true, false, 0) => (Outcome::Passes, "Its weights are all 0: it takes nobody.".to_owned()),
            (true, false, _) => (Outcome::Passes, join(&[who, " is not in the ", &percent(weight), of])),
        };
        let condition = split.segment.as_ref().map(|segment| segment.condition(self.context));
        let line = if is_concerned { self.launch.map(|launch| self.enrol_line(&launch.source)) } else { None };
        let mut step = Step::new("E3", kind, name, outcome, because);
        if let (Some(condition), true) = (&condition, !is_concerned || claims) {
            step.would_change.extend(change::of_condition(condition));
        }
        if is_concerned && !claims && weight == 0 {
            step.would_change.push("a weight above 0".to_owned());
        }
        if let Some(line) = &line {
            if claims {
                step.would_change.extend(change::out_of(line));
            } else if weight > 0 {
                let own = line.ranges.last().filter(|range| range.to == covered && range.from == before);
                step.would_change.extend(own.map(|range| change::into(line, range)));
            }
        }
        step.condition = condition;
        step.lines.extend(line);
        self.steps.push(step);
    }

    fn enrol_line(&self, launch: &Launch) -> Line {
        let mut line = launch.salt.enrol_line(self.id);
        for (name, from, to) in &self.taken {
            line.push(name, None, *from, *to);
        }
        line
    }

    /// What was drawn in the split that claims the entity.
    fn group(&mut self, group: Option<usize>, outcome: Option<usize>) {
        let (Some(rule), Some(split)) = (self.launch, self.split) else { return };
        let line = self.allot_line(rule, &rule.source.salt, &split.split, &rule.source.groups);
        let name = arm(&rule.source.groups, group);
        let before = self.taken.iter().any(|(_, from, _)| *from > 0);
        let Some(step) = self.steps.last_mut() else { return };
        let who = if split.segment.is_some() { "The segment matches, and the entity" } else { "The entity" };
        let of =
            if before { " that this split takes of those whom earlier splits left" } else { " that this split takes" };
        let weight = percent(split.split.weight());
        step.because = join(&[who, " is in the ", &weight, of, "; it falls to group ", name, "."]);
        draw(step, name, outcome, line);
    }

    fn allot_line<T>(&self, rule: &Rule<T>, salt: &Salt, split: &Split<usize>, names: &[String]) -> Line {
        salt.allot_line(self.id, split, |position| {
            let variation = rule.outcome(*position).map(|outcome| self.variation(outcome));
            (arm(names, Some(*position)), variation)
        })
    }

    fn audience(&mut self, segment: &Pattern, matches: bool) {
        let condition = segment.condition(self.context);
        let (outcome, because) = match matches {
            true => (Outcome::Continues, "The segment matches."),
            false => (Outcome::Passes, "The segment does not match."),
        };
        let step = Step::new("E4", Kind::Audience, segment.name(), outcome, because.to_owned());
        self.steps.push(step.with(condition));
    }

    fn sample(&mut self, experiment: &Experiment, is_sampled: bool) {
        let rate = percent(experiment.sampling_rate);
        let mut line = experiment.salt.enrol_line(self.id);
        let end = sampled(experiment.sampling_rate);
        line.push("sampled", None, 0, end);
        let (outcome, because) = match (is_sampled, experiment.sampling_rate) {
            (true, _) => (Outcome::Continues, join(&["The entity is in the sample of ", &rate, "."])),
            (false, 0) => (Outcome::Passes, "The sampling rate is 0: nobody is in the sample.".to_owned()),
            (false, _) => (Outcome::Passes, join(&["The entity is not in the sample of ", &rate, "."])),
        };
        let mut step = Step::new("E4", Kind::Sampling, "", outcome, because);
        if is_sampled {
            step.would_change.extend(change::out_of(&line));
        } else if end > 0 {
            let range = Range { name: String::new(), variation: None, from: 0, to: end };
            step.would_change.push(change::into(&line, &range));
        } else {
            step.would_change.push("a sampling rate above 0".to_owned());
        }
        step.lines.push(line);
        self.steps.push(step);
    }

    fn treatment(&mut self, treatment: Option<usize>, outcome: Option<usize>) {
        let Some(rule) = self.experiment else { return };
        let line = self.allot_line(rule, &rule.source.salt, &rule.source.split, &rule.source.treatments);
        let name = arm(&rule.source.treatments, treatment);
        let because = match treatment {
            Some(_) => join(&["The entity falls to treatment ", name, "."]),
            None => "The entity falls where the treatments' weights leave the line to nobody.".to_owned(),
        };
        let mut step = Step::new("E4", Kind::Treatment, "", Outcome::Decides, because);
        if treatment.is_some() {
            draw(&mut step, name, outcome, line);
        } else {
            step.outcome = Outcome::Passes;
            step.would_change.push("other treatment weights".to_owned());
            step.lines.push(line);
        }
        self.steps.push(step);
    }

    fn default(&mut self) {
        if self.feature.ignores_rules {
            let because = "Under the strategy DEFAULT_VARIATION everybody without an override gets the default.";
            let mut step = Step::new("E2", Kind::Strategy, self.variation(0), Outcome::Decides, because.to_owned());
            step.would_change.push("the strategy ALL_RULES".to_owned());
            return self.steps.push(step);
        }
        let name = self.variation(0);
        let because = join(&["No rule claims the entity: the default is variation ", name, "."]);
        self.add("E5", Kind::Default, name, Outcome::Decides, because);
    }
}

impl<'p> Observer<FeatureEvent<'p>> for FeatureTrace<'p, '_> {
    fn see(&mut self, event: impl FnOnce() -> FeatureEvent<'p>) {
        self.hear(event());
    }
}

impl<'p> FeatureTrace<'p, '_> {
    #[inline(never)]
    fn hear(&mut self, event: FeatureEvent<'p>) {
        match event {
            FeatureEvent::Override(outcome) => self.overridden(outcome),
            // Under DEFAULT_VARIATION there is neither, and the strategy is what is told.
            FeatureEvent::Launch(None) | FeatureEvent::Experiment(None) if self.feature.ignores_rules => {}
            FeatureEvent::Launch(None) => {
                let because = "No launch that has a group for this feature is running.".to_owned();
                self.add("E3", Kind::Launch, "", Outcome::Absent, because);
            }
            FeatureEvent::Launch(rule) => self.launch = rule,
            FeatureEvent::Step(step) => {
                if let Some(rule) = self.launch {
                    self.step(&rule.source, step);
                }
            }
            FeatureEvent::Split { split, is_concerned, claims, covered } => {
                self.split(split, is_concerned, claims, covered);
            }
            FeatureEvent::Group(group, outcome) => self.group(group, outcome),
            FeatureEvent::Experiment(None) => {
                let because = "No experiment that has a treatment for this feature is running.".to_owned();
                self.add("E4", Kind::Experiment, "", Outcome::Absent, because);
            }
            FeatureEvent::Experiment(Some(rule)) => {
                self.experiment = Some(rule);
                let because = "The experiment is running.".to_owned();
                self.add("E4", Kind::Experiment, &rule.source.name, Outcome::Continues, because);
            }
            FeatureEvent::Audience(matches) => {
                if let Some(segment) = self.experiment.and_then(|rule| rule.source.segment.as_ref()) {
                    self.audience(segment, matches);
                }
            }
            FeatureEvent::Sample(is_sampled) => {
                if let Some(rule) = self.experiment {
                    self.sample(&rule.source, is_sampled);
                }
            }
            FeatureEvent::Treatment(treatment, outcome) => self.treatment(treatment, outcome),
            FeatureEvent::Default => self.default(),
        }
    }
}

/// The name of a group or a treatment.
fn arm(names: &[String], position: Option<usize>) -> &str {
    position.and_then(|position| names.get(position)).map_or("", String::as_str)
}

/// Tells of a step what was drawn in it, which decides unless that has no variation of this feature (E6).
fn draw(step: &mut Step, name: &str, outcome: Option<usize>, line: Line) {
    step.drawn = Some(name.to_owned());
    if outcome.is_none() {
        step.outcome = Outcome::Passes;
        step.because.push_str(&join(&[" It", NO_VARIATION]));
    }
    step.would_change.extend(change::out_of(&line));
    step.lines.push(line);
}
