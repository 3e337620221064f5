//! Random projects, contexts, entities and times: the native core against the reference implementation.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use variate::json::{Arena, Json};
use variate::load;

use crate::vector;

/// How many cases a run compares; another seed gives other cases.
const CASES: usize = 20_000;
const SEED: &str = "1";

#[test]
fn the_native_core_agrees_with_the_reference() {
    agrees(&[]);
}

#[test]
fn the_native_core_agrees_with_the_reference_about_flags() {
    agrees(&["--flags"]);
}

/// Runs the cases that the generator prints with these arguments.
fn agrees(arguments: &[&str]) {
    let arena = Arena::new();
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    assert!(tests.join("node_modules").exists(), "run `npm ci` in tests/ (`cargo xtask test` does)");
    let mut generator = Command::new("node")
        .arg(tests.join("differential/generate.mjs"))
        .args(["--cases", &CASES.to_string(), "--seed", SEED])
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(generator.stdout.take().unwrap()).lines();

    let mut snapshot = String::new();
    let mut project = None;
    let mut compared = 0;
    for line in lines {
        let line = line.unwrap();
        let case = Json::parse(&line, &arena).unwrap();
        if let Some(document) = case.get("snapshot") {
            snapshot = vector::text(document);
            project = Some(load(snapshot.as_bytes()).unwrap_or_else(|problems| panic!("{problems:?}\n{snapshot}")));
            continue;
        }
        let actual = vector::operate(&case, project.as_ref().unwrap()).unwrap();
        let (actual, expected) = (Json::parse(&actual, &arena).unwrap(), case.get("expect").unwrap());
        assert!(
            vector::same(expected, &actual),
            "a vector on which they differ (the reference says `expect`, the core {}):\n{{\"snapshot\":{snapshot},{}",
            vector::text(&actual),
            line.get(1..).unwrap()
        );
        compared += 1;
    }
    assert!(generator.wait().unwrap().success(), "the generator failed");
    println!("{compared} cases agree");
    assert!(compared >= CASES, "only {compared} cases were compared");
}
