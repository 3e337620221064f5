//! The program as a user calls it: what it prints, what it says when it fails, how it ends.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that meets what it does not expect has failed")]

#[cfg(feature = "control")]
mod control;
mod diff;
mod explain;
mod flags;
mod simulate;
mod vectors;

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{OnceLock, mpsc};
use std::thread;

use variate::json::{Arena, Json};

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

/// The folder of these tests: the program runs in it. `shop.json`, `half-broken.json` and `flags.json` are there.
fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("shop.json"), SHOP).unwrap();
        fs::write(folder.join("half-broken.json"), HALF_BROKEN).unwrap();
        fs::write(folder.join("flags.json"), flags::FLAGS).unwrap();
        fs::copy(in_repository("www/examples/shop.json"), folder.join("example.json")).unwrap();
        folder
    })
}

/// Writes a file of a name that no other test uses.
fn write(name: &str, content: &str) {
    fs::write(folder().join(name), content).unwrap();
}

fn read(name: &str) -> String {
    fs::read_to_string(folder().join(name)).unwrap()
}

fn in_repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn start(args: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_variate"));
    command.args(args).current_dir(folder()).env_remove("CLICOLOR_FORCE");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn run_args(args: &[&str], input: &[u8]) -> Run {
    let mut child = start(args);
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // In a thread, for the answers may fill their pipe before the input is written. It may also not be read at all.
    let writer = thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { status: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// The arguments of a command line without `variate`. As in a shell, `''` is the empty one; there is no other quoting.
fn split(line: &str) -> Vec<&str> {
    line.split(' ').map(|arg| if arg == "''" { "" } else { arg }).collect()
}

fn run(line: &str, input: &str) -> Run {
    run_args(&split(line), input.as_bytes())
}

/// The program prints exactly this, says nothing else, and succeeds.
#[track_caller]
fn prints(line: &str, input: &str, out: &str) {
    assert_eq!(run(line, input), Run { status: 0, out: out.to_owned(), err: String::new() });
}

/// The program prints exactly this line for these arguments alone.
#[track_caller]
fn prints_line(line: &str, out: &str) {
    prints(line, "", &format!("{out}\n"));
}

/// The program prints nothing, says exactly this, and ends with this status.
#[track_caller]
fn fails(line: &str, input: &str, status: i32, err: &str) {
    assert_eq!(run(line, input), Run { status, out: String::new(), err: format!("variate: {err}\n") });
}

/// The program refuses the arguments, for this reason.
#[track_caller]
fn misused(line: &str, reason: &str) {
    let run = run(line, "");
    assert_eq!((run.status, run.out.as_str()), (2, ""), "{}", run.err);
    assert!(run.err.starts_with("error: ") && run.err.contains(reason), "{}", run.err);
}

fn text(value: &Json<'_>) -> String {
    let mut out = String::new();
    value.write(&mut out);
    out
}

// evaluate

const EXPERIMENT_DETAILS: &str = r#""details":"{\"experiment\":\"e\",\"treatment\":\"t\",\"salt\":\"s\\\"\"}""#;

#[test]
fn evaluate_prints_what_the_package_would_stringify() {
    prints_line(
        "evaluate shop.json --feature checkout-flow --entity-id x",
        r#"{"variation":"classic","value":{"stringValue":"four-step"},"reason":"DEFAULT","details":"{}"}"#,
    );
    prints_line(
        "evaluate shop.json --feature ramp --entity-id x --project shop",
        concat!(
            r#"{"variation":"on","value":{"boolValue":true},"reason":"LAUNCH_RULE_MATCH","#,
            r#""details":"{\"launch\":\"l\",\"group\":\"now\"}"}"#,
        ),
    );
    prints(
        r#"evaluate shop.json --feature german --entity-id x --context {"country":"DE"}"#,
        "",
        &format!(
            "{{\"variation\":\"ja\",\"value\":{{\"boolValue\":true}},\
             \"reason\":\"EXPERIMENT_RULE_MATCH\",{EXPERIMENT_DETAILS}}}\n"
        ),
    );
    prints_line(
        "evaluate shop.json --feature long --entity-id x",
        r#"{"variation":"most","value":{"longValue":9007199254740991},"reason":"DEFAULT","details":"{}"}"#,
    );
}

#[test]
fn strings_are_escaped_as_json_stringify_does_and_ids_may_be_anything() {
    let expected = "{\"variation\":\"express\",\"value\":{\"stringValue\":\"say \\\"go\\\" \\\\ \\n\\u0001\u{7f}\u{2028}ü\"},\
                    \"reason\":\"ENTITY_OVERRIDES_MATCH\",\"details\":\"{}\"}\n";
    // An id may look like an option.
    for id in ["-anna", "grün 😀"] {
        let run = run_args(&["evaluate", "shop.json", "--feature", "checkout-flow", "--entity-id", id], b"");
        assert_eq!(run, Run { status: 0, out: expected.to_owned(), err: String::new() });
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
        let variation = format!(r#"{{"name":"v","value":{{"doubleValue":{written}}}}}"#);
        let feature = format!(r#"{{"name":"f","variations":[{variation}]}}"#);
        let snapshot = format!(r#"{{"version":1,"project":{{"name":"p"}},"features":[{feature}]}}"#);
        let value = format!(r#""value":{{"doubleValue":{printed}}}"#);
        let expected = format!("{{\"variation\":\"v\",{value},\"reason\":\"DEFAULT\",\"details\":\"{{}}\"}}\n");
        prints("evaluate - --feature f --entity-id x", &snapshot, &expected);
    }
}

#[test]
fn a_context_with_an_escaped_unpaired_surrogate_is_repaired() {
    let run = run(r#"evaluate shop.json --feature german --entity-id x --context {"country":"\ud800"}"#, "");
    assert!(run.out.starts_with("{\"variation\":\"ja\""), "{run:?}");
}

#[test]
fn now_is_text_or_milliseconds_or_the_clock() {
    let evaluate = ["evaluate", "shop.json", "--feature", "ramp", "--entity-id", "x"];
    let at = |now: &str| run_args(&[&evaluate[..], &["--now", now]].concat(), b"");
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
        let run = at(now);
        assert!(run.out.starts_with(&format!("{{\"variation\":\"{expected}\",")), "{now}: {run:?}");
    }
    let by_the_clock = run_args(&evaluate, b"");
    assert!(
        by_the_clock.out.starts_with("{\"variation\":\"on\","),
        "the clock is between 2020 and 2200: {by_the_clock:?}"
    );
    for now in ["yesterday", "2026-11-21", "2026-11-21T12:00:00", "1.5", "8640000000000001", ""] {
        let told = "a time is RFC 3339 text with an offset, or milliseconds since 1970, at most 8.64e15 to either side";
        let run = at(now);
        assert!(run.status == 2 && run.err.contains(told), "{now}: {run:?}");
    }
}

#[test]
fn refused_requests_are_named_as_on_aws() {
    let gone = "ResourceNotFoundException (UnknownFeature): Feature does not exist with arn \
                'arn:aws:evidently:eu-west-1:123456789012:project/shop/feature/";
    fails("evaluate shop.json --feature wishlist --entity-id x", "", 1, &format!("{gone}wishlist'"));
    fails(
        "evaluate shop.json --feature checkout-flwo --entity-id x",
        "",
        1,
        &format!("{gone}checkout-flwo'; did you mean `checkout-flow`?"),
    );
    fails(
        "evaluate shop.json --feature ramp --entity-id x --project shed",
        "",
        1,
        "ResourceNotFoundException (UnknownProject): Project does not exist with arn \
         'arn:aws:evidently:eu-west-1:123456789012:project/shed'",
    );
    fails(
        "evaluate shop.json --feature ramp --entity-id '' --context {",
        "",
        1,
        "ValidationException (InvalidRequest): entityId: an entity id has 1 to 512 characters and no line break; \
         evaluationContext: the text of the evaluation context is not JSON",
    );
    fails(
        "evaluate shop.json --feature ramp --entity-id x --context []",
        "",
        1,
        "ValidationException (InvalidRequest): evaluationContext: an evaluation context is a JSON object",
    );
}

// Snapshots

#[test]
fn a_snapshot_may_come_from_standard_input() {
    let from_file = run("evaluate shop.json --feature ramp --entity-id x", "");
    prints("evaluate - --feature ramp --entity-id x", SHOP, &from_file.out);
    write("requests.json", r#"[{"feature":"ramp","entityId":"x"}]"#);
    let from_file = run("batch shop.json --requests requests.json", "");
    prints("batch - --requests requests.json", SHOP, &from_file.out);
    write("ids.jsonl", "\"x\"\n");
    let from_file = run("assign shop.json --feature ramp --input ids.jsonl", "");
    prints("assign - --feature ramp --input ids.jsonl", SHOP, &from_file.out);
    assert_eq!(from_file.out, "{\"entityId\":\"x\",\"variation\":\"on\",\"reason\":\"LAUNCH_RULE_MATCH\"}\n");
}

#[test]
fn standard_input_serves_once() {
    misused("batch -", "the snapshot and the requests cannot both come from standard input: name a file for one");
    misused(
        "assign - --feature f --input -",
        "the snapshot and the entities cannot both come from standard input: name a file for one",
    );
}

/// A snapshot with 24 problems.
fn many_problems() -> (String, Vec<String>) {
    let snapshot = format!("{{\"version\":2,\"features\":[{}]}}", ["1"; 22].join(","));
    let problems = variate::load(snapshot.as_bytes()).unwrap_err();
    assert_eq!(problems.len(), 24);
    (snapshot, problems.iter().map(ToString::to_string).collect())
}

#[test]
fn a_refused_snapshot_shows_its_problems() {
    let hint = "hint: `variate lint` lists all problems; --lenient serves the features and flags that have none";
    let refused = format!("the snapshot in `half-broken.json` is refused: 1 problem\n{BLUE}\n{hint}");
    fails("evaluate half-broken.json --feature good --entity-id x", "", 3, &refused);
    fails("assign half-broken.json --feature good", "\"x\"\n", 3, &refused);
    fails("batch half-broken.json", "[]", 3, &refused);

    let (many, problems) = many_problems();
    let shown = problems[..20].join("\n");
    let told = format!("the snapshot in standard input is refused: 24 problems\n{shown}\nand 4 more");
    // Its version is wrong: it would not load leniently either.
    fails(
        "evaluate - --feature f --entity-id x",
        &many,
        3,
        &format!("{told}\nhint: `variate lint` lists all problems"),
    );
    let hint = "hint: `variate lint` lists all problems; one of these is not confined to some features or flags";
    fails("evaluate - --feature f --entity-id x --lenient", &many, 3, &format!("{told}\n{hint}"));
}

#[test]
fn the_size_budget_is_an_option_and_holds_for_requests_too() {
    let size = SHOP.len();
    let told = format!(
        "the snapshot in standard input is refused: 1 problem\n\
         the document is larger than the size budget: `{size}`\nhint: --max-bytes raises the size budget"
    );
    let evaluate = "evaluate - --feature ramp --entity-id x --max-bytes";
    fails(&format!("{evaluate} {}", size - 1), SHOP, 3, &told);
    assert_eq!(run(&format!("{evaluate} {size}"), SHOP).status, 0);
    let told =
        format!("the requests in standard input are refused: {} bytes are more than --max-bytes allows", size + 1);
    fails(&format!("batch shop.json --max-bytes {size}"), &" ".repeat(size + 1), 1, &told);
}

#[test]
fn a_quarantined_feature_is_refused_and_the_others_are_served() {
    let place = "Feature is quarantined by the problem at 'features[1].defaultVariation'";
    let told = format!("SnapshotError (QuarantinedFeature): {place}\n{BLUE}");
    fails("evaluate --lenient half-broken.json --feature bad --entity-id x", "", 1, &told);
    fails("assign half-broken.json --feature bad --lenient", "\"x\"\n", 1, &told);

    let decision = r#""variation":"v","value":{"longValue":1},"reason":"DEFAULT","details":"{}""#;
    prints("evaluate --lenient half-broken.json --feature good --entity-id x", "", &format!("{{{decision}}}\n"));
    let project = "arn:aws:evidently:local:000000000000:project/p";
    prints(
        "batch half-broken.json --lenient",
        r#"[{"feature":"bad","entityId":"x"},{"feature":"good","entityId":"x"}]"#,
        &format!(
            "{{\"results\":[\
             {{\"entityId\":\"x\",\"feature\":\"{project}/feature/bad\",\"project\":\"{project}\",\"reason\":\"{place}\"}},\
             {{\"entityId\":\"x\",\"feature\":\"{project}/feature/good\",\"project\":\"{project}\",{decision}}}]}}\n"
        ),
    );
    let line = "{\"entityId\":\"x\",\"variation\":\"v\",\"reason\":\"DEFAULT\"}\n";
    prints("assign half-broken.json --feature good --lenient", "\"x\"\n", line);
}

#[test]
fn reading_and_writing_can_fail() {
    for (line, named) in [
        ("evaluate missing --feature ramp --entity-id x", "missing"),
        ("lint missing", "missing"),
        ("batch shop.json --requests missing", "missing"),
        ("assign shop.json --feature ramp --input missing", "missing"),
        // A folder opens, and cannot be read.
        ("lint .", "."),
        ("assign shop.json --feature ramp --input .", "."),
    ] {
        let run = run(line, "");
        assert_eq!((run.status, run.out.as_str()), (4, ""), "{line}: {}", run.err);
        assert!(run.err.starts_with(&format!("variate: cannot read `{named}`: ")), "{}", run.err);
        assert_eq!(run.err.lines().count(), 1, "{}", run.err);
    }
    let run = run("assign shop.json --feature ramp --output missing/out", "");
    assert_eq!((run.status, run.out.as_str()), (4, ""), "{}", run.err);
    assert!(run.err.starts_with("variate: cannot write `missing/out`: "), "{}", run.err);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_noticed() {
    write("full.jsonl", "\"x\"\n");
    write("full.json", "[]");
    for line in [
        "evaluate shop.json --feature ramp --entity-id x",
        "batch shop.json --requests full.json",
        "assign shop.json --feature ramp --input full.jsonl",
        "lint shop.json --json",
        "help",
        "evaluate --help",
        "--version",
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_variate"));
        command.args(split(line)).current_dir(folder());
        let output = command.stdout(fs::File::options().write(true).open("/dev/full").unwrap()).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(4), "{line}: {err}");
        assert!(err.starts_with("variate: cannot write standard output: "), "{line}: {err}");
    }
    let run = run("assign shop.json --feature ramp --output /dev/full", "\"x\"\n");
    assert_eq!(run.status, 4);
    assert!(run.err.starts_with("variate: cannot write `/dev/full`: "), "{}", run.err);
}

#[test]
fn usage_is_checked() {
    misused("evaluate shop.json --feature f", "--entity-id <ID>");
    misused("assess shop.json", "unrecognized subcommand 'assess'");
    misused("lint shop.json --max-bytes lots", "invalid value 'lots' for '--max-bytes <BYTES>'");
    write("usage.jsonl", "\"x\"\n");
    write("usage.json", SHOP);
    misused(
        "assign usage.json --feature ramp --input usage.jsonl --output ./usage.jsonl",
        "the output would overwrite the entities in `usage.jsonl`",
    );
    misused(
        "assign usage.json --feature ramp --input usage.jsonl --output ../cli/usage.json",
        "the output would overwrite the snapshot in `usage.json`",
    );
    assert_eq!((read("usage.jsonl").as_str(), read("usage.json").as_str()), ("\"x\"\n", SHOP));

    prints("--version", "", concat!("variate ", env!("CARGO_PKG_VERSION"), "\n"));
    let help = run("--help", "");
    assert_eq!((help.status, help.err.as_str()), (0, ""));
    for part in ["evaluate", "batch", "assign", "flag", "lint", "--lenient", "Examples:", "3  the snapshot was refused"]
    {
        assert!(help.out.contains(part), "no {part} in\n{}", help.out);
    }
    for command in ["evaluate", "batch", "assign", "flag", "lint"] {
        let help = run(&format!("{command} --help"), "");
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
    let ja = r#""variation":"ja","value":{"boolValue":true},"reason":"EXPERIMENT_RULE_MATCH""#;
    let ja = format!("{ja},{EXPERIMENT_DETAILS}");
    let most = r#""variation":"most","value":{"longValue":9007199254740991},"reason":"DEFAULT","details":"{}""#;
    let gone = format!("\"reason\":\"Feature does not exist with arn '{project}/feature/gone'\"");
    let item = |id: &str, feature: &str, rest: &str| {
        format!(
            "{{\"entityId\":\"{id}\",\"feature\":\"{project}/feature/{feature}\",\"project\":\"{project}\",{rest}}}"
        )
    };
    let items = [
        item("a", "german", &ja),
        item("😀\u{fffd}", "german", &ja),
        item("c", "gone", &gone),
        item("d", "long", most),
    ];
    let out = format!("{{\"results\":[{}]}}\n", items.join(","));
    prints("batch shop.json", requests, &out);
    write("batch.json", requests);
    prints("batch shop.json --requests batch.json", "", &out);
    prints(&format!("batch shop.json --project {project}"), "[]", "{\"results\":[]}\n");
    // The option goes before what the requests say.
    prints("batch shop.json --project shop", r#"{"requests":[],"project":"shed"}"#, "{\"results\":[]}\n");
}

#[test]
fn batch_refuses_invalid_requests() {
    for (requests, told) in [
        ("5", "ValidationException (InvalidRequest): request: expected an object"),
        ("{}", "ValidationException (InvalidRequest): requests: expected a list"),
        (
            r#"{"requests":[{"feature":"ramp","entityId":"x"},7,{"feature":1,"evaluationContext":[]}],"project":5}"#,
            "ValidationException (InvalidRequest): requests[1]: expected an object; \
             requests[2].feature: a feature is given by its name, a string; \
             requests[2].entityId: an entity id is a string; \
             requests[2].evaluationContext: an evaluation context is an object or the JSON text of one; \
             project: a project is given by its name or ARN, a string",
        ),
        (
            r#"[{"feature":"ramp","entityId":"x"},{"feature":"ramp","entityId":"","evaluationContext":"[]"}]"#,
            "ValidationException (InvalidRequest): \
             requests[1].entityId: an entity id has 1 to 512 characters and no line break; \
             requests[1].evaluationContext: an evaluation context is a JSON object",
        ),
        (
            r#"{"requests":[],"project":"shed"}"#,
            "ResourceNotFoundException (UnknownProject): Project does not exist with arn \
             'arn:aws:evidently:eu-west-1:123456789012:project/shed'",
        ),
    ] {
        fails("batch shop.json", requests, 1, told);
    }
    let told = "the requests in standard input are refused: they are not UTF-8";
    let run_binary = run_args(&["batch", "shop.json"], b"[\xff]");
    assert_eq!(run_binary, Run { status: 1, out: String::new(), err: format!("variate: {told}\n") });
    let run = run("batch shop.json", "[{\n]");
    assert_eq!(run.status, 1);
    assert!(run.err.starts_with("variate: the requests in standard input are refused: the text is not JSON ("));
    assert!(run.err.contains(" at line 2, column "), "{}", run.err);
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
    prints("assign shop.json --feature german", input, out);
    write("assign.jsonl", input);
    prints("assign shop.json --feature german --input assign.jsonl", "", out);
    write("assigned.jsonl", "what was there before");
    prints("assign shop.json --feature german --output assigned.jsonl", input, "");
    assert_eq!(read("assigned.jsonl"), out);
    prints("assign shop.json --feature german", "", "");
}

#[test]
fn a_context_for_all_yields_to_that_of_a_line() {
    prints(
        r#"assign shop.json --feature german --context {"country":"\ud800"}"#,
        "\"a\"\n{\"entityId\":\"b\",\"evaluationContext\":{}}\n{\"entityId\":\"c\"}\n",
        concat!(
            "{\"entityId\":\"a\",\"variation\":\"ja\",\"reason\":\"EXPERIMENT_RULE_MATCH\"}\n",
            "{\"entityId\":\"b\",\"variation\":\"no\",\"reason\":\"DEFAULT\"}\n",
            "{\"entityId\":\"c\",\"variation\":\"ja\",\"reason\":\"EXPERIMENT_RULE_MATCH\"}\n",
        ),
    );
}

#[test]
fn assign_checks_everything_before_it_writes() {
    write("untouched", "what was there before");
    fails(
        "assign shop.json --feature rump --output untouched",
        "",
        1,
        "ResourceNotFoundException (UnknownFeature): Feature does not exist with arn \
         'arn:aws:evidently:eu-west-1:123456789012:project/shop/feature/rump'; did you mean `ramp`?",
    );
    fails(
        "assign shop.json --feature ramp --context [] --output untouched",
        "",
        1,
        "ValidationException (InvalidRequest): evaluationContext: an evaluation context is a JSON object",
    );
    assert_eq!(run("assign shop.json --feature ramp --input missing --output untouched", "").status, 4);
    assert_eq!(read("untouched"), "what was there before");
}

/// Invalid lines, and what is said of them.
const INVALID_LINES: &[(&str, &str)] = &[
    ("[]", "a line is an entity id or an object with one, not an array"),
    ("5", "a line is an entity id or an object with one, not a number"),
    ("{}", "entityId: an entity id is a string"),
    (r#"{"entityId":5}"#, "entityId: an entity id is a string"),
    (r#""""#, "entityId: an entity id has 1 to 512 characters and no line break"),
    (r#""a\u2028""#, "entityId: an entity id has 1 to 512 characters and no line break"),
    (
        r#"{"entityId":"a","evaluationContext":[]}"#,
        "evaluationContext: an evaluation context is an object or the JSON text of one",
    ),
    (r#"{"entityId":"a","evaluationContext":"5"}"#, "evaluationContext: an evaluation context is a JSON object"),
    (
        r#"{"entityId":"a","evaluationContext":"{"}"#,
        "evaluationContext: the text of the evaluation context is not JSON",
    ),
];

const X_IS_ON: &str = "{\"entityId\":\"x\",\"variation\":\"on\",\"reason\":\"LAUNCH_RULE_MATCH\"}\n";

#[test]
fn an_invalid_line_stops_the_stream_after_the_lines_before_it() {
    for (line, told) in INVALID_LINES {
        let err = format!("variate: line 3: ValidationException (InvalidRequest): {told}\n");
        let stopped = run("assign shop.json --feature ramp", &format!("\"x\"\n\n{line}\n\"y\"\n"));
        assert_eq!(stopped, Run { status: 1, out: X_IS_ON.to_owned(), err });
    }
    let run = run("assign shop.json --feature ramp", "\"x\n");
    assert!(run.err.starts_with("variate: line 1: ValidationException (InvalidRequest): the text is not JSON ("));
    assert!(run.err.contains(" at column "), "{}", run.err);
}

#[test]
fn keep_going_reports_invalid_lines_in_their_place() {
    let (mut input, mut out) = (Vec::new(), String::new());
    let mut number = 0;
    let mut invalid = |line: &[u8], told: &str| {
        input.extend_from_slice(&[b"\"x\"\n", line, b"\n"].concat());
        number += 2;
        let error = format!(r#"{{"name":"ValidationException","code":"InvalidRequest","message":"{told}"}}"#);
        out.push_str(&format!("{X_IS_ON}{{\"line\":{number},\"error\":{error}}}\n"));
    };
    for (line, told) in INVALID_LINES {
        invalid(line.as_bytes(), told);
    }
    invalid(b"\"\xff\"", "the line is not UTF-8");
    invalid(format!("\"{}\"", "a".repeat(3 << 20)).as_bytes(), "a line has at most 1048576 bytes");
    invalid(format!("{}1{}", "[".repeat(130), "]".repeat(130)).as_bytes(), "the text is nested deeper than 128");
    input.extend_from_slice(b"\"x\"");
    out.push_str(X_IS_ON);
    let err = format!("variate: {} lines were refused\n", INVALID_LINES.len() + 3);
    let keep_going = "assign shop.json --feature ramp --keep-going";
    assert_eq!(run_args(&split(keep_going), &input), Run { status: 1, out, err });
    prints(keep_going, "\"x\"\n", X_IS_ON);
}

#[test]
fn a_context_in_a_document_may_be_as_deep_as_one_alone() {
    // The object itself is the first level.
    let context = |levels: usize| format!("{{\"a\":{}{}}}", "[".repeat(levels - 1), "]".repeat(levels - 1));
    let members = |levels| format!("\"entityId\":\"x\",\"evaluationContext\":{}", context(levels));
    let line = |levels| {
        format!(
            "{{{}}}
",
            members(levels)
        )
    };
    prints("assign shop.json --feature ramp", &line(128), X_IS_ON);
    assert_eq!(run("assign shop.json --feature ramp", &line(129)).status, 1);
    let batch = |levels| format!("{{\"requests\":[{{\"feature\":\"ramp\",{}}}]}}", members(levels));
    assert_eq!(run("batch shop.json", &batch(128)).status, 0);
    assert_eq!(run("batch shop.json", &batch(129)).status, 1);
}

#[test]
fn a_stream_decides_as_single_evaluations_do() {
    let arena = Arena::new();
    const COUNT: usize = 100_000;
    let options = r#"--feature checkout-flow --context {"country":"DE","plan":"basic"} --now 1795168800000"#;
    let ids: String = (0..COUNT).map(|number| format!("\"cust-{number}\"\n")).collect();
    let stream = run(&format!("assign example.json {options}"), &ids);
    // Standard error is no terminal here, and stays empty: no bar, no counts.
    assert_eq!((stream.status, stream.err.as_str()), (0, ""));
    let lines: Vec<Json<'_>> = stream.out.lines().map(|line| Json::parse(line, &arena).unwrap()).collect();
    assert_eq!(lines.len(), COUNT);
    let mut variations = BTreeSet::new();
    for (number, line) in lines.iter().enumerate() {
        assert_eq!(line.get("entityId").and_then(Json::as_str), Some(&*format!("cust-{number}")));
        variations.insert(line.get("variation").and_then(Json::as_str).unwrap());
    }
    assert_eq!(variations.into_iter().collect::<Vec<_>>(), ["classic", "express", "single-page"]);
    for number in (0..COUNT).step_by(COUNT / 25) {
        let single = run(&format!("evaluate example.json --entity-id cust-{number} {options}"), "");
        let single = Json::parse(&single.out, &arena).unwrap();
        for member in ["variation", "reason"] {
            assert_eq!(lines[number].get(member), single.get(member), "cust-{number}");
        }
    }
}

#[test]
fn what_has_been_read_is_answered_before_more_is_waited_for() {
    let mut child = start(&["assign", "shop.json", "--feature", "ramp"]);
    let mut stdin = child.stdin.take().unwrap();
    let (sender, answers) = mpsc::channel();
    let stdout = BufReader::new(child.stdout.take().unwrap());
    thread::spawn(move || stdout.lines().for_each(|line| drop(sender.send(line.unwrap()))));
    let mut ask = |text: &str| {
        stdin.write_all(text.as_bytes()).unwrap();
        let answer = answers.recv().expect("an answer comes without more input");
        assert_eq!(answer, X_IS_ON.trim_end());
    };
    ask("\"x\"\n");
    // Half a line follows.
    ask("\"x\"\n\"x");
    ask("\"\n");
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_reader_who_has_had_enough_is_no_error() {
    let mut child = start(&["assign", "shop.json", "--feature", "ramp"]);
    let mut stdin = child.stdin.take().unwrap();
    let writer = thread::spawn(move || {
        let ids = "\"x\"\n".repeat(10_000);
        // Until the program has ended.
        while stdin.write_all(ids.as_bytes()).is_ok() {}
    });
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert_eq!(first, X_IS_ON);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
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
    #[track_caller]
    fn lints(line: &str, input: &str, status: i32, out: &str, summary: &str) {
        assert_eq!(run(line, input), Run { status, out: out.to_owned(), err: format!("variate: {summary}\n") });
    }
    let clean = "no problems: 4 features, 1 in a running launch, 1 in a running experiment";
    lints("lint shop.json", "", 0, "", clean);
    lints("lint - --json", SHOP, 0, "[]\n", clean);

    let line = format!("{BLUE}\n");
    lints("lint half-broken.json", "", 1, &line, "1 problem");
    lints("lint half-broken.json --lenient", "", 1, &line, "1 problem; quarantined of 2 features: bad");
    let json = concat!(
        r#"[{"path":"features[1].defaultVariation","code":"UnknownVariation","#,
        r#""message":"features[1].defaultVariation: the feature has no such variation: `\"blue\"`","value":"blue"}]"#,
        "\n"
    );
    lints("lint half-broken.json --json", "", 1, json, "1 problem");

    // All of them, and not only the first twenty.
    let (many, problems) = many_problems();
    let lines = problems.join("\n") + "\n";
    lints("lint -", &many, 1, &lines, "24 problems");
    lints("lint - --lenient", &many, 1, &lines, "24 problems");

    let line = format!("the document is larger than the size budget: `{}`\n", SHOP.len());
    lints("lint - --max-bytes 100", SHOP, 1, &line, "1 problem; --max-bytes raises the size budget");
}

#[cfg(unix)]
#[test]
fn what_has_no_end_is_not_read_to_it() {
    let told = "the document is larger than the size budget";
    let run = run("lint /dev/zero --max-bytes 1000", "");
    let summary = "variate: 1 problem; --max-bytes raises the size budget\n";
    assert_eq!((run.status, run.out, run.err.as_str()), (1, format!("{told}\n"), summary));
    let hint = format!("1 problem\n{told}\nhint: --max-bytes raises the size budget");
    let refused = format!("the snapshot in `/dev/zero` is refused: {hint}");
    fails("evaluate /dev/zero --feature f --entity-id x", "", 3, &refused);
    let refused = "the requests in `/dev/zero` are refused: they are more than --max-bytes allows";
    fails("batch shop.json --max-bytes 100000 --requests /dev/zero", "", 1, refused);
}

// The examples

#[test]
fn the_shop_decides_as_its_requests_expect() {
    let arena = Arena::new();
    let requests = fs::read_to_string(in_repository("www/examples/shop.requests.json")).unwrap();
    let requests = Json::parse(&requests, &arena).unwrap();
    let now = text(requests.get("now").unwrap());
    let check = |expect: &Json<'_>, actual: &Json<'_>| {
        let Json::Object(members) = expect else { panic!("`expect` is an object") };
        for (key, value) in *members {
            assert_eq!(actual.get(key), Some(value), "{key} of {}", text(actual));
        }
    };

    let Some(Json::Array(singles)) = requests.get("requests") else { panic!("no requests") };
    assert!(singles.len() >= 15);
    for request in *singles {
        let member = |key: &str| request.get(key).and_then(Json::as_str).unwrap();
        let context = text(request.get("evaluationContext").unwrap());
        let command = ["evaluate", "example.json", "--context", &context, "--now", &now];
        let options = ["--feature", member("feature"), "--entity-id", member("entityId")];
        let run = run_args(&[&command[..], &options].concat(), b"");
        assert_eq!((run.status, run.err.as_str()), (0, ""));
        check(request.get("expect").unwrap(), &Json::parse(&run.out, &arena).unwrap());
    }

    let batch = requests.get("batch").unwrap();
    let run = run(&format!("batch example.json --now {now}"), &text(batch));
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    let answer = Json::parse(&run.out, &arena).unwrap();
    let (Some(Json::Array(items)), Some(Json::Array(results))) = (batch.get("requests"), answer.get("results")) else {
        panic!("no lists")
    };
    assert_eq!(items.len(), results.len());
    for (item, result) in items.iter().zip(*results) {
        assert_eq!(result.get("entityId"), item.get("entityId"));
        check(item.get("expect").unwrap(), result);
    }
}
