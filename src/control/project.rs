//! CreateProject, GetProject, UpdateProject, UpdateProjectDataDelivery, DeleteProject.
//!
//! A snapshot holds one project (S1). The AppConfig profile of client-side evaluation, which AWS would make, gets an id and no
//! more: there is no AppConfig here.

use serde_json::Value;

use crate::bucketing::{Domain, point};

use super::call::{Call, empty, set};
use super::document::{Item, Kind, object};
use super::error::{ControlError, Faults};
use super::input::APP_CONFIG;
use super::shape::{given, member};
use super::{call, tag};

pub(super) fn check_create(call: &Call<'_>, faults: &mut Faults) {
    tag::check_tags(&call.input, faults);
    if let Some(Value::Object(delivery)) = given(&call.input, "dataDelivery") {
        check_one_destination(delivery, "dataDelivery", faults);
    }
    check_app_config(call, faults);
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
        ("appConfigResource", app_config(call, &arn).map(Value::Object)),
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

pub(super) fn update(call: &mut Call<'_>) -> Result<Value, ControlError> {
    let identity = call.identity()?;
    let (now, description) = (call.now(), call.given("description"));
    let app_config = app_config(call, &identity.arn).map(Value::Object);
    Ok(call.change(Kind::Project, "", &identity, |project| {
        set(project, "appConfigResource", app_config);
        set(project, "description", description);
        set(project, "lastUpdatedTime", Some(now));
    }))
}

pub(super) fn check_delivery(call: &Call<'_>, faults: &mut Faults) {
    check_one_destination(&call.input, "", faults);
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
        // As seen on the service (C3).
        let message = "Project has sub-resources".to_owned();
        return Err(ControlError::conflict(message, Kind::Project.name(), identity.arn));
    }
    call.document.remove_project();
    Ok(empty())
}

/// "You can't specify both" says the model of UpdateProjectDataDelivery.
fn check_one_destination(delivery: &Item, at: &str, faults: &mut Faults) {
    let destinations = ["cloudWatchLogs", "s3Destination"];
    if destinations.iter().all(|key| given(delivery, key).is_some()) {
        for key in destinations {
            faults.add(member(at, key), "events go to CloudWatch Logs or to S3, not to both");
        }
    }
}

/// Both ids, of the input or as they were: the response has them.
pub(super) fn check_app_config(call: &Call<'_>, faults: &mut Faults) {
    let (Some(given_ids), mut of_shape) = (given(&call.input, "appConfigResource"), Faults::default()) else { return };
    APP_CONFIG.check(given_ids, "appConfigResource", &mut of_shape);
    if of_shape.check().is_err() {
        return;
    }
    let resource = app_config(call, "");
    for key in ["applicationId", "environmentId"] {
        if resource.as_ref().is_none_or(|resource| given(resource, key).is_none()) {
            faults.add(member("appConfigResource", key), "it is required");
        }
    }
}

/// `ProjectAppConfigResource` of the API, if the input has something of it: what it says, else what the project had. The id of
/// the profile follows from the project's ARN, which is its name here.
fn app_config(call: &Call<'_>, arn: &str) -> Option<Item> {
    let new = given(&call.input, "appConfigResource")?.as_object()?;
    let known = call.document.project().and_then(|project| given(project, "appConfigResource")?.as_object());
    let point = point(Domain::AppConfig, arn, b"configurationProfileId");
    let id = format!("{:07x}", point.enrol >> 4);
    let value = |key| given(new, key).or_else(|| given(known?, key)).cloned();
    Some(object([
        ("applicationId", value("applicationId")),
        ("configurationProfileId", value("configurationProfileId").or(Some(id.into()))),
        ("environmentId", value("environmentId")),
    ]))
}
