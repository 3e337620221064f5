//! One evaluation for whom a pattern matches. What the pattern takes is the difference to `everybody`.

use divan::{Bencher, black_box};
use variate::json::Arena;
use variate::{Context, evaluate};

use crate::snapshots::{entity, feature, loaded, now, with_pattern};

const CONTEXT: &str = r#"{
    "country": "DK", "age": 46, "email": "User-0@Example.com", "address": "192.0.2.17", "beta": true,
    "basket": [{"sku": "a-1", "price": 5}, {"sku": "b-2", "price": 7}, {"sku": "c-3", "price": 11}]
}"#;

const PATTERNS: [(&str, &str); 11] = [
    ("everybody", r#"{"nobody has this": [{"exists": false}]}"#),
    ("one of five texts", r#"{"country": ["SE", "NO", "DK", "FI", "IS"]}"#),
    ("anything but two texts", r#"{"country": [{"anything-but": ["SE", "NO"]}]}"#),
    ("a range of numbers", r#"{"age": [{"numeric": [">=", 18, "<", 65]}]}"#),
    ("exists", r#"{"beta": [{"exists": true}]}"#),
    ("a prefix", r#"{"email": [{"prefix": "User-"}]}"#),
    ("equal but for the case", r#"{"email": [{"equals-ignore-case": "user-0@example.com"}]}"#),
    ("a wildcard", r#"{"email": [{"wildcard": "*@*.com"}]}"#),
    ("a block of addresses", r#"{"address": [{"cidr": "192.0.2.0/24"}]}"#),
    ("one element of a list", r#"{"basket": {"sku": ["c-3"], "price": [{"numeric": [">", 10]}]}}"#),
    ("the second of two ways", r#"{"$or": [{"country": ["SE"]}, {"age": [46], "beta": [true]}]}"#),
];

#[divan::bench(args = PATTERNS.map(|(name, _)| name))]
fn matching(bencher: Bencher<'_, '_>, name: &str) {
    let pattern = PATTERNS.iter().find(|(other, _)| *other == name).unwrap().1;
    let arena = Arena::new();
    let (project, now) = (loaded(&with_pattern(pattern)), now());
    let context = Context::parse(CONTEXT, &arena).unwrap();
    let feature = feature(&project, "tested");
    assert_ne!(evaluate(feature, entity(), &context, now).number(), 0, "{name} does not match");
    bencher.bench_local(|| evaluate(feature, black_box(entity()), black_box(&context), now).number());
}
