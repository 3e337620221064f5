//! What is decided: a feature or a flag, and what an entity can get of it.

use std::collections::BTreeMap;

use variate::movement::{Budget, Case, Movement, Setting, Share};
use variate::request::RequestError;
use variate::{
    Context, Decision, EntityId, Feature, Flag, FlagDecision, FlagReason, FlagValue, InvalidEntityId, Project, Reason,
    Timestamp, evaluate, evaluate_flag,
};

use super::population::Contexts;

/// A feature or a flag that is served.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'p> {
    Feature(&'p Feature),
    Flag(&'p Flag),
}

/// Which of both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Feature,
    Flag,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Feature => "feature",
            Kind::Flag => "flag",
        }
    }

    /// Their names in the order of the snapshot.
    pub fn names(self, project: &Project) -> Vec<&str> {
        match self {
            Kind::Feature => project.features().iter().map(|entry| entry.name.as_str()).collect(),
            Kind::Flag => project.flags().iter().map(|entry| entry.key.as_str()).collect(),
        }
    }

    /// The one of that name; none if there is none, an error if it is quarantined.
    pub fn find<'p>(self, project: &'p Project, name: &str) -> Side<'p> {
        match self {
            Kind::Feature => project.feature(name).map(|entry| match &entry.feature {
                Ok(feature) => Ok(Subject::Feature(feature)),
                Err(quarantine) => Err(RequestError::Quarantined { problems: quarantine.problems.clone() }),
            }),
            Kind::Flag => project.flag(name).map(|entry| match &entry.flag {
                Ok(flag) => Ok(Subject::Flag(flag)),
                Err(quarantine) => Err(RequestError::QuarantinedFlag { problems: quarantine.problems.clone() }),
            }),
        }
    }

    /// The error for a name that nothing has.
    pub fn unknown(self, project: &Project, name: &str) -> RequestError {
        match self {
            Kind::Feature => {
                let arn = project.identity().map(|identity| identity.feature_arn(name)).unwrap_or_default();
                RequestError::UnknownFeature { arn }
            }
            Kind::Flag => RequestError::UnknownFlag { key: name.to_owned() },
        }
    }
}

/// What a name stands for in a snapshot, if it is there; an error if that is quarantined.
pub type Side<'p> = Option<Result<Subject<'p>, RequestError>>;

/// What entities can get: two answers are one if both members are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The name of the variation, or of the variant; `default` of a flag that has no variants.
    pub label: String,
    /// What is served, as JSON.
    pub value: String,
}

/// What an entity gets.
#[derive(Clone, Copy, Debug)]
pub struct Decided {
    /// The position of the answer among [all](Subject::answers).
    pub answer: usize,
    pub by_override: bool,
}

/// Shares by the answers before and after.
pub type Shares = BTreeMap<(usize, usize), Share>;

impl<'p> Subject<'p> {
    /// All that entities can get.
    pub fn answers(self) -> Vec<Answer> {
        match self {
            Subject::Feature(feature) => feature.variations().map(Answer::of_variation).collect(),
            Subject::Flag(flag) => FlagDecision::all(flag).map(|decision| Answer::of_flag(decision.value())).collect(),
        }
    }

    pub fn decide(self, id: &str, context: &Context<'_>, now: Timestamp) -> Result<Decided, InvalidEntityId> {
        Ok(match self {
            Subject::Feature(feature) => {
                let decision: Decision<'_> = evaluate(feature, EntityId::new(id)?, context, now);
                let by_override = decision.reason() == Reason::EntityOverride;
                Decided { answer: decision.variation().position(), by_override }
            }
            Subject::Flag(flag) => {
                let decision = evaluate_flag(flag, Some(EntityId::of_flag(id)?), context);
                Decided { answer: decision.number(), by_override: decision.reason() == FlagReason::TreatmentOverride }
            }
        })
    }

    /// The times at which its schedule changes, ascending.
    pub fn steps(self) -> Vec<Timestamp> {
        match self {
            Subject::Feature(feature) => feature.steps().collect(),
            Subject::Flag(_) => Vec::new(),
        }
    }

    /// The ids of the entities that have an override, ascending.
    pub fn overridden(self) -> Vec<&'p str> {
        match self {
            Subject::Feature(feature) => feature.overridden().collect(),
            Subject::Flag(flag) => flag.overridden().collect(),
        }
    }

    /// Whether the context of an entity has a say at this time.
    pub fn reads_context(self, now: Timestamp) -> bool {
        match self {
            Subject::Feature(feature) => Setting { feature, context: &Context::Empty, now }.is_segmented(),
            Subject::Flag(flag) => !flag.attributes().is_empty(),
        }
    }

    /// The exact shares of entities that have these contexts. None if they cannot be computed.
    pub fn movement(
        before: (Subject<'_>, Timestamp),
        after: (Subject<'_>, Timestamp),
        contexts: &Contexts<'_>,
    ) -> Option<Shares> {
        match (before, after) {
            ((Subject::Feature(before), then), (Subject::Feature(after), now)) => {
                let between = |context: &Context<'_>| {
                    let before = Setting { feature: before, context, now: then };
                    let after = Setting { feature: after, context, now };
                    Movement::between(before, after)
                };
                let setting = |feature, now| Setting { feature, context: &Context::Empty, now };
                if setting(before, then).is_segmented() || setting(after, now).is_segmented() {
                    contexts.mean(case_of_features((before, then), (after, now)), between)
                } else {
                    between(&Context::Empty).map(|movement| to_map(&movement))
                }
            }
            ((Subject::Flag(before), _), (Subject::Flag(after), _)) => {
                let mut budget = Budget::default();
                let mut between = |context: &Context<'_>| Movement::between_flags(before, after, context, &mut budget);
                if before.attributes().is_empty() && after.attributes().is_empty() {
                    between(&Context::Empty).map(|movement| to_map(&movement))
                } else {
                    contexts.mean(|context| Movement::case_of_flags(before, after, context), between)
                }
            }
            _ => None,
        }
    }
}

impl Subject<'_> {
    /// Whether both decide by the same rules in the same words, and give the same: then nobody moves, whatever is known of them.
    pub fn is_alike(before: (Subject<'_>, Timestamp), after: (Subject<'_>, Timestamp)) -> bool {
        let by_rules = match (before, after) {
            ((Subject::Feature(before), then), (Subject::Feature(after), now)) => {
                Movement::is_alike((before, then), (after, now))
            }
            ((Subject::Flag(before), _), (Subject::Flag(after), _)) => Movement::is_alike_of_flags(before, after),
            _ => false,
        };
        by_rules && before.0.answers() == after.0.answers()
    }

    /// The exact shares for every combination of segments that entities may be in. None for flags, and if there are too many.
    pub fn in_every_case(before: (Subject<'_>, Timestamp), after: (Subject<'_>, Timestamp)) -> Option<Vec<Shares>> {
        match (before, after) {
            ((Subject::Feature(before), then), (Subject::Feature(after), now)) => {
                let cases = Movement::in_every_case((before, then), (after, now))?;
                Some(cases.iter().map(to_map).collect())
            }
            _ => None,
        }
    }
}

impl Subject<'_> {
    /// Contexts of which each decides otherwise about some entity; of flags all, for their rules may compare an id with them.
    pub fn deciding<'c, 'a>(
        before: (Subject<'_>, Timestamp),
        after: (Subject<'_>, Timestamp),
        contexts: &'c Contexts<'a>,
    ) -> Vec<&'c Context<'a>> {
        match (before, after) {
            ((Subject::Feature(before), then), (Subject::Feature(after), now)) => {
                let cases = contexts.of_each_case(case_of_features((before, then), (after, now)));
                cases.into_iter().map(|(context, _)| context).collect()
            }
            _ => contexts.all().collect(),
        }
    }
}

fn case_of_features(
    (before, then): (&Feature, Timestamp),
    (after, now): (&Feature, Timestamp),
) -> impl Fn(&Context<'_>) -> Case {
    move |context| {
        Movement::case(Setting { feature: before, context, now: then }, Setting { feature: after, context, now })
    }
}

/// The times at which what any of these decide changes, and one before them; none without a schedule.
pub fn steps(subjects: &[Subject<'_>]) -> Vec<Timestamp> {
    let mut steps: Vec<Timestamp> = subjects.iter().flat_map(|subject| subject.steps()).collect();
    steps.sort_unstable();
    steps.dedup();
    let before = steps.first().and_then(|step| Timestamp::from_millis(step.millis().checked_sub(1)?));
    before.into_iter().chain(steps).collect()
}

fn to_map(movement: &Movement) -> Shares {
    movement.shares().map(|(before, after, share)| ((before, after), share)).collect()
}

impl Answer {
    fn of_variation(variation: &variate::Variation) -> Answer {
        let mut value = String::new();
        variation.value.write_json(&mut value);
        Answer { label: variation.name.clone(), value }
    }

    fn of_flag(value: &FlagValue) -> Answer {
        // While a run is on a flag without variants, who takes no part is told so; what is served is the same.
        let label = match value.variant.as_deref() {
            None | Some("__default__") => "default",
            Some(name) => name,
        };
        let mut text = String::new();
        FlagValue { variant: None, ..value.clone() }.write_json(&mut text);
        Answer { label: label.to_owned(), value: text }
    }
}
