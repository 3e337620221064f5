//! Broken snapshots: each is refused with problems, or gives a project that evaluates. Nothing panics (S7).

mod rules;

use std::cell::RefCell;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use variate::{
    Context, EntityId, FlagDecision, InvalidContext, LoadOptions, MAX_CONTEXT_BYTES, Timestamp, evaluate,
    evaluate_flag, load_with,
};
use variate_fuzz::generate::{Choices, mutated};

const CASES: u32 = 100_000;

/// A document with a bit of everything, small so that mutations hit what matters.
const DOCUMENT: &str = include_str!("../snapshots/everything.json");

/// What became of broken snapshots.
#[derive(Debug, Default)]
struct Ends {
    refused: u32,
    loaded: u32,
    features_quarantined: u32,
    flags_quarantined: u32,
}

fn runner(cases: u32) -> TestRunner {
    TestRunner::new_with_rng(
        Config { cases, failure_persistence: None, ..Config::default() },
        TestRng::deterministic_rng(RngAlgorithm::ChaCha),
    )
}

/// What the pattern and the rules of the document read.
const CONTEXT: &str = r#"{"a":["x",2],"b":{"c":1},"d":"10.1.2.3","e":"b1","n":"5","t":"2024-05-01","tier":"gold"}"#;

/// Loads a document that may be broken; if it loads, asks the project about everything.
fn load_and_evaluate(document: &[u8], lenient: bool, ends: &mut Ends) -> Result<(), TestCaseError> {
    let arena = variate::json::Arena::new();
    let project = match load_with(document, LoadOptions { lenient, ..LoadOptions::default() }) {
        Err(problems) => {
            prop_assert!(!problems.is_empty());
            prop_assert!(problems.iter().all(|problem| !problem.to_string().is_empty()));
            ends.refused += 1;
            return Ok(());
        }
        Ok(project) => project,
    };
    prop_assert!(lenient || project.problems().is_empty());
    ends.loaded += 1;
    let context = Context::parse(CONTEXT, &arena).unwrap();
    for entry in project.features() {
        let Ok(feature) = &entry.feature else {
            prop_assert!(!entry.feature.as_ref().unwrap_err().problems.is_empty());
            ends.features_quarantined += 1;
            continue;
        };
        for id in ["vip", "user-1", "用户"] {
            let now = Timestamp::from_millis(1_700_000_000_000).unwrap();
            let decision = evaluate(feature, EntityId::new(id).unwrap(), &context, now);
            prop_assert!(feature.variations().any(|v| v == decision.variation()));
        }
    }
    for entry in project.flags() {
        let Ok(flag) = &entry.flag else {
            prop_assert!(!entry.flag.as_ref().unwrap_err().problems.is_empty());
            ends.flags_quarantined += 1;
            continue;
        };
        for id in [None, Some("vip"), Some("user-1"), Some("用户")] {
            let decision = evaluate_flag(flag, id.map(|id| EntityId::of_flag(id).unwrap()), &context);
            let listed = FlagDecision::all(flag).nth(decision.number()).map(|listed| listed.value());
            prop_assert_eq!(listed, Some(decision.value()));
            prop_assert!(decision.value().enabled || decision.value().attributes.is_empty());
        }
    }
    Ok(())
}

#[test]
fn a_broken_snapshot_is_refused_or_evaluates() {
    let ends = RefCell::new(Ends::default());
    let bytes = prop::collection::vec(any::<u8>(), 32);
    runner(CASES)
        .run(&(bytes, any::<bool>()), |(bytes, lenient)| {
            let document = mutated(&mut Choices::new(&bytes), DOCUMENT, 3);
            load_and_evaluate(&document, lenient, &mut ends.borrow_mut())
        })
        .unwrap();
    let ends = ends.into_inner();
    println!("{ends:?}");
    // All ends must be reached often, or the mutations prove nothing.
    assert!(ends.refused > CASES / 4 && ends.loaded > CASES / 50, "{ends:?}");
    assert!(ends.features_quarantined > CASES / 100 && ends.flags_quarantined > CASES / 100, "{ends:?}");
}

#[test]
fn nesting_is_bounded() {
    for (depth, accepted) in [(128, true), (129, false), (100_000, false)] {
        let document = format!("{{\"version\":1,\"x\":{}{}}}", "[".repeat(depth - 1), "]".repeat(depth - 1));
        let loaded = load_with(document.as_bytes(), LoadOptions::default());
        assert_eq!(loaded.is_ok(), accepted, "depth {depth}");
    }
}

#[test]
fn contexts_are_bounded() {
    let arena = variate::json::Arena::new();
    let context = |length: usize| format!("{{\"a\":\"{}\"}}", "x".repeat(length - 8));
    assert!(Context::parse(&context(MAX_CONTEXT_BYTES), &arena).is_ok());
    assert_eq!(Context::parse(&context(MAX_CONTEXT_BYTES + 1), &arena).err(), Some(InvalidContext::TooLarge));
}

proptest! {
    /// The JSON reader accepts exactly what serde_json accepts, on texts near to JSON.
    #[test]
    fn the_json_reader_agrees_with_serde_json(text in "[\\[\\]{},:\" \\\\u0-9a-fA-Fntrlse.+-]{0,24}|\\PC{0,12}") {
        let arena = variate::json::Arena::new();
        let ours = variate::json::Json::parse(&text, &arena).is_ok();
        let theirs = serde_json::from_str::<serde_json::Value>(&text);
        // A number beyond the range of doubles is JSON; serde_json refuses it for its own reasons.
        let out_of_range = theirs.as_ref().is_err_and(|error| error.to_string().contains("out of range"));
        prop_assert!(ours == theirs.is_ok() || out_of_range, "{text:?}: {ours}, {theirs:?}");
    }

    /// Escapes survive being written and read again.
    #[test]
    fn strings_are_written_as_they_are_read(text in "\\PC{0,20}|[\\x00-\\x1f\"\\\\\u{7f}\u{2028}]{0,8}") {
        let arena = variate::json::Arena::new();
        let mut written = String::new();
        variate::json::write_string(&text, &mut written);
        prop_assert_eq!(&written, &serde_json::to_string(&text).unwrap());
        let read = variate::json::Json::parse(&written, &arena).unwrap();
        prop_assert_eq!(read.as_str(), Some(text.as_str()));
    }
}

/// Documents whose meaning could grow faster than their text: each is refused, or loads, in memory that the text bounds.
#[test]
fn what_is_loaded_does_not_outgrow_the_document() {
    let lenient = LoadOptions { lenient: true, ..LoadOptions::default() };
    let many = |count: usize, item: &dyn Fn(usize) -> String| (0..count).map(item).collect::<Vec<_>>().join(",");
    let document = |members: &str| format!("{{\"version\":1,\"project\":{{\"name\":\"p\"}},{members}}}");
    let features =
        many(4_000, &|i| format!(r#"{{"name":"f{i}","variations":[{{"name":"v","value":{{"boolValue":true}}}}]}}"#));
    let groups = many(4_000, &|i| format!(r#"{{"name":"g{i}","featureVariations":{{"f{i}":"v"}}}}"#));
    let steps = many(4_000, &|_| String::from(r#"{"startTime":0}"#));

    // As many groups as features, and as many steps.
    let launch = |salt: &str, steps: &str| {
        document(&format!(
            r#""features":[{features}],"launches":[{{"name":"l","status":"RUNNING","randomizationSalt":{salt},"groups":[{groups}],
            "scheduledSplitsDefinition":{{"steps":[{steps}]}}}}]"#
        ))
    };
    let project = load_with(launch("\"s\"", &steps).as_bytes(), lenient).unwrap();
    assert_eq!(project.features().len(), 4_000);
    // One long value that is wrong, touching every feature.
    let project = load_with(launch(&format!("\"{}\"", "s".repeat(1_000_000)), "").as_bytes(), lenient).unwrap();
    assert!(project.features().iter().all(|entry| entry.feature.is_err()));
    // Every problem of every step, touching every feature.
    let broken = many(5_000, &|_| String::from(r#"{"startTime":"soon"}"#));
    let project = load_with(launch("\"s\"", &broken).as_bytes(), lenient).unwrap();
    assert_eq!(project.problems().len(), 5_000);

    // A long key above many fields, sound and unsound ones.
    let pattern = |fields: &str| {
        let text = format!("{{\"{}\":{{{fields}}}}}", "k".repeat(1_000_000));
        document(&format!(r#""segments":[{{"name":"s","pattern":{}}}]"#, serde_json::to_string(&text).unwrap()))
    };
    for fields in [many(10_000, &|i| format!("\"a{i}\":[1]")), many(5_000, &|i| format!("\"a{i}\":1"))] {
        let problems = load_with(pattern(&fields).as_bytes(), LoadOptions::default()).unwrap_err();
        assert!(problems.iter().all(|problem| problem.path.len() < 3_000));
    }
}
