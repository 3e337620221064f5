//! The vectors, through the program: those for which it has a command.

use std::fs;
use std::thread;

use variate::json::{Arena, Json, Member, write_string};

use crate::{in_repository, run_args, text, write};

/// Those that ask for no flag at all, or have a U+0000 in what would be an argument.
const NOT_TO_BE_ASKED: usize = 1;

#[test]
fn the_program_answers_every_vector_that_it_has_a_command_for() {
    let mut files: Vec<_> =
        fs::read_dir(in_repository("tests/vectors")).unwrap().map(|entry| entry.unwrap().path()).collect();
    // Those of the control plane are run by `native/control.rs`.
    files.retain(|path| !path.file_name().unwrap().to_string_lossy().starts_with("control"));
    files.sort();
    let workers: Vec<_> =
        files.into_iter().map(|path| thread::spawn(move || vectors_of(&fs::read_to_string(&path).unwrap()))).collect();
    let counts: Vec<_> = workers.into_iter().map(|worker| worker.join().unwrap()).collect();
    let (ran, left_out) =
        (counts.iter().map(|(ran, _)| ran).sum::<usize>(), counts.iter().map(|(_, out)| out).sum::<usize>());
    println!("{ran} vectors ran on the program");
    assert!(ran > 0);
    assert_eq!(NOT_TO_BE_ASKED, left_out, "were left out, of those for which there is a command");
}

/// Runs the vectors of a file: how many, and how many it has left out of those whose operation has a command.
fn vectors_of(file: &str) -> (usize, usize) {
    let arena = Arena::new();
    let document = Json::parse(file, &arena).unwrap();
    let Some(Json::Array(vectors)) = document.get("vectors") else { panic!("no `vectors`") };
    let has_no_command =
        |vector: &&Json<'_>| ["match", "rule", "evaluateAll"].iter().any(|key| vector.get(key).is_some());
    let asked: Vec<_> = vectors.iter().filter(|vector| !has_no_command(vector)).collect();
    let ran = asked.iter().filter(|vector| answers(vector, document.get("snapshots"))).count();
    (ran, asked.len().checked_sub(ran).unwrap())
}

/// Checks the program's answer to a vector; false if it has no command for it.
fn answers(vector: &Json<'_>, snapshots: Option<&Json<'_>>) -> bool {
    let arena = Arena::new();
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
    let run = run_args(&args, snapshot.as_bytes());
    let Some(error) = expected.get("error") else {
        let actual = match operation {
            "load" => format!("{{\"problems\":{}}}", run.out),
            "assign" => columns(&run.out),
            _ => run.out.clone(),
        };
        let actual = Json::parse(&actual, &arena).unwrap_or_else(|error| panic!("{name}: {error:?} in {run:?}"));
        assert!(same(expected, &actual), "{name}\nexpected {}\nactual {run:?}", text(expected));
        return true;
    };
    let member = |key: &str| error.get(key).and_then(Json::as_str).unwrap();
    // A stream has answered what came before the invalid line.
    assert!(run.out.is_empty() || operation == "assign", "{name}: {}", run.out);
    if member("code") == "InvalidSnapshot" {
        assert_eq!(run.status, 3, "{name}: {}", run.err);
        assert!(run.err.starts_with("variate: the snapshot in standard input is refused: "), "{name}: {}", run.err);
    } else {
        assert_eq!(run.status, 1, "{name}: {}", run.err);
        let expected = format!("{} ({}): ", member("name"), member("code"));
        assert!(run.err.contains(&expected), "{name}: {}", run.err);
        if let Some(path) = error.get("path").and_then(Json::as_str) {
            assert!(run.err.contains(&format!(" is quarantined by the problem at '{path}'")), "{name}: {}", run.err);
        }
        // A stream names its line instead of a place in a list.
        if let (Some(Json::Array(fields)), true) = (error.get("fields"), operation != "assign") {
            for field in fields.iter().filter_map(Json::as_str) {
                assert!(run.err.contains(&format!("{field}: ")), "{name}: {field} is not in {}", run.err);
            }
        }
    }
    true
}

/// The arguments that ask what a vector asks, with the snapshot in standard input.
fn command(vector: &Json<'_>, name: &str) -> Option<(Vec<String>, &'static str)> {
    let request = ["evaluate", "batchEvaluate", "assign", "evaluateFlag", "evaluateFlags", "explain", "load"]
        .into_iter()
        .find_map(|operation| Some((operation, vector.get(operation)?)));
    let (operation, request) = request?;
    let option = |option: &str, member: &str| match request.get(member) {
        None | Some(Json::Null) => Vec::new(),
        Some(Json::String(text)) => vec![option.to_owned(), (*text).to_owned()],
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
            let requests = format!("{name}.json");
            write(&requests, &text(request));
            vec![vec!["batch".to_owned(), "-".to_owned(), "--requests".to_owned(), requests]]
        }
        "explain" => vec![
            vec!["explain".to_owned(), "-".to_owned(), "--json".to_owned()],
            option("--feature", "feature"),
            option("--flag", "flag"),
            option("--entity-id", "entityId"),
            option("--context", "evaluationContext"),
            option("--context", "context"),
        ],
        "evaluateFlag" | "evaluateFlags" => vec![
            vec!["flag".to_owned(), "-".to_owned()],
            flags(request)?,
            option("--entity-id", "entityId"),
            option("--context", "context"),
        ],
        _ => {
            let Some(Json::Array(ids)) = request.get("entityIds") else { panic!("{name}: no ids") };
            let lines: String = ids.iter().map(|id| text(id) + "\n").collect();
            let input = format!("{name}.jsonl");
            write(&input, &lines);
            vec![
                vec!["assign".to_owned(), "-".to_owned(), "--input".to_owned(), input],
                option("--feature", "feature"),
                option("--context", "evaluationContext"),
            ]
        }
    }
    .concat();
    if ["evaluate", "batchEvaluate", "assign"].contains(&operation)
        || (operation == "explain" && request.get("feature").is_some())
    {
        let now: f64 = vector.get("now").map_or(0.0, |now| text(now).parse().unwrap());
        args.extend(["--now".to_owned(), (now.floor() as i64).to_string()]);
    }
    // No operating system passes U+0000 in an argument.
    args.iter().all(|arg| !arg.contains('\0')).then_some((args, operation))
}

/// The options that name the flags of a request; `None` if it is for no flag at all, which nobody can ask the program.
fn flags(request: &Json<'_>) -> Option<Vec<String>> {
    let option = |key: &Json<'_>| format!("--flag={}", key.as_str().unwrap());
    if let Some(key) = request.get("flag") {
        return Some(vec![option(key)]);
    }
    let Some(Json::Array(keys)) = request.get("flags") else { return Some(Vec::new()) };
    match keys {
        [] => None,
        // Named twice, a single flag is answered as several are.
        [key] => Some(vec![option(key), option(key)]),
        keys => Some(keys.iter().map(option).collect()),
    }
}

/// Lines of assignments as the columns that the package returns.
fn columns(lines: &str) -> String {
    let arena = Arena::new();
    let column = |key: &str| {
        let values: Vec<String> = lines
            .lines()
            .map(|line| {
                let mut out = String::new();
                write_string(Json::parse(line, &arena).unwrap().get(key).and_then(Json::as_str).unwrap(), &mut out);
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
        (Json::Array(e), Json::Array(a)) => e.len() == a.len() && e.iter().zip(*a).all(|(e, a)| same(e, a)),
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
