//! The order of precedence among flags (A2, A7): treatment override, slot of the run, variant, default.

use crate::context::Context;
use crate::decision::FlagDecision;
use crate::entity::EntityId;
use crate::flag::{Flag, Run};

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
    let by_run = flag.run.as_ref().zip(entity).and_then(|(run, entity)| run_answer(flag, run, entity, context));
    let number = by_run.unwrap_or_else(|| {
        // A2: the first rule that is true; behind the last of them stands the default.
        flag.rules.iter().position(|rule| rule.holds(entity, context)).unwrap_or(flag.rules.len())
    });
    FlagDecision::new(flag, number)
}

/// A7: what the run gives an entity, if it takes part.
fn run_answer(flag: &Flag, run: &Run, entity: EntityId<'_>, context: &Context<'_>) -> Option<usize> {
    let id = entity.as_bytes();
    if let Some(treatment) = run.override_of(id) {
        return Some(flag.number_of(treatment, true));
    }
    // The slot is cheaper than most rules.
    let treatment = run.slots.pick(id)?;
    run.audience.holds(Some(entity), context).then(|| flag.number_of(treatment, false))
}
