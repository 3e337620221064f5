//! PutProjectEvents: events are checked and handed out; a snapshot does not keep them.

use serde_json::{Value, json};

use crate::bucketing::{Domain, point};
use crate::time::Timestamp;

use super::call::Call;
use super::document::{Item, objects, text};
use super::error::ControlError;
use super::{evaluation, number};

/// An event that PutProjectEvents took: `Event` of the API, and what it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// A UUID that follows from the event, its position in the call, the project and the time of the call.
    pub id: String,
    /// The ARN of the project.
    pub project: String,
    /// `aws.evidently.evaluation` or `aws.evidently.custom`.
    pub event_type: String,
    /// When it happened.
    pub timestamp: Timestamp,
    /// The JSON text of an object.
    pub data: String,
}

/// `PutProjectEvents`. An event with wrong data fails alone (R58).
#[expect(clippy::arithmetic_side_effects, reason = "each that was taken has a result")]
pub(super) fn put(call: &mut Call<'_>) -> Result<Value, ControlError> {
    evaluation::check_project(call)?;
    let project = call.any_identity().arn;
    let mut results = Vec::new();
    let mut taken = Vec::new();
    for (index, event) in objects(&call.input, "events").enumerate() {
        let id = id(call, index, event, &project);
        match fault(event) {
            Some(fault) => {
                results.push(json!({"errorCode": "ValidationException", "errorMessage": fault, "eventId": id}));
            }
            None => {
                results.push(json!({"eventId": id}));
                taken.push(Event {
                    id,
                    project: project.clone(),
                    event_type: text(event, "type").to_owned(),
                    timestamp: event.get("timestamp").and_then(number::timestamp).unwrap_or(call.environment.now),
                    data: text(event, "data").to_owned(),
                });
            }
        }
    }
    let failed = results.len() - taken.len();
    call.events = taken;
    Ok(json!({"eventResults": results, "failedEventCount": failed}))
}

/// What is wrong with the data of an event. An evaluation event says who was served what of which feature; a custom event is
/// any object.
fn fault(event: &Item) -> Option<String> {
    let data: Value = match serde_json::from_str(&super::well_formed::well_formed(text(event, "data"))) {
        Ok(data) => data,
        Err(error) => return Some(format!("data: the text is not JSON: {error}")),
    };
    let Value::Object(data) = data else { return Some("data: expected the JSON text of an object".to_owned()) };
    if text(event, "type") == "aws.evidently.custom" {
        return None;
    }
    let missing = ["feature", "entityId", "variation"].into_iter().find(|key| text(&data, key).is_empty())?;
    Some(format!("data: an evaluation event has a text `{missing}`"))
}

/// A UUID of version 8: 122 bits that follow from the event.
fn id(call: &Call<'_>, index: usize, event: &Item, project: &str) -> String {
    let now = call.environment.now.millis();
    let bytes = format!("{now}/{index}/{}", Value::Object(event.clone()));
    // No bucketing: of all hashes the core has this one, and here it only makes an id.
    let hash = |domain| point(domain, project, bytes.as_bytes());
    let (first, second) = (hash(Domain::Launch), hash(Domain::Experiment));
    let (middle, rest) = (first.allot, u64::from(second.enrol) << 32 | u64::from(second.allot));
    format!(
        "{:08x}-{:04x}-8{:03x}-{:04x}-{:012x}",
        first.enrol,
        middle >> 16,
        middle & 0xFFF,
        rest >> 48 & 0x3FFF | 0x8000,
        rest & 0xFFFF_FFFF_FFFF,
    )
}
