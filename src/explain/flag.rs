//! What the evaluation of a flag tells (A2, A7).

use crate::context::Context;
use crate::decision::FlagDecision;
use crate::entity::EntityId;
use crate::flag::{Flag, FlagCause, Run};

use super::words::{integer, join};
use super::{Answer, Explanation, FlagEvent, Kind, Observer, Outcome, Step, change};

/// Listens to one evaluation.
pub(crate) struct FlagTrace<'p, 'r> {
    flag: &'p Flag,
    entity: Option<EntityId<'r>>,
    context: &'r Context<'r>,
    steps: Vec<Step>,
    run: Option<&'p Run>,
    /// `<ApplicationId>:<ExperimentDefinitionId>:<Run>`
    run_name: String,
    /// The key of the treatment whose slot takes the entity.
    treatment: &'p str,
}

impl<'p, 'r> FlagTrace<'p, 'r> {
    pub(crate) fn new(flag: &'p Flag, entity: Option<EntityId<'r>>, context: &'r Context<'r>) -> FlagTrace<'p, 'r> {
        let (run_name, treatment) = (String::new(), "");
        FlagTrace { flag, entity, context, steps: Vec::new(), run: None, run_name, treatment }
    }

    pub(crate) fn finish(self, decision: FlagDecision<'p>) -> Explanation<'p> {
        let entity = self.entity.map(|entity| String::from_utf8_lossy(entity.as_bytes()).into_owned());
        Explanation { entity, answer: Answer::Flag(decision), steps: self.steps }
    }

    /// A step of the run.
    fn run_step(&self, kind: Kind, outcome: Outcome, because: &[&str]) -> Step {
        Step::new("A7", kind, &self.run_name, outcome, join(because))
    }

    /// The key of a treatment.
    fn key(&self, treatment: usize) -> &'p str {
        let answer = self.flag.answers.get(self.flag.number_of(treatment, false));
        match answer.map(|answer| &answer.cause) {
            Some(FlagCause::Override(_, key) | FlagCause::Experiment(_, key)) => key,
            _ => "",
        }
    }

    fn run(&mut self, run: Option<&'p Run>) {
        self.run = run;
        let first = self.flag.answers.get(self.flag.number_of(0, false));
        let step = match (run, first.map(|answer| &answer.cause)) {
            (Some(_), Some(FlagCause::Override(identity, _) | FlagCause::Experiment(identity, _))) => {
                let number = integer(identity.run.unsigned_abs());
                let (application, experiment) = (&*identity.application_id, &*identity.experiment_definition_id);
                self.run_name = join(&[application, ":", experiment, ":", &number]);
                let because = ["Run ", &number, " of experiment ", experiment, " is running on this flag."];
                self.run_step(Kind::Run, Outcome::Continues, &because)
            }
            _ => self.run_step(Kind::Run, Outcome::Absent, &["No experiment run is running on this flag."]),
        };
        self.steps.push(step);
    }

    fn no_entity(&mut self) {
        if let Some(step) = self.steps.last_mut() {
            step.outcome = Outcome::Passes;
            step.because = "There is no entity id, and so the run decides nothing.".to_owned();
            step.would_change.push("an entity id".to_owned());
        }
    }

    fn overridden(&mut self, treatment: Option<usize>) {
        let kind = Kind::TreatmentOverride;
        let count = self.run.map_or(0, |run| run.overrides.len());
        let key = treatment.map(|treatment| self.key(treatment));
        let mut step = match (key, count) {
            (Some(key), _) => {
                self.run_step(kind, Outcome::Decides, &["The entity id is overridden to treatment ", key, "."])
            }
            (None, 0) => self.run_step(kind, Outcome::Absent, &["The run has no treatment overrides."]),
            (None, count) => {
                let because = ["The entity id is not among the treatment overrides (", &integer(count as u64), ")."];
                self.run_step(kind, Outcome::Passes, &because)
            }
        };
        step.drawn = key.map(str::to_owned);
        self.steps.push(step);
    }

    fn slot(&mut self, treatment: Option<usize>) {
        let (Some(run), Some(entity)) = (self.run, self.entity) else { return };
        let line = run.slots.line(entity.as_bytes(), |slot| self.key(slot));
        let mut step = if let Some(treatment) = treatment {
            self.treatment = self.key(treatment);
            let because = ["The entity is in what the run takes of the slot of treatment ", self.treatment, "."];
            let mut step = self.run_step(Kind::Slot, Outcome::Continues, &because);
            step.drawn = Some(self.treatment.to_owned());
            step.would_change.extend(change::out_of(&line));
            step
        } else {
            self.run_step(Kind::Slot, Outcome::Passes, &["The entity is in no part of the line that the run takes."])
        };
        if treatment.is_none() && line.ranges.is_empty() {
            step.would_change.push("an exposure and weights above 0".to_owned());
        } else if treatment.is_none() {
            for range in &line.ranges {
                step.would_change.push(change::into(&line, range));
            }
        }
        step.lines.push(line);
        self.steps.push(step);
    }

    fn audience(&mut self, holds: bool) {
        let Some(run) = self.run else { return };
        let condition = run.audience.condition(self.entity, self.context);
        let mut step = if holds {
            let because = ["The audience rule is true: the entity gets treatment ", self.treatment, "."];
            self.run_step(Kind::Audience, Outcome::Decides, &because)
        } else {
            self.run_step(Kind::Audience, Outcome::Passes, &["The audience rule is false."])
        };
        step.drawn = holds.then(|| self.treatment.to_owned());
        self.steps.push(step.with(condition));
    }

    fn variant(&mut self, position: usize, holds: bool) {
        let Some(rule) = self.flag.rules.get(position) else { return };
        let condition = rule.condition(self.entity, self.context);
        let (outcome, because) = match holds {
            true => (Outcome::Decides, "Its rule is the first that is true."),
            false => (Outcome::Passes, "Its rule is false."),
        };
        let step = Step::new("A2", Kind::Variant, self.variant_name(position), outcome, because.to_owned());
        self.steps.push(step.with(condition));
    }

    fn default(&mut self) {
        let because = match self.flag.rules.len() {
            0 => "The flag has one value for everybody.",
            _ => "No rule is true: the last variant is for everybody else.",
        };
        let name = self.variant_name(self.flag.rules.len());
        self.steps.push(Step::new("A2", Kind::Default, name, Outcome::Decides, because.to_owned()));
    }

    fn variant_name(&self, position: usize) -> &'p str {
        self.flag.answers.get(position).and_then(|answer| answer.value.variant.as_deref()).unwrap_or_default()
    }

    #[inline(never)]
    fn hear(&mut self, event: &FlagEvent<'p>) {
        match *event {
            FlagEvent::Run(run) => self.run(run),
            FlagEvent::NoEntity => self.no_entity(),
            FlagEvent::Override(treatment) => self.overridden(treatment),
            FlagEvent::Slot(treatment) => self.slot(treatment),
            FlagEvent::Audience(holds) => self.audience(holds),
            FlagEvent::Variant(position, holds) => self.variant(position, holds),
            FlagEvent::Default => self.default(),
        }
    }
}

impl<'p> Observer<FlagEvent<'p>> for FlagTrace<'p, '_> {
    fn see(&mut self, event: impl FnOnce() -> FlagEvent<'p>) {
        self.hear(&event());
    }
}
