//! The states of launches and experiments (C3): CREATED, then RUNNING, then COMPLETED or CANCELLED for good.

use serde_json::Value;

use crate::project::Identity;

use super::arms::check_alone;
use super::call::{Call, conflict, empty, set};
use super::document::{Item, Kind, arn, is_running, object, text, uses};
use super::error::ControlError;

/// Running launches in a project, and running experiments (tests/RULES.md, Quotas).
const RUNNING_QUOTA: usize = 50;

/// Refuses to change a launch or an experiment that has been stopped.
///
/// # Errors
/// `ConflictException`.
pub(super) fn check_not_ended(kind: Kind, item: &Item, identity: &Identity) -> Result<(), ControlError> {
    match text(item, "status") {
        status @ ("COMPLETED" | "CANCELLED") => {
            Err(conflict(kind, item, identity, &format!("is {status} and stays as it is")))
        }
        _ => Ok(()),
    }
}

/// Starts the launch or the experiment that the input names; its project and its name.
///
/// # Errors
/// It does not exist, it is or was running, another one runs on a feature of it, or too many run.
pub(super) fn start(call: &mut Call<'_>, kind: Kind) -> Result<(Identity, String), ControlError> {
    let (identity, item) = call.named(kind)?;
    match text(item, "status") {
        "CREATED" => {}
        status => return Err(conflict(kind, item, &identity, &format!("is {status} and cannot be started"))),
    }
    let name = call.text(kind.name());
    let arn = arn(item, kind, &identity);
    check_alone(call, kind, &name, uses(item, kind).map(|(feature, _)| feature), &arn)?;
    call.room(kind, is_running, RUNNING_QUOTA, &format!("running {} in the project", kind.list()), arn)?;
    let now = call.now();
    call.change(kind, &name, &identity, |item| {
        let execution = object([("startedTime", Some(now.clone()))]);
        set(item, "execution", Some(Value::Object(execution)));
        set(item, "lastUpdatedTime", Some(now));
        set(item, "status", Some("RUNNING".into()));
    });
    Ok((identity, name))
}

/// StopLaunch, StopExperiment. Without `desiredState` it is COMPLETED.
pub(super) fn stop(call: &mut Call<'_>, kind: Kind) -> Result<Value, ControlError> {
    let (identity, item) = call.named(kind)?;
    if !is_running(item) {
        return Err(conflict(kind, item, &identity, &format!("is {} and not running", text(item, "status"))));
    }
    let (name, now) = (call.text(kind.name()), call.now());
    let status = call.given("desiredState").unwrap_or_else(|| "COMPLETED".into());
    let reason = call.given("reason");
    call.change(kind, &name, &identity, |item| {
        let mut execution = item.get("execution").and_then(Value::as_object).cloned().unwrap_or_default();
        set(&mut execution, "endedTime", Some(now.clone()));
        set(item, "execution", Some(Value::Object(execution)));
        set(item, "lastUpdatedTime", Some(now.clone()));
        set(item, "status", Some(status));
        set(item, "statusReason", reason);
    });
    Ok(Value::Object(object([("endedTime", Some(now))])))
}

/// DeleteLaunch, DeleteExperiment.
pub(super) fn delete(call: &mut Call<'_>, kind: Kind) -> Result<Value, ControlError> {
    let (identity, item) = call.named(kind)?;
    if is_running(item) {
        return Err(conflict(kind, item, &identity, "is running"));
    }
    let name = call.text(kind.name());
    call.document.remove(kind, &name);
    Ok(empty())
}
