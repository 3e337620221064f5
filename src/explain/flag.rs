//! What the evaluation of a flag tells (A2, A7).

use crate::context::Context;
use crate::decision::FlagDecision;
use crate::entity::EntityId;
use crate::flag::{Flag, FlagCause, Run};
use crate::text::copy;

use super::words::integer;
use super::{Answer, Explanation, FlagObserver, Kind, Outcome, Steps, change};

/// Listens to one evaluation.
pub(crate) struct FlagTrace<'p, 'r> {
    flag: &'p Flag,
    entity: Option<EntityId<'r>>,
    context: &'r Context<'r>,
    steps: Steps,
    run: Option<&'p Run>,
    /// `<ApplicationId>:<ExperimentDefinitionId>:<Run>`
    run_name: String,
    /// The key of the treatment whose slot takes the entity.
    treatment: &'p str,
}

impl<'p, 'r> FlagTrace<'p, 'r> {
    pub(crate) fn new(flag: &'p Flag, entity: Option<EntityId<'r>>, context: &'r Context<'r>) -> FlagTrace<'p, 'r> {
        let steps = Steps { is_flag: true, ..Steps::default() };
        FlagTrace { flag, entity, context, steps, run: None, run_name: String::new(), treatment: "" }
    }

    pub(crate) fn finish(self, decision: FlagDecision<'p>) -> Explanation<'p> {
        Explanation::new(self.entity, Answer::Flag(decision), self.steps)
    }

    /// A step of the run.
    #[inline(never)]
    fn add(&mut self, kind: Kind, outcome: Outcome, because: &str, part: &str) {
        self.steps.add(kind, outcome, &self.run_name, because, &[part]);
    }

    /// The key of a treatment.
    fn key(&self, treatment: usize) -> &'p str {
        let answer = self.flag.answers.get(self.flag.number_of(treatment, false));
        match answer.map(|answer| &answer.cause) {
            Some(FlagCause::Override(_, key) | FlagCause::Experiment(_, key)) => key,
            _ => "",
        }
    }

    fn variant_name(&self, position: usize) -> &'p str {
        self.flag.answers.get(position).and_then(|answer| answer.value.variant.as_deref()).unwrap_or_default()
    }
}

impl<'p> FlagObserver<'p> for FlagTrace<'p, '_> {
    #[inline(never)]
    fn run(&mut self, run: Option<&'p Run>) {
        self.run = run;
        if let Some(run) = run {
            self.run_name = copy(run.slots.salt_text());
            self.add(Kind::Run, Outcome::Continues, "The experiment run {} is on this flag.", run.slots.salt_text());
        } else {
            self.add(Kind::Run, Outcome::Absent, "No experiment run is on this flag.", "");
        }
    }

    #[inline(never)]
    fn no_entity(&mut self) {
        if let Some(step) = self.steps.list.last_mut() {
            step.outcome = Outcome::Declines;
            step.because = copy("There is no entity id, and so the run decides nothing.");
            step.would_change.push(copy("an entity id"));
        }
    }

    #[inline(never)]
    fn overridden(&mut self, treatment: Option<usize>) {
        let kind = Kind::TreatmentOverride;
        let count = self.run.map_or(0, |run| run.overrides.len());
        if let Some(treatment) = treatment {
            let key = self.key(treatment);
            self.add(kind, Outcome::Decides, "The entity id is overridden to treatment {}.", key);
            self.steps.drawn(key);
        } else if count == 0 {
            self.add(kind, Outcome::Absent, "The run has no treatment overrides.", "");
        } else {
            let count = integer(count as u64);
            self.add(kind, Outcome::Declines, "The entity id is not among the treatment overrides ({}).", &count);
        }
    }

    #[inline(never)]
    fn slot(&mut self, treatment: Option<usize>) {
        let (Some(run), Some(entity)) = (self.run, self.entity) else { return };
        let line = run.slots.line(entity.as_bytes(), |slot| self.key(slot));
        if let Some(treatment) = treatment {
            self.treatment = self.key(treatment);
            let because = "The entity is in what the run takes of the slot of treatment {}.";
            self.add(Kind::Slot, Outcome::Continues, because, self.treatment);
            self.steps.drawn(self.treatment);
        } else {
            self.add(Kind::Slot, Outcome::Declines, "The entity is in no part of the line that the run takes.", "");
            for range in &line.ranges {
                self.steps.would_change(change::into(&line, range.from, range.to));
            }
        }
        self.steps.fell(line);
    }

    #[inline(never)]
    fn audience(&mut self, holds: bool) {
        let Some(run) = self.run else { return };
        if holds {
            let because = "The audience rule is true: the entity gets treatment {}.";
            self.add(Kind::Audience, Outcome::Decides, because, self.treatment);
            self.steps.drawn(self.treatment);
        } else {
            self.add(Kind::Audience, Outcome::Declines, "The audience rule is false.", "");
        }
        let condition = run.audience.condition(self.entity, self.context, &mut self.steps.room);
        self.steps.condition(condition, true);
    }

    #[inline(never)]
    fn variant(&mut self, position: usize, holds: bool) {
        let Some(rule) = self.flag.rules.get(position) else { return };
        let (outcome, because) = match holds {
            true => (Outcome::Decides, "Its rule is the first that is true."),
            false => (Outcome::Declines, "Its rule is false."),
        };
        self.steps.add(Kind::Variant, outcome, self.variant_name(position), because, &[]);
        let condition = rule.condition(self.entity, self.context, &mut self.steps.room);
        self.steps.condition(condition, true);
    }

    #[inline(never)]
    fn default(&mut self) {
        let last = self.flag.rules.len();
        let because = match last {
            0 => "The flag has one value for everybody.",
            _ => "No rule is true: the last variant is for everybody else.",
        };
        self.steps.add(Kind::Default, Outcome::Decides, self.variant_name(last), because, &[]);
    }
}
