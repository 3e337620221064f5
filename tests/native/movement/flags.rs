//! Flags: their splits, and the slots of their runs.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};
use variate::json::Arena;
use variate::movement::{Budget, Movement, Share};
use variate::{Context, EntityId, Flag, Project, evaluate_flag};

use super::{ENTITIES, assert_agrees, id, moved, read};

/// The flag `f` with variants of these rules and a default, and these runs.
fn snapshot(rules: &[&str], runs: &[Value]) -> Value {
    let mut variants: Vec<Value> = rules
        .iter()
        .enumerate()
        .map(|(position, rule)| json!({"name": format!("v{position}"), "enabled": true, "rule": rule}))
        .collect();
    variants.push(json!({"name": "Default", "enabled": false}));
    let value = if rules.is_empty() { json!({"enabled": true}) } else { json!({"_variants": variants}) };
    json!({"version": 1, "appConfig": {"flags": {"version": "1", "flags": {"f": {}}, "values": {"f": value}}, "experimentRuns": runs}})
}

fn run(exposure: f64, treatments: &[(&str, f64)], number: u32, audience: &str) -> Value {
    let value = json!({"Enabled": true});
    let treatments: Vec<_> =
        treatments.iter().map(|(key, weight)| json!({"Key": key, "Weight": weight, "FlagValue": value})).collect();
    json!({"ApplicationId": "abc1234", "ExperimentDefinitionId": "exp5678", "Run": number, "Status": "RUNNING",
        "ExposurePercentage": exposure, "ExperimentDefinitionSnapshot": {"FlagKey": "f", "AudienceRule": audience,
            "Treatments": treatments, "Control": {"Weight": 1, "FlagValue": value}}})
}

fn flag(project: &Project) -> &Flag {
    project.flag("f").unwrap().flag.as_ref().unwrap()
}

fn decided(flags: [&Flag; 2], id: &str, context: &Context<'_>) -> (usize, usize) {
    let [from, to] = flags.map(|flag| evaluate_flag(flag, Some(EntityId::of_flag(id).unwrap()), context).number());
    (from, to)
}

/// What is computed is what happens to 200,000 entities.
#[track_caller]
fn agrees(before: &Value, after: &Value, context: &str) -> Movement {
    let arena = Arena::new();
    let context = Context::parse(context, &arena).unwrap();
    let (before, after) = (read(before), read(after));
    let flags = [flag(&before), flag(&after)];
    let mut counted = BTreeMap::new();
    for number in 0..ENTITIES {
        *counted.entry(decided(flags, &id(number), &context)).or_default() += 1.0 / f64::from(ENTITIES);
    }
    let movement = Movement::between_flags(flags[0], flags[1], &context, &mut Budget::default()).unwrap();
    assert_agrees("flags", &movement, &counted);
    for flag in flags {
        assert_eq!(moved(&Movement::between_flags(flag, flag, &context, &mut Budget::default()).unwrap()), Share::ZERO);
    }
    movement
}

#[test]
fn runs_agree_with_200_000_entities() {
    let one = |exposure, treatments: &[_], number| snapshot(&[], &[run(exposure, treatments, number, "true")]);
    let grown = agrees(&one(20.0, &[("t", 1.0)], 1), &one(50.0, &[("t", 1.0)], 1), "{}");
    // A growing exposure moves nobody between treatments.
    assert!(grown.shares().all(|(from, to, _)| from == to || from == 0), "{grown:?}");
    agrees(&one(50.0, &[("t", 1.0)], 1), &one(50.0, &[("t", 3.0), ("u", 0.5)], 1), "{}");
    agrees(&one(50.0, &[("t", 1.0)], 1), &one(50.0, &[("t", 1.0)], 2), "{}");
    agrees(&one(0.0, &[("t", 1.0)], 1), &one(100.0, &[("t", 0.0)], 1), "{}");
}

#[test]
fn splits_agree_with_200_000_entities() {
    let only = |rules: &[&str]| snapshot(rules, &[]);
    let grown = agrees(&only(&["(split pct::20 by::$entityId)"]), &only(&["(split pct::25 by::$entityId)"]), "{}");
    let five = grown.share(1, 0);
    assert_eq!((five.to_string(), grown.share(0, 1)), ("5.000 %".to_owned(), Share::ZERO));
    agrees(
        &only(&[r#"(split pct::20 by::$entityId seed::"a")"#, r#"(split pct::50 by::$entityId seed::"b")"#]),
        &only(&[
            r#"(and (eq $tier "gold") (split pct::60 by::$entityId seed::"b"))"#,
            r#"(not (split pct::30 by::$entityId seed::"a"))"#,
        ]),
        r#"{"tier":"gold"}"#,
    );
    // A run before variants, for an audience that is drawn too; a split of the run's own seed.
    agrees(
        &snapshot(
            &["(split pct::20 by::$entityId)"],
            &[run(80.0, &[("t", 1.0)], 1, r#"(split pct::50 by::$entityId seed::"a")"#)],
        ),
        &snapshot(
            &[r#"(split pct::40 by::$entityId seed::"abc1234:exp5678:1")"#, "(split pct::20 by::$entityId)"],
            &[run(40.0, &[("t", 1.0)], 1, "(in $entityId [\"a\", \"b\"])")],
        ),
        "{}",
    );
    // By an attribute everybody of one context is on one side.
    let by_plan =
        agrees(&only(&["(split pct::50 by::$plan)"]), &only(&["(split pct::50 by::$plan)"]), r#"{"plan":"x"}"#);
    assert_eq!(by_plan.shares().count(), 1);
}

#[test]
fn how_an_id_is_written_is_not_known() {
    let none = read(&snapshot(&[], &[]));
    for rule in [
        r#"(begins_with $entityId "a")"#,
        r#"(not (contains $entityId "a"))"#,
        r#"(gt $entityId "a")"#,
        r#"(matches in::$entityId pattern::"^a")"#,
        r#"(and (eq $a "b") (or (ends_with $entityId "a") true))"#,
        r#"(eq (split pct::50 by::$entityId) true)"#,
        "(eq $entityId $entityId)",
        "(eq $entityId $userId)",
    ] {
        let project = read(&snapshot(&[rule], &[]));
        assert_eq!(
            Movement::between_flags(flag(&none), flag(&project), &Context::Empty, &mut Budget::default()),
            None,
            "{rule}"
        );
        let project = read(&snapshot(&[], &[run(50.0, &[], 1, rule)]));
        assert_eq!(
            Movement::between_flags(flag(&project), flag(&none), &Context::Empty, &mut Budget::default()),
            None,
            "{rule}"
        );
    }
    // Nine seeds are more lines than a share has bits for.
    let rules: Vec<String> = (0..9).map(|seed| format!("(split pct::50 by::$entityId seed::\"{seed}\")")).collect();
    let rules: Vec<&str> = rules.iter().map(String::as_str).collect();
    let movement = |rules| {
        let project = read(&snapshot(rules, &[]));
        Movement::between_flags(flag(&project), flag(&project), &Context::Empty, &mut Budget::default())
    };
    assert_eq!(movement(&rules), None);
    let eight = movement(&rules[..8]).unwrap();
    assert_eq!(eight.share(8, 8).to_decimal(), "0.00390625");
}

#[test]
fn one_budget_is_for_all_contexts_and_counts_rules() {
    // 32 cuts of one line, and rules of hundreds of tests: each context takes some ten thousand tests.
    let many = vec![r#"(eq $tier "none")"#; 500].join(" ");
    let rules: Vec<String> = (1..=32).map(|pct| format!("(or (split pct::{pct} by::$entityId) {many})")).collect();
    let project = read(&snapshot(&rules.iter().map(String::as_str).collect::<Vec<_>>(), &[]));
    let mut budget = Budget::default();
    let movement = || Movement::between_flags(flag(&project), flag(&project), &Context::Empty, &mut budget);
    let found = std::iter::repeat_with(movement).take(100).take_while(Option::is_some).count();
    assert!((1..100).contains(&found), "{found}");
}

#[test]
fn contexts_of_one_case_have_one_movement() {
    let project = read(&snapshot(&[r#"(and (eq $tier "gold") (split pct::50 by::$entityId))"#], &[]));
    let arena = Arena::new();
    let of = |text| {
        let context = Context::parse(text, &arena).unwrap();
        let flag = flag(&project);
        (
            Movement::case_of_flags(flag, flag, &context),
            Movement::between_flags(flag, flag, &context, &mut Budget::default()),
        )
    };
    let (gold, silver) = (of(r#"{"tier":"gold"}"#), of(r#"{"tier":"silver"}"#));
    assert_eq!(gold, of(r#"{"tier":"gold","other":1}"#));
    assert_eq!(silver, of("{}"));
    assert!(gold.0 != silver.0 && gold.1 != silver.1);
}

fn rule() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        (0..=100_u32, prop_oneof![Just("a"), Just("b")])
            .prop_map(|(pct, seed)| format!("(split pct::{pct} by::$entityId seed::\"{seed}\")")),
        Just(r#"(eq $tier "gold")"#.to_owned()),
        Just(r#"(in $entityId ["a", "b"])"#.to_owned()),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|rule| format!("(not {rule})")),
            prop::collection::vec(inner.clone(), 1..4).prop_map(|rules| format!("(and {})", rules.join(" "))),
            prop::collection::vec(inner, 1..4).prop_map(|rules| format!("(or {})", rules.join(" "))),
        ]
    })
}

fn document() -> impl Strategy<Value = Value> {
    let run = (0..=100_u32, 1..=2_u32, prop_oneof![Just("true".to_owned()), rule()])
        .prop_map(|(exposure, number, audience)| run(exposure.into(), &[("t", 1.0), ("u", 0.5)], number, &audience));
    (prop::collection::vec(rule(), 0..3), prop::option::of(run)).prop_map(|(rules, run)| {
        let rules: Vec<&str> = rules.iter().map(String::as_str).collect();
        snapshot(&rules, &Vec::from_iter(run))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Everybody is somewhere, nobody moves between a flag and itself, and what happens to an entity has a share.
    #[test]
    fn movements_of_flags_are_consistent(before in document(), after in document(), gold in any::<bool>()) {
        let arena = Arena::new();
        let context = if gold { Context::parse(r#"{"tier":"gold"}"#, &arena).unwrap() } else { Context::Empty };
        let (before, after) = (read(&before), read(&after));
        let flags = [flag(&before), flag(&after)];
        let movement = Movement::between_flags(flags[0], flags[1], &context, &mut Budget::default()).unwrap();
        prop_assert_eq!(movement.shares().fold(Share::ZERO, |sum, (_, _, share)| sum.plus(share)), Share::ONE);
        prop_assert_eq!(moved(&Movement::between_flags(flags[0], flags[0], &context, &mut Budget::default()).unwrap()), Share::ZERO);
        for number in 0..300 {
            let id = id(number);
            let (from, to) = decided(flags, &id, &context);
            prop_assert!(!movement.share(from, to).is_zero(), "{} moves from {} to {}", id, from, to);
        }
    }
}
