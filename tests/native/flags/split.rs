//! The laws of `split` (A6).

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use variate::{Context, Domain, Project, evaluate_flag, point};

use super::runs::{Run, treatment};
use super::{assert_share, decide, load_text, numbered_ids, snapshot, variants};
use crate::properties;

/// Whether variant A is served.
fn is_a(project: &Project, key: &str, id: &str) -> bool {
    decide(project, key, id, &Context::Empty).value().variant.as_deref() == Some("A")
}

/// The distributions that AWS documents.
#[test]
fn split_distributes_as_documented() {
    let arena = variate::json::Arena::new();
    let a_20 = "(split pct::20 by::$userId)";
    let cases: [(&[&str], [f64; 3]); 6] = [
        (&[a_20], [20.0, 0.0, 80.0]),
        (&[a_20, a_20], [20.0, 0.0, 80.0]),
        (&[a_20, "(split pct::25 by::$userId)"], [20.0, 5.0, 75.0]),
        (
            &[r#"(split pct::20 by::$userId seed::"one")"#, r#"(split seed::"one" by::$userId pct::20)"#],
            [20.0, 0.0, 80.0],
        ),
        (
            &[r#"(split pct::20 by::$userId seed::"one")"#, r#"(split pct::25 by::$userId seed::"one")"#],
            [20.0, 5.0, 75.0],
        ),
        (
            &[r#"(split pct::20 by::$userId seed::"seed_one")"#, r#"(split pct::25 by::$userId seed::"seed_two")"#],
            [20.0, 20.0, 60.0],
        ),
    ];
    let ids = numbered_ids(200_000);
    let keyed = |(case, (rules, _)): (usize, &(&[&str], _))| (format!("flag-{case}"), variants(rules));
    let values: Map<String, Value> = cases.iter().enumerate().map(keyed).collect();
    let project = load_text(&snapshot(&Value::Object(values), &[]).to_string());
    let mut counts = [[0_usize; 3]; 6];
    for id in &ids {
        let context = format!("{{\"userId\":\"{id}\"}}");
        let context = Context::parse(&context, &arena).unwrap();
        for (case, counts) in counts.iter_mut().enumerate() {
            // Nobody needs to be named for it.
            let flag = project.flag(&format!("flag-{case}")).unwrap().flag.as_ref().unwrap();
            match evaluate_flag(flag, None, &context).value().variant.as_deref() {
                Some("A") => counts[0] += 1,
                Some("B") => counts[1] += 1,
                _ => counts[2] += 1,
            }
        }
    }
    for ((rules, expected), counts) in cases.iter().zip(&counts) {
        for ((name, count), expected) in ["A", "B", "C"].iter().zip(counts).zip(expected) {
            assert_share(&format!("{name} of {rules:?}"), *count, ids.len(), *expected);
        }
    }
}

/// Whoever is in 20 % of a seed is in 25 % of it, in whatever flag.
#[test]
fn a_smaller_share_lies_in_a_larger_one() {
    let values = json!({
        "small": variants(&[r#"(split pct::20 by::$entityId seed::"s")"#]),
        "large": variants(&[r#"(split pct::25 by::$entityId seed::"s")"#]),
    });
    let project = load_text(&snapshot(&values, &[]).to_string());
    for id in numbered_ids(200_000) {
        assert!(!is_a(&project, "small", &id) || is_a(&project, "large", &id), "{id} is in the smaller one only");
    }
}

/// Without a seed the flag's key is the seed: so that flags are independent of each other.
#[test]
fn the_default_seed_is_the_key_of_the_flag() {
    let unseeded = variants(&["(split pct::30 by::$entityId)"]);
    let values = json!({
        "banner": unseeded,
        "copy": variants(&[r#"(split pct::30 by::$entityId seed::"banner")"#]),
        "other": unseeded,
        "on-trial": {},
    });
    // Also in an audience rule, whose halves the line of the run makes.
    let mut run = Run::new(&[50.0, 50.0], 100.0);
    run.audience = "(split pct::30 by::$entityId)";
    let project = load_text(&snapshot(&values, &[run.json("on-trial")]).to_string());
    let audience = json!({"on-trial": variants(&[r#"(split pct::30 by::$entityId seed::"on-trial")"#])});
    let audience = load_text(&snapshot(&audience, &[]).to_string());
    let ids = numbered_ids(200_000);
    let mut cells = BTreeMap::<(bool, bool), usize>::new();
    let mut treated = BTreeMap::<Option<usize>, usize>::new();
    for id in &ids {
        let [banner, copy, other] = ["banner", "copy", "other"].map(|key| is_a(&project, key, id));
        assert_eq!(banner, copy, "{id}");
        *cells.entry((banner, other)).or_default() += 1;
        let treatment = treatment(&decide(&project, "on-trial", id, &Context::Empty), 2);
        assert_eq!(treatment.is_some(), is_a(&audience, "on-trial", id), "{id}");
        *treated.entry(treatment).or_default() += 1;
    }
    for (cell, percent) in [((true, true), 9.0), ((true, false), 21.0), ((false, true), 21.0), ((false, false), 49.0)] {
        assert_share(&format!("{cell:?}"), cells[&cell], ids.len(), percent);
    }
    for (treatment, percent) in [(Some(0), 15.0), (Some(1), 15.0), (None, 70.0)] {
        assert_share(&format!("treatment {treatment:?}"), treated[&treatment], ids.len(), percent);
    }
}

/// A percentage of `split`, in ten-thousandths.
fn percent() -> impl Strategy<Value = u32> {
    prop_oneof![Just(0), Just(1_000_000), (0..=100_u32).prop_map(|whole| whole * 10_000), 0..=1_000_000_u32]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// A split holds for whom the point says, so that shares of one seed are nested (A6).
    #[test]
    fn a_split_follows_the_point(
        ids in properties::ids(), seed in "\\PC{0,12}", percents in (percent(), percent()),
    ) {
        let (low, high) = (percents.0.min(percents.1), percents.0.max(percents.1));
        // JSON's escapes are Ion's too.
        let rule = |percent: u32| {
            let (whole, places) = (percent / 10_000, percent % 10_000);
            format!("(split pct::{whole}.{places:04} by::$entityId seed::{})", serde_json::to_string(&seed).unwrap())
        };
        let values = json!({"low": variants(&[&rule(low)]), "high": variants(&[&rule(high)])});
        let project = load_text(&snapshot(&values, &[]).to_string());
        for id in &ids {
            let enrol = u64::from(point(Domain::AppConfig, &seed, id.as_bytes()).enrol);
            for (key, percent) in [("low", low), ("high", high)] {
                prop_assert_eq!(is_a(&project, key, id), enrol < (1 << 32) * u64::from(percent) / 1_000_000);
            }
            prop_assert!(!is_a(&project, "low", id) || is_a(&project, "high", id), "{} is not nested", id);
        }
    }
}
