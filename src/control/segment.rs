//! CreateSegment, GetSegment, DeleteSegment, TestSegmentPattern.
//!
//! There is no operation that changes a segment: its pattern stays.

use serde_json::{Value, json};

use crate::load::load;
use crate::problem::Code;
use crate::project::Identity;
use crate::request::{EvaluationRequest, evaluate_feature};

use super::answer::segment_arn;
use super::call::{Call, conflict, empty, not_found};
use super::document::{Item, Kind, arn_of, object, text};
use super::error::{ControlError, Faults};
use super::input::PATTERN;
use super::shape::given;
use super::tag;

/// Segments in a region (tests/RULES.md, Quotas).
const QUOTA: usize = 500;

pub(super) fn check_create(call: &Call<'_>, faults: &mut Faults) {
    tag::check_tags(&call.input, faults);
    check_pattern(call, faults);
}

pub(super) fn create(call: &mut Call<'_>) -> Result<Value, ControlError> {
    let identity = call.any_identity();
    call.vacant(Kind::Segment, &identity)?;
    let arn = arn_of(Kind::Segment, &call.text("name"), &identity);
    call.room(Kind::Segment, |_| true, QUOTA, "segments", arn.clone())?;
    let segment = object([
        ("arn", Some(arn.into())),
        ("createdTime", Some(call.now())),
        ("description", call.given("description")),
        ("experimentCount", Some(0.into())),
        ("lastUpdatedTime", Some(call.now())),
        ("launchCount", Some(0.into())),
        ("name", call.given("name")),
        ("pattern", call.given("pattern")),
        ("tags", call.given("tags")),
    ]);
    Ok(call.add(Kind::Segment, segment, &identity))
}

pub(super) fn get(call: &mut Call<'_>) -> Result<Value, ControlError> {
    let (identity, segment) = named(call)?;
    let name = text(segment, "name").to_owned();
    Ok(call.change(Kind::Segment, &name, &identity, |_| {}))
}

pub(super) fn delete(call: &mut Call<'_>) -> Result<Value, ControlError> {
    let (identity, segment) = named(call)?;
    let name = text(segment, "name");
    for kind in [Kind::Launch, Kind::Experiment] {
        if let Some(user) = call.document.users(kind, name).next() {
            let why = format!("is used by the {} '{}'", kind.name(), text(user, "name"));
            return Err(conflict(Kind::Segment, segment, &identity, &why));
        }
    }
    let name = name.to_owned();
    call.document.remove(Kind::Segment, &name);
    Ok(empty())
}

/// TestSegmentPattern: whether an experiment for that segment would take an entity of that context.
pub(super) fn test(call: &mut Call<'_>) -> Result<Value, ControlError> {
    let (pattern, payload) = (call.text("pattern"), call.text("payload"));
    let snapshot = json!({
        "version": 1,
        "project": {"name": "p"},
        "segments": [{"name": "s", "pattern": pattern}],
        "features": [{"name": "f", "variations": [
            {"name": "outside", "value": {"boolValue": false}},
            {"name": "inside", "value": {"boolValue": true}},
        ]}],
        "experiments": [{
            "name": "e", "status": "RUNNING", "segment": "s", "samplingRate": 100_000,
            "treatments": [{"name": "t", "featureVariations": {"f": "inside"}}],
            "onlineAbDefinition": {"treatmentWeights": {"t": 100_000}},
        }],
    });
    let request = EvaluationRequest { feature: "f", entity_id: "e", evaluation_context: Some(&payload) };
    // INVARIANT: both texts have been checked.
    let project = load(snapshot.to_string().as_bytes());
    let decision =
        project.as_ref().ok().and_then(|project| evaluate_feature(project, &request, None, call.environment.now).ok());
    let is_inside = decision.is_some_and(|decision| decision.variation().name == "inside");
    Ok(json!({"match": is_inside}))
}

/// The segment that the input names.
pub(super) fn named<'c>(call: &'c Call<'_>) -> Result<(Identity, &'c Item), ControlError> {
    let identity = call.any_identity();
    let reference = text(&call.input, "segment");
    match call.document.segment(reference) {
        Some(segment) => Ok((identity, segment)),
        // A segment without an ARN of its own is found by the one that it is answered with, and no other (R4).
        None => Err(not_found(Kind::Segment, segment_arn(reference, &call.document, &identity))),
    }
}

/// The pattern, judged by the loader as that of a segment (P6).
pub(super) fn check_pattern(call: &Call<'_>, faults: &mut Faults) {
    let (Some(pattern), mut of_shape) = (given(&call.input, "pattern"), Faults::default()) else { return };
    PATTERN.check(pattern, "pattern", &mut of_shape);
    if of_shape.check().is_err() {
        return;
    }
    let snapshot =
        json!({"version": 1, "project": {"name": "p"}, "segments": [{"name": "s", "pattern": pattern}]}).to_string();
    for problem in load(snapshot.as_bytes()).err().into_iter().flatten() {
        let message = problem.message();
        let message = message.strip_prefix("segments[0].pattern").unwrap_or(&message);
        let message = message.strip_prefix(": ").or(message.strip_prefix('.')).unwrap_or(message);
        match problem.code {
            Code::NotJson => faults.add_unparsable("pattern", message),
            _ => faults.add("pattern", message),
        }
    }
}
