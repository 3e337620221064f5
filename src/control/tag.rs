//! TagResource, UntagResource, ListTagsForResource. Tags stand in the items themselves.

use serde_json::Value;

use super::call::{Call, empty};
use super::document::{Item, Kind, arn, object, text};
use super::error::{ControlError, Faults};
use super::shape::given;

/// Tags of a resource.
const MAX_TAGS: usize = 50;

/// Refuses too many tags of what is to be created.
pub(super) fn check_tags(input: &Item, faults: &mut Faults) {
    if tags(input).len() > MAX_TAGS {
        faults.add("tags", TOO_MANY);
    }
}

const TOO_MANY: &str = "a resource has at most 50 tags";

pub(super) fn check(call: &Call<'_>, faults: &mut Faults) {
    let mut all = resource(call).map(|(_, item)| tags(item)).unwrap_or_default();
    all.extend(tags(&call.input));
    if all.len() > MAX_TAGS {
        faults.add("tags", TOO_MANY);
    }
}

pub(super) fn tag(call: &mut Call<'_>) -> Result<Value, ControlError> {
    let (kind, item) = resource(call)?;
    let mut all = tags(item);
    all.extend(tags(&call.input));
    let name = text(item, "name").to_owned();
    replace(call, kind, &name, all);
    Ok(empty())
}

pub(super) fn untag(call: &mut Call<'_>) -> Result<Value, ControlError> {
    let (kind, item) = resource(call)?;
    let mut left = tags(item);
    for key in given(&call.input, "tagKeys").and_then(Value::as_array).into_iter().flatten() {
        left.shift_remove(key.as_str().unwrap_or_default());
    }
    let name = text(item, "name").to_owned();
    replace(call, kind, &name, left);
    Ok(empty())
}

pub(super) fn list(call: &mut Call<'_>) -> Result<Value, ControlError> {
    let (_, item) = resource(call)?;
    Ok(Value::Object(object([("tags", Some(Value::Object(tags(item))))])))
}

fn tags(item: &Item) -> Item {
    given(item, "tags").and_then(Value::as_object).cloned().unwrap_or_default()
}

/// Writes the tags of an item, if they are not what it has.
fn replace(call: &mut Call<'_>, kind: Kind, name: &str, new: Item) {
    if let Some(item) = call.document.find_mut(kind, name)
        && tags(item) != new
    {
        match new.is_empty() {
            true => drop(item.shift_remove("tags")),
            false => drop(item.insert("tags".to_owned(), Value::Object(new))),
        }
    }
}

/// What has the ARN of the input.
fn resource<'c>(call: &'c Call<'_>) -> Result<(Kind, &'c Item), ControlError> {
    let requested = text(&call.input, "resourceArn");
    let identity = call.any_identity();
    let project = call.document.project().filter(|_| identity.arn == requested).map(|project| (Kind::Project, project));
    let kinds = [Kind::Feature, Kind::Launch, Kind::Experiment, Kind::Segment];
    let mut items = kinds.into_iter().flat_map(|kind| call.document.items(kind).map(move |item| (kind, item)));
    let found = project.or_else(|| items.find(|(kind, item)| arn(item, *kind, &identity) == requested));
    found.ok_or_else(|| {
        let kind = kind_of(requested);
        let title = kind.map_or("Resource", Kind::title);
        let message = format!("{title} with arn '{requested}' does not exist.");
        ControlError::not_found(message, kind.map(Kind::name), Some(requested.to_owned()))
    })
}

/// What an ARN says that it is of.
fn kind_of(arn: &str) -> Option<Kind> {
    let resource: Vec<&str> = arn.splitn(6, ':').nth(5)?.split('/').collect();
    match resource.as_slice() {
        ["project", _] => Some(Kind::Project),
        ["project", _, "feature", _] => Some(Kind::Feature),
        ["project", _, "launch", _] => Some(Kind::Launch),
        ["project", _, "experiment", _] => Some(Kind::Experiment),
        ["segment", _] => Some(Kind::Segment),
        _ => None,
    }
}
