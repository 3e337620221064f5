//! The operations on flags and their rules.

use variate::explain::Explanation;
use variate::json::{Json, separate, write_string};
use variate::request::{FlagRequest, RequestError, evaluate_flags, evaluate_one_flag, explain_one_flag};
use variate::{LoadOptions, Project, load_with};

use super::{error_json, explained, problems_json, text};

pub fn evaluate_flag(request: &Json<'_>, project: &Project, explains: bool) -> Result<String, RequestError> {
    let context = context(request);
    let key = request.get("flag").and_then(Json::as_str).unwrap_or_default();
    let item = item(request, context.as_deref());
    let answer = evaluate_one_flag(project, key, &item).map(|decision| {
        let mut out = String::new();
        decision.write_json(&mut out);
        out
    });
    if explains {
        explained::check_result(explain_one_flag(project, key, &item), &answer);
    }
    answer
}

pub fn explain<'p>(request: &Json<'_>, project: &'p Project) -> Result<Explanation<'p>, RequestError> {
    let context = context(request);
    let key = request.get("flag").and_then(Json::as_str).unwrap_or_default();
    explain_one_flag(project, key, &item(request, context.as_deref()))
}

pub fn evaluate_all_flags(request: &Json<'_>, project: &Project) -> Result<String, RequestError> {
    let mut keys: Vec<&str> = match request.get("flags") {
        Some(Json::Array(keys)) => keys.iter().filter_map(Json::as_str).collect(),
        _ => project.flags().iter().map(|entry| entry.key.as_str()).collect(),
    };
    // The answer is an object: a key that is asked for twice is in it once.
    keys.sort_unstable();
    keys.dedup();
    let context = context(request);
    let mut out = String::from("{");
    let answers = evaluate_flags(project, keys, &item(request, context.as_deref()))?;
    for (index, (key, answer)) in answers.into_iter().enumerate() {
        separate(index, &mut out);
        write_string(key, &mut out);
        out.push(':');
        match answer {
            Ok(decision) => decision.write_json(&mut out),
            Err(error) => {
                out.push_str("{\"reason\":");
                write_string(&error.to_string(), &mut out);
                out.push('}');
            }
        }
    }
    Ok(out + "}")
}

/// A rule as that of the first of two variants.
pub fn rule(case: &Json<'_>) -> String {
    let mut rule = String::new();
    write_string(case.get("rule").and_then(Json::as_str).unwrap(), &mut rule);
    let snapshot = format!(
        r#"{{"version":1,"appConfig":{{"flags":{{"version":"1","flags":{{"flag":{{}}}},"values":{{"flag":{{"_variants":[
            {{"name":"yes","enabled":true,"rule":{rule}}},{{"name":"no","enabled":false}}]}}}}}}}}}}"#
    );
    let project = match load_with(snapshot.as_bytes(), LoadOptions::default()) {
        Ok(project) => project,
        Err(problems) => return problems_json(&problems, "appConfig.flags.values.flag._variants[0].rule"),
    };
    let context = context(case);
    match evaluate_one_flag(&project, "flag", &item(case, context.as_deref())) {
        Ok(decision) => format!("{{\"holds\":{}}}", decision.value().enabled),
        Err(error) => error_json(&error),
    }
}

fn item<'a>(request: &'a Json<'_>, context: Option<&'a str>) -> FlagRequest<'a> {
    FlagRequest { entity_id: request.get("entityId").and_then(Json::as_str), context }
}

/// The JSON text of a request's context.
fn context(request: &Json<'_>) -> Option<String> {
    match request.get("context")? {
        Json::Null => None,
        Json::String(text) => Some((*text).to_owned()),
        object => Some(text(object)),
    }
}
