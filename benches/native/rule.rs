//! One evaluation of a flag for whom its rule holds. What the rule takes is the difference to `everybody`.

use divan::{Bencher, black_box};
use variate::json::Arena;
use variate::{FlagReason, evaluate_flag};

use crate::snapshots::{context, entity, flag, loaded, with_rule};

const RULES: [(&str, &str); 8] = [
    ("everybody", "(or true)"),
    ("two texts are equal", r#"(eq $plan "free")"#),
    ("a number is less", "(lt $age 65)"),
    ("one of five texts", r#"(in $country ["SE", "NO", "DK", "FI", "IS"])"#),
    ("three conditions", r#"(and (in $country ["SE", "DK"]) (gte $age 18) (begins_with $email "user-"))"#),
    ("a regular expression", r#"(matches in::$email pattern::"^user-[0-9]+@")"#),
    ("a longer one", r#"(matches in::$email pattern::"([a-z]|-)+[0-9]*@[a-z]*\\.(org|net|com)$")"#),
    ("a split that takes all", "(split pct::100 by::$entityId)"),
];

#[divan::bench(args = RULES.map(|(name, _)| name))]
fn holding(bencher: Bencher<'_, '_>, name: &str) {
    let rule = RULES.iter().find(|(other, _)| *other == name).unwrap().1;
    let arena = Arena::new();
    let (project, context) = (loaded(&with_rule(rule)), context(&arena));
    let flag = flag(&project, "banner");
    assert_eq!(evaluate_flag(flag, Some(entity()), &context).reason(), FlagReason::Rule, "{name} does not hold");
    bencher.bench_local(|| evaluate_flag(flag, black_box(Some(entity())), black_box(&context)).number());
}
