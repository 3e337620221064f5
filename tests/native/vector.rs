//! Runs a vector (see README.md) on the native core: the one place in these tests that knows its interface.

pub mod explained;
mod flags;

use std::sync::Arc;

use variate::json::{Arena, Json, separate, write_string};
use variate::request::{
    self, EvaluationRequest, RequestError, batch_evaluate_feature, evaluate_feature, evaluate_features,
};
use variate::{Decision, LoadOptions, Problem, Project, Timestamp, load_with};

/// Runs one vector, and has explained what it decides; what differs, as text.
pub fn run(vector: &Json<'_>, snapshots: Option<&Json<'_>>) -> Result<(), String> {
    compare(vector, snapshots, true)
}

/// The same, and nothing is explained.
pub fn decide(vector: &Json<'_>) -> Result<(), String> {
    compare(vector, None, false)
}

fn compare(vector: &Json<'_>, snapshots: Option<&Json<'_>>, explains: bool) -> Result<(), String> {
    let arena = Arena::new();
    let expected = vector.get("expect").ok_or("no `expect`")?;
    let actual = if let Some(case) = vector.get("match") {
        matches(case)
    } else if let Some(case) = vector.get("rule") {
        flags::rule(case)
    } else {
        let document = match (vector.get("snapshotText"), vector.get("snapshot")) {
            (Some(text), _) => text.as_str().ok_or("`snapshotText` is a text")?.to_owned(),
            (None, Some(Json::String(name))) => {
                text(snapshots.and_then(|all| all.get(name)).ok_or_else(|| format!("no snapshot `{name}`"))?)
            }
            (None, Some(document)) => text(document),
            (None, None) => return Err("no snapshot".to_owned()),
        };
        answer(vector, &document, explains)?
    };
    let actual = Json::parse(&actual, &arena).map_err(|error| format!("{error:?} in {actual}"))?;
    // Of an explanation of what is hostile there is only the answer to compare.
    let (expected, actual) = match (expected.get("steps"), expected.get("answer"), actual.get("answer")) {
        (None, Some(answer), Some(actual)) if vector.get("explain").is_some() => (answer, actual),
        _ => (expected, &actual),
    };
    if same(expected, actual) { Ok(()) } else { Err(format!("expected {}\n  actual {}", text(expected), text(actual))) }
}

/// Runs an operation on a loaded project, and has explained what it decides; the answer or the error, as JSON text.
pub fn operate(vector: &Json<'_>, project: &Project) -> Result<String, String> {
    outcome(vector, project, true)
}

fn outcome(vector: &Json<'_>, project: &Project, explains: bool) -> Result<String, String> {
    let now = vector.get("now").map_or(Some(0.0), number).ok_or("`now` is a number")?;
    let now = Timestamp::from_millis(now.floor() as i64).ok_or("`now` is out of range")?;
    let result = if let Some(request) = vector.get("evaluate") {
        evaluate(request, project, now, explains)
    } else if let Some(request) = vector.get("batchEvaluate") {
        batch_evaluate(request, project, now)
    } else if let Some(request) = vector.get("evaluateAll") {
        evaluate_all(request, project, now)
    } else if let Some(request) = vector.get("assign") {
        assign(request, project, now)
    } else if let Some(request) = vector.get("evaluateFlag") {
        flags::evaluate_flag(request, project, explains)
    } else if let Some(request) = vector.get("evaluateFlags") {
        flags::evaluate_all_flags(request, project)
    } else if let Some(request) = vector.get("explain") {
        explain(request, project, now)
    } else {
        return Err("no operation".to_owned());
    };
    Ok(result.unwrap_or_else(|error| error_json(&error)))
}

fn answer(vector: &Json<'_>, document: &str, explains: bool) -> Result<String, String> {
    let mut options =
        LoadOptions { lenient: vector.get("lenient") == Some(&Json::Bool(true)), ..LoadOptions::default() };
    if let Some(max_bytes) = vector.get("maxBytes").and_then(number) {
        options.max_bytes = max_bytes as usize;
    }
    match (load_with(document.as_bytes(), options), vector.get("load")) {
        (Ok(project), Some(_)) => Ok(problems_json(project.problems(), "")),
        (Err(problems), Some(_)) => Ok(problems_json(&problems, "")),
        (Ok(project), None) => outcome(vector, &project, explains),
        (Err(_), None) => Ok(String::from(r#"{"error":{"name":"SnapshotError","code":"InvalidSnapshot"}}"#)),
    }
}

fn evaluate(request: &Json<'_>, project: &Project, now: Timestamp, explains: bool) -> Result<String, RequestError> {
    let context = context(request);
    let item = item(request, context.as_deref());
    let decision = evaluate_feature(project, &item, request_project(request), now);
    let answer = decision.map(|decision| decision_json(&decision));
    if explains {
        let explanation = request::explain_feature(project, &item, request_project(request), now);
        explained::check_result(explanation, &answer);
    }
    answer
}

/// A request for a flag is one that names it.
fn explain(request: &Json<'_>, project: &Project, now: Timestamp) -> Result<String, RequestError> {
    let mut out = String::new();
    if request.get("flag").is_some() {
        flags::explain(request, project)?.write_json(&mut out);
    } else {
        let context = context(request);
        let item = item(request, context.as_deref());
        request::explain_feature(project, &item, request_project(request), now)?.write_json(&mut out);
    }
    Ok(out)
}

fn batch_evaluate(request: &Json<'_>, project: &Project, now: Timestamp) -> Result<String, RequestError> {
    let Some(Json::Array(items)) = request.get("requests") else { panic!("no `requests`") };
    let contexts: Vec<_> = items.iter().map(context).collect();
    let requests: Vec<_> =
        items.iter().zip(&contexts).map(|(request, context)| item(request, context.as_deref())).collect();
    let results = batch_evaluate_feature(project, &requests, request_project(request), now)?;
    let mut out = String::from("{\"results\":[");
    for (index, result) in results.iter().enumerate() {
        separate(index, &mut out);
        result.write_json(&mut out);
    }
    Ok(out + "]}")
}

fn evaluate_all(request: &Json<'_>, project: &Project, now: Timestamp) -> Result<String, RequestError> {
    let mut names: Vec<&str> = match request.get("features") {
        Some(Json::Array(names)) => names.iter().filter_map(Json::as_str).collect(),
        _ => project.features().iter().map(|entry| entry.name.as_str()).collect(),
    };
    // The answer is an object: a name that is asked for twice is in it once.
    names.sort_unstable();
    names.dedup();
    let context = context(request);
    let mut out = String::from("{");
    let answers = evaluate_features(project, names, item(request, None).entity_id, context.as_deref(), now)?;
    for (index, (name, answer)) in answers.into_iter().enumerate() {
        separate(index, &mut out);
        write_string(name, &mut out);
        out.push(':');
        match answer {
            Ok(decision) => out.push_str(&decision_json(&decision)),
            Err(error) => {
                out.push_str("{\"reason\":");
                write_string(&error.to_string(), &mut out);
                out.push('}');
            }
        }
    }
    Ok(out + "}")
}

fn assign(request: &Json<'_>, project: &Project, now: Timestamp) -> Result<String, RequestError> {
    let Some(Json::Array(ids)) = request.get("entityIds") else { panic!("no `entityIds`") };
    let ids: Vec<&str> = ids.iter().map(|id| id.as_str().unwrap_or_default()).collect();
    let context = context(request);
    let decisions = request::assign(project, item(request, None).feature, &ids, context.as_deref(), now)?;
    let (mut variations, mut reasons) = (String::new(), String::new());
    for (index, decision) in decisions.iter().enumerate() {
        separate(index, &mut variations);
        separate(index, &mut reasons);
        write_string(&decision.variation().name, &mut variations);
        write_string(decision.reason().as_str(), &mut reasons);
    }
    Ok(format!("{{\"variations\":[{variations}],\"reasons\":[{reasons}]}}"))
}

/// A pattern and a context, as a segment of an experiment that takes everybody.
fn matches(case: &Json<'_>) -> String {
    let as_text = |key: &str| match case.get(key) {
        Some(Json::String(text)) => (*text).to_owned(),
        Some(value) => text(value),
        None => panic!("no `{key}`"),
    };
    let mut pattern = String::new();
    write_string(&as_text("pattern"), &mut pattern);
    let snapshot = format!(
        r#"{{"version":1,"project":{{"name":"p"}},"segments":[{{"name":"s","pattern":{pattern}}}],
        "features":[{{"name":"f","variations":[{{"name":"no","value":{{"boolValue":false}}}},{{"name":"yes","value":{{"boolValue":true}}}}]}}],
        "experiments":[{{"name":"e","status":"RUNNING","samplingRate":100000,"segment":"s",
            "treatments":[{{"name":"t","featureVariations":{{"f":"yes"}}}}],"onlineAbDefinition":{{"treatmentWeights":{{"t":100000}}}}}}]}}"#
    );
    let project = match load_with(snapshot.as_bytes(), LoadOptions::default()) {
        Ok(project) => project,
        Err(problems) => return problems_json(&problems, "segments[0].pattern"),
    };
    let context = as_text("context");
    let request = EvaluationRequest { feature: "f", entity_id: "e", evaluation_context: Some(&context) };
    match evaluate_feature(&project, &request, None, Timestamp::from_millis(0).unwrap()) {
        Ok(decision) => format!("{{\"match\":{}}}", decision.variation().name == "yes"),
        Err(error) => error_json(&error),
    }
}

fn item<'a>(request: &'a Json<'_>, context: Option<&'a str>) -> EvaluationRequest<'a> {
    let text = |key: &str| request.get(key).and_then(Json::as_str).unwrap_or_default();
    EvaluationRequest { feature: text("feature"), entity_id: text("entityId"), evaluation_context: context }
}

fn request_project<'a>(request: &'a Json<'_>) -> Option<&'a str> {
    request.get("project").and_then(Json::as_str)
}

/// The JSON text of a request's context.
fn context(request: &Json<'_>) -> Option<String> {
    match request.get("evaluationContext")? {
        Json::Null => None,
        Json::String(text) => Some((*text).to_owned()),
        object => Some(text(object)),
    }
}

fn decision_json(decision: &Decision<'_>) -> String {
    let mut out = String::from("{");
    decision.write_members(&mut out);
    out + "}"
}

/// The problems as vectors write them; their paths without the prefix.
fn problems_json(problems: &[Arc<Problem>], prefix: &str) -> String {
    let mut sorted: Vec<_> = problems.iter().collect();
    sorted.sort_by_key(|problem| (&problem.path, problem.code.name()));
    let mut out = String::from("{\"problems\":[");
    for (index, problem) in sorted.into_iter().enumerate() {
        separate(index, &mut out);
        out.push_str("{\"path\":");
        let path = problem.path.strip_prefix(prefix).unwrap_or(&problem.path);
        write_string(path.strip_prefix('.').unwrap_or(path), &mut out);
        out.push_str(",\"code\":");
        write_string(problem.code.name(), &mut out);
        // A number beyond the range of doubles has no value that a vector could state.
        let stated = |value: &&String| value.parse::<f64>().map_or(true, f64::is_finite);
        if let Some(value) = problem.value.as_ref().filter(stated) {
            out.push_str(",\"value\":");
            out.push_str(value);
        }
        out.push('}');
    }
    out + "]}"
}

/// The error as vectors write it.
fn error_json(error: &RequestError) -> String {
    let mut out = String::from("{\"error\":{\"name\":");
    write_string(error.name(), &mut out);
    out.push_str(",\"code\":");
    write_string(error.code(), &mut out);
    if let (RequestError::Invalid { fields, .. }, Some(reason)) = (error, error.reason()) {
        out.push_str(",\"reason\":");
        write_string(reason, &mut out);
        out.push_str(",\"fields\":[");
        for (index, (name, _)) in fields.iter().enumerate() {
            separate(index, &mut out);
            write_string(name, &mut out);
        }
        out.push(']');
    }
    if let RequestError::Quarantined { problems } | RequestError::QuarantinedFlag { problems } = error {
        out.push_str(",\"path\":");
        write_string(&problems[0].path, &mut out);
    }
    out + "}}"
}

/// Whether two values are the same JSON: members in any order, numbers by value, problems in any order.
pub fn same(left: &Json<'_>, right: &Json<'_>) -> bool {
    // Also where a key is doubled, which look-up by key would not see.
    if left == right {
        return true;
    }
    match (left, right) {
        (Json::Number(_), Json::Number(_)) => number(left) == number(right),
        (Json::Array(l), Json::Array(r)) => l.len() == r.len() && l.iter().zip(*r).all(|(l, r)| same(l, r)),
        (Json::Object(l), Json::Object(r)) => {
            l.len() == r.len()
                && l.iter().all(|(key, value)| match (*key, value, right.get(key)) {
                    ("problems", Json::Array(l), Some(Json::Array(r))) => {
                        l.len() == r.len() && l.iter().all(|l| r.iter().any(|r| same(l, r)))
                    }
                    (_, value, Some(other)) => same(value, other),
                    (_, _, None) => false,
                })
        }
        _ => false,
    }
}

fn number(value: &Json<'_>) -> Option<f64> {
    match value {
        Json::Number(lexeme) => lexeme.parse().ok(),
        _ => None,
    }
}

/// A value as JSON text.
pub fn text(value: &Json<'_>) -> String {
    let mut out = String::new();
    value.write(&mut out);
    out
}
