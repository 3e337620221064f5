//! Explanations of a hundred thousand random cases: each gives the answer that is given without it, and its parts agree.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use variate::json::{Arena, Json};
use variate::{Context, EntityId, Project, Timestamp, evaluate, evaluate_flag, explain, explain_flag, load};

use crate::vector::{self, explained};

/// Of features, and of flags.
const AT_LEAST: usize = 50_000;

/// Others than the cases bring: so many that each part of a line is met.
const IDS: [&str; 6] = ["user-1", "user-2", "7f1c", "a@b.example", "0", "ü😀"];

#[test]
fn a_feature_is_explained_as_it_is_evaluated() {
    each_case(&["--cases", "1500", "--seed", "41"], |project, context, id, now, count| {
        let Ok(entity) = EntityId::new(id) else { return };
        for feature in project.features().iter().filter_map(|entry| entry.feature.as_ref().ok()) {
            let mut answer = String::from("{");
            evaluate(feature, entity, context, now).write_members(&mut answer);
            explained::check(&explain(feature, entity, context, now), &(answer + "}")).unwrap();
            *count += 1;
        }
    });
}

#[test]
fn a_flag_is_explained_as_it_is_evaluated() {
    each_case(&["--cases", "2700", "--seed", "42", "--flags"], |project, context, id, _, count| {
        let entity = EntityId::of_flag(id).ok();
        for flag in project.flags().iter().filter_map(|entry| entry.flag.as_ref().ok()) {
            let mut answer = String::new();
            evaluate_flag(flag, entity, context).write_json(&mut answer);
            explained::check(&explain_flag(flag, entity, context), &answer).unwrap();
            *count += 1;
        }
    });
}

#[test]
fn long_lists_are_cut_but_for_what_holds() {
    let literals: Vec<String> = (0..300).map(|number| format!("\\\"v{number}\\\"")).collect();
    let overrides: Vec<String> = (0..50)
        .map(|number| format!(r#"{{"segment": "s", "evaluationOrder": {number}, "weights": {{"g": 0}}}}"#))
        .collect();
    let document = format!(
        r#"{{"version": 1, "project": {{"name": "shop"}},
        "features": [{{"name": "f", "variations": [{{"name": "a", "value": {{"boolValue": true}}}}]}}],
        "segments": [{{"name": "s", "pattern": "{{\"c\": [{}]}}"}}],
        "launches": [{{"name": "l", "status": "RUNNING", "groups": [{{"name": "g", "featureVariations": {{"f": "a"}}}}],
            "scheduledSplitsDefinition": {{"steps": [
                {{"startTime": 0, "groupWeights": {{"g": 0}}, "segmentOverrides": [{}]}}]}}}}]}}"#,
        literals.join(","),
        overrides.join(","),
    );
    let project = load(document.as_bytes()).unwrap();
    let feature = project.feature("f").unwrap().feature.as_ref().unwrap();
    let entity = EntityId::new("user-1").unwrap();
    let arena = Arena::new();
    let context = Context::parse(r#"{"c": "v250"}"#, &arena).unwrap();
    let explanation = explain(feature, entity, &context, Timestamp::from_millis(0).unwrap());
    let conditions: Vec<_> = explanation.steps.iter().filter_map(|step| step.condition.as_ref()).collect();
    assert_eq!(conditions.len(), 50);
    assert!(conditions.iter().all(|condition| condition.passed));
    let field = &conditions[0].parts[0];
    let last = field.parts.last().unwrap();
    assert_eq!((field.parts.len(), field.more, last.text.as_str(), last.passed), (101, 199, "\"v250\"", true));
    assert!(explanation.to_text().contains("✓ \"v250\"\n         ✗ 92 more\n         and 199 more\n"), "{explanation}");
    // Those behind are counted.
    assert_eq!((conditions[49].parts.len(), conditions[49].more), (0, 1));
    let told: usize = conditions.iter().flat_map(|condition| &condition.parts).map(|field| field.parts.len()).sum();
    assert!((1500..2100).contains(&told), "{told}");
}

/// Calls `body` with the projects and contexts that the generator prints, and each entity.
fn each_case(arguments: &[&str], body: impl Fn(&Project, &Context<'_>, &str, Timestamp, &mut usize)) {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut generator = Command::new("node")
        .arg(tests.join("differential/generate.mjs"))
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut project = None;
    let mut count = 0;
    for line in BufReader::new(generator.stdout.take().unwrap()).lines() {
        let (line, arena) = (line.unwrap(), Arena::new());
        let case = Json::parse(&line, &arena).unwrap();
        if let Some(document) = case.get("snapshot") {
            project = Some(load(vector::text(document).as_bytes()).unwrap());
            continue;
        }
        let operations = ["evaluate", "evaluateAll", "assign", "evaluateFlag", "evaluateFlags"];
        let Some(request) = operations.iter().find_map(|operation| case.get(operation)) else { continue };
        let context = request.get("evaluationContext").or(request.get("context")).map(|context| match context {
            Json::String(text) => (*text).to_owned(),
            object => vector::text(object),
        });
        let context = context.as_deref().map_or(Ok(Context::Empty), |text| Context::parse(text, &arena));
        let Ok(context) = context else { continue };
        let now = case.get("now").and_then(|now| vector::text(now).parse().ok()).unwrap_or_default();
        let own = request.get("entityId").and_then(Json::as_str).unwrap_or_default();
        for id in IDS.iter().copied().chain([own]) {
            body(project.as_ref().unwrap(), &context, id, Timestamp::from_millis(now).unwrap(), &mut count);
        }
    }
    assert!(generator.wait().unwrap().success(), "the generator failed");
    println!("{count} explanations");
    assert!(count >= AT_LEAST, "only {count} cases were explained");
}
