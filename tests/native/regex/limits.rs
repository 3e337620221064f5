//! What is too deep or too large, and what would take another engine long.

use super::engine::regex::{Budget, Regex};
use super::{compile, is_match};
use crate::growth;

const NOTHING: &str = "nothing";
const TOO_DEEP: &str = "pattern has too much nesting";
const TOO_LARGE: &str = "compiled regex exceeded size limit";

/// What is wrong with the pattern.
fn fault(pattern: &str) -> String {
    compile(pattern).map_or_else(|fault| fault, |_| NOTHING.to_owned())
}

fn nested(open: &str, inner: &str, close: &str, depth: usize) -> String {
    format!("{}{inner}{}", open.repeat(depth), close.repeat(depth))
}

#[test]
fn groups_are_nested_128_deep() {
    for open in ["(", "(?:", "(?i:"] {
        assert!(is_match(&nested(open, "a", ")", 128), "a"));
        assert_eq!(fault(&nested(open, "a", ")", 129)), TOO_DEEP);
    }
    assert!(is_match(&nested("(b|", "a", ")?", 128), "a"));
    assert_eq!(fault(&"(".repeat(100_000)), TOO_DEEP);
    // Side by side, and one behind the other, they are not.
    assert!(is_match(&"(a)".repeat(1_000), &"a".repeat(1_000)));
    assert!(is_match(&"a|".repeat(1_000), ""));
}

/// Patterns, and how many of 8,192 steps they have.
const STEPS: &[(&str, usize)] = &[
    ("", 0),
    ("(a{127}b){64}", 8_192),
    ("(ab{2}){1000}", 3_000),
    ("a{0}(b{1000}){0,0}(?:c{1}){1,1}", 1),
    // A fork before each copy that can be missing, and one behind what has no end.
    ("(a{0,64}){64}", 8_192),
    ("a{3,5}(b?){1000}c{0,1000}", 7 + 2_000 + 2_000),
    ("a{3,}(b+){1000}(c*){1000}(d{2,}){100}", 4 + 2_000 + 3_000 + 300),
    // A fork before each branch but the last, and a jump behind it.
    ("(?:a|b|cd){1000}(?:|e){64}", 8_000 + 192),
    // Each range of a set counts half, in each copy; in a negated one, those that it is the rest of.
    ("[ace]{1000}[^a-z]{100}", 2_500 + 150),
    ("(\\w.){512}(?s:.){10}(?i:a){10}", 2_304 + 10 + 20),
];

#[test]
fn a_program_has_128_kib_whatever_the_platform() {
    for (pattern, steps) in STEPS {
        let rest = "z".repeat(8_192 - steps);
        assert_eq!(fault(&format!("{pattern}{rest}")), NOTHING, "{pattern}");
        assert_eq!(fault(&format!("{pattern}{rest}z")), TOO_LARGE, "{pattern}");
    }
    for pattern in [
        "((a{100}){100})",
        "((a{1000}){1000}){1000}",
        "(a{1000}b{1000}){9}",
        "([acegik]{1000}){3}",
        &format!("[{}]", "a".repeat(70_000)),
        &nested("(", "a", "{1000})", 128),
    ] {
        assert_eq!(fault(pattern), TOO_LARGE, "{pattern}");
    }
    // What else is wrong with it comes first.
    assert_eq!(fault("((a{1000}){1000}"), "found open group without closing ')'");
}

#[test]
fn a_snapshot_has_64_mib() {
    let mut budget = Budget::default();
    let pattern = "a".repeat(8_192);
    for _ in 0..512 {
        Regex::new(&pattern, &mut budget).unwrap();
    }
    let refused = Regex::new("a", &mut budget).unwrap_err();
    assert_eq!(refused, "the regular expressions of the snapshot are too large together");
    // One that is refused costs nothing.
    let mut budget = Budget::default();
    assert!(Regex::new(&"a".repeat(8_193), &mut budget).is_err() && Regex::new("(", &mut budget).is_err());
    assert_eq!(budget, Budget::default());
}

/// Sixteen times as much text: linear work grows by 16 and quadratic by 256.
const MOST_GROWTH: u32 = 64;

/// Patterns that make an engine that goes back take forever, and of what texts consist that they are not found in.
const HOSTILE: &[(&str, &str)] = &[
    ("(a+)+$", "a"),
    ("^(a|a)*$", "a"),
    ("^(a|aa)+$", "a"),
    ("(a*)*b", "a"),
    ("^((a?)+)+$", "a"),
    ("(.*)(.*)(.*)(.*)(.*)c", "a"),
    ("^(\\w|[a-z]|a)*$", "a"),
    ("(x+x+)+y", "x"),
    ("([a-z]+ ?)+:", "ab "),
    ("^(\\w+\\s?)*$", "ab "),
    ("(^|a|b$)*c", "ab"),
];

#[test]
fn time_is_linear_in_the_text() {
    for (pattern, repeated) in HOSTILE {
        let times = |count| growth::time_of(|| assert!(!is_match(pattern, &format!("{}!", repeated.repeat(count))))).1;
        growth::assert_at_most(MOST_GROWTH, pattern, || times(3_000), || times(48_000));
    }
    // A few thousand steps at each of some thousand places.
    for pattern in ["(a?){1000}b", "(a{0,30}){30}b", "((a|b)*(a|c)*){300}d", "[b-y]{1000}b", "(.{0,1000}b|c){2}"] {
        let times = |count| growth::time_of(|| assert!(!is_match(pattern, &"a".repeat(count)))).1;
        growth::assert_at_most(MOST_GROWTH, pattern, || times(200), || times(3_200));
    }
}

#[test]
fn the_search_ends_with_the_first_match_and_where_none_can_begin() {
    let search = |text: &str| {
        for _ in 0..20 {
            assert!(is_match("^a+", text) && is_match("(a?){100}", text) && is_match("a*?", text));
            assert!(!is_match("^b", text) && !is_match("^(b|c)$|\\Ad", text) && !is_match("(^b){2}|(?:^c)+", text));
        }
    };
    let times = |count| {
        let text = "a".repeat(count);
        growth::time_of(|| search(&text)).1
    };
    growth::assert_at_most(4, "the whole text is read", || times(1 << 18), || times(1 << 22));
}
