//! `variate control`: operations on a snapshot in a file.

use std::fs;
#[cfg(target_os = "linux")]
use std::process::{Command, Stdio};

use variate::json::Json;

use crate::{Run, folder, misused, prints, read, run, write};

const NOW: &str = "--now 2023-11-14T22:13:20Z";

const SHOP: &str = r#"{
  "version": 1,
  "project": {"name": "shop"},
  "features": [
    {"name": "checkout", "variations": [{"name": "old", "value": {"longValue": 1}}]}
  ]
}
"#;

/// The member of a line of JSON, as text.
fn member(line: &str, key: &str) -> String {
    let arena = variate::json::Arena::new();
    let json = Json::parse(line.trim_end(), &arena).unwrap();
    json.get(key).and_then(Json::as_str).unwrap_or_default().to_owned()
}

#[test]
fn an_operation_prints_its_output_and_writes_the_file() {
    fs::create_dir_all(folder().join("control-write")).unwrap();
    write("control-write/shop.json", SHOP);
    let feature = r#"{"arn":"arn:aws:evidently:local:000000000000:project/shop/feature/checkout","createdTime":0,"defaultVariation":"old","description":"d","evaluationStrategy":"ALL_RULES","lastUpdatedTime":1700000000,"name":"checkout","project":"arn:aws:evidently:local:000000000000:project/shop","status":"AVAILABLE","valueType":"LONG","variations":[{"name":"old","value":{"longValue":1}}]}"#;
    prints(
        &format!("control UpdateFeature control-write/shop.json {NOW} --input -"),
        r#"{"project":"shop","feature":"checkout","description":"d"}"#,
        &format!("{{\"feature\":{feature}}}\n"),
    );
    let changed = SHOP.replace("1}}]}", r#"1}}], "description": "d", "lastUpdatedTime": 1700000000}"#);
    assert_eq!(read("control-write/shop.json"), changed);
    assert_eq!(fs::read_dir(folder().join("control-write")).unwrap().count(), 1, "nothing lies about");
}

#[test]
fn a_project_begins_with_nothing() {
    let _ = fs::remove_file(folder().join("control-new.json"));
    write("control-new-input.json", r#"{"name":"new"}"#);
    let line = format!(
        "control CreateProject control-new.json {NOW} --input control-new-input.json --region eu-west-1 --account 123456789012"
    );
    let created = run(&line, "");
    assert_eq!((created.status, created.err.as_str()), (0, ""));
    assert!(read("control-new.json").contains(r#""arn": "arn:aws:evidently:eu-west-1:123456789012:project/new""#));
    // Again: it is there.
    let again = run(&line, "");
    assert_eq!((again.status, again.out.as_str()), (1, ""));
    assert_eq!(member(&again.err, "name"), "ConflictException");
    // No other operation makes a file.
    let missing = run("control ListProjects control-missing.json", "");
    assert_eq!(missing.status, 4);
    assert!(missing.err.starts_with("variate: cannot read `control-missing.json`: "), "{}", missing.err);
}

#[test]
fn a_dry_run_and_a_failure_write_nothing() {
    write("control-dry.json", SHOP);
    let line = "control DeleteFeature control-dry.json --input - --dry-run";
    prints(line, r#"{"project":"shop","feature":"checkout"}"#, "{}\n");
    assert_eq!(read("control-dry.json"), SHOP);
    let failed = run("control DeleteFeature control-dry.json --input -", r#"{"project":"shop","feature":"nope"}"#);
    assert_eq!((failed.status, failed.out.as_str()), (1, ""));
    assert_eq!(
        failed.err,
        concat!(
            r#"{"name":"ResourceNotFoundException","#,
            r#""message":"Feature with arn 'arn:aws:evidently:local:000000000000:project/shop/feature/nope' does not exist.","#,
            r#""resourceId":"arn:aws:evidently:local:000000000000:project/shop/feature/nope","resourceType":"feature"}"#,
            "\n"
        )
    );
    assert_eq!(read("control-dry.json"), SHOP);
}

#[test]
fn without_an_input_there_is_an_empty_one() {
    write("control-empty.json", SHOP);
    let listed = run("control ListProjects control-empty.json", "");
    assert!(listed.out.starts_with(r#"{"projects":[{"#), "{listed:?}");
    let refused = run("control GetFeature control-empty.json", "");
    assert_eq!((refused.status, member(&refused.err, "reason").as_str()), (1, "fieldValidationFailed"));
}

#[test]
fn an_unknown_operation_is_wrong_usage() {
    let unknown = run("control StrtLaunch nowhere.json", "");
    assert_eq!(unknown.status, 2);
    assert_eq!(
        unknown.err,
        concat!(
            r#"{"name":"ValidationException","message":"Unknown operation: StrtLaunch; did you mean StartLaunch?","#,
            r#""reason":"unknownOperation"}"#,
            "\n"
        )
    );
    assert_eq!(member(&run("control xyz nowhere.json", "").err, "message"), "Unknown operation: xyz");
    misused(
        "control ListProjects shop.json --region a:b",
        "a part of an ARN is made of 1 to 64 letters, digits and dashes",
    );
}

#[test]
fn a_snapshot_with_problems_is_left_alone() {
    let refused = run("control DeleteFeature half-broken.json --input -", r#"{"project":"p","feature":"bad"}"#);
    assert_eq!(refused.status, 3);
    assert_eq!(member(&refused.err, "name"), "SnapshotError");
}

#[cfg(unix)]
#[test]
fn a_link_and_its_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    write("control-target.json", SHOP);
    let (target, link) = (folder().join("control-target.json"), folder().join("control-link.json"));
    let _ = fs::remove_file(&link);
    symlink(&target, &link).unwrap();
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
    let line = "control UpdateProject control-link.json --input -";
    assert_eq!(run(line, r#"{"project":"shop","description":"d"}"#).status, 0);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(read("control-target.json").contains(r#""description": "d""#));
    assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o640);
}

#[cfg(unix)]
#[test]
fn a_snapshot_and_an_input_have_a_size_budget() {
    write("control-budget.json", SHOP);
    let size = SHOP.len();
    let input = r#"{"project":"shop"}"#;
    let get = "control GetProject control-budget.json --input -";
    assert_eq!(run(&format!("{get} --max-bytes {size}"), input).status, 0);
    let told = format!("the snapshot has a problem: the document is larger than the size budget: `{size}`");
    refused(&run(&format!("{get} --max-bytes {}", size - 1), input), 3, "SnapshotError", &told);
    let told = format!("{} bytes of input are more than --max-bytes allows", size + 1);
    refused(&run(&format!("{get} --max-bytes {size}"), &" ".repeat(size + 1)), 1, "ValidationException", &told);
    let told = "the snapshot has a problem: the document is larger than the size budget";
    refused(&run("control GetProject /dev/zero", ""), 3, "SnapshotError", told);
    let told = "its bytes are more than --max-bytes allows";
    refused(&run("control GetProject control-budget.json --input /dev/zero", ""), 1, "ValidationException", told);
}

/// An error is a line of JSON on standard error, and nothing else is said.
#[track_caller]
fn refused(run: &Run, status: i32, name: &str, message: &str) {
    assert_eq!((run.status, run.out.as_str(), run.err.lines().count()), (status, "", 1), "{}", run.err);
    assert_eq!((member(&run.err, "name").as_str(), member(&run.err, "message").as_str()), (name, message));
}

#[test]
fn what_is_no_text_is_refused_as_what_is_no_json() {
    fs::write(folder().join("control-latin.json"), b"{\"version\": 1, \"project\": {\"name\": \"caf\xE9\"}}").unwrap();
    let told = "the snapshot has a problem: the document is not UTF-8";
    refused(&run("control GetProject control-latin.json", ""), 3, "SnapshotError", told);
    write("control-text.json", SHOP);
    let latin = run("control GetProject control-text.json --input control-latin.json", "");
    refused(&latin, 1, "ValidationException", "the input is not UTF-8");
    assert_eq!(member(&latin.err, "reason"), "cannotParse");
    // As the other commands with a file of requests.
    assert_eq!(run("batch shop.json --requests control-latin.json", "").status, 1);
    for line in ["control GetProject control-text.json --input missing", "batch shop.json --requests missing"] {
        assert_eq!(run(line, "").status, 4, "{line}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_to_a_file_that_is_yet_to_be_stays_a_link() {
    use std::os::unix::fs::symlink;
    let (target, link) = (folder().join("control-far.json"), folder().join("control-dangling.json"));
    for file in [&target, &link] {
        let _ = fs::remove_file(file);
    }
    symlink("control-far.json", &link).unwrap();
    assert_eq!(run("control CreateProject control-dangling.json --input -", r#"{"name":"new"}"#).status, 0);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(read("control-far.json").contains(r#""name": "new""#));
}

#[test]
fn the_name_of_the_file_may_be_as_long_as_names_can_be() {
    let name = format!("{}.json", "n".repeat(250));
    let _ = fs::remove_file(folder().join(&name));
    let created = run(&format!("control CreateProject {name} --input -"), r#"{"name":"new"}"#);
    assert_eq!((created.status, created.err.as_str()), (0, ""));
    assert!(read(&name).contains(r#""name": "new""#));
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_told_is_not_done() {
    fs::create_dir_all(folder().join("control-full")).unwrap();
    write("control-full/shop.json", SHOP);
    write("control-full-input.json", r#"{"project":"shop","description":"d"}"#);
    let write_to = |target: Stdio| {
        let line = "control UpdateProject control-full/shop.json --input control-full-input.json";
        let mut command = Command::new(env!("CARGO_BIN_EXE_variate"));
        command.args(line.split(' ')).current_dir(folder()).stdout(target).output().unwrap().status.code()
    };
    assert_eq!(write_to(fs::File::options().write(true).open("/dev/full").unwrap().into()), Some(4));
    assert_eq!(read("control-full/shop.json"), SHOP);
    // Who closes the pipe has heard enough, and the change is wanted.
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    assert_eq!(write_to(writer.into()), Some(0));
    assert!(read("control-full/shop.json").contains(r#""description": "d""#));
    assert_eq!(fs::read_dir(folder().join("control-full")).unwrap().count(), 1, "nothing lies about");
}
