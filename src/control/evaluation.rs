//! EvaluateFeature and BatchEvaluateFeature, by [`request`](crate::request), whose decisions they are.

use serde_json::Value;

use crate::request::{EvaluationRequest, RequestError, batch_evaluate_feature, evaluate_feature};

use super::call::{Call, empty};
use super::document::{Item, objects, text};
use super::error::{ControlError, Faults};
use super::shape::given;

pub(super) fn one(call: &mut Call<'_>) -> Result<Value, ControlError> {
    check_project(call)?;
    let decision =
        evaluate_feature(&call.project, &request(&call.input), None, call.environment.now).map_err(refused)?;
    let mut text = "{".to_owned();
    decision.write_members(&mut text);
    Ok(parsed(&(text + "}")))
}

pub(super) fn batch(call: &mut Call<'_>) -> Result<Value, ControlError> {
    check_project(call)?;
    let requests: Vec<_> = objects(&call.input, "requests").map(request).collect();
    let results = batch_evaluate_feature(&call.project, &requests, None, call.environment.now).map_err(refused)?;
    let mut text = "{\"results\":".to_owned();
    crate::json::write_list(&results, &mut text, |result, out| result.write_json(out));
    Ok(parsed(&(text + "}")))
}

/// Refuses a call for another project than that of the snapshot.
///
/// # Errors
/// `ResourceNotFoundException`, in the words of the data plane (C3).
pub(super) fn check_project(call: &Call<'_>) -> Result<(), ControlError> {
    call.identity().map(drop).map_err(|_| {
        let arn = call.project_arn(text(&call.input, "project"));
        ControlError::not_found(format!("Project does not exist with arn '{arn}'"), None, None)
    })
}

fn request(item: &Item) -> EvaluationRequest<'_> {
    EvaluationRequest {
        feature: text(item, "feature"),
        entity_id: text(item, "entityId"),
        evaluation_context: given(item, "evaluationContext").and_then(Value::as_str),
    }
}

fn refused(error: RequestError) -> ControlError {
    let message = error.to_string();
    match error {
        RequestError::UnknownFeature { .. }
        | RequestError::UnknownProject { .. }
        | RequestError::UnknownFlag { .. } => ControlError::not_found(message, None, None),
        RequestError::Invalid { fields, .. } => {
            let mut faults = Faults::default();
            for (name, message) in fields {
                faults.add(name, message);
            }
            faults.check().err().unwrap_or_else(|| ControlError::snapshot(Vec::new()))
        }
        // Nothing is quarantined: the snapshot has been loaded as a whole.
        RequestError::Quarantined { .. } | RequestError::QuarantinedFlag { .. } => ControlError::snapshot(Vec::new()),
    }
}

/// What the core has written is JSON.
fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| empty())
}
