//! The program as a user calls it: what it prints, what it says when it fails, how it ends.

// Without its feature there is no program.
#![cfg(feature = "cli")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use variate::json::{Json, Member, well_formed, write_string};

/// A feature of each type, one of them in a launch of which everybody gets the first group from 2020 on, nobody before, and
/// the other group from 2200 on.
const SHOP: &str = r#"{
  "version": 1,
  "project": {"name": "shop", "arn": "arn:aws:evidently:eu-west-1:123456789012:project/shop"},
  "features": [
    {"name": "checkout-flow", "defaultVariation": "classic", "entityOverrides": {"-anna": "express", "grün 😀": "express"},
     "variations": [
      {"name": "classic", "value": {"stringValue": "four-step"}},
      {"name": "express", "value": {"stringValue": "say \"go\" \\ \n\u0001\u007f\u2028ü"}}]},
    {"name": "ramp", "variations": [
      {"name": "off", "value": {"boolValue": false}}, {"name": "on", "value": {"boolValue": true}},
      {"name": "late", "value": {"boolValue": true}}]},
    {"name": "long", "variations": [{"name": "most", "value": {"longValue": 9007199254740991}}]},
    {"name": "german", "variations": [
      {"name": "no", "value": {"boolValue": false}}, {"name": "ja", "value": {"boolValue": true}}]}
  ],
  "segments": [{"name": "germany", "pattern": "{\"country\":[\"DE\",\"\ufffd\"]}"}],
  "launches": [{"name": "l", "status": "RUNNING",
    "groups": [{"name": "now", "featureVariations": {"ramp": "on"}}, {"name": "later", "featureVariations": {"ramp": "late"}}],
    "scheduledSplitsDefinition": {"steps": [
      {"startTime": "2020-01-01T00:00:00Z", "groupWeights": {"now": 100000}},
      {"startTime": "2200-01-01T00:00:00Z", "groupWeights": {"later": 100000}}]}}],
  "experiments": [{"name": "e", "status": "RUNNING", "samplingRate": 100000, "segment": "germany", "randomizationSalt": "s\"",
    "treatments": [{"name": "t", "featureVariations": {"german": "ja"}}],
    "onlineAbDefinition": {"treatmentWeights": {"t": 100000}}}]
}"#;

/// One good feature, and one that is quarantined under `--lenient`.
const HALF_BROKEN: &str = r#"{"version": 1, "project": {"name": "p"}, "features": [
  {"name": "good", "variations": [{"name": "v", "value": {"longValue": 1}}]},
  {"name": "bad", "defaultVariation": "blue", "variations": [{"name": "v", "value": {"longValue": 1}}]}]}"#;

const BLUE: &str = "features[1].defaultVariation: the feature has no such variation: `\"blue\"`";

#[derive(Debug, PartialEq, Eq)]
struct Run {
    status: i32,
    out: String,
    err: String,
}

fn start(args: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_variate"));
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

fn run(args: &[&str], input: &[u8]) -> Run {
    let mut child = start(args);
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // In a thread, for the answers may fill their pipe before the input is written. It may also not be read at all.
    let writer = thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    let _ = writer.join().unwrap();
    Run {
        status: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The program prints exactly this, says nothing else, and succeeds.
#[track_caller]
fn prints(args: &[&str], input: &str, out: &str) {
    assert_eq!(run(args, input.as_bytes()), Run { status: 0, out: out.to_owned(), err: String::new() });
}

/// The program prints nothing, says exactly this, and ends with this status.
#[track_caller]
fn fails(args: &[&str], input: &str, status: i32, err: &str) {
    assert_eq!(run(args, input.as_bytes()), Run { status, out: String::new(), err: format!("variate: {err}\n") });
}

/// The program refuses the arguments, for this reason.
#[track_caller]
fn misused(args: &[&str], reason: &str) {
    let run = run(args, b"");
    assert_eq!((run.status, run.out.as_str()), (2, ""), "{}", run.err);
    assert!(run.err.starts_with("error: ") && run.err.contains(reason), "{}", run.err);
}

/// A file with this content, of a name that no other test uses.
fn file(name: &str, content: &str) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

fn shop() -> String {
    static SHOP_FILE: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    SHOP_FILE.get_or_init(|| file("cli-shop.json", SHOP)).clone()
}

fn half_broken() -> String {
    static FILE: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    FILE.get_or_init(|| file("cli-half-broken.json", HALF_BROKEN)).clone()
}

fn text(value: &Json<'_>) -> String {
    let mut out = String::new();
    value.write(&mut out);
    out
}

fn in_repository(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

// evaluate

#[test]
fn evaluate_prints_what_the_package_would_stringify() {
    let shop = shop();
    prints(
        &["evaluate", &shop, "--feature", "checkout-flow", "--entity-id", "x"],
        "",
        "{\"variation\":\"classic\",\"value\":{\"stringValue\":\"four-step\"},\"reason\":\"DEFAULT\",\"details\":\"{}\"}\n",
    );
    prints(
        &["evaluate", &shop, "--feature", "ramp", "--entity-id", "x", "--project", "shop"],
        "",
        "{\"variation\":\"on\",\"value\":{\"boolValue\":true},\"reason\":\"LAUNCH_RULE_MATCH\",\
         \"details\":\"{\\\"launch\\\":\\\"l\\\",\\\"group\\\":\\\"now\\\"}\"}\n",
    );
    prints(
        &["evaluate", &shop, "--feature", "german", "--entity-id", "x", "--context", r#"{"country":"DE"}"#],
        "",
        "{\"variation\":\"ja\",\"value\":{\"boolValue\":true},\"reason\":\"EXPERIMENT_RULE_MATCH\",\
         \"details\":\"{\\\"experiment\\\":\\\"e\\\",\\\"treatment\\\":\\\"t\\\",\\\"salt\\\":\\\"s\\\\\\\"\\\"}\"}\n",
    );
    prints(
        &["evaluate", &shop, "--feature", "long", "--entity-id", "x"],
        "",
        "{\"variation\":\"most\",\"value\":{\"longValue\":9007199254740991},\"reason\":\"DEFAULT\",\"details\":\"{}\"}\n",
    );
}

#[test]
fn strings_are_escaped_as_json_stringify_does_and_ids_may_be_anything() {
    let expected = "{\"variation\":\"express\",\"value\":{\"stringValue\":\"say \\\"go\\\" \\\\ \\n\\u0001\u{7f}\u{2028}ü\"},\
                    \"reason\":\"ENTITY_OVERRIDES_MATCH\",\"details\":\"{}\"}\n";
    // An id may look like an option.
    for id in ["-anna", "grün 😀"] {
        prints(&["evaluate", &shop(), "--feature", "checkout-flow", "--entity-id", id], "", expected);
    }
}

#[test]
fn doubles_are_written_as_javascript_does() {
    // Computed with `JSON.stringify(JSON.parse(…))` in Node 20.
    for (written, printed) in [
        ("1e21", "1e+21"),
        ("1e20", "100000000000000000000"),
        ("123456789012345678901", "123456789012345680000"),
        ("5e-324", "5e-324"),
        ("-0.0", "0"),
        ("0.1", "0.1"),
        ("100.0", "100"),
        ("1e-6", "0.000001"),
        ("1e-7", "1e-7"),
        ("-1.5e-10", "-1.5e-10"),
        ("1.7976931348623157e308", "1.7976931348623157e+308"),
        ("0.30000000000000004", "0.30000000000000004"),
    ] {
        let snapshot = format!(
            r#"{{"version":1,"project":{{"name":"p"}},"features":[{{"name":"f","variations":[{{"name":"v","value":{{"doubleValue":{written}}}}}]}}]}}"#
        );
        let expected = format!(
            "{{\"variation\":\"v\",\"value\":{{\"doubleValue\":{printed}}},\"reason\":\"DEFAULT\",\"details\":\"{{}}\"}}\n"
        );
        prints(&["evaluate", "-", "--feature", "f", "--entity-id", "x"], &snapshot, &expected);
    }
}

#[test]
fn a_context_with_an_escaped_unpaired_surrogate_is_repaired() {
    let run = run(
        &["evaluate", &shop(), "--feature", "german", "--entity-id", "x", "--context", r#"{"country":"\ud800"}"#],
        b"",
    );
    assert!(run.out.starts_with("{\"variation\":\"ja\""), "{run:?}");
}

#[test]
fn now_is_text_or_milliseconds_or_the_clock() {
    let shop = shop();
    let variation = |now: &[&str]| {
        let mut args = vec!["evaluate", &shop, "--feature", "ramp", "--entity-id", "x"];
        args.extend(now);
        let run = run(&args, b"");
        assert_eq!((run.status, run.err.as_str()), (0, ""));
        run.out.split('"').nth(3).unwrap().to_owned()
    };
    for (now, expected) in [
        ("2020-01-01T00:00:00Z", "on"),
        ("2019-12-31T23:59:59.999Z", "off"),
        ("2020-01-01 01:00:00+01:00", "on"),
        ("1577836800000", "on"),
        ("1577836799999", "off"),
        ("0", "off"),
        ("-1", "off"),
        ("2200-01-01T00:00:00Z", "late"),
        ("8640000000000000", "late"),
        ("-8640000000000000", "off"),
    ] {
        assert_eq!(variation(&["--now", now]), expected, "{now}");
    }
    assert_eq!(variation(&[]), "on", "the clock is between 2020 and 2200");
    for now in ["yesterday", "2026-11-21", "2026-11-21T12:00:00", "1.5", "8640000000000001", ""] {
        misused(
            &["evaluate", &shop, "--feature", "ramp", "--entity-id", "x", "--now", now],
            "a time is RFC 3339 text with an offset, or milliseconds since 1970, at most 8.64e15 to either side",
        );
    }
}

#[test]
fn refused_requests_are_named_as_on_aws() {
    let shop = shop();
    let arn = "arn:aws:evidently:eu-west-1:123456789012:project";
    fails(
        &["evaluate", &shop, "--feature", "wishlist", "--entity-id", "x"],
        "",
        1,
        &format!(
            "ResourceNotFoundException (UnknownFeature): Feature does not exist with arn '{arn}/shop/feature/wishlist'"
        ),
    );
    fails(
        &["evaluate", &shop, "--feature", "checkout-flwo", "--entity-id", "x"],
        "",
        1,
        &format!(
            "ResourceNotFoundException (UnknownFeature): Feature does not exist with arn '{arn}/shop/feature/checkout-flwo'; \
             did you mean `checkout-flow`?"
        ),
    );
    fails(
        &["evaluate", &shop, "--feature", "ramp", "--entity-id", "x", "--project", "shed"],
        "",
        1,
        &format!("ResourceNotFoundException (UnknownProject): Project does not exist with arn '{arn}/shed'"),
    );
    fails(
        &["evaluate", &shop, "--feature", "ramp", "--entity-id", "", "--context", "{"],
        "",
        1,
        "ValidationException (InvalidRequest): entityId: an entity id has 1 to 512 characters and no line break; \
         evaluationContext: an evaluation context is JSON text",
    );
    fails(
        &["evaluate", &shop, "--feature", "ramp", "--entity-id", "x", "--context", "[]"],
        "",
        1,
        "ValidationException (InvalidRequest): evaluationContext: an evaluation context is a JSON object",
    );
}

// Snapshots

#[test]
fn a_snapshot_may_come_from_standard_input() {
    let from_file = run(&["evaluate", &shop(), "--feature", "ramp", "--entity-id", "x"], b"");
    prints(&["evaluate", "-", "--feature", "ramp", "--entity-id", "x"], SHOP, &from_file.out);
    let requests = file("cli-requests.json", r#"[{"feature":"good","entityId":"x"}]"#);
    let out = "{\"results\":[{\"entityId\":\"x\",\"feature\":\"arn:aws:evidently:local:000000000000:project/p/feature/good\",\
               \"project\":\"arn:aws:evidently:local:000000000000:project/p\",\"variation\":\"v\",\"value\":{\"longValue\":1},\
               \"reason\":\"DEFAULT\",\"details\":\"{}\"}]}\n";
    prints(&["batch", "-", "--requests", &requests, "--lenient"], HALF_BROKEN, out);
    let ids = file("cli-ids.jsonl", "\"x\"\n");
    prints(
        &["assign", "-", "--feature", "good", "--input", &ids, "--lenient"],
        HALF_BROKEN,
        "{\"entityId\":\"x\",\"variation\":\"v\",\"reason\":\"DEFAULT\"}\n",
    );
}

#[test]
fn standard_input_serves_once() {
    misused(&["batch", "-"], "the snapshot and the requests cannot both come from standard input: name a file for one");
    misused(
        &["assign", "-", "--feature", "f", "--input", "-"],
        "the snapshot and the entities cannot both come from standard input: name a file for one",
    );
}

#[test]
fn a_refused_snapshot_shows_its_problems() {
    let path = half_broken();
    let hint = "hint: `variate lint` lists all problems; --lenient serves the features that have none";
    let refused = format!("the snapshot in `{path}` is refused: 1 problem\n{BLUE}\n{hint}");
    fails(&["evaluate", &path, "--feature", "good", "--entity-id", "x"], "", 3, &refused);
    fails(&["assign", &path, "--feature", "good"], "\"x\"\n", 3, &refused);
    fails(&["batch", &path], "[]", 3, &refused);

    let many = format!("{{\"version\":2,\"features\":[{}]}}", vec!["1"; 22].join(","));
    let listed: Vec<String> =
        variate::load(many.as_bytes()).unwrap_err().iter().take(20).map(ToString::to_string).collect();
    let told = format!("the snapshot in standard input is refused: 24 problems\n{}\nand 4 more", listed.join("\n"));
    let args = ["evaluate", "-", "--feature", "good", "--entity-id", "x"];
    fails(&args, &many, 3, &format!("{told}\n{hint}"));
    let hint = "hint: `variate lint` lists all problems; one of these is not confined to some features";
    fails(&[&args[..], &["--lenient"]].concat(), &many, 3, &format!("{told}\n{hint}"));
}

#[test]
fn the_size_budget_is_an_option_and_holds_for_requests_too() {
    let size = SHOP.len();
    let problem = format!("the document is larger than the size budget: `{size}`");
    let told = format!(
        "the snapshot in standard input is refused: 1 problem\n{problem}\nhint: --max-bytes raises the size budget"
    );
    let small = (size - 1).to_string();
    fails(&["evaluate", "-", "--feature", "ramp", "--entity-id", "x", "--max-bytes", &small], SHOP, 3, &told);
    let exact = run(
        &["evaluate", "-", "--feature", "ramp", "--entity-id", "x", "--max-bytes", &size.to_string()],
        SHOP.as_bytes(),
    );
    assert_eq!(exact.status, 0);
    let requests = " ".repeat(size + 1);
    let told =
        format!("the requests in standard input are refused: {} bytes are more than --max-bytes allows", size + 1);
    fails(&["batch", &shop(), "--max-bytes", &size.to_string()], &requests, 1, &told);
}

#[test]
fn a_quarantined_feature_is_refused_and_the_others_are_served() {
    let path = half_broken();
    let told = format!(
        "SnapshotError (QuarantinedFeature): Feature is quarantined by the problem at 'features[1].defaultVariation'\n{BLUE}"
    );
    fails(&["evaluate", "--lenient", &path, "--feature", "bad", "--entity-id", "x"], "", 1, &told);
    fails(&["assign", &path, "--feature", "bad", "--lenient"], "\"x\"\n", 1, &told);
    prints(
        &["evaluate", "--lenient", &path, "--feature", "good", "--entity-id", "x"],
        "",
        "{\"variation\":\"v\",\"value\":{\"longValue\":1},\"reason\":\"DEFAULT\",\"details\":\"{}\"}\n",
    );
    prints(
        &["batch", &path, "--lenient"],
        r#"[{"feature":"bad","entityId":"x"}]"#,
        "{\"results\":[{\"entityId\":\"x\",\"feature\":\"arn:aws:evidently:local:000000000000:project/p/feature/bad\",\
         \"project\":\"arn:aws:evidently:local:000000000000:project/p\",\
         \"reason\":\"Feature is quarantined by the problem at 'features[1].defaultVariation'\"}]}\n",
    );
}

#[test]
fn reading_and_writing_can_fail() {
    let shop = shop();
    let missing = in_repository("tests/no such file");
    let missing = missing.to_str().unwrap();
    let failing: [&[&str]; 6] = [
        &["evaluate", missing, "--feature", "ramp", "--entity-id", "x"],
        &["lint", missing],
        &["batch", &shop, "--requests", missing],
        &["assign", &shop, "--feature", "ramp", "--input", missing],
        // A folder opens, and cannot be read.
        &["lint", env!("CARGO_MANIFEST_DIR")],
        &["assign", &shop, "--feature", "ramp", "--input", env!("CARGO_MANIFEST_DIR")],
    ];
    for args in failing {
        let run = run(args, b"");
        assert_eq!((run.status, run.out.as_str()), (4, ""), "{args:?}: {}", run.err);
        assert!(run.err.starts_with("variate: cannot read `"), "{}", run.err);
        assert_eq!(run.err.lines().count(), 1, "{}", run.err);
    }
    let run = run(&["assign", &shop, "--feature", "ramp", "--output", &format!("{missing}/out")], b"");
    assert_eq!((run.status, run.out.as_str()), (4, ""), "{}", run.err);
    assert!(run.err.starts_with("variate: cannot write `"), "{}", run.err);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_noticed() {
    let shop = shop();
    let commands: [&[&str]; 4] = [
        &["evaluate", &shop, "--feature", "ramp", "--entity-id", "x"],
        &["batch", &shop],
        &["assign", &shop, "--feature", "ramp"],
        &["lint", &shop, "--json"],
    ];
    for args in commands {
        let mut command = Command::new(env!("CARGO_BIN_EXE_variate"));
        let input = fs::File::open(file(&format!("cli-full-{}", args[0]), "[]")).unwrap();
        command.args(args).stdin(input).stdout(fs::File::options().write(true).open("/dev/full").unwrap());
        let output = command.output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        if args[0] == "assign" {
            // A list is no entity: nothing is written before that.
            assert_eq!(output.status.code(), Some(1), "{err}");
            continue;
        }
        assert_eq!(output.status.code(), Some(4), "{err}");
        assert!(err.starts_with("variate: cannot write standard output: "), "{err}");
    }
    let run = run(&["assign", &shop, "--feature", "ramp", "--output", "/dev/full"], b"\"x\"\n");
    assert_eq!(run.status, 4);
    assert!(run.err.starts_with("variate: cannot write `/dev/full`: "), "{}", run.err);
}

#[test]
fn usage_is_checked() {
    misused(&["evaluate", "s.json", "--feature", "f"], "--entity-id <ID>");
    misused(&["assess", "s.json"], "unrecognized subcommand 'assess'");
    misused(&["lint", "s.json", "--max-bytes", "-1"], "--max-bytes");
    let path = file("cli-usage.jsonl", "\"x\"\n");
    let told = format!("the output would overwrite the entities in `{path}`");
    misused(&["assign", &shop(), "--feature", "ramp", "--input", &path, "--output", &path], &told);
    assert_eq!(fs::read_to_string(&path).unwrap(), "\"x\"\n");
    let snapshot = file("cli-usage.json", SHOP);
    let told = format!("the output would overwrite the snapshot in `{snapshot}`");
    misused(&["assign", &snapshot, "--feature", "ramp", "--input", &path, "--output", &snapshot], &told);

    prints(&["--version"], "", concat!("variate ", env!("CARGO_PKG_VERSION"), "\n"));
    let help = run(&["--help"], b"");
    assert_eq!((help.status, help.err.as_str()), (0, ""));
    for part in ["evaluate", "batch", "assign", "lint", "--lenient", "Examples:", "3  the snapshot was refused"] {
        assert!(help.out.contains(part), "no {part} in\n{}", help.out);
    }
    for command in ["evaluate", "batch", "assign", "lint"] {
        let help = run(&[command, "--help"], b"");
        assert!(help.status == 0 && help.out.contains("Examples:\n  "), "{}", help.out);
    }
}

// batch

#[test]
fn batch_answers_in_order() {
    let project = "arn:aws:evidently:eu-west-1:123456789012:project/shop";
    let requests = r#"{"requests": [
        {"feature": "german", "entityId": "a", "evaluationContext": {"country": "DE", "age": 1e400}},
        {"feature": "german", "entityId": "\ud83d\ude00\ud800", "evaluationContext": "{\"country\":\"\\ud800\"}"},
        {"feature": "gone", "entityId": "c"},
        {"feature": "long", "entityId": "d", "evaluationContext": null, "comment": 5}], "project": "shop"}"#;
    let ja = "\"variation\":\"ja\",\"value\":{\"boolValue\":true},\"reason\":\"EXPERIMENT_RULE_MATCH\",\
              \"details\":\"{\\\"experiment\\\":\\\"e\\\",\\\"treatment\\\":\\\"t\\\",\\\"salt\\\":\\\"s\\\\\\\"\\\"}\"";
    let most =
        "\"variation\":\"most\",\"value\":{\"longValue\":9007199254740991},\"reason\":\"DEFAULT\",\"details\":\"{}\"";
    let item = |id: &str, feature: &str, rest: &str| {
        format!(
            "{{\"entityId\":\"{id}\",\"feature\":\"{project}/feature/{feature}\",\"project\":\"{project}\",{rest}}}"
        )
    };
    let gone = format!("\"reason\":\"Feature does not exist with arn '{project}/feature/gone'\"");
    let out = format!(
        "{{\"results\":[{},{},{},{}]}}\n",
        item("a", "german", ja),
        item("😀\u{fffd}", "german", ja),
        item("c", "gone", &gone),
        item("d", "long", most)
    );
    prints(&["batch", &shop()], requests, &out);
    prints(&["batch", &shop(), "--requests", &file("cli-batch.json", requests)], "", &out);
    prints(&["batch", &shop(), "--project", project], "[]", "{\"results\":[]}\n");
    // The option goes before what the requests say.
    prints(&["batch", &shop(), "--project", "shop"], r#"{"requests":[],"project":"shed"}"#, "{\"results\":[]}\n");
}

#[test]
fn batch_refuses_invalid_requests() {
    let shop = shop();
    for (requests, told) in [
        ("[{\n]", "the requests in standard input are refused: the text is not JSON ("),
        ("5", "ValidationException (InvalidRequest): request: a request is an object"),
        ("{}", "ValidationException (InvalidRequest): requests: requests are a list"),
        (
            r#"{"requests":[{"feature":"ramp","entityId":"x"},7,{"feature":1,"evaluationContext":[]}],"project":5}"#,
            "ValidationException (InvalidRequest): requests[1]: a request is an object; \
             requests[2].feature: a feature is given by its name, a string; \
             requests[2].entityId: an entity id is a string; \
             requests[2].evaluationContext: an evaluation context is an object or the JSON text of one; \
             project: a project is given by its name or ARN, a string",
        ),
        (
            r#"[{"feature":"ramp","entityId":"x"},{"feature":"ramp","entityId":"","evaluationContext":"[]"}]"#,
            "ValidationException (InvalidRequest): requests[1].entityId: an entity id has 1 to 512 characters and no line \
             break; requests[1].evaluationContext: an evaluation context is a JSON object",
        ),
        (
            r#"{"requests":[],"project":"shed"}"#,
            "ResourceNotFoundException (UnknownProject): Project does not exist with arn \
             'arn:aws:evidently:eu-west-1:123456789012:project/shed'",
        ),
    ] {
        let run = run(&["batch", &shop], requests.as_bytes());
        assert_eq!((run.status, run.out.as_str()), (1, ""), "{requests}");
        assert!(run.err.starts_with(&format!("variate: {told}")), "{requests}\n{}", run.err);
        assert_eq!(run.err.lines().count(), 1, "{}", run.err);
    }
    let run = run(&["batch", &shop], b"\xff");
    assert_eq!(
        (run.status, run.err.as_str()),
        (1, "variate: the requests in standard input are refused: they are not UTF-8\n")
    );
}

// assign

#[test]
fn assign_answers_line_by_line() {
    let input = concat!(
        "\"a\"\n",
        "\n",
        "  {\"entityId\": \"b\", \"evaluationContext\": {\"country\": \"DE\"}, \"comment\": 5}\r\n",
        "{\"entityId\":\"c\",\"evaluationContext\":\"{\\\"country\\\":\\\"DE\\\"}\"}\n",
        "{\"entityId\":\"d\",\"evaluationContext\":{\"country\":\"FR\"},\"evaluationContext\":{\"country\":\"DE\"}}\n",
        "{\"entityId\":\"e\",\"evaluationContext\":null}\n",
        // What an escape says is written as JSON.stringify writes it.
        "\"\\u00e9 \\ud83d\\ude00 \\\"\\/\\\\\\u0001\"\n",
        "\"grün\"\n",
        "\"\\ud800x\"\n",
        "{\"entityId\":\"g\",\"evaluationContext\":\"{\\\"country\\\":\\\"\\\\udfff\\\"}\"}",
    );
    let out = concat!(
        "{\"entityId\":\"a\",\"variation\":\"no\",\"reason\":\"DEFAULT\"}\n",
        "{\"entityId\":\"b\",\"variation\":\"ja\",\"reason\":\"EXPERIMENT_RULE_MATCH\"}\n",
        "{\"entityId\":\"c\",\"variation\":\"ja\",\"reason\":\"EXPERIMENT_RULE_MATCH\"}\n",
        "{\"entityId\":\"d\",\"variation\":\"ja\",\"reason\":\"EXPERIMENT_RULE_MATCH\"}\n",
        "{\"entityId\":\"e\",\"variation\":\"no\",\"reason\":\"DEFAULT\"}\n",
        "{\"entityId\":\"é 😀 \\\"/\\\\\\u0001\",\"variation\":\"no\",\"reason\":\"DEFAULT\"}\n",
        "{\"entityId\":\"grün\",\"variation\":\"no\",\"reason\":\"DEFAULT\"}\n",
        "{\"entityId\":\"\u{fffd}x\",\"variation\":\"no\",\"reason\":\"DEFAULT\"}\n",
        "{\"entityId\":\"g\",\"variation\":\"ja\",\"reason\":\"EXPERIMENT_RULE_MATCH\"}\n",
    );
    prints(&["assign", &shop(), "--feature", "german"], input, out);
    prints(&["assign", &shop(), "--feature", "german", "--input", &file("cli-assign.jsonl", input)], "", out);

    let output = file("cli-assigned.jsonl", "what was there before");
    prints(&["assign", &shop(), "--feature", "german", "--output", &output], input, "");
    assert_eq!(fs::read_to_string(&output).unwrap(), out);
}

#[test]
fn a_context_for_all_yields_to_that_of_a_line() {
    prints(
        &["assign", &shop(), "--feature", "german", "--context", r#"{"country":"\ud800"}"#],
        "\"a\"\n{\"entityId\":\"b\",\"evaluationContext\":{}}\n{\"entityId\":\"c\"}\n",
        concat!(
            "{\"entityId\":\"a\",\"variation\":\"ja\",\"reason\":\"EXPERIMENT_RULE_MATCH\"}\n",
            "{\"entityId\":\"b\",\"variation\":\"no\",\"reason\":\"DEFAULT\"}\n",
            "{\"entityId\":\"c\",\"variation\":\"ja\",\"reason\":\"EXPERIMENT_RULE_MATCH\"}\n",
        ),
    );
}

#[test]
fn assign_checks_everything_before_it_reads() {
    let output = file("cli-untouched", "what was there before");
    fails(
        &["assign", &shop(), "--feature", "rump", "--output", &output],
        "",
        1,
        "ResourceNotFoundException (UnknownFeature): Feature does not exist with arn \
         'arn:aws:evidently:eu-west-1:123456789012:project/shop/feature/rump'; did you mean `ramp`?",
    );
    fails(
        &["assign", &shop(), "--feature", "ramp", "--context", "[]", "--output", &output],
        "",
        1,
        "ValidationException (InvalidRequest): evaluationContext: an evaluation context is a JSON object",
    );
    assert_eq!(fs::read_to_string(&output).unwrap(), "what was there before");
}

/// Invalid lines, and what is said of them.
const INVALID_LINES: &[(&str, &str)] = &[
    ("[]", "a line is an entity id or an object with one, not an array"),
    ("5", "a line is an entity id or an object with one, not a number"),
    ("{}", "entityId: an entity id is a string"),
    ("{\"entityId\":5}", "entityId: an entity id is a string"),
    ("\"\"", "entityId: an entity id has 1 to 512 characters and no line break"),
    ("\"a\\u2028\"", "entityId: an entity id has 1 to 512 characters and no line break"),
    (
        "{\"entityId\":\"a\",\"evaluationContext\":[]}",
        "evaluationContext: an evaluation context is an object or the JSON text of one",
    ),
    ("{\"entityId\":\"a\",\"evaluationContext\":\"5\"}", "evaluationContext: an evaluation context is a JSON object"),
    ("{\"entityId\":\"a\",\"evaluationContext\":\"{\"}", "evaluationContext: an evaluation context is JSON text"),
];

#[test]
fn an_invalid_line_stops_the_stream_after_the_lines_before_it() {
    for (line, told) in INVALID_LINES {
        let run = run(&["assign", &shop(), "--feature", "ramp"], format!("\"x\"\n\n{line}\n\"y\"\n").as_bytes());
        let expected = Run {
            status: 1,
            out: "{\"entityId\":\"x\",\"variation\":\"on\",\"reason\":\"LAUNCH_RULE_MATCH\"}\n".to_owned(),
            err: format!("variate: line 3: ValidationException (InvalidRequest): {told}\n"),
        };
        assert_eq!(run, expected);
    }
    let run = run(&["assign", &shop(), "--feature", "ramp"], b"\"x\n");
    assert!(
        run.err.starts_with("variate: line 1: ValidationException (InvalidRequest): the text is not JSON (")
            && run.err.contains(" at column "),
        "{}",
        run.err
    );
}

#[test]
fn keep_going_reports_invalid_lines_in_their_place() {
    let good = "{\"entityId\":\"x\",\"variation\":\"on\",\"reason\":\"LAUNCH_RULE_MATCH\"}\n";
    let (mut input, mut out) = (Vec::new(), String::new());
    let mut number = 0;
    let mut invalid = |line: &[u8], told: &str| {
        input.extend_from_slice(b"\"x\"\n");
        input.extend_from_slice(line);
        input.push(b'\n');
        number += 2;
        out.push_str(good);
        out.push_str(&format!(
            "{{\"line\":{number},\"error\":{{\"name\":\"ValidationException\",\"code\":\"InvalidRequest\",\"message\":\"{told}\"}}}}\n"
        ));
    };
    for (line, told) in INVALID_LINES {
        invalid(line.as_bytes(), told);
    }
    invalid(b"\"\xff\"", "the line is not UTF-8");
    invalid(format!("\"{}\"", "a".repeat(3 << 20)).as_bytes(), "a line has at most 1048576 bytes");
    invalid(format!("{}1{}", "[".repeat(129), "]".repeat(129)).as_bytes(), "the text is nested deeper than 128");
    input.extend_from_slice(b"\"x\"");
    out.push_str(good);
    let err = format!("variate: {} lines were refused\n", INVALID_LINES.len() + 3);
    assert_eq!(run(&["assign", &shop(), "--feature", "ramp", "--keep-going"], &input), Run { status: 1, out, err });

    let all_good = run(&["assign", &shop(), "--feature", "ramp", "--keep-going"], b"\"x\"\n");
    assert_eq!(all_good, Run { status: 0, out: good.to_owned(), err: String::new() });
}

#[test]
fn a_stream_decides_as_single_evaluations_do() {
    const COUNT: usize = 100_000;
    let snapshot = in_repository("www/examples/shop.json");
    let snapshot = snapshot.to_str().unwrap();
    let options = ["--feature", "checkout-flow", "--context", r#"{"country":"DE","plan":"basic"}"#];
    let options = [&options[..], &["--now", "1795168800000"]].concat();
    let ids: String = (0..COUNT).map(|number| format!("\"cust-{number}\"\n")).collect();
    // Standard error is no terminal here, and stays empty: no bar, no counts.
    let stream = run(&[&["assign", snapshot], &options[..]].concat(), ids.as_bytes());
    assert_eq!((stream.status, stream.err.as_str()), (0, ""));
    let lines: Vec<&str> = stream.out.lines().collect();
    assert_eq!(lines.len(), COUNT);
    let mut variations = std::collections::BTreeSet::new();
    for (number, line) in lines.iter().enumerate() {
        assert!(line.starts_with(&format!("{{\"entityId\":\"cust-{number}\",")), "{line}");
        variations.insert(line.split('"').nth(7).unwrap());
    }
    assert!(variations.len() > 1, "everybody got {variations:?}");
    for number in (0..COUNT).step_by(COUNT / 25) {
        let id = format!("cust-{number}");
        let single = run(&[&["evaluate", snapshot, "--entity-id", &id], &options[..]].concat(), b"");
        let single = Json::parse(&single.out).unwrap();
        let line = Json::parse(lines[number]).unwrap();
        assert_eq!(line.get("variation"), single.get("variation"), "{id}");
        assert_eq!(line.get("reason"), single.get("reason"), "{id}");
    }
}

#[test]
fn what_has_been_read_is_answered_before_more_is_waited_for() {
    let mut child = start(&["assign", &shop(), "--feature", "ramp"]);
    let mut stdin = child.stdin.take().unwrap();
    let (sender, answers) = mpsc::channel();
    let stdout = BufReader::new(child.stdout.take().unwrap());
    thread::spawn(move || stdout.lines().for_each(|line| drop(sender.send(line.unwrap()))));
    let mut ask = |text: &str, id: &str| {
        stdin.write_all(text.as_bytes()).unwrap();
        let answer = answers.recv_timeout(Duration::from_secs(30)).expect("an answer comes without more input");
        assert_eq!(answer, format!("{{\"entityId\":\"{id}\",\"variation\":\"on\",\"reason\":\"LAUNCH_RULE_MATCH\"}}"));
    };
    ask("\"a\"\n", "a");
    // Half a line follows.
    ask("\"b\"\n\"c", "b");
    ask("\"\n", "c");
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_reader_who_has_had_enough_is_no_error() {
    let mut child = start(&["assign", &shop(), "--feature", "ramp"]);
    let mut stdin = child.stdin.take().unwrap();
    let writer = thread::spawn(move || {
        let ids = "\"somebody\"\n".repeat(10_000);
        // Until the program has ended.
        while stdin.write_all(ids.as_bytes()).is_ok() {}
    });
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert_eq!(first, "{\"entityId\":\"somebody\",\"variation\":\"on\",\"reason\":\"LAUNCH_RULE_MATCH\"}\n");
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""));
    writer.join().unwrap();

    let mut child = start(&["evaluate", "-", "--feature", "ramp", "--entity-id", "x"]);
    drop(child.stdout.take());
    child.stdin.take().unwrap().write_all(SHOP.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
}

// lint

#[test]
fn lint_reports_problems_and_counts() {
    let summary = "variate: no problems: 4 features, 1 in a running launch, 1 in a running experiment\n";
    let clean = |out: &str| Run { status: 0, out: out.to_owned(), err: summary.to_owned() };
    assert_eq!(run(&["lint", &shop()], b""), clean(""));
    assert_eq!(run(&["lint", "-", "--json"], SHOP.as_bytes()), clean("[]\n"));

    let found = |out: &str, err: &str| Run { status: 1, out: out.to_owned(), err: format!("variate: {err}\n") };
    let path = half_broken();
    let quarantined = "1 problem; quarantined of 2 features: bad";
    assert_eq!(run(&["lint", &path], b""), found(&format!("{BLUE}\n"), "1 problem"));
    assert_eq!(run(&["lint", &path, "--lenient"], b""), found(&format!("{BLUE}\n"), quarantined));
    let json = "[{\"path\":\"features[1].defaultVariation\",\"code\":\"UnknownVariation\",\"message\":\"features[1].defaultVariation: \
                the feature has no such variation: `\\\"blue\\\"`\",\"value\":\"blue\"}]\n";
    assert_eq!(run(&["lint", &path, "--json"], b""), found(json, "1 problem"));

    // All of them, and not only the first twenty.
    let many = format!("{{\"version\":2,\"features\":[{}]}}", vec!["1"; 22].join(","));
    let listed: String =
        variate::load(many.as_bytes()).unwrap_err().iter().map(|problem| format!("{problem}\n")).collect();
    assert_eq!(run(&["lint", "-"], many.as_bytes()), found(&listed, "24 problems"));
    assert_eq!(run(&["lint", "-", "--lenient"], many.as_bytes()), found(&listed, "24 problems"));

    let size = SHOP.len();
    assert_eq!(
        run(&["lint", "-", "--max-bytes", "100"], SHOP.as_bytes()),
        found(
            &format!("the document is larger than the size budget: `{size}`\n"),
            "1 problem; --max-bytes raises the size budget"
        )
    );
}

// The examples and the vectors

#[test]
fn the_shop_decides_as_its_requests_expect() {
    let snapshot = in_repository("www/examples/shop.json");
    let snapshot = snapshot.to_str().unwrap();
    let requests = fs::read_to_string(in_repository("www/examples/shop.requests.json")).unwrap();
    let requests = Json::parse(&requests).unwrap();
    let now = text(requests.get("now").unwrap());
    let check = |expect: &Json<'_>, actual: &Json<'_>| {
        let Json::Object(members) = expect else { panic!("`expect` is an object") };
        for (key, value) in members {
            assert_eq!(actual.get(key), Some(value), "{key} of {}", text(actual));
        }
    };

    let Some(Json::Array(singles)) = requests.get("requests") else { panic!("no requests") };
    assert!(singles.len() >= 15);
    for request in singles {
        let member = |key: &str| request.get(key).and_then(Json::as_str).unwrap();
        let context = text(request.get("evaluationContext").unwrap());
        let (feature, id) = (member("feature"), member("entityId"));
        let options = ["--feature", feature, "--entity-id", id, "--context", &context, "--now", &now];
        let run = run(&[&["evaluate", snapshot], &options[..]].concat(), b"");
        assert_eq!((run.status, run.err.as_str()), (0, ""));
        check(request.get("expect").unwrap(), &Json::parse(&run.out).unwrap());
    }

    let batch = requests.get("batch").unwrap();
    let run = run(&["batch", snapshot, "--now", &now], text(batch).as_bytes());
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    let answer = Json::parse(&run.out).unwrap();
    let (Some(Json::Array(items)), Some(Json::Array(results))) = (batch.get("requests"), answer.get("results")) else {
        panic!("no lists")
    };
    assert_eq!(items.len(), results.len());
    for (item, result) in items.iter().zip(results) {
        assert_eq!(result.get("entityId"), item.get("entityId"));
        check(item.get("expect").unwrap(), result);
    }
}

/// Fewer than this means that files were not found.
const AT_LEAST: usize = 600;

#[test]
fn the_program_answers_every_vector_that_it_has_a_command_for() {
    let mut files: Vec<_> =
        fs::read_dir(in_repository("tests/vectors")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let workers: Vec<_> = files
        .into_iter()
        .map(|path| thread::spawn(move || vectors_of(&well_formed(&fs::read_to_string(&path).unwrap()))))
        .collect();
    let ran: usize = workers.into_iter().map(|worker| worker.join().unwrap()).sum();
    println!("{ran} vectors ran on the program");
    assert!(ran >= AT_LEAST, "only {ran} vectors ran");
}

/// Runs the vectors of a file; how many.
fn vectors_of(file: &str) -> usize {
    let document = Json::parse(file).unwrap();
    let Some(Json::Array(vectors)) = document.get("vectors") else { panic!("no `vectors`") };
    vectors.iter().filter(|vector| answers(vector, document.get("snapshots"))).count()
}

/// Checks the program's answer to a vector; false if it has no command for it.
fn answers(vector: &Json<'_>, snapshots: Option<&Json<'_>>) -> bool {
    let name = vector.get("name").and_then(Json::as_str).unwrap();
    let expected = vector.get("expect").unwrap();
    let Some((mut args, operation)) = command(vector, name) else { return false };
    if let Some(number) = vector.get("maxBytes") {
        args.push(format!("--max-bytes={}", text(number)));
    }
    if vector.get("lenient") == Some(&Json::Bool(true)) {
        args.push("--lenient".to_owned());
    }
    let snapshot = match (vector.get("snapshotText"), vector.get("snapshot")) {
        (Some(text), _) => text.as_str().unwrap().to_owned(),
        (None, Some(Json::String(name))) => text(snapshots.unwrap().get(name).unwrap()),
        (None, document) => text(document.unwrap()),
    };
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let run = run(&args, snapshot.as_bytes());
    let Some(error) = expected.get("error") else {
        let actual = match operation {
            "load" => format!("{{\"problems\":{}}}", run.out),
            "assign" => columns(&run.out),
            _ => run.out.clone(),
        };
        let actual = Json::parse(&actual).unwrap_or_else(|error| panic!("{name}: {error:?} in {run:?}"));
        assert!(same(expected, &actual), "{name}\nexpected {}\nactual {run:?}", text(expected));
        return true;
    };
    let member = |key: &str| error.get(key).and_then(Json::as_str).unwrap();
    assert_eq!(run.out, "", "{name}");
    if member("code") == "InvalidSnapshot" {
        assert_eq!(run.status, 3, "{name}: {}", run.err);
        assert!(run.err.starts_with("variate: the snapshot in standard input is refused: "), "{name}: {}", run.err);
    } else {
        assert_eq!(run.status, 1, "{name}: {}", run.err);
        let expected = format!("{} ({}): ", member("name"), member("code"));
        assert!(run.err.contains(&expected), "{name}: {}", run.err);
    }
    true
}

/// The arguments that ask what a vector asks, with the snapshot in standard input.
fn command(vector: &Json<'_>, name: &str) -> Option<(Vec<String>, &'static str)> {
    let request = ["evaluate", "batchEvaluate", "assign", "load"]
        .into_iter()
        .find_map(|operation| Some((operation, vector.get(operation)?)));
    let (operation, request) = request?;
    let option = |option: &str, member: &str| match request.get(member) {
        None | Some(Json::Null) => Vec::new(),
        Some(Json::String(text)) => vec![option.to_owned(), text.clone().into_owned()],
        Some(value) => vec![option.to_owned(), text(value)],
    };
    let mut args = match operation {
        "load" => vec![vec!["lint".to_owned(), "-".to_owned(), "--json".to_owned()]],
        "evaluate" => vec![
            vec!["evaluate".to_owned(), "-".to_owned()],
            option("--feature", "feature"),
            option("--entity-id", "entityId"),
            option("--context", "evaluationContext"),
            option("--project", "project"),
        ],
        "batchEvaluate" => {
            let requests = file(&format!("cli-{name}.json"), &text(request));
            vec![vec!["batch".to_owned(), "-".to_owned(), "--requests".to_owned(), requests]]
        }
        _ => {
            let Some(Json::Array(ids)) = request.get("entityIds") else { panic!("{name}: no ids") };
            let lines: String = ids.iter().map(|id| text(id) + "\n").collect();
            let input = file(&format!("cli-{name}.jsonl"), &lines);
            vec![
                vec!["assign".to_owned(), "-".to_owned(), "--input".to_owned(), input],
                option("--feature", "feature"),
                option("--context", "evaluationContext"),
            ]
        }
    }
    .concat();
    if operation != "load" {
        let now: f64 = vector.get("now").map_or(0.0, |now| text(now).parse().unwrap());
        args.extend(["--now".to_owned(), (now.floor() as i64).to_string()]);
    }
    // No operating system passes U+0000 in an argument.
    args.iter().all(|arg| !arg.contains('\0')).then_some((args, operation))
}

/// Lines of assignments as the columns that the package returns.
fn columns(lines: &str) -> String {
    let column = |key: &str| {
        let values: Vec<String> = lines
            .lines()
            .map(|line| {
                let mut out = String::new();
                write_string(Json::parse(line).unwrap().get(key).and_then(Json::as_str).unwrap(), &mut out);
                out
            })
            .collect();
        values.join(",")
    };
    format!("{{\"variations\":[{}],\"reasons\":[{}]}}", column("variation"), column("reason"))
}

/// Whether the answer is the expected one: members in any order, numbers by value, problems in any order and without their
/// sentences.
fn same(expected: &Json<'_>, actual: &Json<'_>) -> bool {
    match (expected, actual) {
        (Json::Number(expected), Json::Number(actual)) => expected.parse::<f64>() == actual.parse::<f64>(),
        (Json::Array(e), Json::Array(a)) => e.len() == a.len() && e.iter().zip(a).all(|(e, a)| same(e, a)),
        (Json::Object(e), Json::Object(a)) => {
            let compared = |(key, value): &&Member<'_>| match (&**key, value) {
                ("message", _) => false,
                // A number beyond the range of doubles has no value that a vector could state.
                (_, Json::Number(lexeme)) => lexeme.parse().is_ok_and(f64::is_finite),
                _ => true,
            };
            e.len() == a.iter().filter(compared).count()
                && e.iter().all(|(key, value)| match (&**key, value, actual.get(key)) {
                    ("problems", Json::Array(e), Some(Json::Array(a))) => {
                        e.len() == a.len() && e.iter().all(|e| a.iter().any(|a| same(e, a)))
                    }
                    (_, value, Some(other)) => same(value, other),
                    (_, _, None) => false,
                })
        }
        _ => expected == actual,
    }
}
