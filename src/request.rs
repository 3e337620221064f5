//! The operations of Evidently's data plane on a loaded project, with AWS's errors (E8–E10); and requests for flags.
//!
//! For servers that speak AWS's shapes. Code that knows its features calls [`evaluate`] itself: that cannot fail.

#[cfg(feature = "explain")]
mod explained;
mod flag;

use std::fmt;
use std::sync::Arc;

use crate::context::{Context, InvalidContext};
use crate::decision::{Decision, object};
use crate::entity::{EntityId, InvalidEntityId};
use crate::evaluate::evaluate;
use crate::json::{Arena, push, write_list};
use crate::problem::{Problem, quarantined_by};
use crate::project::{Feature, Identity, Project, share};
use crate::time::Timestamp;

#[cfg(feature = "explain")]
pub use explained::{explain_feature, explain_one_flag};
pub use flag::{FlagRequest, NamedFlag, evaluate_flags, evaluate_one_flag};

/// What to evaluate, and for whom: an item of BatchEvaluateFeature, or EvaluateFeature itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EvaluationRequest<'a> {
    /// The name of the feature.
    pub feature: &'a str,
    /// The entity, 1 to 512 characters without line breaks.
    pub entity_id: &'a str,
    /// The evaluation context as JSON text; `None` is `{}`.
    pub evaluation_context: Option<&'a str>,
}

/// One result of a batch (E8): `EvaluationResult` of BatchEvaluateFeature.
#[derive(Clone, Debug)]
pub struct EvaluationResult<'p> {
    /// The entity, as in the request.
    pub entity_id: String,
    /// The feature's ARN.
    pub feature_arn: String,
    /// The project's ARN.
    pub project_arn: &'p str,
    /// The decision, or why there is none.
    pub outcome: Result<Decision<'p>, RequestError>,
}

/// Why a request is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestError {
    /// The project has no such feature (E9).
    UnknownFeature {
        /// The ARN that such a feature would have.
        arn: String,
    },
    /// The request is for another project (E9).
    UnknownProject {
        /// The ARN of that project.
        arn: String,
    },
    /// The feature has problems and was loaded leniently (S5).
    Quarantined {
        /// At least one.
        problems: Vec<Arc<Problem>>,
    },
    /// The snapshot has no such flag (R38).
    UnknownFlag {
        /// The key that was asked for.
        key: String,
    },
    /// The flag has problems and was loaded leniently (S5).
    QuarantinedFlag {
        /// At least one.
        problems: Vec<Arc<Problem>>,
    },
    /// The request breaks the rules for requests (E10).
    Invalid {
        /// Whether the context is no JSON text at all.
        cannot_parse: bool,
        /// Every field that is wrong, with a sentence.
        fields: Vec<(String, String)>,
    },
}

/// EvaluateFeature: one decision.
///
/// # Errors
/// [`RequestError`]: an invalid request, another project, an unknown or quarantined feature; the first of these.
pub fn evaluate_feature<'p>(
    project: &'p Project,
    request: &EvaluationRequest<'_>,
    requested_project: Option<&str>,
    now: Timestamp,
) -> Result<Decision<'p>, RequestError> {
    with_input(request, |entity, context| {
        decide(project, identity(project, requested_project)?, request.feature, entity, context, now)
    })?
}

/// Calls `body` with what the request brings.
fn with_input<R>(
    request: &EvaluationRequest<'_>,
    body: impl FnOnce(EntityId<'_>, &Context<'_>) -> R,
) -> Result<R, RequestError> {
    let arena = Arena::new();
    let mut faults = Faults::default();
    let entity = faults.entity(EntityId::new(request.entity_id), || "entityId".to_owned());
    let context = faults.context(request.evaluation_context, &arena, || "evaluationContext".to_owned());
    let (Some(entity), Some(context)) = (entity, context) else { return Err(faults.into()) };
    Ok(body(entity, &context))
}

/// BatchEvaluateFeature: one result for each item, in order. An unknown or quarantined feature fails its own item only.
///
/// # Errors
/// [`RequestError`]: an invalid item (all fields of all items are named) or another project.
pub fn batch_evaluate_feature<'p>(
    project: &'p Project,
    requests: &[EvaluationRequest<'_>],
    requested_project: Option<&str>,
    now: Timestamp,
) -> Result<Vec<EvaluationResult<'p>>, RequestError> {
    let arena = Arena::new();
    let mut faults = Faults::default();
    let mut inputs = Vec::with_capacity(requests.len());
    for (index, request) in requests.iter().enumerate() {
        let entity = faults.entity(EntityId::new(request.entity_id), || format!("requests[{index}].entityId"));
        let context =
            faults.context(request.evaluation_context, &arena, || format!("requests[{index}].evaluationContext"));
        inputs.extend(entity.zip(context));
    }
    faults.check()?;
    let identity = identity(project, requested_project)?;
    let result =
        |(request, (entity, context)): (&EvaluationRequest<'_>, (EntityId<'_>, Context<'_>))| EvaluationResult {
            entity_id: request.entity_id.to_owned(),
            feature_arn: match project.feature(request.feature) {
                Some(entry) => entry.arn.clone(),
                None => identity.feature_arn(request.feature),
            },
            project_arn: &identity.arn,
            outcome: decide(project, identity, request.feature, entity, &context, now),
        };
    Ok(requests.iter().zip(inputs).map(result).collect())
}

/// A feature's name with the decision about it, or why there is none. AWS has no call that gives this.
pub type NamedOutcome<'n, 'p> = (&'n str, Result<Decision<'p>, RequestError>);

/// Decides about several features for one entity.
///
/// # Errors
/// [`RequestError::Invalid`]: the entity id or the context.
pub fn evaluate_features<'p, 'n>(
    project: &'p Project,
    features: impl IntoIterator<Item = &'n str>,
    entity_id: &str,
    evaluation_context: Option<&str>,
    now: Timestamp,
) -> Result<Vec<NamedOutcome<'n, 'p>>, RequestError> {
    let arena = Arena::new();
    let mut faults = Faults::default();
    let entity = faults.entity(EntityId::new(entity_id), || "entityId".to_owned());
    let context = faults.context(evaluation_context, &arena, || "evaluationContext".to_owned());
    let (Some(entity), Some(context)) = (entity, context) else { return Err(faults.into()) };
    let identity = identity(project, None)?;
    let decide = |feature| (feature, decide(project, identity, feature, entity, &context, now));
    Ok(features.into_iter().map(decide).collect())
}

/// Decides about one feature for many entities that share a context: their decisions, in order.
///
/// # Errors
/// [`RequestError`]: invalid ids (all of them are named) or context, an unknown or quarantined feature.
pub fn assign<'p>(
    project: &'p Project,
    feature: &str,
    entity_ids: &[&str],
    evaluation_context: Option<&str>,
    now: Timestamp,
) -> Result<Vec<Decision<'p>>, RequestError> {
    let arena = Arena::new();
    let mut faults = Faults::default();
    let context = faults.context(evaluation_context, &arena, || "evaluationContext".to_owned());
    let mut entities = Vec::with_capacity(entity_ids.len());
    for (index, id) in entity_ids.iter().enumerate() {
        entities.extend(faults.entity(EntityId::new(id), || format!("entityIds[{index}]")));
    }
    faults.check()?;
    let context = context.unwrap_or(Context::Empty);
    let feature = self::feature(project, feature)?;
    Ok(entities.into_iter().map(|entity| evaluate(feature, entity, &context, now)).collect())
}

/// What is wrong with the fields of a request, gathered while they are read (E10).
#[derive(Default)]
struct Faults {
    cannot_parse: bool,
    fields: Vec<(String, String)>,
}

impl Faults {
    fn entity<'a>(
        &mut self,
        id: Result<EntityId<'a>, InvalidEntityId>,
        field: impl FnOnce() -> String,
    ) -> Option<EntityId<'a>> {
        id.map_err(|error| self.fields.push((field(), error.to_string()))).ok()
    }

    /// Reads a context; none is the empty one.
    fn context<'a>(
        &mut self,
        text: Option<&'a str>,
        arena: &'a Arena,
        field: impl FnOnce() -> String,
    ) -> Option<Context<'a>> {
        let context = text.map_or(Ok(Context::Empty), |text| Context::parse(text, arena));
        context
            .map_err(|error| {
                self.cannot_parse |= error == InvalidContext::NotJson;
                self.fields.push((field(), error.to_string()));
            })
            .ok()
    }

    fn check(&mut self) -> Result<(), RequestError> {
        if self.fields.is_empty() { Ok(()) } else { Err(std::mem::take(self).into()) }
    }
}

impl From<Faults> for RequestError {
    fn from(Faults { cannot_parse, fields }: Faults) -> RequestError {
        RequestError::Invalid { cannot_parse, fields }
    }
}

/// The project's identity, if the request is for it.
fn identity<'p>(project: &'p Project, requested: Option<&str>) -> Result<&'p Identity, RequestError> {
    static NOBODY: Identity = Identity { name: String::new(), arn: String::new() };
    let identity = project.identity().unwrap_or(&NOBODY);
    match requested {
        Some(requested) if !identity.is(requested) => {
            Err(RequestError::UnknownProject { arn: identity.arn_of(requested) })
        }
        _ => Ok(identity),
    }
}

fn decide<'p>(
    project: &'p Project,
    identity: &Identity,
    feature: &str,
    entity: EntityId<'_>,
    context: &Context<'_>,
    now: Timestamp,
) -> Result<Decision<'p>, RequestError> {
    find(project, identity, feature).map(|feature| evaluate(feature, entity, context, now))
}

/// The feature of that name, for callers of [`evaluate`].
///
/// # Errors
/// [`RequestError`]: the feature is unknown or quarantined.
pub fn feature<'p>(project: &'p Project, name: &str) -> Result<&'p Feature, RequestError> {
    find(project, identity(project, None)?, name)
}

fn find<'p>(project: &'p Project, identity: &Identity, feature: &str) -> Result<&'p Feature, RequestError> {
    match project.feature(feature).map(|entry| &entry.feature) {
        None => Err(RequestError::UnknownFeature { arn: identity.feature_arn(feature) }),
        Some(Err(quarantine)) => {
            Err(RequestError::Quarantined { problems: quarantine.problems.iter().map(share).collect() })
        }
        Some(Ok(feature)) => Ok(feature),
    }
}

impl RequestError {
    /// The name of the exception in AWS's API (`SnapshotError` is ours).
    pub fn name(&self) -> &'static str {
        match self {
            RequestError::UnknownFeature { .. }
            | RequestError::UnknownProject { .. }
            | RequestError::UnknownFlag { .. } => "ResourceNotFoundException",
            RequestError::Quarantined { .. } | RequestError::QuarantinedFlag { .. } => "SnapshotError",
            RequestError::Invalid { .. } => "ValidationException",
        }
    }

    /// The stable code of the error.
    pub fn code(&self) -> &'static str {
        match self {
            RequestError::UnknownFeature { .. } => "UnknownFeature",
            RequestError::UnknownProject { .. } => "UnknownProject",
            RequestError::Quarantined { .. } => "QuarantinedFeature",
            RequestError::UnknownFlag { .. } => "UnknownFlag",
            RequestError::QuarantinedFlag { .. } => "QuarantinedFlag",
            RequestError::Invalid { .. } => "InvalidRequest",
        }
    }

    /// `reason` of a `ValidationException`; `None` for other errors (R18).
    pub fn reason(&self) -> Option<&'static str> {
        match self {
            RequestError::Invalid { cannot_parse: true, .. } => Some("cannotParse"),
            RequestError::Invalid { .. } => Some("fieldValidationFailed"),
            _ => None,
        }
    }

    /// Appends the error as a JSON object: `name`, `code`, `message`, and `reason` with `fieldList`, or `problems`.
    pub fn write_json(&self, out: &mut String) {
        push(out, "{");
        object::text(out, "name", self.name());
        object::text(out, "code", self.code());
        object::text(out, "message", &self.to_string());
        if let Some(reason) = self.reason() {
            object::text(out, "reason", reason);
        }
        match self {
            RequestError::Invalid { fields, .. } => {
                object::key(out, "fieldList");
                write_list(fields, out, |(name, message), out| {
                    push(out, "{");
                    object::text(out, "name", name);
                    object::text(out, "message", message);
                    push(out, "}");
                });
            }
            RequestError::Quarantined { problems } | RequestError::QuarantinedFlag { problems } => {
                object::key(out, "problems");
                write_list(problems, out, |problem, out| problem.write_json(out));
            }
            RequestError::UnknownFeature { .. }
            | RequestError::UnknownProject { .. }
            | RequestError::UnknownFlag { .. } => {}
        }
        push(out, "}");
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // Both as observed on the service.
            RequestError::UnknownFeature { arn } => write!(f, "Feature does not exist with arn '{arn}'"),
            RequestError::UnknownProject { arn } => write!(f, "Project does not exist with arn '{arn}'"),
            RequestError::Quarantined { problems } => f.write_str(&quarantined_by("Feature", problems)),
            RequestError::UnknownFlag { key } => write!(f, "Flag does not exist: '{key}'"),
            RequestError::QuarantinedFlag { problems } => f.write_str(&quarantined_by("Flag", problems)),
            RequestError::Invalid { fields, .. } => {
                for (index, (name, message)) in fields.iter().enumerate() {
                    write!(f, "{}{name}: {message}", if index == 0 { "" } else { "; " })?;
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for RequestError {}

impl EvaluationResult<'_> {
    /// Appends the result as AWS's `EvaluationResult`; a failed item has its error as `reason` and nothing else (E8).
    pub fn write_json(&self, out: &mut String) {
        push(out, "{");
        object::text(out, "entityId", &self.entity_id);
        object::text(out, "feature", &self.feature_arn);
        object::text(out, "project", self.project_arn);
        match &self.outcome {
            Ok(decision) => decision.write_members(out),
            Err(error) => object::text(out, "reason", &error.to_string()),
        }
        push(out, "}");
    }
}
