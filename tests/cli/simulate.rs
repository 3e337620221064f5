//! `variate simulate`.

use variate::json::{Arena, Json};

use crate::diff::{AT, write_snapshots};
use crate::{Run, fails, misused, run, text, write};

fn simulate(args: &str, input: &str) -> Run {
    write_snapshots();
    run(&format!("simulate {args}"), input)
}

/// What it prints as JSON, by path: numbers are positions.
#[track_caller]
fn found(args: &str, input: &str, paths: &[&str]) -> Vec<String> {
    let run = simulate(&format!("{args} --json"), input);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    let arena = Arena::new();
    let document = Json::parse(&run.out, &arena).unwrap();
    let find = |path: &&str| {
        let found = path.split('.').try_fold(&document, |value, step| match value {
            Json::Array(items) => items.get(step.parse::<usize>().unwrap()),
            value => value.get(step),
        });
        found.map_or_else(|| "-".to_owned(), text)
    };
    paths.iter().map(find).collect()
}

#[test]
fn shares_have_intervals_and_what_is_computed_beside_them() {
    let run = simulate(&format!("diff-25.json --feature checkout {AT}"), "");
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    let expected = "feature checkout at 2026-11-21T12:00:00Z: 100000 entities\n  \
                    variation  entities     share         95 % interval  computed\n";
    assert!(run.out.starts_with(expected), "{}", run.out);
    assert!(run.out.ends_with("1 degree of freedom: as computed\n"), "{}", run.out);
    let paths = ["moments.0.shares.1.name", "moments.0.shares.1.computed", "moments.0.mismatch", "moments.0.movement"];
    let options = format!("diff-25.json --feature checkout {AT}");
    assert_eq!(found(&options, "", &paths), ["\"express\"", "0.25", "false", "-"]);
    // The interval holds what is computed.
    let bounds = found(&options, "", &["moments.0.shares.1.interval.0", "moments.0.shares.1.interval.1"]);
    let bounds: Vec<f64> = bounds.iter().map(|bound| bound.parse().unwrap()).collect();
    assert!(bounds[0] < 0.25 && 0.25 < bounds[1], "{bounds:?}");
}

#[test]
fn entities_are_the_same_each_time() {
    let options = format!("diff-25.json --feature checkout {AT} --entities 10000");
    let count = |options: &str| found(options, "", &["moments.0.shares.1.entities"]);
    assert_eq!(count(&options), count(&options));
    let seeds: Vec<_> = (0..4).map(|seed| count(&format!("{options} --seed {seed}"))).collect();
    assert!(seeds.iter().any(|count| *count != seeds[0]) && seeds[1] != seeds[3], "{seeds:?}");
    assert_eq!(count(&options), seeds[0]);
}

#[test]
fn those_who_move_are_counted() {
    let paths = ["moments.0.movement.moved", "moments.0.movement.shares.0.to", "moments.0.movement.shares.1.moves"];
    let options = format!("diff-25.json --feature checkout {AT} --entities 1000");
    let moved = found(&format!("{options} --against diff-50.json"), "", &paths);
    let share: f64 = moved[0].parse().unwrap();
    assert!((share - 0.25).abs() < 0.05, "{share}");
    assert_eq!(moved[1..], ["\"classic\"", "true"]);
    assert_eq!(found(&format!("{options} --against diff-25.json"), "", &paths)[0], "0");
    // Everybody gets `express` from December on.
    let until =
        found(&format!("{options} --against-now 2026-12-01T00:00:00Z"), "", &["moments.0.movement.shares.0.to"]);
    assert_eq!(until, ["\"express\""]);
    let run = simulate(&format!("{options} --against diff-50.json"), "");
    assert!(run.out.contains(" % move, 95 % interval ") && run.out.contains("from \\ to"), "{}", run.out);
}

#[test]
fn all_steps_are_simulated() {
    let paths = [
        "moments.0.at",
        "moments.1.at",
        "moments.2.at",
        "moments.3",
        "moments.0.shares.1.entities",
        "moments.2.shares.1.entities",
        "moments.2.movement",
        "moments.1.movement.to",
    ];
    let expected = [
        "\"2026-10-31T23:59:59.999Z\"",
        "\"2026-11-01T00:00:00Z\"",
        "\"2026-12-01T00:00:00Z\"",
        "-",
        "0",
        "500",
        "-",
        "\"2026-12-01T00:00:00Z\"",
    ];
    assert_eq!(found("diff-25.json --feature checkout --all-steps --entities 500", "", &paths), expected);
}

#[test]
fn entities_are_read_as_assign_reads_them() {
    let input = "\"a\"\n{\"entityId\":\"b\",\"evaluationContext\":{\"country\":\"DE\"}}\n\n{\"entityId\":\"c\"}\n";
    let paths = ["moments.0.entities", "moments.0.shares.1.computed", "moments.0.overridden"];
    assert_eq!(found(&format!("diff-25.json --feature checkout {AT} --input -"), input, &paths), ["3", "0.25", "0"]);
    // Which segments they are in is known of each, but not of all.
    assert_eq!(found(&format!("diff-de-20.json --feature checkout {AT} --input -"), input, &paths), ["3", "-", "0"]);
    assert_eq!(found(&format!("diff-override.json --feature checkout {AT} --input -"), "\"anna\"\n", &paths)[2], "1");
    write_snapshots();
    let args = "simulate diff-25.json --feature checkout --input -";
    fails(
        args,
        "\"a\"\n\"\"\n",
        1,
        "line 2: ValidationException (InvalidRequest): entityId: an entity id has 1 to 512 characters and no line break",
    );
    fails(args, "\n", 1, "the entities in standard input are refused: there is no entity");
}

#[test]
fn contexts_take_turns() {
    let paths = ["moments.0.shares.1.computed", "moments.0.mismatch"];
    let options = format!("diff-de-60.json --feature checkout {AT}");
    assert_eq!(found(&options, "", &paths), ["0", "false"]);
    // Half of the lines are from the segment, of which 60 % get it: a fraction of a point less.
    let mean = found(&format!("{options} --contexts diff-contexts.jsonl"), "", &paths);
    assert!(mean[0].starts_with("0.2999999") && mean[1] == "false", "{mean:?}");
    let run = simulate(&format!("{options} --contexts diff-contexts.jsonl"), "");
    assert!(
        run.out.starts_with("feature checkout at 2026-11-21T12:00:00Z: 100000 entities over 4 contexts\n"),
        "{}",
        run.out
    );
    fails(
        "simulate diff-25.json --feature checkout --contexts -",
        "{}\n5\n",
        1,
        "line 2: ValidationException (InvalidRequest): an evaluation context is a JSON object",
    );
    fails(
        "simulate diff-25.json --feature checkout --contexts -",
        "",
        1,
        "the contexts in standard input are refused: there is no context",
    );
}

#[test]
fn fewer_entities_than_lines_are_of_all_of_them() {
    // The lines of those in the segment are the last in any order.
    let lines: Vec<String> = (0..200)
        .map(|number| format!("{{\"country\":\"{}\",\"number\":{number}}}\n", if number < 100 { "AT" } else { "DE" }))
        .collect();
    write("simulate-contexts.jsonl", &lines.concat());
    let options = format!("diff-de-60.json --feature checkout {AT} --contexts simulate-contexts.jsonl --entities");
    let of = |entities: u32| -> u32 {
        found(&format!("{options} {entities}"), "", &["moments.0.shares.1.entities"])[0].parse().unwrap()
    };
    for entities in [20, 100, 199, 200, 400] {
        let share = 100 * of(entities) / entities;
        assert!((10..=50).contains(&share), "{entities}: {share}");
    }
}

#[test]
fn what_the_lines_give_nobody_is_a_mismatch() {
    let flag = r#"{"version": 1, "appConfig": {"flags": {"version": "1", "flags": {"banner": {}}, "values": {"banner": {"_variants": [
        {"name": "Trial", "enabled": true, "rule": "(eq $entityId \"anna\")"}, {"name": "Default", "enabled": false}]}}}}}"#;
    write("simulate-anna.json", flag);
    let run = simulate("simulate-anna.json --flag banner --input -", "\"anna\"\n\"bo\"\n");
    assert!(run.out.ends_with("  not as computed: 1 entity gets what the lines give nobody\n"), "{}", run.out);
    let run = simulate("simulate-anna.json --flag banner --entities 100", "");
    assert!(run.out.ends_with("  as computed\n"), "{}", run.out);
    let paths = ["moments.0.mismatch", "moments.0.degreesOfFreedom"];
    assert_eq!(found("simulate-anna.json --flag banner --input -", "\"anna\"\n", &paths), ["true", "0"]);
    assert_eq!(found("simulate-anna.json --flag banner --entities 100", "", &paths), ["false", "0"]);
}

#[test]
fn flags_are_simulated() {
    let run = simulate("diff-flag-20.json --flag banner --entities 5000 --against diff-flag-40.json", "");
    assert!(run.out.starts_with("flag banner: 5000 entities\n  variant  entities "), "{}", run.out);
    assert_eq!(run.status, 0);
}

#[test]
fn a_sample_that_is_off_is_told() {
    // All of these are beyond the launch: found by trying.
    let all: Vec<String> = (0..4000).map(|number| format!("\"user-{number}\"\n")).collect();
    let run_all = run_classic(&all);
    assert!(run_all.len() > 1000);
    let out = simulate(&format!("diff-25.json --feature checkout {AT} --input -"), &run_all.concat()).out;
    assert!(
        out.contains("1 degree of freedom: not as computed: less than one in a thousand samples is so far off"),
        "{out}"
    );
}

/// Those of the lines that get `classic`.
fn run_classic(lines: &[String]) -> Vec<String> {
    write_snapshots();
    let assigned = run(&format!("assign diff-25.json --feature checkout {AT}"), &lines.concat()).out;
    lines
        .iter()
        .zip(assigned.lines())
        .filter(|(_, answer)| answer.contains("classic"))
        .map(|(line, _)| line.clone())
        .collect()
}

#[test]
fn what_cannot_be_simulated_is_refused() {
    misused("simulate shop.json", "--feature <NAME>");
    misused("simulate shop.json --feature ramp --flag x", "cannot be used with");
    misused("simulate shop.json --feature ramp --input x --entities 5", "cannot be used with");
    misused("simulate shop.json --feature ramp --all-steps --against-now 0", "cannot be used with");
    misused(
        "simulate - --feature ramp --input -",
        "the snapshot and the entities cannot both come from standard input",
    );
    // Of two snapshots it is told which.
    for files in ["diff-25.json --against diff-gone.json", "diff-gone.json --against diff-25.json"] {
        let run = simulate(&format!("{files} --feature still"), "");
        let message = "variate: the snapshot in `diff-gone.json`: ResourceNotFoundException (UnknownFeature): Feature does not exist";
        assert!(run.status == 1 && run.err.starts_with(message), "{}", run.err);
    }
    fails(
        "simulate flags.json --flag banne",
        "",
        1,
        "ResourceNotFoundException (UnknownFlag): Flag does not exist: 'banne'; did you mean `banner`?",
    );
    fails(
        "simulate half-broken.json --lenient --feature bad",
        "",
        1,
        &format!(
            "SnapshotError (QuarantinedFeature): {}",
            "Feature is quarantined by the problem at 'features[1].defaultVariation'\nfeatures[1].defaultVariation: the feature has no such variation: `\"blue\"`"
        ),
    );
}
