//! What the benchmarks load.

use serde_json::{Value, json};
use variate::json::Arena;
use variate::{Context, EntityId, Feature, Flag, Project, Timestamp, load};

/// When everything has begun.
pub fn now() -> Timestamp {
    Timestamp::parse("2026-11-21T12:00:00Z").unwrap()
}

/// A UUID, as most ids are.
pub fn entity() -> EntityId<'static> {
    EntityId::new("96a0f96b-12bc-4390-871e-996479adc7e7").unwrap()
}

/// Of each feature.
const VARIATIONS: [&str; 4] = ["a", "b", "c", "d"];

/// What is known of a user, of which rules read three.
pub const CONTEXT: &str =
    r#"{"country":"DK","age":46,"email":"user-0@example.com","plan":"free","appVersion":"3.3.7"}"#;

pub fn context(arena: &Arena) -> Context<'_> {
    Context::parse(CONTEXT, arena).unwrap()
}

pub fn loaded(snapshot: &Value) -> Project {
    load(snapshot.to_string().as_bytes()).unwrap()
}

pub fn feature<'p>(project: &'p Project, name: &str) -> &'p Feature {
    project.feature(name).unwrap().feature.as_ref().unwrap()
}

pub fn flag<'p>(project: &'p Project, key: &str) -> &'p Flag {
    project.flag(key).unwrap().flag.as_ref().unwrap()
}

/// A feature of each kind.
pub fn kinds() -> Value {
    let features = ["plain", "launched", "targeted", "tested"].map(feature_of);
    json!({
        "version": 1,
        "project": { "name": "bench" },
        "features": features,
        "launches": [launch("launched"), targeted("targeted")],
        "experiments": [experiment("tested", "audience")],
        "segments": [audience()],
    })
}

/// So many features: of five, three are launched, one is targeted and one is tested.
pub fn mixed(count: usize) -> Value {
    let names: Vec<String> = (0..count).map(|number| format!("feature-{number:04}")).collect();
    let of = |places: &[usize], make: &dyn Fn(&str) -> Value| -> Vec<Value> {
        let chosen = names.iter().enumerate().filter(|(number, _)| places.contains(&(number % 5)));
        chosen.map(|(_, name)| make(name)).collect()
    };
    let launches = [of(&[0, 1, 2], &launch), of(&[3], &targeted)].concat();
    json!({
        "version": 1,
        "project": { "name": "bench" },
        "features": of(&[0, 1, 2, 3, 4], &feature_of),
        "launches": launches,
        "experiments": of(&[4], &|name| experiment(name, "audience")),
        "segments": [audience()],
    })
}

/// An experiment for everybody who matches the pattern.
pub fn with_pattern(pattern: &str) -> Value {
    json!({
        "version": 1,
        "project": { "name": "bench" },
        "features": [feature_of("tested")],
        "experiments": [experiment("tested", "some")],
        "segments": [{ "name": "some", "pattern": pattern }],
    })
}

/// A flag whose first variant has the rule.
pub fn with_rule(rule: &str) -> Value {
    json!({ "version": 1, "appConfig": { "flags": {
        "version": "1",
        "flags": { "banner": { "name": "Banner" } },
        "values": { "banner": { "_variants": [
            { "name": "Some", "enabled": true, "rule": rule },
            { "name": "Default", "enabled": false },
        ] } },
    } } })
}

fn feature_of(name: &str) -> Value {
    let variations = VARIATIONS.map(|variation| json!({ "name": variation, "value": { "stringValue": variation } }));
    json!({
        "name": name,
        "variations": variations,
        "entityOverrides": { "somebody-else": "d", "vip": "b" },
    })
}

fn launch(name: &str) -> Value {
    step(name, &json!({ "groupWeights": { "a": 50000, "b": 50000 } }))
}

fn targeted(name: &str) -> Value {
    let weights = json!({ "a": 25000, "b": 25000, "c": 25000, "d": 25000 });
    let split = json!([{ "segment": "audience", "evaluationOrder": 1, "weights": weights }]);
    step(name, &json!({ "groupWeights": {}, "segmentOverrides": split }))
}

fn step(name: &str, split: &Value) -> Value {
    let mut step = json!({ "startTime": "2026-01-01T00:00:00Z" });
    step.as_object_mut().unwrap().extend(split.as_object().unwrap().clone());
    let groups = VARIATIONS.map(|variation| json!({ "name": variation, "featureVariations": { name: variation } }));
    json!({
        "name": format!("{name}-launch"),
        "status": "RUNNING",
        "groups": groups,
        "scheduledSplitsDefinition": { "steps": [step] },
    })
}

fn experiment(name: &str, segment: &str) -> Value {
    let treatment = |variation| json!({ "name": variation, "featureVariations": { name: variation } });
    json!({
        "name": format!("{name}-experiment"),
        "status": "RUNNING",
        "segment": segment,
        "samplingRate": 100_000,
        "treatments": [treatment("a"), treatment("b")],
        "onlineAbDefinition": { "treatmentWeights": { "a": 50000, "b": 50000 } },
    })
}

fn audience() -> Value {
    let pattern = json!({
        "country": ["SE", "NO", "DK", "FI", "IS"],
        "age": [{ "numeric": [">=", 18, "<", 65] }],
        "email": [{ "prefix": "user-" }],
    });
    json!({ "name": "audience", "pattern": pattern.to_string() })
}
