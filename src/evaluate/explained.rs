//! Decisions with their reasons: the same evaluation, with somebody who listens.

use crate::context::Context;
use crate::entity::EntityId;
use crate::explain::{Explanation, FeatureTrace, FlagTrace};
use crate::flag::Flag;
use crate::project::Feature;
use crate::time::Timestamp;

use super::{flag, observed};

/// Decides as [`evaluate`](super::evaluate) does, and tells why.
///
/// # Examples
/// ```
/// use variate::{Context, EntityId, Timestamp, explain, load};
///
/// let project = load(br#"{"version": 1, "project": {"name": "shop"}, "features": [
///     {"name": "colour", "variations": [{"name": "calm", "value": {"stringValue": "blue"}}]}]}"#).unwrap();
/// let feature = project.feature("colour").unwrap().feature.as_ref().unwrap();
/// let entity = EntityId::new("user-1").unwrap();
/// let explanation = explain(feature, entity, &Context::Empty, Timestamp::from_millis(0).unwrap());
/// let kinds: Vec<&str> = explanation.steps.iter().map(|step| step.kind.as_str()).collect();
/// assert_eq!(kinds, ["override", "launch", "experiment", "default"]);
/// ```
pub fn explain<'p>(
    feature: &'p Feature,
    entity: EntityId<'_>,
    context: &Context<'_>,
    now: Timestamp,
) -> Explanation<'p> {
    let mut trace = FeatureTrace::new(feature, entity, context, now);
    let decision = observed(feature, entity, context, now, &mut trace);
    trace.finish(decision)
}

/// Decides as [`evaluate_flag`](super::evaluate_flag) does, and tells why.
///
/// # Examples
/// ```
/// use variate::{Context, explain_flag, load};
///
/// let project = load(br#"{"version": 1, "appConfig": {"flags": {"version": "1",
///     "flags": {"banner": {"name": "Banner"}}, "values": {"banner": {"enabled": true}}}}}"#).unwrap();
/// let flag = project.flag("banner").unwrap().flag.as_ref().unwrap();
/// let explanation = explain_flag(flag, None, &Context::Empty);
/// assert_eq!(explanation.steps[0].because, "No experiment run is on this flag.");
/// ```
pub fn explain_flag<'p>(flag: &'p Flag, entity: Option<EntityId<'_>>, context: &Context<'_>) -> Explanation<'p> {
    let mut trace = FlagTrace::new(flag, entity, context);
    let decision = flag::observed(flag, entity, context, &mut trace);
    trace.finish(decision)
}
