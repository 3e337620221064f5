//! The order of precedence (E1–E7): override, launch, experiment, default.

mod flag;

use crate::context::Context;
use crate::decision::Decision;
use crate::entity::EntityId;
use crate::project::{Experiment, Feature, Launch, Rule};
use crate::time::Timestamp;

pub use flag::evaluate_flag;

/// Decides which variation of a feature an entity gets. It cannot fail, and the same inputs always give the same
/// decision (B6).
///
/// # Examples
/// ```
/// use variate::{Context, EntityId, Timestamp, evaluate, load};
///
/// let project = load(br#"{"version": 1, "project": {"name": "shop"}, "features": [
///     {"name": "colour", "variations": [{"name": "calm", "value": {"stringValue": "blue"}}]}]}"#).unwrap();
/// let feature = project.entry("colour").unwrap().feature.as_ref().unwrap();
/// let entity = EntityId::new("user-1").unwrap();
/// let decision = evaluate(feature, entity, &Context::Empty, Timestamp::from_millis(0).unwrap());
/// assert_eq!(decision.variation().name, "calm");
/// assert_eq!(decision.reason().as_str(), "DEFAULT");
/// ```
pub fn evaluate<'p>(feature: &'p Feature, entity: EntityId<'_>, context: &Context<'_>, now: Timestamp) -> Decision<'p> {
    let id = entity.as_bytes();
    let outcome = feature
        // E1: also under DEFAULT_VARIATION.
        .override_of(id)
        // E2: under DEFAULT_VARIATION a feature is compiled without its launch and its experiment. E7: only running ones
        // are compiled at all.
        .or_else(|| feature.launch.as_ref().and_then(|rule| launch(rule, id, context, now)))
        .or_else(|| feature.experiment.as_ref().and_then(|rule| experiment(rule, id, context)));
    // E5: outcome 0 is the default.
    Decision::new(feature, outcome.unwrap_or(0))
}

/// E3: the splits of the step in force, the first that claims the entity decides.
fn launch(rule: &Rule<Launch>, id: &[u8], context: &Context<'_>, now: Timestamp) -> Option<usize> {
    let step = rule.source.step_at(now)?;
    let mut draw = rule.source.salt.draw(id);
    let claimed = step.splits.iter().find(|split| {
        let concerned = split.segment.as_ref().is_none_or(|segment| segment.matches(context));
        concerned && draw.claim(split.split.weight())
    })?;
    // E6: a group without a variation for this feature claims nobody, and the next rule follows, not the next split.
    rule.outcome(*draw.pick(&claimed.split)?)
}

/// E4: those of the segment who are sampled and treated.
fn experiment(rule: &Rule<Experiment>, id: &[u8], context: &Context<'_>) -> Option<usize> {
    let experiment = &rule.source;
    if experiment.segment.as_ref().is_some_and(|segment| !segment.matches(context)) {
        return None;
    }
    let mut draw = experiment.salt.draw(id);
    if !draw.is_sampled(experiment.sampling_rate) {
        return None;
    }
    rule.outcome(*draw.pick(&experiment.split)?)
}
