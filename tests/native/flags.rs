//! The laws of AppConfig's flags (section A), on the public interface: here that nothing else matters.

mod runs;
mod split;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use variate::{Context, EntityId, FlagDecision, Project, evaluate_flag, load};

use runs::Run;

/// A snapshot with these values, of flags without attributes, and these runs.
fn snapshot(values: &Value, runs: &[Value]) -> Value {
    let keys = values.as_object().unwrap().keys();
    let definitions: Map<String, Value> = keys.map(|key| (key.clone(), json!({}))).collect();
    json!({"version": 1, "appConfig": {
        "flags": {"version": "1", "flags": definitions, "values": values}, "experimentRuns": runs}})
}

fn load_text(text: &str) -> Project {
    load(text.as_bytes()).unwrap_or_else(|problems| panic!("{problems:?}\n{text}"))
}

fn decide<'p>(project: &'p Project, key: &str, id: &str, context: &Context<'_>) -> FlagDecision<'p> {
    let flag = project.flag(key).unwrap().flag.as_ref().unwrap();
    evaluate_flag(flag, Some(EntityId::of_flag(id).unwrap()), context)
}

fn numbered_ids(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("user-{number}")).collect()
}

/// So many of all, in percent. Where nobody is expected there must be nobody.
#[track_caller]
fn assert_share(what: &str, count: usize, all: usize, percent: f64) {
    let share = count as f64 * 100.0 / all as f64;
    let is_right = if percent == 0.0 { count == 0 } else { (share - percent).abs() <= 0.5 };
    assert!(is_right, "{what}: {share} % instead of {percent} %");
}

/// Variants A and B with these rules, and C behind them.
fn variants(rules: &[&str]) -> Value {
    let with_rule = |(name, rule): (&str, &&str)| json!({"name": name, "enabled": true, "rule": rule});
    let mut variants: Vec<Value> = ["A", "B"].into_iter().zip(rules).map(with_rule).collect();
    variants.push(json!({"name": "C", "enabled": false}));
    json!({"_variants": variants})
}

/// A document with a bit of everything.
const EVERYTHING: &str = include_str!("../snapshots/everything.json");

const CONTEXTS: &[&str] = &[
    "{}",
    r#"{"tier":"gold","n":5,"t":"2024-05-01","e":"user@example.com"}"#,
    r#"{"tier":"gold","n":"5","t":"2023-05-01T00:00Z","e":"b1"}"#,
    r#"{"tier":5,"n":-7.5,"t":true,"e":"a2"}"#,
    r#"{"e":"vip","zz":1,"aa":"x","tier":null}"#,
];

/// All answers of a flag to some entities and contexts; the members of each in any order.
fn answers(project: &Project, key: &str) -> Vec<Value> {
    let arena = variate::json::Arena::new();
    let mut ids = numbered_ids(200);
    ids.extend(["vip", "用户", "qa-1"].map(str::to_owned));
    let flag = project.flag(key).unwrap().flag.as_ref().unwrap();
    let mut answers = Vec::new();
    for context in CONTEXTS.iter().map(|text| Context::parse(text, &arena).unwrap()) {
        let entities = ids.iter().map(|id| EntityId::of_flag(id).ok()).chain([None]);
        answers.extend(entities.map(|entity| {
            let mut answer = String::new();
            evaluate_flag(flag, entity, &context).write_json(&mut answer);
            serde_json::from_str::<Value>(&answer).unwrap()
        }));
    }
    answers
}

fn keys(project: &Project) -> Vec<String> {
    let mut keys: Vec<String> = project.flags().iter().map(|entry| entry.key.clone()).collect();
    keys.sort();
    keys
}

/// The value with the members of all objects in descending order.
fn reversed(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(reversed).collect::<Vec<_>>().join(",")),
        Value::Object(members) => {
            let member = |(key, value)| format!("{}:{}", Value::String(String::clone(key)), reversed(value));
            format!("{{{}}}", members.iter().rev().map(member).collect::<Vec<_>>().join(","))
        }
        scalar => scalar.to_string(),
    }
}

#[test]
fn the_order_of_members_does_not_matter() {
    let original: Value = serde_json::from_str(EVERYTHING).unwrap();
    let mut ascending = original.clone();
    ascending.sort_all_objects();
    let mut runs_reversed = ascending.clone();
    runs_reversed["appConfig"]["experimentRuns"].as_array_mut().unwrap().reverse();
    let project = load_text(EVERYTHING);
    let texts = [ascending.to_string(), reversed(&ascending), runs_reversed.to_string()];
    // No two of them, and of the document as it is, are in one order.
    let distinct: BTreeSet<String> = texts.iter().cloned().chain([original.to_string()]).collect();
    assert_eq!(distinct.len(), 4);
    let mut distinct = BTreeMap::<String, usize>::new();
    for key in keys(&project) {
        let expected = answers(&project, &key);
        expected.iter().for_each(|answer| *distinct.entry(format!("{key} {answer}")).or_default() += 1);
        for text in &texts {
            let other = load_text(text);
            assert_eq!(keys(&other), keys(&project));
            assert!(answers(&other, &key) == expected, "{key}, in\n{text}");
        }
    }
    // Everything that the flags can come to was compared.
    let flags = project.flags().iter().map(|entry| entry.flag.as_ref().unwrap());
    let possible: usize = flags.map(|flag| FlagDecision::all(flag).count()).sum();
    assert_eq!(distinct.len(), possible, "{distinct:#?}");
}

#[test]
fn a_flag_does_not_depend_on_others() {
    let document: Value = serde_json::from_str(EVERYTHING).unwrap();
    let project = load_text(EVERYTHING);
    let mut crowded = document.clone();
    let flags = &mut crowded["appConfig"]["flags"];
    for key in ["a", "aa", "zz"] {
        flags["flags"][key] = json!({});
        // They read what the others read, and more.
        flags["values"][key] = variants(&["(and (exists key::\"aa\") (eq $zz 1))", "(split pct::50 by::$tier)"]);
    }
    crowded["appConfig"]["experimentRuns"].as_array_mut().unwrap().insert(0, Run::new(&[1.0, 1.0], 90.0).json("zz"));
    let crowded = load_text(&crowded.to_string());
    assert_eq!(crowded.flags().len(), project.flags().len() + 3);
    for key in keys(&project) {
        let mut alone = json!({"version": 1, "appConfig": document["appConfig"]});
        for part in ["flags", "values"] {
            alone["appConfig"]["flags"][part].as_object_mut().unwrap().retain(|other, _| *other == key);
        }
        let runs = alone["appConfig"]["experimentRuns"].as_array_mut().unwrap();
        runs.retain(|run| run["ExperimentDefinitionSnapshot"]["FlagKey"] == json!(key));
        let alone = load_text(&alone.to_string());
        assert_eq!(keys(&alone).as_slice(), std::slice::from_ref(&key));
        let expected = answers(&project, &key);
        assert!(answers(&alone, &key) == expected, "{key}, alone");
        assert!(answers(&crowded, &key) == expected, "{key}, among others");
    }
}
