//! Broken rules of flags, as a variant's and as an audience's: each is refused at its place, or evaluates.

use std::cell::RefCell;
use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};
use variate::{LoadOptions, load_with};

use super::{DOCUMENT, Ends, load_and_evaluate, runner};

const CASES: u32 = 50_000;

/// Pieces of the language, and of what looks like it.
const PIECES: &str = r#"( ) [ ] , :: . - ' " "" ''' \ \u \x00 \U0010FFFF // /* */ {{ }} { } $ $x $entityId $ion_1_0 $10 '$x'
    eq not and split matches exists pct pct:: in:: by::$e seed::"s" key::"e" pattern::"(?i)é" pattern::"[" pattern::"(a*)*{9}"
    pct::100.0001 pct::1e1 true null null.int nan -inf 1e400 -5d-3 0x 0xFFFFFFFFFFFFFFFFF 0b2 1_0 2024-02-30 2024T
    2024-05-01T00:00-00:00 é 😀"#;

/// What goes wrong with a rule's characters.
#[derive(Clone, Debug)]
enum Slip {
    /// Puts something in place of so many characters.
    Replace(Index, usize, String),
    /// Puts a copy of so many characters somewhere else.
    Copy(Index, usize, Index),
    /// Puts the rule below so many others.
    Nest(usize),
}

fn slip() -> impl Strategy<Value = Slip> {
    let mut pieces: Vec<String> = PIECES.split_whitespace().map(str::to_owned).collect();
    pieces.extend([" ", "\n", "\0", "\u{2028}"].map(str::to_owned));
    let replace = (any::<Index>(), 0..2_usize, prop::sample::select(pieces));
    prop_oneof![
        8 => replace.prop_map(|(at, length, piece)| Slip::Replace(at, length, piece)),
        4 => (any::<Index>(), 1..12_usize).prop_map(|(at, length)| Slip::Replace(at, length, String::new())),
        4 => (any::<Index>(), 1..30_usize, any::<Index>()).prop_map(|(from, length, to)| Slip::Copy(from, length, to)),
        1 => (1..140_usize).prop_map(Slip::Nest),
    ]
}

fn apply(rule: &str, slip: &Slip) -> String {
    let mut text: Vec<char> = rule.chars().collect();
    let length = text.len();
    let range = |at: &Index, count: usize| {
        // Also behind the last one.
        let start = at.index(length + 1);
        start..(start + count).min(length)
    };
    match slip {
        Slip::Replace(at, count, piece) => drop(text.splice(range(at, *count), piece.chars())),
        Slip::Copy(from, count, to) => {
            let copy = text[range(from, *count)].to_vec();
            text.splice(range(to, 0), copy);
        }
        Slip::Nest(depth) => return format!("{}{rule}{}", "(not ".repeat(*depth), ")".repeat(*depth)),
    }
    text.into_iter().collect()
}

#[test]
fn a_broken_rule_is_refused_or_evaluates() {
    let document: Value = serde_json::from_str(DOCUMENT).unwrap();
    let app_config = &document["appConfig"];
    let variants = app_config["flags"]["values"]["menu"]["_variants"].as_array().unwrap();
    let rules: Vec<String> = variants.iter().map(|v| v["rule"].as_str().unwrap().to_owned()).collect();
    let rules: Vec<String> = rules.into_iter().filter(|rule| !rule.is_empty()).collect();
    assert_eq!(rules.len(), 4, "{rules:?}");
    let of_variant = |rule: &str| {
        let variants = json!([{"name": "A", "enabled": true, "rule": rule}, {"name": "B", "enabled": false}]);
        let flags = json!({"version": "1", "flags": {"f": {}}, "values": {"f": {"_variants": variants}}});
        json!({"version": 1, "appConfig": {"flags": flags}})
    };
    let of_run = |rule: &str| {
        let mut run = app_config["experimentRuns"][0].clone();
        run["ExperimentDefinitionSnapshot"]["AudienceRule"] = json!(rule);
        json!({"version": 1, "appConfig": {"experimentRuns": [run]}})
    };
    let at_variant = "appConfig.flags.values.f._variants[0].rule";
    let at_run = "appConfig.experimentRuns[0].ExperimentDefinitionSnapshot.AudienceRule";

    let ends = RefCell::new([Ends::default(), Ends::default()]);
    let codes = RefCell::new(BTreeMap::<&str, u32>::new());
    let slips = prop::collection::vec(slip(), 1..3);
    runner(CASES)
        .run(&(prop::sample::select(rules), slips), |(rule, slips)| {
            let rule = slips.iter().fold(rule, |rule, slip| apply(&rule, slip));
            let ends = &mut *ends.borrow_mut();
            let documents = [(of_variant(&rule), at_variant), (of_run(&rule), at_run)];
            for ((document, place), ends) in documents.into_iter().zip(ends) {
                let document = document.to_string();
                load_and_evaluate(document.as_bytes(), false, ends)?;
                for problem in load_with(document.as_bytes(), LoadOptions::default()).err().unwrap_or_default() {
                    prop_assert!(problem.path.starts_with(place), "{problem}");
                    *codes.borrow_mut().entry(problem.code.name()).or_default() += 1;
                }
            }
            Ok(())
        })
        .unwrap();
    println!("{ends:?} {codes:?}");
    for ends in ends.into_inner() {
        assert!(ends.refused > CASES / 4 && ends.loaded > CASES / 20, "{ends:?}");
    }
    let expected = "NotIon NotAnExpression UnknownSymbol InvalidOperand TooManyOperands TooFewOperands TooDeep \
                    OutOfRange InvalidRegex";
    for code in expected.split_whitespace() {
        assert!(codes.borrow().contains_key(code), "no {code} in {codes:?}");
    }
}
