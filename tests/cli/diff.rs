//! `variate diff`.

use std::sync::Once;

use crate::{Run, fails, misused, run, write};

/// A snapshot in which the launch gives so many thousandths of a percent `express`, with more members of the feature.
fn ramp(weight: u32, salt: &str, members: &str) -> String {
    format!(
        r#"{{"version": 1, "project": {{"name": "shop"}},
        "features": [
          {{"name": "checkout", {members} "variations": [
            {{"name": "classic", "value": {{"longValue": 1}}}}, {{"name": "express", "value": {{"longValue": 2}}}}]}},
          {{"name": "still", "variations": [{{"name": "v", "value": {{"boolValue": true}}}}]}}],
        "launches": [{{"name": "ramp", "status": "RUNNING", "randomizationSalt": "{salt}",
          "groups": [{{"name": "new", "featureVariations": {{"checkout": "express"}}}}],
          "scheduledSplitsDefinition": {{"steps": [
            {{"startTime": "2026-11-01T00:00:00Z", "groupWeights": {{"new": {weight}}}}},
            {{"startTime": "2026-12-01T00:00:00Z", "groupWeights": {{"new": 100000}}}}]}}}}]}}"#
    )
}

/// The launch is for a segment only.
fn german(weight: u32) -> String {
    let steps = format!(
        r#""groupWeights": {{}}, "segmentOverrides": [{{"segment": "german", "evaluationOrder": 1, "weights": {{"new": {weight}}}}}]"#
    );
    ramp(0, "s", "").replacen(r#""groupWeights": {"new": 0}"#, &steps, 1).replacen(
        r#""features""#,
        r#""segments": [{"name": "german", "pattern": "{\"country\":[\"DE\"]}"}], "features""#,
        1,
    )
}

/// The launch is for so many segments; the first of them has this weight.
fn segments(count: u32, weight: u32) -> String {
    let numbers = || 0..count;
    let list = |of: &dyn Fn(u32) -> String| numbers().map(of).collect::<Vec<_>>().join(", ");
    let overrides = list(&|n| {
        let weight = if n == 0 { weight } else { 10_000 };
        format!(r#"{{"segment": "s{n}", "evaluationOrder": {n}, "weights": {{"new": {weight}}}}}"#)
    });
    let patterns = list(&|n| format!(r#"{{"name": "s{n}", "pattern": "{{\"a\":[{n}]}}"}}"#));
    let steps = format!(r#""groupWeights": {{}}, "segmentOverrides": [{overrides}]"#);
    ramp(0, "s", "").replacen(r#""groupWeights": {"new": 0}"#, &steps, 1).replacen(
        r#""features""#,
        &format!(r#""segments": [{patterns}], "features""#),
        1,
    )
}

fn flag(percent: u32) -> String {
    format!(
        r#"{{"version": 1, "appConfig": {{"flags": {{"version": "1", "flags": {{"banner": {{}}}}, "values": {{"banner": {{"_variants": [
        {{"name": "Trial", "enabled": true, "rule": "(split pct::{percent} by::$entityId)"}}, {{"name": "Default", "enabled": false}}]}}}}}}}}}}"#
    )
}

pub const AT: &str = "--now 2026-11-21T12:00:00Z";

/// Writes the snapshots of these tests.
pub fn write_snapshots() {
    static FILES: Once = Once::new();
    FILES.call_once(|| {
        write("diff-25.json", &ramp(25_000, "s", ""));
        write("diff-50.json", &ramp(50_000, "s", ""));
        write("diff-salt.json", &ramp(50_000, "t", ""));
        write("diff-renamed.json", &ramp(25_000, "s", "").replace("ramp", "other").replace("\"new\"", "\"newer\""));
        write("diff-override.json", &ramp(25_000, "s", r#""entityOverrides": {"anna": "classic", "bo": "classic"},"#));
        write("diff-value.json", &ramp(25_000, "s", "").replace("\"longValue\": 2", "\"longValue\": 3"));
        write("diff-gone.json", &ramp(25_000, "s", "").replace("\"name\": \"still\"", "\"name\": \"new\""));
        write("diff-de-20.json", &german(20_000));
        write("diff-de-60.json", &german(60_000));
        write("diff-flag-20.json", &flag(20));
        write("diff-flag-40.json", &flag(40));
        write("diff-flag-letters.json", &flag(20).replace("(split pct::20 by::$entityId)", r#"(lt $entityId \"c\")"#));
        for (name, count, weight) in [("12", 12, 20_000), ("13", 13, 20_000), ("13-more", 13, 90_000)] {
            write(&format!("diff-segments-{name}.json"), &segments(count, weight));
        }
        let gold = |rule: &str, is_on: bool| {
            flag(20)
                .replace("(split pct::20 by::$entityId)", rule)
                .replace(r#""enabled": true"#, &format!(r#""enabled": {is_on}"#))
        };
        write("diff-flag-gold.json", &gold(r#"(eq $tier \"gold\")"#, false));
        write("diff-flag-gold-on.json", &gold(r#"(eq $tier \"gold\")"#, true));
        write("diff-flag-silver.json", &gold(r#"(eq $tier \"silver\")"#, false));
        write("diff-flag-silver-on.json", &gold(r#"(eq $tier \"silver\")"#, true));
        write("diff-flag-itself.json", &gold("(eq $entityId $entityId)", true));
        write(
            "diff-de-override.json",
            &german(60_000).replacen(
                r#""name": "checkout","#,
                r#""name": "checkout", "entityOverrides": {"anna": "classic"},"#,
                1,
            ),
        );
        let (one, other) =
            (r#"{"name": "classic", "value": {"longValue": 1}}"#, r#"{"name": "express", "value": {"longValue": 2}}"#);
        let ordered = ramp(25_000, "s", r#""defaultVariation": "classic","#);
        let reordered = ordered.replace(one, "ONE").replace(other, one).replace("ONE", other);
        assert_ne!(ordered, reordered);
        write("diff-reordered.json", &reordered);
        write("diff-contexts.jsonl", "{\"country\":\"DE\"}\n\n{\"country\":\"SE\"}\n{}\n{\"country\":\"DE\"}\n");
    });
}

/// Compares two of the snapshots.
fn diff(args: &str) -> Run {
    write_snapshots();
    run(&format!("diff {args}"), "")
}

#[track_caller]
fn tells(args: &str, status: i32, out: &str, err: &str) {
    let expected = Run { status, out: out.to_owned(), err: format!("variate: {err}\n") };
    assert_eq!(diff(args), expected);
}

const NOBODY: &str = "nobody gets anything else from 2 features";

#[test]
fn a_ramp_moves_its_share() {
    let out = "feature checkout: 25.000 % of entities move\n  2026-11-21T12:00:00Z, exact: 25.000 % move\n  \
               from \\ to   classic     express\n  classic    50.000 %  [25.000 %]\n  express           -    25.000 %\n";
    let err = "1 of 2 features gives something else, to at most 25.000 % of entities";
    tells(&format!("diff-25.json diff-50.json {AT}"), 1, out, err);
    tells(
        &format!("diff-25.json diff-50.json {AT} --feature checkout --feature checkout"),
        1,
        out,
        &err.replace("2 features", "1 feature"),
    );
    tells(
        &format!("diff-25.json diff-50.json {AT} --feature still"),
        0,
        "",
        &NOBODY.replace("2 features", "1 feature"),
    );
}

#[test]
fn where_nobody_moves_nothing_is_printed() {
    tells(&format!("diff-25.json diff-25.json {AT}"), 0, "", NOBODY);
    // The salt is the same, and so is everybody's place.
    tells(&format!("diff-25.json diff-renamed.json {AT}"), 0, "", NOBODY);
    tells("diff-25.json diff-50.json --now 2026-10-01T00:00:00Z", 0, "", NOBODY);
    tells("diff-25.json diff-50.json --now 2026-12-01T00:00:00Z", 0, "", NOBODY);
}

#[test]
fn another_salt_moves_the_product() {
    let out = "feature checkout: 50.000 % of entities move\n  2026-11-21T12:00:00Z, exact: 50.000 % move\n  \
               from \\ to     classic     express\n  classic      25.000 %  [25.000 %]\n  express    [25.000 %]    25.000 %\n";
    let err = "1 of 2 features gives something else, to at most 50.000 % of entities";
    tells(&format!("diff-50.json diff-salt.json {AT}"), 1, out, err);
}

#[test]
fn the_gate_is_what_may_move() {
    for (limit, status) in [("0", 1), ("24.999", 1), ("25", 0), ("25.0", 0), ("100", 0)] {
        let run = diff(&format!("diff-25.json diff-50.json {AT} --max-moved {limit}"));
        assert_eq!(run.status, status, "{limit}: {}", run.err);
        let run = diff(&format!("diff-25.json diff-25.json {AT} --max-moved {limit}"));
        assert_eq!(run.status, 0, "{limit}: {}", run.err);
    }
    // Overrides are no share; a feature that is gone is one for everybody.
    assert_eq!(diff(&format!("diff-25.json diff-override.json {AT} --max-moved 0")).status, 0);
    assert_eq!(diff(&format!("diff-25.json diff-gone.json {AT} --max-moved 99.999")).status, 1);
    for limit in ["-1", "100.001", "1e1", "5.0000", "", ".5", "+5", "x"] {
        let run = crate::run_args(&["diff", "shop.json", "shop.json", &format!("--max-moved={limit}")], b"");
        assert_eq!(run.status, 2, "{limit}: {}", run.err);
    }
}

#[test]
fn overrides_are_listed() {
    let out = "feature checkout: 0.000 % of entities move\n  2026-11-21T12:00:00Z, exact: 0.000 % move\n  override: anna moves from express to classic\n";
    let err = "1 of 2 features gives something else, to at most 0.000 % of entities";
    tells(&format!("diff-25.json diff-override.json {AT}"), 1, out, err);
}

#[test]
fn values_and_features_come_and_go() {
    let out = "feature checkout: 25.000 % of entities move\n  variation express was {\"longValue\":2} and is {\"longValue\":3}\n  \
               2026-11-21T12:00:00Z, exact: 25.000 % move\n  from \\ to   classic     express\n  classic    75.000 %           -\n  \
               express           -  [25.000 %]\n";
    let err = "1 of 2 features gives something else, to at most 25.000 % of entities";
    tells(&format!("diff-25.json diff-value.json {AT}"), 1, out, err);
    let err = "1 of 3 features gives something else, to at most 100.000 % of entities";
    tells(&format!("diff-25.json diff-gone.json {AT}"), 1, "feature new: added\nfeature still: removed\n", err);
    let added = diff(&format!("diff-25.json diff-gone.json {AT} --feature new"));
    assert_eq!((added.status, added.out.as_str()), (0, "feature new: added\n"));
}

#[test]
fn two_times_of_one_snapshot_are_compared() {
    let run = diff(&format!("diff-25.json diff-25.json {AT} --now-new 2026-12-01T00:00:00Z"));
    assert!(run.out.contains("2026-11-21T12:00:00Z to 2026-12-01T00:00:00Z, exact: 75.000 % move"), "{}", run.out);
    assert_eq!(run.status, 1);
}

#[test]
fn all_steps_are_compared() {
    let run = diff("diff-25.json diff-50.json --all-steps");
    let heads: Vec<&str> = run.out.lines().filter(|line| line.contains("exact")).collect();
    let expected = [
        "  2026-10-31T23:59:59.999Z, exact: 0.000 % move",
        "  2026-11-01T00:00:00Z, exact: 25.000 % move",
        "  2026-12-01T00:00:00Z, exact: 0.000 % move",
    ];
    assert_eq!(heads, expected);
    misused(&format!("diff shop.json shop.json --all-steps {AT}"), "cannot be used with");
}

#[test]
fn segments_ask_for_contexts() {
    let head = |args: &str| diff(args).out.lines().nth(1).unwrap_or_default().to_owned();
    let files = "diff-de-20.json diff-de-60.json";
    // Without contexts, the worst case: those who are all in the segment.
    let out = "feature checkout: at most 40.000 % of entities move\n  2026-11-21T12:00:00Z, exact, for the context {}, as none was given: \
               0.000 % move\n  whatever the segments that entities are in: 0.000 % to 40.000 % move\n";
    let err = "1 of 2 features gives something else, to at most 40.000 % of entities";
    tells(&format!("{files} {AT}"), 1, out, err);
    tells(&format!("{files} {AT} --context {{}}"), 0, "", NOBODY);
    assert_eq!(diff(&format!("{files} {AT} --max-moved 40")).status, 0);
    assert_eq!(diff(&format!("{files} {AT} --max-moved 39.999")).status, 1);
    tells(&format!("diff-de-20.json diff-de-20.json {AT}"), 0, "", NOBODY);
    let german = head(&format!(r#"{files} {AT} --context {{"country":"DE"}}"#));
    assert_eq!(german, "  2026-11-21T12:00:00Z, exact, for the context: 40.000 % move");
    // Half of those whose contexts are known.
    let some = head(&format!("{files} {AT} --contexts diff-contexts.jsonl"));
    assert_eq!(some, "  2026-11-21T12:00:00Z, exact, over 4 contexts: 20.000 % move");
    fails(
        "diff example.json example.json --context []",
        "",
        1,
        "ValidationException (InvalidRequest): evaluationContext: an evaluation context is a JSON object",
    );
}

#[test]
fn where_too_many_segments_are_asked_all_may_move() {
    let out = "feature checkout: at most 100.000 % of entities move\n  2026-11-21T12:00:00Z, exact, for the context {}, as none was given: \
               0.000 % move\n  there are too many segments to try every case: give --contexts\n";
    let err = "1 of 2 features gives something else, to at most 100.000 % of entities";
    let files = "diff-segments-13.json diff-segments-13-more.json";
    tells(&format!("{files} {AT}"), 1, out, err);
    tells(&format!("{files} {AT} --max-moved 99.999"), 1, out, err);
    assert!(diff(&format!("{files} {AT} --json")).out.contains(r#""atMost":1,"unknown":true"#));
    tells(&format!("{files} {AT} --context {{}}"), 0, "", NOBODY);
    // By the same rules nobody moves.
    tells(&format!("diff-segments-13.json diff-segments-13.json {AT}"), 0, "", NOBODY);
    assert_eq!(diff(&format!("diff-segments-12.json diff-25.json {AT} --max-moved 99.999")).status, 0);
}

#[test]
fn rules_that_read_the_context_ask_for_contexts() {
    let nobody = "nobody gets anything else from 0 features and 1 flag";
    for after in ["diff-flag-gold-on.json", "diff-flag-silver-on.json"] {
        let run = diff(&format!("diff-flag-gold.json {after}"));
        assert_eq!(run.status, 1, "{after}: {}", run.err);
        assert!(
            run.out.contains("  the rules read the context, and anybody may move: give --contexts\n"),
            "{}",
            run.out
        );
        assert_eq!(diff(&format!("diff-flag-gold.json {after} --max-moved 5")).status, 1, "{after}");
        assert_eq!(diff(&format!("diff-flag-gold.json {after} --context {{}}")).status, 0, "{after}");
    }
    let before = "diff-flag-gold-on.json";
    assert_eq!(diff(&format!("{before} diff-flag-silver-on.json")).status, 1);
    tells(&format!("{before} {before}"), 0, "", nobody);
    tells(&format!("{before} diff-flag-silver-on.json --context {{}}"), 0, "", nobody);
}

#[test]
fn overrides_are_compared_in_every_context() {
    let run = diff(&format!("diff-de-60.json diff-de-override.json {AT}"));
    assert!(run.out.contains("  override: anna may move, by its context: give --contexts\n"), "{}", run.out);
    assert_eq!(run.status, 1);
    tells(&format!("diff-de-60.json diff-de-override.json {AT} --context {{}}"), 0, "", NOBODY);
    let mut found = 0;
    for anna in ["anna", "bo", "cleo", "dora", "emil"] {
        let name = format!("diff-de-override-{anna}.json");
        let document = german(60_000).replacen(
            r#""name": "checkout","#,
            &format!(r#""name": "checkout", "entityOverrides": {{"{anna}": "classic"}},"#),
            1,
        );
        write(&name, &document);
        write("diff-two-contexts.jsonl", "{\"country\":\"AT\"}\n{\"country\":\"DE\"}\n");
        let run = diff(&format!("diff-de-60.json {name} {AT} --contexts diff-two-contexts.jsonl"));
        found += usize::from(run.out.contains(&format!("  override: {anna} moves from express to classic\n")));
    }
    assert!(found > 0, "of five entities none has express");
}

#[test]
fn what_is_printed_controls_no_terminal() {
    // The ids that hash to `express` are found by trying.
    let ids: Vec<String> = (0..40).map(|number| format!(r#""{number}\u001b[2J\u009b\u202e": "classic""#)).collect();
    let members = format!(r#""entityOverrides": {{{}}},"#, ids.join(", "));
    write("diff-control.json", &ramp(25_000, "s", &members));
    let out = diff(&format!("diff-25.json diff-control.json {AT}")).out;
    assert!(out.contains(" [2J   moves from express to classic\n"), "{out}");
    assert!(!out.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{out:?}");
}

#[test]
fn the_order_of_variations_does_not_matter() {
    tells(&format!("diff-25.json diff-reordered.json {AT}"), 0, "", NOBODY);
}

#[test]
fn splits_of_flags_are_computed() {
    let out = "flag banner: 20.000 % of entities move\n  exact: 20.000 % move\n  \
               from \\ to       Trial   Default\n  Trial        20.000 %         -\n  Default    [20.000 %]  60.000 %\n";
    let err = "1 of 0 features and 1 flag gives something else, to at most 20.000 % of entities";
    tells("diff-flag-20.json diff-flag-40.json", 1, out, err);
    tells("diff-flag-20.json diff-flag-20.json", 0, "", "nobody gets anything else from 0 features and 1 flag");
}

#[test]
fn where_the_letters_of_an_id_decide_entities_are_made_up() {
    let run = diff("diff-flag-20.json diff-flag-letters.json --entities 20000");
    let head = run.out.lines().nth(1).unwrap_or_default();
    assert!(head.starts_with("  20000 entities, 95 % interval 6") && head.ends_with(" % move"), "{head}");
    assert_eq!(run.status, 1);
    // The same entities each time, and others with another seed.
    assert_eq!(diff("diff-flag-20.json diff-flag-letters.json --entities 20000").out, run.out);
    assert_ne!(diff("diff-flag-20.json diff-flag-letters.json --entities 20000 --seed 1").out, run.out);
    tells(
        "diff-flag-letters.json diff-flag-letters.json",
        0,
        "",
        "nobody gets anything else from 0 features and 1 flag",
    );
}

#[test]
fn json_has_every_share() {
    let moments = concat!(
        r#"[{"from":"2026-11-21T12:00:00Z","to":"2026-11-21T12:00:00Z","method":"exact","readsContext":false,"moved":0.25,"#,
        r#""shares":[{"from":"classic","to":"classic","share":0.5,"moves":false},{"from":"classic","to":"express","share":0.25,"moves":true},"#,
        r#"{"from":"express","to":"express","share":0.25,"moves":false}],"overrides":[]}]"#
    );
    let out = format!(
        r#"{{"features":[{{"name":"checkout","change":"changed","moved":0.25,"gone":[],"new":[],"values":[],"moments":{moments}}}],"flags":[],"moved":0.25}}"#
    );
    let run = diff(&format!("diff-25.json diff-50.json {AT} --feature checkout --json"));
    assert_eq!(run.out, out + "\n");
}

#[test]
fn what_cannot_be_compared_is_refused() {
    misused("diff - -", "the old snapshot and the new snapshot cannot both come from standard input");
    misused("diff - shop.json --contexts -", "the old snapshot and the contexts cannot both come from standard input");
    misused("diff shop.json", "the following required arguments were not provided");
    misused("diff shop.json shop.json --entities 0", "invalid value '0'");
    misused("diff shop.json shop.json --context {} --contexts x", "cannot be used with");
    fails(
        "diff shop.json shop.json --feature rmap",
        "",
        1,
        "ResourceNotFoundException (UnknownFeature): Feature does not exist with arn 'arn:aws:evidently:eu-west-1:123456789012:project/shop/feature/rmap'; did you mean `ramp`?",
    );
    let broken = run("diff shop.json half-broken.json", "");
    assert_eq!((broken.status, broken.out.as_str()), (3, ""));
    let lenient = run("diff half-broken.json half-broken.json --lenient", "");
    assert_eq!((lenient.status, lenient.out.as_str()), (0, ""));
    let missing = run("diff shop.json missing.json", "");
    assert_eq!((missing.status, missing.out.as_str()), (4, ""));
}
