//! The same of what is served: of launches, experiments, splits and runs, for ids of all families in turn.

use serde_json::{Value, json};
use variate::{Context, EntityId, Project, Timestamp, evaluate, evaluate_flag, load};

use super::checks::Check;
use super::ids::FAMILIES;

pub const CHECKS: usize = 8;

/// A feature or a flag, what it serves, and the share of each.
struct Subject {
    name: &'static str,
    outcomes: &'static [(&'static str, f64)],
}

/// What it served to each entity, by position.
struct Served {
    subject: &'static Subject,
    positions: Vec<u8>,
}

/// A launch with an override for everybody before its weights, and an experiment of its name behind it.
const BOTH: Subject = Subject {
    name: "both",
    // Of what the override leaves, 3/4, a half, in quarters; of what that leaves, 3/8, the sampled 2/5, in quarters too.
    outcomes: &[("g0", 0.25 + 0.09375), ("g1", 0.28125), ("t0", 0.0375), ("t1", 0.1125), ("none", 0.225)],
};

const LAUNCH: Subject = Subject { name: "launch", outcomes: &[("g0", 0.1), ("g1", 0.4), ("none", 0.5)] };

const EXPERIMENT: Subject = Subject { name: "experiment", outcomes: &[("t0", 0.24), ("t1", 0.36), ("none", 0.4)] };

/// Nested shares of the flag's key.
const NESTED: Subject = Subject { name: "nested", outcomes: &[("a", 0.2), ("b", 0.25), ("rest", 0.55)] };

/// Shares of two seeds: of what the first leaves, 4/5, three tenths.
const APART: Subject = Subject { name: "apart", outcomes: &[("a", 0.2), ("b", 0.24), ("rest", 0.56)] };

/// Slots of 1/4, 1/4 and 1/2, of which the run takes 60 %.
const RUN: Subject =
    Subject { name: "run", outcomes: &[("__t1__", 0.15), ("__t2__", 0.15), ("__c__", 0.3), ("__default__", 0.4)] };

const NEXT_RUN: Subject = Subject { name: "next-run", outcomes: RUN.outcomes };

const SUBJECTS: [&Subject; 7] = [&BOTH, &LAUNCH, &EXPERIMENT, &NESTED, &APART, &RUN, &NEXT_RUN];

/// Of decisions for so many entities.
pub fn checks(ids: u32) -> Vec<Check> {
    let project = project();
    let mut all = SUBJECTS.map(|subject| Served { subject, positions: Vec::new() });
    for number in 0..ids {
        let families = FAMILIES.len() as u32;
        let id = (FAMILIES[(number % families) as usize].id)(number / families);
        for served in &mut all {
            served.positions.push(position(&project, served.subject, &id));
        }
    }
    let [both, launch, experiment, nested, apart, run, next_run] = &all;
    vec![
        alone("a launch with an override, and an experiment", both),
        alone("a split of two seeds", apart),
        together("launches of two features", launch, both),
        together("a launch and an experiment of two features", launch, experiment),
        together("an experiment and a split", experiment, nested),
        together("splits of two flags", nested, apart),
        together("a split and a run", nested, run),
        together("two runs", run, next_run),
    ]
}

fn alone(what: &'static str, served: &Served) -> Check {
    let outcomes = served.subject.outcomes;
    let mut counts = vec![0; outcomes.len()];
    served.positions.iter().for_each(|position| counts[usize::from(*position)] += 1);
    Check::new(what, counts, outcomes.iter().map(|(_, share)| *share).collect())
}

/// Each has its shares, and neither tells of the other.
fn together(what: &'static str, one: &Served, other: &Served) -> Check {
    let (rows, columns) = (one.subject.outcomes, other.subject.outcomes);
    let mut counts = vec![0; rows.len() * columns.len()];
    for (row, column) in one.positions.iter().zip(&other.positions) {
        counts[usize::from(*row) * columns.len() + usize::from(*column)] += 1;
    }
    let shares = rows.iter().flat_map(|(_, row)| columns.iter().map(move |(_, column)| row * column)).collect();
    Check::new(what, counts, shares)
}

/// The position of what is served.
fn position(project: &Project, subject: &Subject, id: &str) -> u8 {
    let served = match project.feature(subject.name) {
        Some(entry) => {
            let now = Timestamp::from_millis(0).unwrap();
            let feature = entry.feature.as_ref().unwrap();
            evaluate(feature, EntityId::new(id).unwrap(), &Context::Empty, now).variation().name.clone()
        }
        None => {
            let flag = project.flag(subject.name).unwrap().flag.as_ref().unwrap();
            evaluate_flag(flag, Some(EntityId::of_flag(id).unwrap()), &Context::Empty).value().variant.clone().unwrap()
        }
    };
    let position = subject.outcomes.iter().position(|(name, _)| *name == served);
    position.unwrap_or_else(|| panic!("{} serves {served}", subject.name)) as u8
}

fn project() -> Project {
    let snapshot = json!({
        "version": 1,
        "project": {"name": "p"},
        "segments": [{"name": "all", "pattern": r#"{"absent":[{"exists":false}]}"#}],
        "features": [feature(&BOTH), feature(&LAUNCH), feature(&EXPERIMENT)],
        "launches": [
            launch("both", &json!([{"segment": "all", "evaluationOrder": 1, "weights": {"g0": 25000}}]), [12_500, 37_500]),
            launch("launch", &json!([]), [10_000, 40_000]),
        ],
        "experiments": [experiment("both", 40_000, [25_000, 75_000]), experiment("experiment", 60_000, [40_000, 60_000])],
        "appConfig": {
            "flags": {
                "version": "1",
                "flags": {"nested": {}, "apart": {}, "run": {}, "next-run": {}},
                "values": {
                    "nested": variants(["(split pct::20 by::$entityId)", "(split pct::45 by::$entityId)"]),
                    "apart": variants([
                        "(split pct::20 by::$entityId seed::\"one\")", "(split pct::30 by::$entityId seed::\"two\")",
                    ]),
                    "run": {"enabled": false},
                    "next-run": {"enabled": false},
                },
            },
            "experimentRuns": [run("run", 1), run("next-run", 2)],
        },
    });
    load(snapshot.to_string().as_bytes()).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn feature(subject: &Subject) -> Value {
    let variation = |(name, _): &(&str, f64)| json!({"name": name, "value": {"boolValue": true}});
    let variations: Vec<Value> = subject.outcomes.iter().map(variation).collect();
    json!({"name": subject.name, "defaultVariation": "none", "variations": variations})
}

fn launch(name: &str, overrides: &Value, [g0, g1]: [u32; 2]) -> Value {
    let step = json!({"startTime": 0, "groupWeights": {"g0": g0, "g1": g1}, "segmentOverrides": overrides});
    json!({"name": name, "status": "RUNNING", "groups": arms(name, ["g0", "g1"]), "scheduledSplitsDefinition": {"steps": [step]}})
}

fn experiment(name: &str, rate: u32, [t0, t1]: [u32; 2]) -> Value {
    json!({
        "name": name, "status": "RUNNING", "samplingRate": rate, "treatments": arms(name, ["t0", "t1"]),
        "onlineAbDefinition": {"treatmentWeights": {"t0": t0, "t1": t1}},
    })
}

fn arms(feature: &str, names: [&str; 2]) -> Value {
    names.map(|name| json!({"name": name, "featureVariations": {feature: name}})).to_vec().into()
}

fn variants([a, b]: [&str; 2]) -> Value {
    json!({"_variants": [
        {"name": "a", "enabled": true, "rule": a}, {"name": "b", "enabled": true, "rule": b}, {"name": "rest", "enabled": false},
    ]})
}

fn run(flag: &str, number: u32) -> Value {
    let treatment = |key: &str, weight: u32| json!({"Key": key, "Weight": weight, "FlagValue": {"Enabled": true}});
    json!({
        "ApplicationId": "abc1234", "ExperimentDefinitionId": "exp5678", "Run": number, "Status": "RUNNING",
        "ExposurePercentage": 60,
        "ExperimentDefinitionSnapshot": {
            "FlagKey": flag, "AudienceRule": "true",
            "Treatments": [treatment("t1", 25), treatment("t2", 25)], "Control": treatment("c", 50),
        },
    })
}
