//! What the control plane answers.

use serde_json::{Value, json};
use variate::control::{Environment, apply};
use variate::load;

use super::is_json;

/// What a Get call says of the item that an operation has answered.
pub fn read_back(output: &Value, snapshot: &str, environment: &Environment<'_>) -> Option<Value> {
    let (kind, item) = output.as_object()?.iter().next()?;
    let operation = match kind.as_str() {
        "project" => "GetProject",
        "feature" => "GetFeature",
        "launch" => "GetLaunch",
        "experiment" => "GetExperiment",
        "segment" => "GetSegment",
        _ => return None,
    };
    let project = load(snapshot.as_bytes()).ok()?.identity()?.name.clone();
    let mut input = json!({"project": project});
    input[kind] = item.get("name")?.clone();
    let applied = apply(snapshot, operation, &input.to_string(), environment)
        .unwrap_or_else(|error| panic!("{operation} {input}: {error:?}"));
    assert_eq!(applied.snapshot, None, "{operation} changed something");
    Some(is_json(&applied.output))
}
