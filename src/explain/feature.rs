//! What the evaluation of a feature tells (E1–E6).

use crate::bucketing::{Line, Salt, Split, TOTAL, cover, sampled};
use crate::context::Context;
use crate::decision::Decision;
use crate::entity::EntityId;
use crate::json::push;
use crate::project::{Experiment, Feature, Launch, Rule, Step as LaunchStep, StepSplit};
use crate::time::Timestamp;

use super::words::{fill, integer, ordinal, percent};
use super::{Answer, Explanation, FeatureObserver, Kind, Outcome, Schedule, Steps, change};

/// The range of all splits before the one that is told. One for each of them would make as many as the splits squared.
const EARLIER: &str = "earlier splits";

/// Listens to one evaluation.
pub(crate) struct FeatureTrace<'p, 'r> {
    feature: &'p Feature,
    entity: EntityId<'r>,
    context: &'r Context<'r>,
    now: Timestamp,
    steps: Steps,
    launch: Option<&'p Rule<Launch>>,
    experiment: Option<&'p Rule<Experiment>>,
    /// How much of the line the splits so far have covered, and the one that was tried last.
    covered: u64,
    split: Option<&'p StepSplit>,
}

impl<'p, 'r> FeatureTrace<'p, 'r> {
    pub(crate) fn new(
        feature: &'p Feature,
        entity: EntityId<'r>,
        context: &'r Context<'r>,
        now: Timestamp,
    ) -> FeatureTrace<'p, 'r> {
        let steps = Steps::default();
        FeatureTrace { feature, entity, context, now, steps, launch: None, experiment: None, covered: 0, split: None }
    }

    pub(crate) fn finish(self, decision: Decision<'p>) -> Explanation<'p> {
        Explanation::new(Some(self.entity), Answer::Feature(decision), self.steps)
    }

    /// The variation of an outcome.
    fn variation(&self, outcome: usize) -> &'p str {
        let position = self.feature.outcome(outcome).variation;
        self.feature.variations.get(position).map_or("", |variation| &variation.name)
    }

    /// Tells of the last step where the entity fell, and where it would have had to fall.
    #[inline(never)]
    fn missed(&mut self, line: Line, from: u64, to: u64, is_in: bool) {
        if !is_in && from < to {
            self.steps.would_change(change::into(&line, from, to));
        } else if !is_in {
            self.steps.would_change("a share above 0".into());
        }
        self.steps.fell(line);
    }

    /// Tells of the last step what was drawn in it: an outcome decides (E6).
    #[inline(never)]
    fn drawn(
        &mut self,
        outcomes: &[(usize, usize)],
        salt: &Salt,
        split: &Split<usize>,
        names: &[String],
        drawn: Option<usize>,
        outcome: Option<usize>,
    ) {
        let name_of = |position: &usize| names.get(*position).map_or("", String::as_str);
        let line = salt.allot_line(self.entity.as_bytes(), split, |position| {
            let outcome = outcomes.iter().find(|(arm, _)| arm == position);
            (name_of(position), outcome.map(|(_, outcome)| self.variation(*outcome)))
        });
        if let Some(position) = &drawn {
            self.steps.drawn(name_of(position));
        }
        let Some(step) = self.steps.list.last_mut() else { return };
        if outcome.is_none() {
            // Only who draws another arm here is claimed.
            step.would_change = change::to_variations(&line);
            step.lines.push(line);
        } else {
            self.steps.fell(line);
        }
        let Some(step) = self.steps.list.last_mut() else { return };
        let because = match (&drawn, outcome) {
            (Some(_), Some(_)) => " It falls to {}.",
            (Some(_), None) => " It falls to {}, which has no variation of this feature: the rule claims nobody.",
            (None, _) => " It falls beyond all weights.",
        };
        if outcome.is_none() {
            step.outcome = Outcome::Declines;
        }
        push(&mut step.because, &fill(because, &[drawn.as_ref().map_or("", name_of)]));
    }

    fn absent(&mut self, kind: Kind, because: &str) {
        // Under DEFAULT_VARIATION there is neither, and the strategy is what is told.
        if !self.feature.ignores_rules {
            self.steps.add(kind, Outcome::Absent, "", because, &[]);
        }
    }
}

impl<'p> FeatureObserver<'p> for FeatureTrace<'p, '_> {
    #[inline(never)]
    fn overridden(&mut self, outcome: Option<usize>) {
        let count = self.feature.overrides.len();
        let (outcome, because, part) = match outcome {
            Some(outcome) => {
                (Outcome::Decides, "The entity id is overridden to variation {}.", self.variation(outcome))
            }
            None if count == 0 => (Outcome::Absent, "The feature has no overrides.", ""),
            None => (Outcome::Declines, "The entity id is not among the overrides ({}).", &*integer(count as u64)),
        };
        self.steps.add(Kind::Override, outcome, "", because, &[part]);
    }

    #[inline(never)]
    fn launch(&mut self, rule: Option<&'p Rule<Launch>>) {
        self.launch = rule;
        if rule.is_none() {
            self.absent(Kind::Launch, "No launch that has a group for this feature is running.");
        }
    }

    #[inline(never)]
    fn step(&mut self, in_force: Option<&'p LaunchStep>) {
        let Some(launch) = self.launch.map(|rule| &rule.source) else { return };
        let started = launch.started(self.now);
        let steps = launch.steps.len();
        let next = launch.steps.get(started).map(|step| step.start);
        let position = started.saturating_sub(1);
        let (outcome, because, time) = match (in_force, next) {
            (Some(step), _) => (Outcome::Continues, "Step {} of {} is in force since {}.", Some(step.start)),
            (None, Some(first)) => {
                (Outcome::Declines, "Before step {} of {}, which starts at {}, nobody is taken.", Some(first))
            }
            (None, None) => (Outcome::Declines, "The launch has no steps, and so it takes nobody.", None),
        };
        let time = time.map_or_else(String::new, Timestamp::rfc3339);
        let parts = [&*ordinal(position), &integer(steps as u64), &time];
        self.steps.add(Kind::Launch, outcome, &launch.name, because, &parts);
        if let Some(next) = next {
            let parts = [&*next.rfc3339(), &ordinal(started)];
            self.steps.would_change(fill("from {} on, step {} is in force", &parts));
        }
        if let Some(step) = self.steps.list.last_mut() {
            step.schedule = Some(Schedule { steps, in_force: in_force.map(|step| (position, step.start)), next });
        }
    }

    #[inline(never)]
    fn split(&mut self, split: &'p StepSplit, is_concerned: bool, claims: bool, covered: u64) {
        let weight = split.split.weight();
        let (kind, name) = match &split.segment {
            Some(segment) => (Kind::SegmentOverride, segment.name()),
            None => (Kind::Split, "groupWeights"),
        };
        let before = std::mem::replace(&mut self.covered, covered);
        let (outcome, because) = match (is_concerned, claims, weight, before) {
            (false, ..) => (Outcome::Declines, "The segment does not match."),
            // Which group it is, is still to be told.
            (true, true, _, 0) => (Outcome::Decides, "The entity is in the {} that this split takes."),
            (true, true, ..) => (Outcome::Decides, "The entity is in the {} that this split takes of what was left."),
            (true, false, 0, _) => (Outcome::Declines, "All weights are 0."),
            (true, false, _, 0) => (Outcome::Declines, "The entity is not in the {} that this split takes."),
            (true, false, ..) => {
                (Outcome::Declines, "The entity is not in the {} that this split takes of what was left.")
            }
        };
        let parts = [&*percent(u64::from(weight), u64::from(TOTAL))];
        self.steps.add(kind, outcome, if split.segment.is_some() { name } else { "" }, because, &parts);
        self.split = Some(split);
        let Some(rule) = self.launch else { return };
        let mut line = rule.source.salt.enrol_line(self.entity.as_bytes());
        line.push(EARLIER, None, 0, before);
        line.push(name, None, before, cover(before, weight));
        let would_claim = before <= line.point && line.point < cover(before, weight);
        if let Some(segment) = &split.segment {
            let condition = segment.condition(self.context, &mut self.steps.room);
            // Whoever is outside of the share is not taken, whether the segment matches or not.
            self.steps.condition(condition, would_claim);
        }
        if is_concerned {
            self.missed(line, before, covered, claims);
        }
    }

    #[inline(never)]
    fn group(&mut self, group: Option<usize>, outcome: Option<usize>) {
        if let (Some(rule), Some(split)) = (self.launch, self.split) {
            self.drawn(&rule.outcomes, &rule.source.salt, &split.split, &rule.source.groups, group, outcome);
        }
    }

    #[inline(never)]
    fn experiment(&mut self, rule: Option<&'p Rule<Experiment>>) {
        self.experiment = rule;
        if let Some(rule) = rule {
            let because = "The experiment is running.";
            self.steps.add(Kind::Experiment, Outcome::Continues, &rule.source.name, because, &[]);
        } else {
            self.absent(Kind::Experiment, "No experiment that has a treatment for this feature is running.");
        }
    }

    #[inline(never)]
    fn audience(&mut self, matches: bool) {
        let Some(segment) = self.experiment.and_then(|rule| rule.source.segment.as_ref()) else { return };
        let (outcome, because) = match matches {
            true => (Outcome::Continues, "The segment matches."),
            false => (Outcome::Declines, "The segment does not match."),
        };
        self.steps.add(Kind::Audience, outcome, segment.name(), because, &[]);
        let condition = segment.condition(self.context, &mut self.steps.room);
        self.steps.condition(condition, true);
    }

    #[inline(never)]
    fn sample(&mut self, is_sampled: bool) {
        let Some(experiment) = self.experiment.map(|rule| &rule.source) else { return };
        let end = sampled(experiment.sampling_rate);
        let mut line = experiment.salt.enrol_line(self.entity.as_bytes());
        line.push("sampled", None, 0, end);
        let (outcome, because) = match is_sampled {
            true => (Outcome::Continues, "The entity is in the sample of {}."),
            false => (Outcome::Declines, "The entity is not in the sample of {}."),
        };
        let rate = percent(u64::from(experiment.sampling_rate), u64::from(TOTAL));
        self.steps.add(Kind::Sampling, outcome, "", because, &[&rate]);
        self.missed(line, 0, end, is_sampled);
    }

    #[inline(never)]
    fn treatment(&mut self, treatment: Option<usize>, outcome: Option<usize>) {
        let Some(rule) = self.experiment else { return };
        self.steps.add(Kind::Treatment, Outcome::Decides, "", "A treatment is drawn.", &[]);
        let Experiment { salt, split, treatments, .. } = &*rule.source;
        self.drawn(&rule.outcomes, salt, split, treatments, treatment, outcome);
    }

    #[inline(never)]
    fn default(&mut self) {
        let name = self.variation(0);
        let (kind, because) = match self.feature.ignores_rules {
            true => (Kind::Strategy, "Under DEFAULT_VARIATION everybody without an override gets variation {}."),
            false => (Kind::Default, "No rule claims the entity: the default is variation {}."),
        };
        self.steps.add(kind, Outcome::Decides, name, because, &[name]);
    }
}
