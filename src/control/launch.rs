//! CreateLaunch, UpdateLaunch, StartLaunch.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::project::Identity;

use super::arms::{answered, check_alone, check_names, check_salt, check_weights, names, resolve, resolve_segment};
use super::call::{Call, set};
use super::document::{Item, Kind, LAUNCH_TYPE, arn_of, is_running, object, objects, text};
use super::error::{ControlError, Faults};
use super::shape::{given, item};
use super::{lifecycle, tag};

/// Launches in a project (§4.2).
const QUOTA: usize = 500;

pub(super) fn check_create(input: &Item, faults: &mut Faults) {
    tag::check_tags(input, faults);
    check_update(input, faults);
}

pub(super) fn check_update(input: &Item, faults: &mut Faults) {
    check_salt(input, faults);
    check_names(input, "groups", faults);
    if let Some(Value::Object(splits)) = given(input, "scheduledSplitsConfig") {
        check_splits(splits, names(input, "groups").as_ref(), faults);
    }
}

pub(super) fn create(call: &mut Call<'_>) -> Result<Value, ControlError> {
    let identity = call.identity()?;
    call.vacant(Kind::Launch, &identity)?;
    resolve(call, "groups", &identity)?;
    resolve_segments(call, &identity)?;
    let arn = arn_of(Kind::Launch, &call.text("name"), &identity);
    call.room(Kind::Launch, |_| true, QUOTA, "launches in the project", arn.clone())?;
    let launch = object([
        ("arn", Some(arn.into())),
        ("createdTime", Some(call.now())),
        ("description", call.given("description")),
        ("groups", answered(&call.input, "groups")),
        ("lastUpdatedTime", Some(call.now())),
        ("metricMonitors", call.given("metricMonitors")),
        ("name", call.given("name")),
        ("project", Some(identity.arn.as_str().into())),
        // B2: the service answers the salt that it uses.
        ("randomizationSalt", call.given("randomizationSalt").or(call.given("name"))),
        ("scheduledSplitsDefinition", call.given("scheduledSplitsConfig")),
        ("status", Some("CREATED".into())),
        ("tags", call.given("tags")),
        ("type", Some(LAUNCH_TYPE.into())),
    ]);
    Ok(call.add(Kind::Launch, launch, &identity))
}

/// UpdateLaunch: before it has started and while it runs. Groups and steps are replaced whole.
pub(super) fn update(call: &mut Call<'_>) -> Result<Value, ControlError> {
    let (identity, launch) = call.named(Kind::Launch)?;
    lifecycle::check_not_ended(Kind::Launch, launch, &identity)?;
    resolve(call, "groups", &identity)?;
    resolve_segments(call, &identity)?;
    let mut faults = Faults::default();
    judge(launch, &call.input, &mut faults);
    faults.check()?;
    let name = call.text("launch");
    if is_running(launch) {
        let features = objects(&call.input, "groups").map(|group| text(group, "feature"));
        check_alone(call, Kind::Launch, &name, features, &arn_of(Kind::Launch, &name, &identity))?;
    }

    let now = call.now();
    let groups = answered(&call.input, "groups");
    let splits = call.given("scheduledSplitsConfig");
    let given = ["description", "metricMonitors", "randomizationSalt"].map(|key| (key, call.given(key)));
    Ok(call.change(Kind::Launch, &name, &identity, |launch| {
        for (key, value) in given {
            set(launch, key, value);
        }
        set(launch, "groups", groups);
        set(launch, "scheduledSplitsDefinition", splits);
        set(launch, "lastUpdatedTime", Some(now));
    }))
}

pub(super) fn start(call: &mut Call<'_>) -> Result<Value, ControlError> {
    let (identity, name) = lifecycle::start(call, Kind::Launch)?;
    Ok(call.change(Kind::Launch, &name, &identity, |_| {}))
}

/// The weights are for these groups, if it is known which there are.
fn check_splits(splits: &Item, groups: Option<&BTreeSet<&str>>, faults: &mut Faults) {
    for (index, step) in objects(splits, "steps").enumerate() {
        let at = item("scheduledSplitsConfig.steps", index);
        check_weights(step.get("groupWeights"), groups, &format!("{at}.groupWeights"), faults);
        for (index, each) in objects(step, "segmentOverrides").enumerate() {
            let at = item(&format!("{at}.segmentOverrides"), index);
            check_weights(each.get("weights"), groups, &format!("{at}.weights"), faults);
        }
    }
}

/// What is wrong with what an update comes to, where it changes the groups or the steps alone.
fn judge(launch: &Item, input: &Item, faults: &mut Faults) {
    let steps = given(input, "scheduledSplitsConfig").and_then(Value::as_object);
    match (names(input, "groups"), steps) {
        (None, Some(splits)) => check_splits(splits, Some(&names(launch, "groups").unwrap_or_default()), faults),
        (Some(groups), None) => {
            let definition = given(launch, "scheduledSplitsDefinition").and_then(Value::as_object);
            let mut of_steps = Faults::default();
            check_splits(definition.unwrap_or(&Item::new()), Some(&groups), &mut of_steps);
            if of_steps.check().is_err() {
                faults.add("groups", "the steps have weights for groups that are missing");
            }
        }
        _ => {}
    }
}

fn resolve_segments(call: &Call<'_>, identity: &Identity) -> Result<(), ControlError> {
    let splits = given(&call.input, "scheduledSplitsConfig").and_then(Value::as_object);
    let steps = splits.into_iter().flat_map(|splits| objects(splits, "steps"));
    for each in steps.flat_map(|step| objects(step, "segmentOverrides")) {
        resolve_segment(call, text(each, "segment"), identity)?;
    }
    Ok(())
}
