//! The order of precedence (E1–E7): override, launch, experiment, default.

#[cfg(feature = "explain")]
mod explained;
mod flag;

use crate::context::Context;
use crate::decision::Decision;
use crate::entity::EntityId;
use crate::explain::FeatureObserver;
use crate::project::{Experiment, Feature, Launch, Rule};
use crate::time::Timestamp;

#[cfg(feature = "explain")]
pub use explained::{explain, explain_flag};
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
/// let feature = project.feature("colour").unwrap().feature.as_ref().unwrap();
/// let entity = EntityId::new("user-1").unwrap();
/// let decision = evaluate(feature, entity, &Context::Empty, Timestamp::from_millis(0).unwrap());
/// assert_eq!(decision.variation().name, "calm");
/// assert_eq!(decision.reason().as_str(), "DEFAULT");
/// ```
pub fn evaluate<'p>(feature: &'p Feature, entity: EntityId<'_>, context: &Context<'_>, now: Timestamp) -> Decision<'p> {
    observed(feature, entity, context, now, &mut ())
}

/// The evaluation, which tells an observer what it does.
#[inline(always)]
fn observed<'p>(
    feature: &'p Feature,
    entity: EntityId<'_>,
    context: &Context<'_>,
    now: Timestamp,
    observer: &mut impl FeatureObserver<'p>,
) -> Decision<'p> {
    let id = entity.as_bytes();
    // E1: also under DEFAULT_VARIATION.
    let overridden = feature.override_of(id);
    observer.overridden(overridden);
    let outcome = overridden
        // E2: under DEFAULT_VARIATION a feature is compiled without its launch and its experiment. E7: only running ones
        // are compiled at all.
        .or_else(|| launch(feature.launch.as_ref(), id, context, now, observer))
        .or_else(|| experiment(feature.experiment.as_ref(), id, context, observer));
    // E5: outcome 0 is the default.
    let outcome = outcome.unwrap_or_else(|| {
        observer.default();
        0
    });
    Decision::new(feature, outcome)
}

/// E3: the splits of the step in force, the first that claims the entity decides.
#[inline(always)]
fn launch<'p>(
    rule: Option<&'p Rule<Launch>>,
    id: &[u8],
    context: &Context<'_>,
    now: Timestamp,
    observer: &mut impl FeatureObserver<'p>,
) -> Option<usize> {
    observer.launch(rule);
    let rule = rule?;
    let step = rule.source.step_at(now);
    observer.step(step);
    let mut draw = rule.source.salt.draw(id);
    let claimed = step?.splits.iter().find(|split| {
        let is_concerned = split.segment.as_ref().is_none_or(|segment| segment.matches(context));
        let claims = is_concerned && draw.claim(split.split.weight());
        observer.split(split, is_concerned, claims, draw.covered());
        claims
    })?;
    let group = draw.pick(&claimed.split).copied();
    // E6: a group without a variation for this feature claims nobody, and the next rule follows, not the next split.
    let outcome = group.and_then(|group| rule.outcome(group));
    observer.group(group, outcome);
    outcome
}

/// E4: those of the segment who are sampled and treated.
#[inline(always)]
fn experiment<'p>(
    rule: Option<&'p Rule<Experiment>>,
    id: &[u8],
    context: &Context<'_>,
    observer: &mut impl FeatureObserver<'p>,
) -> Option<usize> {
    observer.experiment(rule);
    let rule = rule?;
    let experiment = &rule.source;
    if let Some(segment) = &experiment.segment {
        let matches = segment.matches(context);
        observer.audience(matches);
        if !matches {
            return None;
        }
    }
    let mut draw = experiment.salt.draw(id);
    let is_sampled = draw.is_sampled(experiment.sampling_rate);
    observer.sample(is_sampled);
    if !is_sampled {
        return None;
    }
    let treatment = draw.pick(&experiment.split).copied();
    let outcome = treatment.and_then(|treatment| rule.outcome(treatment));
    observer.treatment(treatment, outcome);
    outcome
}
