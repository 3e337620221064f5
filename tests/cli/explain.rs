//! `variate explain`.

use crate::{Run, misused, run_args};

#[test]
fn an_explanation_is_text_for_people() {
    let context = r#"{"tier": "tin"}"#;
    let run = run_args(&["explain", "flags.json", "--flag", "theme", "--context", context, "--entity-id=-anna"], b"");
    let out = r#"{"enabled":true,"_variant":"Anna's"} for "-anna": RULE_MATCH

1. run (A7): absent
   No experiment run is on this flag.

2. variant Gold "1" (A2): declines
   Its rule is false.
     ✗ (eq $tier "gold?")   found: $tier = "tin"
   Would change it: (eq $tier "gold?") being true

3. variant Anna's (A2): decides
   Its rule is the first that is true.
     ✓ (in $entityId ["-anna", "grün 😀"])   found: $entityId = "-anna"
   Would change it: (in $entityId ["-anna", "grün 😀"]) being false
"#;
    assert_eq!(run, Run { status: 0, out: out.replace('?', "\u{fffd}"), err: String::new() });
}

#[test]
fn an_explanation_is_of_a_feature_or_of_a_flag() {
    misused("explain shop.json", "--feature <NAME>");
    misused("explain shop.json --feature ramp", "--entity-id <ID>");
    misused("explain shop.json --feature ramp --entity-id e --flag f", "cannot be used with");
    misused("explain shop.json --flag f --now 0", "cannot be used with");
}
