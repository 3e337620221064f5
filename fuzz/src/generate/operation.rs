//! Operations of the control plane, valid, nearly valid and invalid.

use serde_json::{Value, json};

use super::{Choices, WRONG, context, pattern};

/// What no operation touches of [`START`], written in a way that no writer would choose.
pub const EXTRA: &str = r#""x-extra": {"n": 1.50, "deep":[1e2,   3], "text":"\u0041"}"#;

/// Two features, of which one stands in a wrapper and says little, a segment, and a launch and an experiment that could start.
pub const START: &str = r#"{"version": 1, "project": {"name": "p", "launchCount": 1}, "x-extra": {"n": 1.50, "deep":[1e2,   3], "text":"\u0041"},
  "features": [
    {"feature": {"name": "f", "variations": [{"name": "a", "value": {"boolValue": true}}, {"name": "b", "value": {"boolValue": false}}]}},
    {"name": "g", "evaluationRules": [], "defaultVariation": "b", "variations": [
      {"name": "a", "value": {"boolValue": true}}, {"name": "b", "value": {"boolValue": false}}]}],
  "segments": [{"name": "s", "pattern": "{\"country\":[\"SE\"]}", "launchCount": 1}],
  "launches": [{"name": "l", "status": "CREATED", "groups": [{"name": "one", "featureVariations": {"f": "a"}}],
    "scheduledSplitsDefinition": {"steps": [{"startTime": "1970-01-01T00:00:00Z", "groupWeights": {"one": 5e4},
      "segmentOverrides": [{"segment": "s", "evaluationOrder": 1, "weights": {}}]}]}}],
  "experiments": [{"name": "x", "status": "CREATED", "treatments": [
    {"name": "one", "featureVariations": {"f": "a"}}, {"name": "two", "featureVariations": {"f": "b"}}]}]}"#;

/// The name of an operation, and its input.
pub type Step = (&'static str, Value);

/// An operation, one in five with something in its input replaced by what may not belong there.
pub fn step(choices: &mut Choices<'_>) -> Step {
    let (operation, mut input) = match choices.below(16) {
        0..=2 => features(choices),
        3..=7 => launches(choices),
        8..=12 => experiments(choices),
        13 => reads(choices),
        _ => others(choices),
    };
    if choices.one_in(6) {
        let mut places = Vec::new();
        pointers(&input, "", &mut places);
        let wrong = wrong(choices);
        if let Some(place) = places.get(choices.below(places.len()))
            && let Some(value) = input.pointer_mut(place)
        {
            *value = wrong;
        }
    }
    (operation, input)
}

fn wrong(choices: &mut Choices<'_>) -> Value {
    match choices.below(8) {
        0 => Value::from("x".repeat(200)),
        1 => Value::from("missing"),
        // Two are JSON that serde_json does not read: unpaired surrogates.
        _ => choices.pick(WRONG).parse().unwrap_or_default(),
    }
}

/// The places of a value: every JSON pointer in it.
pub fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    let mut visit = |key: &str, value: &Value| {
        let at = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
        pointers(value, &at, found);
        found.push(at);
    };
    match value {
        Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| visit(&index.to_string(), item)),
        Value::Object(members) => members.iter().for_each(|(key, member)| visit(key, member)),
        _ => {}
    }
}

fn feature(choices: &mut Choices<'_>) -> &'static str {
    choices.pick(&["f", "f", "f", "f", "g", "g", "g", "h"])
}

fn variation(choices: &mut Choices<'_>) -> &'static str {
    choices.pick(&["a", "a", "a", "a", "b", "b", "b", "b", "c"])
}

fn launch(choices: &mut Choices<'_>) -> &'static str {
    choices.pick(&["l", "l", "m"])
}

fn experiment(choices: &mut Choices<'_>) -> &'static str {
    choices.pick(&["x", "x", "y"])
}

fn segment(choices: &mut Choices<'_>) -> &'static str {
    choices.pick(&["s", "s", "arn:aws:evidently:local:000000000000:segment/s", "t"])
}

fn weights(choices: &mut Choices<'_>) -> Value {
    json!({"one": choices.between(0, 59_999), "two": choices.between(0, 59_999)})
}

/// Something, or null, which is absence.
fn maybe(choices: &mut Choices<'_>, make: impl FnOnce(&mut Choices<'_>) -> Value) -> Value {
    if choices.one_in(2) { make(choices) } else { Value::Null }
}

fn arms(choices: &mut Choices<'_>) -> Value {
    let arm = |choices: &mut Choices<'_>, name| json!({"name": name, "feature": feature(choices), "variation": variation(choices)});
    Value::Array(vec![arm(choices, "one"), arm(choices, "two")])
}

fn splits(choices: &mut Choices<'_>) -> Value {
    let steps = choices.list(1, 2, |choices, _| {
        let overrides = choices.list(
            0,
            1,
            |choices, _| json!({"segment": segment(choices), "evaluationOrder": 1, "weights": weights(choices)}),
        );
        json!({"startTime": choices.between(0, 4), "groupWeights": weights(choices), "segmentOverrides": overrides})
    });
    json!({"steps": steps})
}

fn variations(choices: &mut Choices<'_>) -> Value {
    let values =
        [json!({"boolValue": true}), json!({"boolValue": false}), json!({"boolValue": true}), json!({"longValue": 1})];
    let variations =
        choices.list(1, 3, |choices, _| json!({"name": variation(choices), "value": values[choices.below(4)]}));
    Value::Array(variations)
}

fn features(choices: &mut Choices<'_>) -> Step {
    match choices.below(7) {
        0 | 1 => {
            let name = choices.pick(&["h", "h", "f", "i"]);
            ("CreateFeature", json!({"project": "p", "name": name, "variations": variations(choices)}))
        }
        6 => ("DeleteFeature", json!({"project": "p", "feature": feature(choices)})),
        _ => {
            let removed = choices.list(0, 2, |choices, _| variation(choices));
            let mut input = json!({"project": "p", "feature": feature(choices), "addOrUpdateVariations": variations(choices),
                "removeVariations": removed});
            if choices.one_in(2) {
                let default = variation(choices);
                input["defaultVariation"] = default.into();
                input["entityOverrides"] = json!({"anna": default});
            }
            ("UpdateFeature", input)
        }
    }
}

fn launches(choices: &mut Choices<'_>) -> Step {
    match choices.below(7) {
        0 | 1 => {
            let input = json!({"project": "p", "name": launch(choices), "groups": arms(choices), "scheduledSplitsConfig": splits(choices)});
            ("CreateLaunch", input)
        }
        2 | 3 => {
            let input = json!({"project": "p", "launch": launch(choices), "groups": maybe(choices, arms),
                "scheduledSplitsConfig": maybe(choices, splits)});
            ("UpdateLaunch", input)
        }
        _ => {
            let operation = choices.pick(&["StartLaunch", "StartLaunch", "StopLaunch", "DeleteLaunch"]);
            (operation, json!({"project": "p", "launch": launch(choices)}))
        }
    }
}

fn experiments(choices: &mut Choices<'_>) -> Step {
    match choices.below(7) {
        0 | 1 => {
            let online_ab = json!({"controlTreatmentName": "one", "treatmentWeights": weights(choices)});
            let goals = json!([{"metricDefinition": {"name": "m", "entityIdKey": "id", "valueKey": "value"}}]);
            let input = json!({"project": "p", "name": experiment(choices), "treatments": arms(choices), "onlineAbConfig": online_ab,
                "metricGoals": goals, "segment": maybe(choices, |choices| segment(choices).into()), "samplingRate": 5000});
            ("CreateExperiment", input)
        }
        2 | 3 => {
            let online_ab = maybe(choices, |choices| json!({"treatmentWeights": weights(choices)}));
            let input = json!({"project": "p", "experiment": experiment(choices), "treatments": maybe(choices, arms),
                "onlineAbConfig": online_ab, "removeSegment": choices.one_in(2)});
            ("UpdateExperiment", input)
        }
        _ => {
            let operation = choices.pick(&["StartExperiment", "StartExperiment", "StopExperiment", "DeleteExperiment"]);
            (operation, json!({"project": "p", "experiment": experiment(choices), "analysisCompleteTime": 100}))
        }
    }
}

fn others(choices: &mut Choices<'_>) -> Step {
    const ARN: &str = "arn:aws:evidently:local:000000000000:project/p";
    match choices.below(7) {
        0..=2 => {
            let pattern = if choices.one_in(2) { pattern(choices) } else { String::from(r#"{"country":["DE"]}"#) };
            ("CreateSegment", json!({"name": choices.pick(&["s", "t"]), "pattern": pattern}))
        }
        3 => ("DeleteSegment", json!({"segment": segment(choices)})),
        4 => {
            let arn = format!("{ARN}{}", choices.pick(&["", "/feature/f", "/launch/l"]));
            ("TagResource", json!({"resourceArn": arn, "tags": {feature(choices): "v"}}))
        }
        5 => ("UntagResource", json!({"resourceArn": ARN, "tagKeys": [feature(choices)]})),
        _ => {
            let operation = choices.pick(&["UpdateProject", "UpdateProjectDataDelivery", "DeleteProject"]);
            (operation, json!({"project": "p", "description": "d", "s3Destination": {"bucket": "abc"}}))
        }
    }
}

/// Operations that change nothing.
fn reads(choices: &mut Choices<'_>) -> Step {
    let page = |choices: &mut Choices<'_>| maybe(choices, |choices| json!(choices.between(1, 3)));
    match choices.below(5) {
        0 => {
            let context = context(choices);
            (
                "EvaluateFeature",
                json!({"project": "p", "feature": feature(choices), "entityId": "anna", "evaluationContext": context}),
            )
        }
        1 => {
            let (pattern, payload) = (pattern(choices), context(choices));
            ("TestSegmentPattern", json!({"pattern": pattern, "payload": payload}))
        }
        2 => (
            "ListSegmentReferences",
            json!({"segment": segment(choices), "type": choices.pick(&["LAUNCH", "EXPERIMENT"]), "maxResults": page(choices)}),
        ),
        3 => {
            let data = choices.pick(&[r#"{"id":"anna","value":1}"#, "{}", "no"]);
            (
                "PutProjectEvents",
                json!({"project": "p", "events": [{"timestamp": 1, "type": "aws.evidently.custom", "data": data}]}),
            )
        }
        _ => {
            let operation =
                choices.pick(&["ListFeatures", "ListLaunches", "ListExperiments", "ListSegments", "ListProjects"]);
            (
                operation,
                json!({"project": "p", "maxResults": page(choices), "nextToken": maybe(choices, |_| json!("1"))}),
            )
        }
    }
}
