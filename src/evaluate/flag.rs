//! The order of precedence among flags (A2, A7): treatment override, slot of the run, variant, default.

use crate::context::Context;
use crate::decision::FlagDecision;
use crate::entity::EntityId;
use crate::explain::FlagObserver;
use crate::flag::Flag;

/// Decides what a flag is for a request. It cannot fail, and the same inputs always give the same decision (B6).
///
/// # Examples
/// ```
/// use variate::{Context, evaluate_flag, load};
///
/// let project = load(br#"{"version": 1, "appConfig": {"flags": {"version": "1",
///     "flags": {"banner": {"name": "Banner"}}, "values": {"banner": {"enabled": true}}}}}"#).unwrap();
/// let flag = project.flag("banner").unwrap().flag.as_ref().unwrap();
/// assert!(evaluate_flag(flag, None, &Context::Empty).value().enabled);
/// ```
pub fn evaluate_flag<'p>(flag: &'p Flag, entity: Option<EntityId<'_>>, context: &Context<'_>) -> FlagDecision<'p> {
    observed(flag, entity, context, &mut ())
}

/// The evaluation, which tells an observer what it does.
#[inline(always)]
pub(super) fn observed<'p>(
    flag: &'p Flag,
    entity: Option<EntityId<'_>>,
    context: &Context<'_>,
    observer: &mut impl FlagObserver<'p>,
) -> FlagDecision<'p> {
    let number = run_answer(flag, entity, context, observer).unwrap_or_else(|| {
        // A2: the first rule that is true; behind the last of them stands the default.
        let mut rules = flag.rules.iter().enumerate();
        let found = rules.find(|(position, rule)| {
            let holds = rule.holds(entity, context);
            observer.variant(*position, holds);
            holds
        });
        found.map_or_else(
            || {
                observer.default();
                flag.rules.len()
            },
            |(position, _)| position,
        )
    });
    FlagDecision::new(flag, number)
}

/// A7: what the run gives an entity, if it takes part.
#[inline(always)]
fn run_answer<'p>(
    flag: &'p Flag,
    entity: Option<EntityId<'_>>,
    context: &Context<'_>,
    observer: &mut impl FlagObserver<'p>,
) -> Option<usize> {
    observer.run(flag.run.as_ref());
    let run = flag.run.as_ref()?;
    let Some(entity) = entity else {
        observer.no_entity();
        return None;
    };
    let id = entity.as_bytes();
    let overridden = run.override_of(id);
    observer.overridden(overridden);
    if let Some(treatment) = overridden {
        return Some(flag.number_of(treatment, true));
    }
    // The slot is cheaper than most rules.
    let slot = run.slots.pick(id);
    observer.slot(slot);
    let treatment = slot?;
    let holds = run.audience.holds(Some(entity), context);
    observer.audience(holds);
    holds.then(|| flag.number_of(treatment, false))
}
