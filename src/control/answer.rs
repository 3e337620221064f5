//! Items as the API answers them: the response shapes of the model, in its order of members (tests/RULES.md, Requests and responses).
//!
//! What an item of the snapshot does not say, and what follows from the others, is added. Times that the shapes require and
//! that nobody wrote down are 0, the beginning of 1970.

use serde_json::Value;

use crate::project::Identity;

use super::document::{Document, EXPERIMENT_TYPE, Item, Kind, LAUNCH_TYPE, arn, arn_of, objects, text};
use super::number;
use super::shape::given;

const PROJECT: &[&str] = &[
    "activeExperimentCount",
    "activeLaunchCount",
    "appConfigResource",
    "arn",
    "createdTime",
    "dataDelivery",
    "description",
    "experimentCount",
    "featureCount",
    "lastUpdatedTime",
    "launchCount",
    "name",
    "status",
    "tags",
];
/// What a `ProjectSummary` leaves out.
const NOT_IN_PROJECT_SUMMARY: &[&str] = &["appConfigResource", "dataDelivery"];

const FEATURE: &[&str] = &[
    "arn",
    "createdTime",
    "defaultVariation",
    "description",
    "entityOverrides",
    "evaluationRules",
    "evaluationStrategy",
    "lastUpdatedTime",
    "name",
    "project",
    "status",
    "tags",
    "valueType",
    "variations",
];
/// What a `FeatureSummary` leaves out.
const NOT_IN_FEATURE_SUMMARY: &[&str] = &["description", "entityOverrides", "valueType", "variations"];

const LAUNCH: &[&str] = &[
    "arn",
    "createdTime",
    "description",
    "execution",
    "groups",
    "lastUpdatedTime",
    "metricMonitors",
    "name",
    "project",
    "randomizationSalt",
    "scheduledSplitsDefinition",
    "status",
    "statusReason",
    "tags",
    "type",
];

const EXPERIMENT: &[&str] = &[
    "arn",
    "createdTime",
    "description",
    "execution",
    "lastUpdatedTime",
    "metricGoals",
    "name",
    "onlineAbDefinition",
    "project",
    "randomizationSalt",
    "samplingRate",
    "schedule",
    "segment",
    "status",
    "statusReason",
    "tags",
    "treatments",
    "type",
];

const SEGMENT: &[&str] = &[
    "arn",
    "createdTime",
    "description",
    "experimentCount",
    "lastUpdatedTime",
    "launchCount",
    "name",
    "pattern",
    "tags",
];

/// `Project`, `Feature`, `Launch`, `Experiment` or `Segment` of the API.
pub(super) fn whole(kind: Kind, item: &Item, document: &Document, identity: &Identity) -> Value {
    let members = match kind {
        Kind::Project => PROJECT,
        Kind::Feature => FEATURE,
        Kind::Launch => LAUNCH,
        Kind::Experiment => EXPERIMENT,
        Kind::Segment => SEGMENT,
    };
    let counts: Vec<(&str, usize)> = match kind {
        Kind::Project => document.project_counts().into(),
        Kind::Segment => document.segment_counts(text(item, "name")).into(),
        Kind::Feature | Kind::Launch | Kind::Experiment => Vec::new(),
    };
    let value = |key: &str| {
        if let Some((_, count)) = counts.iter().find(|(counted, _)| *counted == key) {
            return Some(Value::from(*count));
        }
        if (kind, key) == (Kind::Feature, "evaluationRules") {
            return Some(document.evaluation_rules(text(item, "name")));
        }
        match given(item, key) {
            Some(value) => Some(as_answered(kind, key, value, document, identity)),
            None => unsaid(kind, key, item, identity),
        }
    };
    let member = |key: &&str| Some(((*key).to_owned(), value(key).filter(|value| !is_empty(value))?));
    members.iter().filter_map(member).collect()
}

/// `ProjectSummary` and `FeatureSummary` of the API; the lists of the others hold whole items.
pub(super) fn summary(kind: Kind, item: &Item, document: &Document, identity: &Identity) -> Value {
    let left_out = match kind {
        Kind::Project => NOT_IN_PROJECT_SUMMARY,
        Kind::Feature => NOT_IN_FEATURE_SUMMARY,
        Kind::Launch | Kind::Experiment | Kind::Segment => &[],
    };
    let mut answer = whole(kind, item, document, identity);
    if let Some(members) = answer.as_object_mut() {
        members.retain(|key, _| !left_out.contains(&key.as_str()));
    }
    answer
}

/// What a member is when the item does not say it.
fn unsaid(kind: Kind, key: &str, item: &Item, identity: &Identity) -> Option<Value> {
    let first_variation = || objects(item, "variations").next();
    match (kind, key) {
        (_, "createdTime" | "lastUpdatedTime") => Some(0.into()),
        (_, "arn") => Some(arn(item, kind, identity).into()),
        (Kind::Project, "project") | (Kind::Segment, "project" | "status") => None,
        (_, "project") => Some(identity.arn.as_str().into()),
        // R20
        (Kind::Feature, "defaultVariation") => first_variation()?.get("name").cloned(),
        (Kind::Feature, "evaluationStrategy") => Some("ALL_RULES".into()),
        (Kind::Feature, "valueType") => Some(value_type(first_variation()?.get("value")?)?.into()),
        (Kind::Project | Kind::Feature, "status") => Some("AVAILABLE".into()),
        // B2
        (Kind::Launch | Kind::Experiment, "randomizationSalt") => Some(text(item, "name").into()),
        (Kind::Launch, "type") => Some(LAUNCH_TYPE.into()),
        (Kind::Experiment, "type") => Some(EXPERIMENT_TYPE.into()),
        _ => None,
    }
}

/// A member that the item says. The snapshot may have times as text and segments by name.
fn as_answered(kind: Kind, key: &str, value: &Value, document: &Document, identity: &Identity) -> Value {
    let mut value = value.clone();
    match (kind, key) {
        (_, "createdTime" | "lastUpdatedTime") => write_seconds(&mut value),
        (_, "execution") => times_in(&mut value, &["startedTime", "endedTime"]),
        (_, "schedule") => times_in(&mut value, &["analysisCompleteTime"]),
        (_, "scheduledSplitsDefinition") => {
            for step in value.get_mut("steps").and_then(Value::as_array_mut).into_iter().flatten() {
                times_in(step, &["startTime"]);
                answer_overrides(step, document, identity);
            }
        }
        (Kind::Experiment, "segment") => answer_segment(&mut value, document, identity),
        _ => {}
    }
    value
}

fn answer_overrides(step: &mut Value, document: &Document, identity: &Identity) {
    if step.get("segmentOverrides").is_some_and(is_empty) {
        step.as_object_mut().map(|step| step.shift_remove("segmentOverrides"));
    }
    for each in step.get_mut("segmentOverrides").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(segment) = each.get_mut("segment") {
            answer_segment(segment, document, identity);
        }
    }
}

fn answer_segment(reference: &mut Value, document: &Document, identity: &Identity) {
    *reference = segment_arn(reference.as_str().unwrap_or_default(), document, identity).into();
}

/// A list or a map that has nothing in it, as of tags or overrides, is left out.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// The ARN of the segment that a reference stands for.
pub(super) fn segment_arn(reference: &str, document: &Document, identity: &Identity) -> String {
    match document.segment(reference) {
        _ if reference.starts_with("arn:") => reference.to_owned(),
        Some(segment) => arn(segment, Kind::Segment, identity),
        None => arn_of(Kind::Segment, reference, identity),
    }
}

fn times_in(object: &mut Value, keys: &[&str]) {
    for key in keys {
        if let Some(value) = object.get_mut(*key) {
            write_seconds(value);
        }
    }
}

/// Turns text into epoch seconds; a number stays as it was written.
fn write_seconds(value: &mut Value) {
    if let (Value::String(_), Some(time)) = (&*value, number::timestamp(value)) {
        *value = number::seconds(time);
    }
}

/// `VariationValueType` of a value union.
pub(super) fn value_type(value: &Value) -> Option<&'static str> {
    let types = [("boolValue", "BOOLEAN"), ("doubleValue", "DOUBLE"), ("longValue", "LONG"), ("stringValue", "STRING")];
    let value = value.as_object()?;
    types.into_iter().find(|(member, _)| given(value, member).is_some()).map(|(_, value_type)| value_type)
}
