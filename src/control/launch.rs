//! CreateLaunch, UpdateLaunch, StartLaunch.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::project::Identity;

use super::arms::{
    answered, check_alone, check_names, check_salt, check_variations, check_weights, names, resolve, resolve_segment,
};
use super::call::{Call, set};
use super::document::{Item, Kind, LAUNCH_TYPE, arn_of, is_running, object, objects, text};
use super::error::{ControlError, Faults, Reason};
use super::input::GROUP_WEIGHTS;
use super::shape::{given, item};
use super::{lifecycle, tag};

/// Launches in a project (tests/RULES.md, Quotas).
const QUOTA: usize = 500;

pub(super) fn check_create(call: &Call<'_>, faults: &mut Faults) {
    tag::check_tags(&call.input, faults);
    check(call, None, faults);
}

pub(super) fn check_update(call: &Call<'_>, faults: &mut Faults) {
    check(call, call.document.find(Kind::Launch, text(&call.input, "launch")), faults);
}

/// The groups and steps of the input, beside those that a launch has already.
fn check(call: &Call<'_>, launch: Option<&Item>, faults: &mut Faults) {
    let input = &call.input;
    check_salt(input, faults);
    check_names(input, "groups", faults);
    check_variations(call, "groups", faults);
    let known = || names(launch?, "groups");
    match (names(input, "groups"), given(input, "scheduledSplitsConfig").and_then(Value::as_object)) {
        (groups, Some(splits)) => check_splits(splits, groups.or_else(known).as_ref(), faults),
        (Some(groups), None) => {
            let splits = launch.and_then(|launch| given(launch, "scheduledSplitsDefinition")?.as_object());
            let mut of_steps = Faults::default();
            check_splits(splits.unwrap_or(&Item::new()), Some(&groups), &mut of_steps);
            if of_steps.check().is_err() {
                faults.add("groups", "the steps have weights for groups that are missing");
            }
        }
        (None, None) => {}
    }
}

pub(super) fn create(call: &mut Call<'_>) -> Result<Value, ControlError> {
    let identity = call.identity()?;
    resolve(call, "groups", &identity)?;
    resolve_segments(call, &identity)?;
    call.vacant(Kind::Launch, &identity)?;
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
    resolve(call, "groups", &identity)?;
    resolve_segments(call, &identity)?;
    lifecycle::check_not_ended(Kind::Launch, launch, &identity)?;
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

/// StartLaunch. Without steps a launch would allocate nobody (E3).
pub(super) fn start(call: &mut Call<'_>) -> Result<Value, ControlError> {
    let (_, launch) = call.named(Kind::Launch)?;
    let splits = given(launch, "scheduledSplitsDefinition").and_then(Value::as_object);
    if text(launch, "status") == "CREATED" && splits.is_none_or(|splits| objects(splits, "steps").next().is_none()) {
        return Err(ControlError::validation(Reason::Other, "A launch without steps cannot be started.".to_owned()));
    }
    let (identity, name) = lifecycle::start(call, Kind::Launch)?;
    Ok(call.change(Kind::Launch, &name, &identity, |_| {}))
}

/// The weights are for these groups, if it is known which there are.
fn check_splits(splits: &Item, groups: Option<&BTreeSet<&str>>, faults: &mut Faults) {
    for (index, step) in objects(splits, "steps").enumerate() {
        let at = item("scheduledSplitsConfig.steps", index);
        check_weights(step.get("groupWeights"), &GROUP_WEIGHTS, groups, &format!("{at}.groupWeights"), faults);
        for (index, each) in objects(step, "segmentOverrides").enumerate() {
            let at = item(&format!("{at}.segmentOverrides"), index);
            check_weights(each.get("weights"), &GROUP_WEIGHTS, groups, &format!("{at}.weights"), faults);
        }
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
