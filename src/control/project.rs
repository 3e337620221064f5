//! CreateProject, GetProject, UpdateProject, UpdateProjectDataDelivery, DeleteProject.
//!
//! A snapshot holds one project (S1). What is not local is refused: the AppConfig profile of client-side evaluation, whose id
//! AWS would make.

use serde_json::Value;

use super::call::{Call, empty, set};
use super::document::{Item, Kind, object};
use super::error::{ControlError, Faults};
use super::shape::given;
use super::{call, tag};

pub(super) fn check_create(input: &Item, faults: &mut Faults) {
    tag::check_tags(input, faults);
    if let Some(Value::Object(delivery)) = given(input, "dataDelivery") {
        check_one_destination(delivery, "dataDelivery.s3Destination", faults);
    }
    check_app_config(input, faults);
}

pub(super) fn create(call: &mut Call<'_>) -> Result<Value, ControlError> {
    let name = call.text("name");
    let arn = call.new_arn(&name);
    if let (Some(identity), Some(project)) = (call.project.identity(), call.document.project()) {
        if identity.name == name {
            return Err(call::conflict(Kind::Project, project, identity, "already exists"));
        }
        let message = format!("The snapshot has the project '{}' already, and a snapshot has one.", identity.name);
        return Err(ControlError::quota(message, Kind::Project.name(), arn));
    }
    let identity = crate::project::Identity { name: name.clone(), arn: arn.clone() };
    let none = || Some(Value::from(0));
    let project = object([
        ("activeExperimentCount", none()),
        ("activeLaunchCount", none()),
        ("arn", Some(arn.into())),
        ("createdTime", Some(call.now())),
        ("dataDelivery", call.given("dataDelivery")),
        ("description", call.given("description")),
        ("experimentCount", none()),
        ("featureCount", none()),
        ("lastUpdatedTime", Some(call.now())),
        ("launchCount", none()),
        ("name", Some(name.into())),
        ("status", Some("AVAILABLE".into())),
        ("tags", call.given("tags")),
    ]);
    Ok(call.add(Kind::Project, project, &identity))
}

pub(super) fn get(call: &mut Call<'_>) -> Result<Value, ControlError> {
    let identity = call.identity()?;
    Ok(call.change(Kind::Project, "", &identity, |_| {}))
}

pub(super) fn check_update(input: &Item, faults: &mut Faults) {
    check_app_config(input, faults);
}

pub(super) fn update(call: &mut Call<'_>) -> Result<Value, ControlError> {
    let identity = call.identity()?;
    let (now, description) = (call.now(), call.given("description"));
    Ok(call.change(Kind::Project, "", &identity, |project| {
        set(project, "description", description);
        set(project, "lastUpdatedTime", Some(now));
    }))
}

pub(super) fn check_delivery(input: &Item, faults: &mut Faults) {
    check_one_destination(input, "s3Destination", faults);
}

/// UpdateProjectDataDelivery: the destination that is given, or none, instead of the one that is there.
pub(super) fn deliver(call: &mut Call<'_>) -> Result<Value, ControlError> {
    let identity = call.identity()?;
    let now = call.now();
    let destinations = ["cloudWatchLogs", "s3Destination"].map(|key| (key, call.given(key)));
    let delivery = object(destinations);
    Ok(call.change(Kind::Project, "", &identity, |project| {
        if delivery.is_empty() {
            project.shift_remove("dataDelivery");
        } else {
            set(project, "dataDelivery", Some(Value::Object(delivery)));
        }
        set(project, "lastUpdatedTime", Some(now));
    }))
}

pub(super) fn delete(call: &mut Call<'_>) -> Result<Value, ControlError> {
    let identity = call.identity()?;
    // Segments too: without a project they could not stand in the snapshot (S1).
    let kinds = [Kind::Feature, Kind::Launch, Kind::Experiment, Kind::Segment];
    if kinds.into_iter().any(|kind| call.document.items(kind).next().is_some()) {
        // As seen on the service (§6.3).
        let message = "Project has sub-resources".to_owned();
        return Err(ControlError::conflict(message, Kind::Project.name(), identity.arn));
    }
    call.document.remove_project();
    Ok(empty())
}

/// "You can't specify both" says the model of UpdateProjectDataDelivery.
fn check_one_destination(delivery: &Item, at: &str, faults: &mut Faults) {
    if given(delivery, "cloudWatchLogs").is_some() && given(delivery, "s3Destination").is_some() {
        faults.add(at, "events go to CloudWatch Logs or to S3, not to both");
    }
}

fn check_app_config(input: &Item, faults: &mut Faults) {
    if given(input, "appConfigResource").is_some() {
        faults.add("appConfigResource", "there is no AppConfig here that could make the configuration profile");
    }
}
