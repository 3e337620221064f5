//! Every vector of the control plane.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use variate::Timestamp;
use variate::control::{ControlError, Environment, apply};

#[test]
fn the_control_plane_answers_every_vector() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let mut names = BTreeSet::new();
    let mut failures = Vec::new();
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.file_name().unwrap().to_string_lossy().starts_with("control"));
    files.sort();
    for path in files {
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let document: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        for vector in document["vectors"].as_array().unwrap() {
            let name = vector["name"].as_str().unwrap();
            assert!(names.insert(name.to_owned()), "{file}: the name {name} is taken");
            if let Err(difference) = run(vector, &document["snapshots"]) {
                failures.push(format!("{file}: {name}\n  {difference}"));
            }
        }
    }
    println!("{} vectors ran on the control plane", names.len());
    assert!(failures.is_empty(), "{} of {} vectors fail:\n{}", failures.len(), names.len(), failures.join("\n"));
}

/// Runs the steps of a vector; what differs, as text.
fn run(vector: &Value, snapshots: &Value) -> Result<(), String> {
    let mut snapshot = match &vector["snapshot"] {
        Value::Null => String::new(),
        Value::String(name) => snapshots.get(name).ok_or_else(|| format!("no snapshot `{name}`"))?.to_string(),
        document => document.to_string(),
    };
    let mut token = String::new();
    for (index, step) in vector["steps"].as_array().ok_or("no `steps`")?.iter().enumerate() {
        let now = [&step["now"], &vector["now"]].into_iter().find_map(Value::as_i64).unwrap_or(0);
        let mut environment = Environment::local(Timestamp::from_millis(now).ok_or("`now` is out of range")?);
        if let Some(region) = vector["region"].as_str() {
            environment.region = region;
        }
        if let Some(account) = vector["account"].as_str() {
            environment.account = account;
        }
        let operation = step["operation"].as_str().ok_or("no `operation`")?;
        // Text is sent as it is: not everything that can be sent is JSON.
        let input = step["inputText"].as_str().map_or_else(|| step["input"].to_string(), str::to_owned);
        // The token that the step before was answered with.
        let input = input.replace("\"<nextToken>\"", &token);
        let result = apply(&snapshot, operation, &input, &environment);
        if let Some(given) =
            result.as_ref().ok().and_then(|applied| serde_json::from_str::<Value>(&applied.output).ok())
        {
            token = given["nextToken"].to_string();
        }
        check(&step["expect"], result.as_ref().map(|applied| applied.output.as_str()))
            .map_err(|difference| format!("step {index}, {operation}: {difference}"))?;
        if let Ok(Some(changed)) = result.map(|applied| applied.snapshot) {
            variate::load(changed.as_bytes())
                .map_err(|problems| format!("step {index}, {operation}: the result has {problems:?}"))?;
            snapshot = changed;
        }
    }
    let expected = &vector["expectSnapshot"];
    if expected.is_null() {
        return Ok(());
    }
    let actual: Value = serde_json::from_str(&snapshot).map_err(|error| error.to_string())?;
    if same(expected, &actual) { Ok(()) } else { Err(format!("expected snapshot {expected}\n  actual {actual}")) }
}

fn check(expected: &Value, result: Result<&str, &ControlError>) -> Result<(), String> {
    match (expected.get("output"), expected.get("error"), result) {
        (Some(output), None, Ok(text)) => {
            let actual = serde_json::from_str(text).map_err(|error| error.to_string())?;
            if same(output, &actual) { Ok(()) } else { Err(format!("expected {output}\n  actual {actual}")) }
        }
        (None, Some(expected), Err(error)) => check_error(expected, error),
        (_, _, Ok(text)) => Err(format!("expected {expected}\n  actual {text}")),
        (_, _, Err(error)) => Err(format!("expected {expected}\n  actual {}", error.to_json())),
    }
}

/// Compares what the vector states of an error; a resource that is stated as null is one that must not be known.
fn check_error(expected: &Value, error: &ControlError) -> Result<(), String> {
    let actual: Value = serde_json::from_str(&error.to_json()).map_err(|error| error.to_string())?;
    for (member, value) in expected.as_object().ok_or("`error` is an object")? {
        let is_same = match member.as_str() {
            "fields" => {
                let stated: BTreeSet<&str> = value.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
                let found = error.field_list.iter().map(|field| field.name.as_str()).collect();
                stated == found
            }
            _ => *value == "<any>" || actual.get(member).unwrap_or(&Value::Null) == value,
        };
        if !is_same {
            return Err(format!("{member}: expected {expected}\n  actual {actual}"));
        }
    }
    Ok(())
}

/// Whether two values are the same JSON: numbers by value, and `"<any>"` is whatever is there.
fn same(expected: &Value, actual: &Value) -> bool {
    match (expected, actual) {
        (Value::String(any), _) if any == "<any>" => true,
        (Value::Number(expected), Value::Number(actual)) => {
            expected == actual || (expected.as_f64().is_some() && expected.as_f64() == actual.as_f64())
        }
        (Value::Array(expected), Value::Array(actual)) => {
            expected.len() == actual.len()
                && expected.iter().zip(actual).all(|(expected, actual)| same(expected, actual))
        }
        (Value::Object(expected), Value::Object(actual)) => {
            expected.len() == actual.len()
                && expected.iter().all(|(key, value)| actual.get(key).is_some_and(|other| same(value, other)))
        }
        _ => expected == actual,
    }
}
