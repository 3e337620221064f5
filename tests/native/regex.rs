//! Our engine of regular expressions against another: on random patterns, whole and broken, both accept or both refuse,
//! for the same reason, and what both accept both find in the same texts. And what is meant to hurt.

mod limits;
mod other;
mod patterns;

/// The engine, which is no part of what the library shows.
#[path = "../../src"]
mod engine {
    pub mod regex;
}

use std::collections::BTreeMap;

use engine::regex::{Budget, Regex};
use patterns::{Random, pattern, text};

const PATTERNS: usize = 60_000;
const TEXTS: usize = 8;

fn compile(pattern: &str) -> Result<Regex, String> {
    Regex::new(pattern, &mut Budget::default())
}

fn is_match(pattern: &str, text: &str) -> bool {
    compile(pattern).unwrap_or_else(|fault| panic!("{pattern:?}: {fault}")).is_match(text)
}

/// What the other engine takes in another way than RE2 does, and the pass before it does not refuse: why they may differ
/// about this pattern.
fn deviation(pattern: &str, ours: Option<&str>, theirs: &[Option<String>]) -> Option<&'static str> {
    let ignores_case = pattern.contains("(?") && pattern.contains('i');
    let says = |fault: &str| theirs.iter().flatten().any(|theirs| theirs == fault);
    // Where case is ignored, a letter by its number is a class to them, which begins no range.
    if ignores_case && says("character class ranges must start and end with a single character") {
        return Some("a range of numbers");
    }
    // Where a range, or several in touch, go over both cases but not to the end of both, they ignore the case of some
    // letters only.
    if ours.is_none() && theirs.is_empty() && ignores_case && pattern.contains('[') {
        return Some("a range over both cases");
    }
    // The bracket ends the range. That pass takes it for the beginning of a named class.
    if pattern.contains("-[:") {
        return Some("a range to a bracket");
    }
    // A name is of letters, digits and underscores. Theirs does not begin with a digit, and may have other characters,
    // brackets too, which that pass takes for classes.
    let fault = "invalid group name";
    (says(fault) != (ours == Some(fault))).then_some("a name")
}

#[test]
fn it_agrees_with_another_engine() {
    let mut random = Random::new(1);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut count = |what| *counts.entry(what).or_default() += 1;
    let mut faults: BTreeMap<String, usize> = BTreeMap::new();
    for _ in 0..PATTERNS {
        let pattern = pattern(&mut random);
        let (ours, theirs) = (compile(&pattern), other::compile(&pattern));
        let difference = match (&ours, &theirs) {
            (Ok(ours), Ok(theirs)) => {
                count("accepted");
                let texts: Vec<String> = (0..TEXTS).map(|_| text(&mut random)).collect();
                let differs = texts.into_iter().find(|text| {
                    let found = ours.is_match(text);
                    count(if found { "found" } else { "not found" });
                    found != theirs.is_match(text)
                });
                differs.map(|text| format!("{pattern:?} in {text:?}: they find {}", theirs.is_match(&text)))
            }
            (Err(ours), Err(theirs)) => {
                count("refused");
                *faults.entry(ours.clone()).or_default() += 1;
                let spaced = theirs[0].as_deref() == Some(other::SPACED);
                let same = spaced || theirs.iter().flatten().any(|theirs| theirs == ours);
                (!same).then(|| format!("{pattern:?} is refused: {ours:?}, {theirs:?}"))
            }
            _ => Some(format!("{pattern:?}: {:?}, {:?}", ours.as_ref().err(), theirs.as_ref().err())),
        };
        if let Some(difference) = difference {
            let theirs = theirs.as_ref().err().map_or(&[][..], |faults| &faults[..]);
            let fault = ours.as_ref().err().map(String::as_str);
            count(deviation(&pattern, fault, theirs).unwrap_or_else(|| panic!("{difference}")));
        }
    }
    println!("{counts:?}");
    let count = |what| counts.get(what).copied().unwrap_or_default();
    assert!(count("accepted") > 40_000 && count("refused") > 13_000);
    assert!(count("found") > 100_000 && count("not found") > 100_000);
    let deviations = counts.iter().filter(|(what, _)| what.starts_with("a ")).map(|(_, count)| count).sum::<usize>();
    // Few, so that no fault of ours hides behind them.
    assert!(deviations < PATTERNS / 500, "{deviations} differences are put down to the other engine");
    // All that it has to say, except of what is too deep or too large.
    assert_eq!(faults.len(), 53, "{faults:#?}");
    assert!(faults.values().all(|count| *count >= 10), "{faults:#?}");
}

/// Pattern, text, and whether it is found there.
const KNOWN: &[(&str, &str, bool)] = &[
    // Where the other engine is no judge.
    ("(?i)[Z-b]", "z", true),
    ("(?i)[Z-b]", "A", true),
    ("(?i)^[Z-b]$", "y", false),
    ("(?i)^[^Z-b]$", "z", false),
    ("(?i)^[[:^lower:][:xdigit:]]$", "k", true),
    ("(?i)^[\\x41-\\x43]+$", "abcABC", true),
    ("^[+-[:a]+$", ":+A[a", true),
    ("^[+-[:a]$", "b", false),
    ("(?P<1>a)(?P<2>b)", "ab", true),
    ("^\\x{2028}+$", "\u{2028}\u{2028}", true),
    ("^\\x{41}{2}$", "AA", true),
    ("^\\x{41}*?$", "", true),
    // The characters beside ASCII letters have one case.
    ("(?i)[@\\[`{]", "@", true),
    ("(?i)^@$", "`", false),
    ("(?i)^[\\[{]$", "[", true),
    ("(?i)k", "\u{212a}", false),
    ("(?i)s", "\u{17f}", false),
    ("(?i)K", "k", true),
    // Flags hold until their group ends.
    ("^a(?i)b|c$", "C", true),
    ("^(a(?i)b)c$", "aBC", false),
    ("^(?i:a(?-i)b)c$", "AbC", false),
    ("^(?i:a(?-i)b)c$", "Abc", true),
    ("(?s)^.$", "\n", true),
    ("^.$", "\n", false),
    ("^.$", "\r", true),
    ("(?m)^b$", "a\nb\nc", true),
    ("^b$", "a\nb\nc", false),
    ("(?m)a^b", "a\nb", false),
    ("(?m)\\Ab", "a\nb", false),
    ("(?m)b\\z", "b\na", false),
    // Words are of ASCII, and the ends of the text are no word.
    ("\\bé", "aé", true),
    ("é\\b", "é", false),
    ("é\\B", "é", true),
    ("^\\w$", "é", false),
    ("^\\d$", "٣", false),
    ("^\\s$", "\u{a0}", false),
    ("^\\s$", "\u{b}", true),
    ("^\\B$", "", true),
    ("^\\b$", "", false),
    // Nothing, as often as one likes.
    ("", "", true),
    ("^$", "", true),
    ("^$", "a", false),
    ("^(|a)+$", "aaa", true),
    ("^(a?){3}$", "aa", true),
    ("^(a?){3}$", "aaaa", false),
    ("^(a*)*$", "aab", false),
    ("^(|b*){2,}c", "bbc", true),
    ("^a{0}b$", "b", true),
    ("^(ab){0,0}$", "ab", false),
    ("^(?:^*a$*)*$", "a", true),
    ("a||b", "", true),
    ("^(a||b)$", "c", false),
    ("()", "a", true),
    ("[^\\x00-\\x{10FFFF}]", "a", false),
    ("[^\\d\\D]", "1", false),
    // Where the start may be.
    ("x*", "y", true),
    ("^a|b", "cb", true),
    ("^a|^b", "cb", false),
    ("(^|,)b(,|$)", "a,b", true),
    ("(^|,)b(,|$)", "ab", false),
    ("\\b^b", "a b", false),
    ("(\\B|^)b", "ab", true),
    ("a$|b$", "ab", true),
];

#[test]
fn it_finds_what_it_should() {
    for (pattern, text, expected) in KNOWN {
        assert_eq!(is_match(pattern, text), *expected, "{pattern:?} in {text:?}");
    }
}

/// What RE2 does not take, or takes for something else.
const REFUSED: &[&str] = &[
    "(?-x)a",
    "(?i-u:a)",
    "(?-R)",
    "(?P<a.b>c)",
    "(?P<ö>c)",
    "a{ 2}",
    "a{2 }",
    "a{1, 2}",
    "[+-[:alpha:]**",
    "\\x{110000}",
    "\\x{D800}",
    "\\x{FFFFFFFFF}",
    "(?i)\\x{e9}",
    "(?i)(?P<é>a)",
    "a**",
    "a*??",
    "a{2}{3}",
    "\\pN",
    "\\Qa",
    "\\07",
    "\\C",
];

#[test]
fn it_refuses_what_re2_does_not_take() {
    for pattern in REFUSED {
        assert!(compile(pattern).is_err(), "{pattern:?} is accepted");
    }
}
