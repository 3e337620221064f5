//! `variate flag`.

use variate::json::{Arena, Json};

use crate::{Run, fails, misused, prints, run, run_args};

/// A basic flag with an attribute of each type, one with variants, one with an experiment that takes everybody but overrides
/// one, and an experiment without a flag.
pub const FLAGS: &str = r#"{"version": 1, "appConfig": {
  "flags": {
    "version": "1",
    "flags": {
      "banner": {"attributes": {"text": {}, "size": {}, "on": {}, "tags": {}, "sizes": {}}},
      "theme": {}, "trial": {}, "dark-mode": {}
    },
    "values": {
      "theme": {"_variants": [
        {"name": "Gold \"1\"", "enabled": true, "rule": "(eq $tier \"gold\ufffd\")"},
        {"name": "Anna's", "enabled": true, "rule": "(in $entityId [\"-anna\", \"grün 😀\"])"},
        {"name": "Default", "enabled": false}]},
      "trial": {"enabled": true},
      "banner": {"text": "say \"go\" \\ \n\u0001\u2028ü", "enabled": true, "size": 1e21, "on": false, "tags": ["x", ""], "sizes": [0.50, -0.0]}
    }
  },
  "experimentRuns": [{
    "ApplicationId": "abc1234", "ExperimentDefinitionId": "exp5678", "Run": 3, "Status": "RUNNING", "ExposurePercentage": 100,
    "TreatmentOverrides": {"Inline": {"-anna": "c"}},
    "ExperimentDefinitionSnapshot": {"FlagKey": "trial", "AudienceRule": "(not (eq $tier \"tin\"))",
      "Treatments": [{"Key": "t1", "Weight": 1, "FlagValue": {"Enabled": true, "AttributeValues": {"colour": {"StringValue": "red"}}}}],
      "Control": {"Weight": 0, "FlagValue": {"Enabled": false}}}}]
}}"#;

/// One good flag, one that is quarantined under `--lenient` for its rule, and one for its experiment.
const HALF_BROKEN: &str = r#"{"version": 1, "appConfig": {
  "flags": {"version": "1", "flags": {"good": {}, "bad": {}, "tried": {}}, "values": {
    "good": {"enabled": true}, "tried": {"enabled": true},
    "bad": {"_variants": [{"name": "A", "enabled": true, "rule": "(eq $tier)"}, {"name": "B", "enabled": true}]}}},
  "experimentRuns": [{
    "ApplicationId": "a", "ExperimentDefinitionId": "e", "Run": 0, "Status": "RUNNING",
    "ExperimentDefinitionSnapshot": {
      "FlagKey": "tried", "AudienceRule": "true", "Control": {"Weight": 1, "FlagValue": {"Enabled": true}}}}]
}}"#;

const BANNER: &str = concat!(
    r#"{"value":{"enabled":true,"text":"say \"go\" \\ \n\u0001"#,
    "\u{2028}",
    r#"ü","size":1e+21,"on":false,"tags":["x",""],"sizes":[0.5,0]},"reason":"DEFAULT"}"#,
);
const THEME: &str = r#"{"value":{"enabled":false,"_variant":"Default"},"reason":"DEFAULT"}"#;
const UNTRIED: &str = r#"{"value":{"enabled":true,"_variant":"__default__"},"reason":"DEFAULT"}"#;
const RUN: &str = r#""run":{"applicationId":"abc1234","experimentDefinitionId":"exp5678","run":3,"treatment""#;

/// What `flag` prints with the flags in a file and these options: exactly this line.
#[track_caller]
fn answers(options: &[&str], out: &str) {
    let expected = Run { status: 0, out: format!("{out}\n"), err: String::new() };
    assert_eq!(run_args(&[&["flag", "flags.json"], options].concat(), b""), expected);
}

#[test]
fn one_flag_is_answered_alone() {
    answers(&["--flag", "banner"], BANNER);
    answers(&["--flag", "banner", "--entity-id", "x", "--context", "{}"], BANNER);
    answers(&["--flag", "theme", "--context", r#"{"tier":"gold"}"#], THEME);
    // An unpaired surrogate, escaped, is repaired.
    let gold = r#"{"value":{"enabled":true,"_variant":"Gold \"1\""},"reason":"RULE_MATCH"}"#;
    answers(&["--flag", "theme", "--context", r#"{"tier":"gold\ud800"}"#], gold);
    // An id may look like an option.
    let anna = r#"{"value":{"enabled":true,"_variant":"Anna's"},"reason":"RULE_MATCH"}"#;
    for id in ["-anna", "grün 😀"] {
        answers(&["--flag", "theme", "--entity-id", id], anna);
    }
}

#[test]
fn an_experiment_is_told() {
    let treated = format!(
        r#"{{"value":{{"enabled":true,"_variant":"__t1__","colour":"red"}},"reason":"EXPERIMENT_RULE_MATCH",{RUN}:"t1"}}}}"#
    );
    answers(&["--flag", "trial", "--entity-id", "x"], &treated);
    let by_override = format!(
        r#"{{"value":{{"enabled":false,"_variant":"__c_override__"}},"reason":"TREATMENT_OVERRIDE_MATCH",{RUN}:"c"}}}}"#
    );
    answers(&["--flag", "trial", "--entity-id", "-anna", "--context", r#"{"tier":"tin"}"#], &by_override);
    answers(&["--flag", "trial", "--entity-id", "x", "--context", r#"{"tier":"tin"}"#], UNTRIED);
    answers(&["--flag", "trial"], UNTRIED);
}

#[test]
fn several_flags_are_answered_by_key() {
    // As asked for; all of them in the order of the snapshot.
    answers(&["--flag", "banner", "--flag", "theme"], &format!(r#"{{"banner":{BANNER},"theme":{THEME}}}"#));
    answers(&["--flag", "theme", "--flag", "banner"], &format!(r#"{{"theme":{THEME},"banner":{BANNER}}}"#));
    answers(&[], &format!(r#"{{"theme":{THEME},"trial":{UNTRIED},"banner":{BANNER}}}"#));
    // Once, however often it is asked for.
    answers(&["--flag", "theme", "--flag", "theme"], &format!(r#"{{"theme":{THEME}}}"#));
    let doubled = ["--flag", "theme", "--flag", "banner", "--flag", "theme", "--flag", "banner"];
    answers(&doubled, &format!(r#"{{"theme":{THEME},"banner":{BANNER}}}"#));
    // One that is not there fails for itself.
    answers(
        &["--flag", "dark-mode", "--flag", "theme", "--flag", "no \"such"],
        &format!(
            r#"{{"dark-mode":{{"reason":"Flag does not exist: 'dark-mode'"}},"theme":{THEME},"no \"such":{{"reason":"Flag does not exist: 'no \"such'"}}}}"#
        ),
    );
    prints("flag -", r#"{"version":1}"#, "{}\n");
}

#[test]
fn an_unknown_flag_is_refused() {
    let unknown = "ResourceNotFoundException (UnknownFlag): Flag does not exist:";
    for (key, rest) in [
        ("baner", "; did you mean `banner`?"),
        ("Theme", "; did you mean `theme`?"),
        // It has a definition, and no value.
        ("dark-mode", ""),
        ("zzz", ""),
        ("''", ""),
    ] {
        let told = if key == "''" { format!("{unknown} ''") } else { format!("{unknown} '{key}'{rest}") };
        fails(&format!("flag - --flag {key}"), FLAGS, 1, &told);
    }
    // Nothing is near to what is longer than any key.
    let long = format!("banner{}", "r".repeat(200));
    fails(&format!("flag - --flag {long}"), FLAGS, 1, &format!("{unknown} '{long}'"));
    fails("flag - --flag banner", r#"{"version":1}"#, 1, &format!("{unknown} 'banner'"));
}

#[test]
fn invalid_requests_are_refused() {
    let refused = "ValidationException (InvalidRequest):";
    let id = "entityId: an entity id has 1 to 2048 characters and no line break";
    // Whether the flags are one, several or all.
    for flags in ["", " --flag theme", " --flag theme --flag nope"] {
        let fails = |options: &str, told: &str| fails(&format!("flag -{flags} {options}"), FLAGS, 1, told);
        fails("--entity-id ''", &format!("{refused} {id}"));
        fails("--entity-id a\u{2028}b", &format!("{refused} {id}"));
        fails(&format!("--entity-id {}", "é".repeat(2049)), &format!("{refused} {id}"));
        fails("--context []", &format!("{refused} context: an evaluation context is a JSON object"));
        fails("--context ''", &format!("{refused} context: the text of the evaluation context is not JSON"));
        let both = format!("{refused} {id}; context: the text of the evaluation context is not JSON");
        fails("--entity-id '' --context {", &both);
        let deep = format!("--context {{\"a\":{}{}}}", "[".repeat(128), "]".repeat(128));
        fails(&deep, &format!("{refused} context: an evaluation context is not nested deeper than 128"));
    }
    prints(&format!("flag - --flag theme --entity-id {}", "é".repeat(2048)), FLAGS, &format!("{THEME}\n"));
    // What is wrong with the request comes before what is asked for.
    fails("flag - --flag nope --entity-id ''", FLAGS, 1, &format!("{refused} {id}"));
}

#[test]
fn a_snapshot_of_flags_may_come_from_standard_input() {
    let from_file = run("flag flags.json --entity-id x", "");
    assert_eq!((from_file.status, from_file.err.as_str()), (0, ""));
    assert!(from_file.out.contains("EXPERIMENT_RULE_MATCH"), "{}", from_file.out);
    prints("flag - --entity-id x", FLAGS, &from_file.out);
    let refused = format!(
        "the snapshot in standard input is refused: 1 problem\n\
         the document is larger than the size budget: `{}`\nhint: --max-bytes raises the size budget",
        FLAGS.len()
    );
    fails("flag - --max-bytes 100", FLAGS, 3, &refused);
    let missing = run("flag missing-flags.json", "");
    assert_eq!((missing.status, missing.out.as_str()), (4, ""), "{}", missing.err);
    assert!(missing.err.starts_with("variate: cannot read `missing-flags.json`: "), "{}", missing.err);
}

#[test]
fn a_quarantined_flag_is_refused_and_the_others_are_served() {
    let rule = "appConfig.flags.values.bad._variants[0].rule.eq";
    let number = "appConfig.experimentRuns[0].Run";
    let good = r#"{"value":{"enabled":true},"reason":"DEFAULT"}"#;

    // Not without --lenient.
    let refused = run("flag - --flag good", HALF_BROKEN);
    assert_eq!((refused.status, refused.out.as_str()), (3, ""));
    let lines: Vec<&str> = refused.err.lines().collect();
    assert_eq!(lines.len(), 4, "{}", refused.err);
    assert_eq!(lines[0], "variate: the snapshot in standard input is refused: 2 problems");
    assert!([rule, number].iter().all(|place| lines[1..3].iter().any(|line| line.starts_with(&format!("{place}: ")))));
    assert!(lines[3].starts_with("hint: ") && lines[3].contains("--lenient"), "{}", refused.err);

    prints("flag - --flag good --lenient", HALF_BROKEN, &format!("{good}\n"));
    for (key, place) in [("bad", rule), ("tried", number)] {
        let refused = run(&format!("flag - --lenient --flag {key}"), HALF_BROKEN);
        assert_eq!((refused.status, refused.out.as_str()), (1, ""), "{}", refused.err);
        let (first, second) = refused.err.trim_end().split_once('\n').unwrap();
        let told = format!("SnapshotError (QuarantinedFlag): Flag is quarantined by the problem at '{place}'");
        assert_eq!(first, format!("variate: {told}"));
        assert!(second.starts_with(&format!("{place}: ")) && !second.contains('\n'), "{second}");
    }
    let reason = |place: &str| format!(r#"{{"reason":"Flag is quarantined by the problem at '{place}'"}}"#);
    let all = format!(r#"{{"good":{good},"tried":{},"bad":{}}}"#, reason(number), reason(rule));
    prints("flag - --lenient", HALF_BROKEN, &format!("{all}\n"));
    let two = format!(r#"{{"bad":{},"good":{good}}}"#, reason(rule));
    prints("flag --lenient - --flag bad --flag good", HALF_BROKEN, &format!("{two}\n"));
    // A flag without problems does not make up for a request that is invalid.
    assert_eq!(run("flag - --lenient --entity-id ''", HALF_BROKEN).status, 1);
}

#[test]
fn the_usage_of_flag_is_checked() {
    misused("flag", "<SNAPSHOT>");
    misused("flag - --flag", "a value is required for '--flag <KEY>'");
    misused("flag - --feature banner", "unexpected argument '--feature'");
    // Nothing about flags depends on the time.
    misused("flag - --now 0", "unexpected argument '--now'");
}

#[test]
fn lint_tells_of_flags() {
    let told = |line: &str, input: &str| {
        let Run { status, err, .. } = run(line, input);
        (status, err)
    };
    let features = "0 features, 0 in a running launch, 0 in a running experiment";
    let clean = format!("variate: no problems: {features}; 3 flags, 1 in a running experiment\n");
    assert_eq!(told("lint flags.json", ""), (0, clean));
    let quarantined = "variate: 2 problems; quarantined of 0 features and 3 flags: tried, bad\n";
    assert_eq!(told("lint - --lenient", HALF_BROKEN), (1, quarantined.to_owned()));
}

/// Several at once are what each is alone.
#[test]
fn several_flags_are_what_each_is_alone() {
    let arena = Arena::new();
    for id in 0..20 {
        let context = if id % 2 == 0 { r#"{"tier":"gold"}"# } else { r#"{"tier":"tin"}"# };
        let options = format!("--entity-id user-{id} --context {context}");
        let all = run(&format!("flag - {options}"), FLAGS).out;
        let Json::Object(answers) = Json::parse(&all, &arena).unwrap() else { panic!("{all}") };
        assert_eq!(answers.len(), 3);
        for (key, answer) in answers {
            let alone = run(&format!("flag - --flag {key} {options}"), FLAGS).out;
            assert_eq!(Json::parse(&alone, &arena).unwrap(), *answer, "{key}");
        }
    }
}
