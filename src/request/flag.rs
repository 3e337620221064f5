//! Requests for AppConfig flags, as its agent is asked for them (A1, R38).

use crate::context::Context;
use crate::decision::FlagDecision;
use crate::entity::EntityId;
use crate::evaluate::evaluate_flag;
use crate::flag::Flag;
use crate::json::Arena;
use crate::project::Project;

use super::{Faults, RequestError};

/// Whom flags are evaluated for. Nobody in particular, and with no context, by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FlagRequest<'a> {
    /// The entity, 1 to 2048 characters without line breaks: `$entityId` in rules. Without one no run decides.
    pub entity_id: Option<&'a str>,
    /// The context as JSON text; `None` is `{}`.
    pub context: Option<&'a str>,
}

/// A flag's key with the decision about it, or why there is none.
pub type NamedFlag<'n, 'p> = (&'n str, Result<FlagDecision<'p>, RequestError>);

/// Decides what one flag is.
///
/// # Errors
/// [`RequestError`]: an invalid request, an unknown or quarantined flag; the first of these.
///
/// # Examples
/// ```
/// use variate::{load, request::{FlagRequest, evaluate_one_flag}};
///
/// let project = load(br#"{"version": 1, "appConfig": {"flags": {"version": "1", "flags": {"banner": {}},
///     "values": {"banner": {"_variants": [
///         {"name": "Bold", "enabled": true, "rule": "(eq $tier \"gold\")"}, {"name": "Default", "enabled": false}]}}}}}"#)
///     .unwrap();
/// let request = FlagRequest { entity_id: None, context: Some(r#"{"tier": "gold"}"#) };
/// let decision = evaluate_one_flag(&project, "banner", &request).unwrap();
/// assert_eq!(decision.value().variant.as_deref(), Some("Bold"));
/// ```
pub fn evaluate_one_flag<'p>(
    project: &'p Project,
    flag: &str,
    request: &FlagRequest<'_>,
) -> Result<FlagDecision<'p>, RequestError> {
    with_input(request, |entity, context| Ok(evaluate_flag(find(project, flag)?, entity, context)))?
}

/// Decides what several flags are, for one request. An unknown or quarantined flag fails for itself only.
///
/// # Errors
/// [`RequestError::Invalid`]: the entity id or the context.
pub fn evaluate_flags<'p, 'n>(
    project: &'p Project,
    flags: impl IntoIterator<Item = &'n str>,
    request: &FlagRequest<'_>,
) -> Result<Vec<NamedFlag<'n, 'p>>, RequestError> {
    with_input(request, |entity, context| {
        let decide = |flag| (flag, find(project, flag).map(|flag| evaluate_flag(flag, entity, context)));
        flags.into_iter().map(decide).collect()
    })
}

/// Calls `body` with what the request brings.
pub(super) fn with_input<R>(
    request: &FlagRequest<'_>,
    body: impl FnOnce(Option<EntityId<'_>>, &Context<'_>) -> R,
) -> Result<R, RequestError> {
    let arena = Arena::new();
    let mut faults = Faults::default();
    let entity = request.entity_id.and_then(|id| faults.entity(EntityId::of_flag(id), || "entityId".to_owned()));
    let context = faults.context(request.context, &arena, || "context".to_owned()).unwrap_or(Context::Empty);
    faults.check()?;
    Ok(body(entity, &context))
}

pub(super) fn find<'p>(project: &'p Project, key: &str) -> Result<&'p Flag, RequestError> {
    match project.flag(key).map(|entry| &entry.flag) {
        None => Err(RequestError::UnknownFlag { key: key.to_owned() }),
        Some(Err(quarantine)) => Err(RequestError::QuarantinedFlag { problems: quarantine.problems.clone() }),
        Some(Ok(flag)) => Ok(flag),
    }
}
