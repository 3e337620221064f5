//! Pairs of snapshots.

use serde_json::{Value, json};
use variate::Timestamp;

use super::{arms, by_name, experiment, launch, launch_of_steps, snapshot, time};

pub struct Pair {
    pub name: &'static str,
    pub before: Value,
    pub after: Value,
    /// As JSON text.
    pub context: &'static str,
    pub now: Timestamp,
}

fn pair(name: &'static str, before: Value, after: Value) -> Pair {
    let now = time("2026-11-21T12:00:00Z");
    Pair { name, before: snapshot(before), after: snapshot(after), context: "{}", now }
}

fn only(launch: Value) -> Value {
    json!({"launches": [launch]})
}

fn both(launch: Value, experiment: Value) -> Value {
    json!({"launches": [launch], "experiments": [experiment]})
}

/// The step for everybody after one override for the segment.
fn overridden(of_gold: [u32; 3], weights: [u32; 3]) -> Value {
    let overrides = [json!({"segment": "gold", "evaluationOrder": 1, "weights": by_name(of_gold)})];
    only(launch_of_steps(
        "s",
        &[json!({"startTime": 0, "groupWeights": by_name(weights), "segmentOverrides": overrides})],
    ))
}

/// The launch is over two features, and its group b has no variation of `f`.
fn without_b(mut launch: Value) -> Value {
    let mut groups = arms(&["b", "c", "d"]);
    groups[0] = json!({"name": "b", "featureVariations": {"g": "x"}});
    launch["groups"] = json!(groups);
    launch
}

/// Pairs between which somebody moves.
pub fn moving() -> Vec<Pair> {
    let two_features = |mut document: Value| {
        let other = json!({"name": "g", "variations": [{"name": "x", "value": {"boolValue": true}}]});
        document["features"].as_array_mut().unwrap().push(other);
        document
    };
    let mut lost = pair(
        "a group that has lost its variation leaves its entities to the experiment",
        both(launch("s", [30_000, 20_000, 0]), experiment("s", 50_000, [0, 50_000, 50_000])),
        both(without_b(launch("s", [30_000, 20_000, 0])), experiment("s", 50_000, [0, 50_000, 50_000])),
    );
    lost.after = two_features(lost.after);
    let mut step = pair(
        "the step in force is another",
        only(launch_of_steps(
            "s",
            &[
                json!({"startTime": "2026-11-01T00:00:00Z", "groupWeights": by_name([10_000, 10_000, 0])}),
                json!({"startTime": "2026-11-21T12:00:00.001Z", "groupWeights": by_name([0, 0, 90_000])}),
            ],
        )),
        only(launch_of_steps(
            "s",
            &[
                json!({"startTime": "2026-11-01T00:00:00Z", "groupWeights": by_name([10_000, 10_000, 0])}),
                json!({"startTime": "2026-11-21T12:00:00Z", "groupWeights": by_name([0, 0, 90_000])}),
            ],
        )),
    );
    step.now = time("2026-11-21T12:00:00Z");
    let mut gold = pair(
        "a segment override grows",
        overridden([20_000, 0, 0], [0, 30_000, 0]),
        overridden([50_000, 0, 10_000], [0, 30_000, 0]),
    );
    gold.context = r#"{"tier":"gold"}"#;
    vec![
        pair("a launch begins", json!({}), only(launch("s", [12_345, 0, 0]))),
        pair(
            "a ramp with other proportions",
            only(launch("s", [10_000, 20_000, 5_000])),
            only(launch("s", [30_000, 10_000, 40_000])),
        ),
        pair("another salt", only(launch("s", [30_000, 20_000, 10_000])), only(launch("t", [30_000, 20_000, 10_000]))),
        pair(
            "an experiment with another rate and other weights",
            json!({"experiments": [experiment("s", 40_000, [30_000, 30_000, 0])]}),
            json!({"experiments": [experiment("s", 70_000, [10_000, 30_000, 60_000])]}),
        ),
        pair(
            "an experiment with another salt",
            json!({"experiments": [experiment("s", 80_000, [30_000, 30_000, 40_000])]}),
            json!({"experiments": [experiment("t", 80_000, [30_000, 30_000, 40_000])]}),
        ),
        pair(
            "a launch before an experiment grows",
            both(launch("s", [10_000, 0, 10_000]), experiment("s", 60_000, [50_000, 50_000, 0])),
            both(launch("s", [40_000, 0, 20_000]), experiment("s", 60_000, [50_000, 50_000, 0])),
        ),
        pair(
            "both salts change",
            both(launch("s", [10_000, 20_000, 10_000]), experiment("s", 60_000, [50_000, 30_000, 0])),
            both(launch("t", [15_000, 10_000, 20_000]), experiment("u", 90_000, [20_000, 30_000, 50_000])),
        ),
        pair(
            "a launch becomes an experiment of the same salt",
            only(launch("s", [25_000, 25_000, 0])),
            json!({"experiments": [experiment("s", 50_000, [50_000, 50_000, 0])]}),
        ),
        pair("groups in another order", only(launch("s", [30_000, 20_000, 10_000])), {
            let mut turned = launch("s", [30_000, 20_000, 10_000]);
            turned["groups"].as_array_mut().unwrap().reverse();
            only(turned)
        }),
        lost,
        step,
        gold,
    ]
}

/// Pairs between which nobody moves.
pub fn still() -> Vec<Pair> {
    let renamed = |name: &str, mut rule: Value| {
        rule["name"] = json!(name);
        rule
    };
    let mut by_strategy =
        pair("a launch on a feature that has the default strategy", json!({}), only(launch("s", [50_000, 0, 0])));
    by_strategy.after["features"][0]["evaluationStrategy"] = json!("DEFAULT_VARIATION");
    let mut overrides = pair("overrides are not in the shares", json!({}), json!({}));
    overrides.after["features"][0]["entityOverrides"] = json!({"user-1": "b"});
    let stopped = |status: &str| {
        let mut launch = launch("s", [50_000, 0, 0]);
        launch["status"] = json!(status);
        only(launch)
    };
    let mut reordered = launch("s", [30_000, 20_000, 10_000]);
    let groups = reordered["groups"].as_array_mut().unwrap();
    groups.insert(1, json!({"name": "idle", "featureVariations": {"f": "d"}}));
    vec![
        pair(
            "the same",
            both(launch("s", [33_333, 20_000, 0]), experiment("t", 12_345, [1, 2, 99_997])),
            both(launch("s", [33_333, 20_000, 0]), experiment("t", 12_345, [1, 2, 99_997])),
        ),
        pair(
            "new names, the same salts",
            both(launch("s", [30_000, 20_000, 0]), experiment("s", 50_000, [50_000, 50_000, 0])),
            both(
                renamed("other", launch("s", [30_000, 20_000, 0])),
                renamed("another", experiment("s", 50_000, [50_000, 50_000, 0])),
            ),
        ),
        pair("a group without weight between the others", only(launch("s", [30_000, 20_000, 10_000])), only(reordered)),
        pair("a launch that is not running", stopped("COMPLETED"), stopped("CREATED")),
        pair(
            "an experiment that samples nobody",
            json!({}),
            json!({"experiments": [experiment("s", 0, [50_000, 50_000, 0])]}),
        ),
        pair(
            "a launch before its first step",
            json!({}),
            only(launch_of_steps(
                "s",
                &[json!({"startTime": "2027-01-01T00:00:00Z", "groupWeights": by_name([50_000, 0, 0])})],
            )),
        ),
        pair(
            "an experiment behind a launch of everybody",
            only(launch("s", [50_000, 50_000, 0])),
            both(launch("s", [50_000, 50_000, 0]), experiment("s", 100_000, [0, 0, 100_000])),
        ),
        pair(
            "another step with the same weights",
            only(launch("s", [20_000, 10_000, 0])),
            only(launch_of_steps(
                "s",
                &[
                    json!({"startTime": 0, "groupWeights": by_name([1, 2, 3])}),
                    json!({"startTime": "2026-01-01T00:00:00Z", "groupWeights": by_name([20_000, 10_000, 0])}),
                ],
            )),
        ),
        pair(
            "an override of those who are not in its segment",
            overridden([0, 0, 0], [0, 30_000, 0]),
            overridden([100_000, 0, 0], [0, 30_000, 0]),
        ),
        by_strategy,
        overrides,
    ]
}
