//! The laws of bucketing (section B), on the public interface.

use std::collections::BTreeMap;
use std::fmt::Write;

use proptest::prelude::*;
use proptest::sample::Index;
use variate::{Context, Decision, Domain, EntityId, Project, Reason, Timestamp, evaluate, load, point};

const NOW: i64 = 1_700_000_000_000;

/// A feature with a launch, an experiment, or both, as JSON.
#[derive(Clone, Debug, Default)]
struct Shape {
    launch_salt: Option<String>,
    /// Weights of a segment override that matches everybody, by group.
    first: Option<Vec<u32>>,
    groups: Option<Vec<u32>>,
    experiment_salt: Option<String>,
    sampling_rate: u32,
    treatments: Option<Vec<u32>>,
}

impl Shape {
    fn load(&self) -> Project {
        load(self.document().as_bytes()).unwrap_or_else(|problems| panic!("{problems:?}\n{}", self.document()))
    }

    fn document(&self) -> String {
        let arms = |prefix: &str, count: usize| {
            let arms: Vec<String> = (0..count)
                .map(|i| format!(r#"{{"name":"{prefix}{i}","featureVariations":{{"f":"{prefix}{i}"}}}}"#))
                .collect();
            arms.join(",")
        };
        let weights = |prefix: &str, weights: &[u32]| {
            let weights: Vec<String> =
                weights.iter().enumerate().map(|(i, w)| format!(r#""{prefix}{i}":{w}"#)).collect();
            weights.join(",")
        };
        let mut variations = String::from(r#"{"name":"default","value":{"longValue":0}}"#);
        let groups = self.groups.as_ref().map_or(0, Vec::len);
        let treatments = self.treatments.as_ref().map_or(0, Vec::len);
        for (prefix, count) in [("g", groups), ("t", treatments)] {
            for i in 0..count {
                write!(variations, r#",{{"name":"{prefix}{i}","value":{{"longValue":{i}}}}}"#).unwrap();
            }
        }
        let salt = |salt: &Option<String>| match salt {
            Some(salt) => format!(r#""randomizationSalt":{},"#, serde_json::to_string(salt).unwrap()),
            None => String::new(),
        };
        let launch = self.groups.as_ref().map_or_else(String::new, |split| {
            let overrides = self.first.as_ref().map_or_else(String::new, |first| {
                format!(r#","segmentOverrides":[{{"segment":"all","evaluationOrder":1,"weights":{{{}}}}}]"#, weights("g", first))
            });
            format!(
                r#"{{"name":"same","status":"RUNNING",{}"groups":[{}],"scheduledSplitsDefinition":{{"steps":[{{"startTime":0,"groupWeights":{{{}}}{overrides}}}]}}}}"#,
                salt(&self.launch_salt), arms("g", groups), weights("g", split)
            )
        });
        let experiment = self.treatments.as_ref().map_or_else(String::new, |split| {
            format!(
                r#"{{"name":"same","status":"RUNNING",{}"samplingRate":{},"treatments":[{}],"onlineAbDefinition":{{"treatmentWeights":{{{}}}}}}}"#,
                salt(&self.experiment_salt), self.sampling_rate, arms("t", treatments), weights("t", split)
            )
        });
        format!(
            r#"{{"version":1,"project":{{"name":"p"}},"segments":[{{"name":"all","pattern":"{{\"absent\":[{{\"exists\":false}}]}}"}}],
            "features":[{{"name":"f","defaultVariation":"default","variations":[{variations}]}}],"launches":[{launch}],"experiments":[{experiment}]}}"#
        )
    }
}

fn decide<'p>(project: &'p Project, id: &str) -> Decision<'p> {
    let feature = project.feature("f").unwrap().feature.as_ref().unwrap();
    evaluate(feature, EntityId::new(id).unwrap(), &Context::Empty, Timestamp::from_millis(NOW).unwrap())
}

/// A project decides for many entities: the variation's name and the reason of each.
fn decide_all<'p>(project: &'p Project, ids: &[String]) -> Vec<(&'p str, Reason)> {
    ids.iter().map(|id| decide(project, id)).map(|d| (d.variation().name.as_str(), d.reason())).collect()
}

/// Two hundred entity ids of many kinds.
pub fn ids() -> impl Strategy<Value = Vec<String>> {
    let id = prop_oneof![
        "[a-z]{1,3}",
        "[0-9]{1,9}",
        "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}",
        "[a-z]{1,8}@[a-z]{1,5}\\.example",
        "\\PC{1,20}",
    ]
    .prop_filter("an entity id", |id| EntityId::new(id).is_ok());
    prop::collection::vec(id, 200)
}

fn salt() -> impl Strategy<Value = Option<String>> {
    prop::option::of(
        "\\PC{0,12}".prop_filter("no line break", |salt| !salt.contains(['\u{85}', '\u{2028}', '\u{2029}'])),
    )
}

/// Two to five weights that sum to at most 100000.
fn weights() -> impl Strategy<Value = Vec<u32>> {
    prop::collection::vec(0..=20_000_u32, 2..=5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Raising one weight never removes anyone from the launch (B3).
    #[test]
    fn raising_a_weight_expels_nobody(
        ids in ids(), launch_salt in salt(), first in prop::option::of(weights()), groups in weights(),
        raised in any::<Index>(), by in 1..=20_000_u32, in_override in any::<bool>(),
    ) {
        let mut after_groups = groups.clone();
        let mut after_first = first.clone().map(|mut first| { first.resize(groups.len(), 0); first });
        let before_first = after_first.clone();
        match &mut after_first {
            Some(first) if in_override => *raised.get_mut(first.as_mut_slice()) += by,
            _ => *raised.get_mut(after_groups.as_mut_slice()) += by,
        }
        let capped = |weights: &[u32]| weights.iter().sum::<u32>() <= 100_000;
        prop_assume!(capped(&after_groups) && after_first.as_deref().is_none_or(capped));

        let before = Shape { launch_salt: launch_salt.clone(), first: before_first, groups: Some(groups), ..Shape::default() }.load();
        let after = Shape { launch_salt, first: after_first, groups: Some(after_groups), ..Shape::default() }.load();
        for id in &ids {
            if decide(&before, id).reason() == Reason::Launch {
                prop_assert_eq!(decide(&after, id).reason(), Reason::Launch, "{} left", id);
            }
        }
    }

    /// Changing the sampling rate never moves an entity between treatments (B4, B5), and raising it expels nobody.
    #[test]
    fn the_sampling_rate_moves_nobody_between_treatments(
        ids in ids(), experiment_salt in salt(), treatments in weights(), low in 0..=100_000_u32, high in 0..=100_000_u32,
    ) {
        let (low, high) = (low.min(high), low.max(high));
        let at = |sampling_rate| {
            Shape { experiment_salt: experiment_salt.clone(), sampling_rate, treatments: Some(treatments.clone()), ..Shape::default() }
                .load()
        };
        let (low, high) = (at(low), at(high));
        for id in &ids {
            let before = decide(&low, id);
            if before.reason() == Reason::Experiment {
                let after = decide(&high, id);
                prop_assert_eq!((after.reason(), &after.variation().name), (Reason::Experiment, &before.variation().name));
            }
        }
    }

    /// A ramp with constant proportions moves nobody between groups: 10 → 20 → 50 % (B3).
    #[test]
    fn a_ramp_with_constant_proportions_moves_nobody(
        ids in ids(), launch_salt in salt(), proportions in prop::collection::vec(0..=2_000_u32, 2..=5),
    ) {
        let at = |factor: u32| {
            let groups = proportions.iter().map(|weight| weight * factor).collect();
            Shape { launch_salt: launch_salt.clone(), groups: Some(groups), ..Shape::default() }.load()
        };
        let stages = [at(1), at(2), at(5), at(10)];
        for id in &ids {
            for pair in stages.windows(2) {
                let (before, after) = (decide(&pair[0], id), decide(&pair[1], id));
                if before.reason() == Reason::Launch {
                    prop_assert_eq!(&after.variation().name, &before.variation().name, "{} moved", id);
                }
            }
        }
    }

    /// Joining a segment never un-enrols: a segment override before the same split can only add (B3).
    #[test]
    fn joining_a_segment_never_unenrols(ids in ids(), launch_salt in salt(), first in weights(), groups in weights()) {
        let mut first = first;
        first.resize(groups.len(), 0);
        let outside = Shape { launch_salt: launch_salt.clone(), groups: Some(groups.clone()), ..Shape::default() }.load();
        let inside = Shape { launch_salt, first: Some(first), groups: Some(groups), ..Shape::default() }.load();
        for id in &ids {
            if decide(&outside, id).reason() == Reason::Launch {
                prop_assert_eq!(decide(&inside, id).reason(), Reason::Launch, "{} left", id);
            }
        }
    }

    /// The decision does not depend on the order of maps (B3, B5) or on other features.
    #[test]
    fn map_order_and_other_features_do_not_matter(
        ids in ids(), salts in (salt(), salt()), groups in weights(), treatments in weights(), sampling_rate in 0..=100_000_u32,
    ) {
        let shape = Shape {
            launch_salt: salts.0, groups: Some(groups), experiment_salt: salts.1, sampling_rate, treatments: Some(treatments), first: None,
        };
        let document = shape.document();
        let project = shape.load();
        // Sorted, so that this text has every object in another order.
        let mut other: serde_json::Value = serde_json::from_str(&document).unwrap();
        other.sort_all_objects();
        let weights = &mut other["launches"][0]["scheduledSplitsDefinition"]["steps"][0]["groupWeights"];
        let reversed: Vec<String> =
            weights.as_object().unwrap().iter().rev().map(|(name, weight)| format!("\"{name}\":{weight}")).collect();
        *weights = serde_json::Value::String("REVERSED".to_owned());
        let more = serde_json::json!({"name": "another", "variations": [{"name": "v", "value": {"boolValue": true}}]});
        other["features"].as_array_mut().unwrap().insert(0, more);
        let text = other.to_string().replace("\"REVERSED\"", &format!("{{{}}}", reversed.join(",")));
        let reordered = load(text.as_bytes()).unwrap();
        prop_assert_eq!(decide_all(&project, &ids), decide_all(&reordered, &ids));
    }

    /// The same inputs give the same decision (B6), and the point is what the decision follows from.
    #[test]
    fn a_single_group_follows_the_point(ids in ids(), launch_salt in "[a-z]{0,9}", weight in 0..=100_000_u32) {
        let shape = Shape { launch_salt: Some(launch_salt.clone()), groups: Some(vec![weight]), ..Shape::default() };
        let (one, two) = (shape.load(), shape.load());
        let share = ((1_u64 << 32) * u64::from(weight)) / 100_000;
        for id in &ids {
            let enrolled = u64::from(point(Domain::Launch, &launch_salt, id.as_bytes()).enrol) < share;
            prop_assert_eq!(decide(&one, id).reason() == Reason::Launch, enrolled);
            prop_assert_eq!(decide(&one, id).variation(), decide(&two, id).variation());
        }
    }
}

/// How often each variation is served to `count` sequential ids, in percent.
fn shares(project: &Project, count: u32) -> BTreeMap<String, f64> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for number in 0..count {
        *counts.entry(decide(project, &format!("user-{number}")).variation().name.clone()).or_default() += 1;
    }
    counts.into_iter().map(|(name, n)| (name, f64::from(n) * 100.0 / f64::from(count))).collect()
}

fn assert_share(shares: &BTreeMap<String, f64>, name: &str, percent: f64) {
    let share = shares.get(name).copied().unwrap_or(0.0);
    assert!((share - percent).abs() <= 0.5, "{name}: {share} % instead of {percent} %: {shares:?}");
}

/// A launch and an experiment of the same name and salt: what the launch leaves is split as if there were no launch.
#[test]
fn launch_and_experiment_of_one_name_are_independent() {
    for salt in [None, Some("pepper".to_owned())] {
        let shape = Shape {
            launch_salt: salt.clone(),
            groups: Some(vec![10_000, 20_000]),
            experiment_salt: salt,
            sampling_rate: 40_000,
            treatments: Some(vec![25_000, 75_000]),
            first: None,
        };
        let shares = shares(&shape.load(), 200_000);
        assert_share(&shares, "g0", 10.0);
        assert_share(&shares, "g1", 20.0);
        // 40 % of the remaining 70 %: 28 %.
        assert_share(&shares, "t0", 7.0);
        assert_share(&shares, "t1", 21.0);
        assert_share(&shares, "default", 42.0);
    }
}

/// A segment override of 50 % before a split of 10 %: the split takes a tenth of what is left, 55 % in all.
#[test]
fn sequential_splits_take_their_share_of_what_is_left() {
    let shape = Shape { first: Some(vec![50_000, 0]), groups: Some(vec![0, 10_000]), ..Shape::default() };
    let shares = shares(&shape.load(), 200_000);
    assert_share(&shares, "g0", 50.0);
    assert_share(&shares, "g1", 5.0);
    assert_share(&shares, "default", 45.0);
}

/// Known answers of MurmurHash3_x86_32, computed by PyPI's mmh3 (`../known-answers`).
#[test]
fn points_are_those_of_an_independent_library() {
    let arena = variate::json::Arena::new();
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/known-answers/points.json");
    let text = std::fs::read_to_string(path).unwrap();
    let known = variate::json::Json::parse(&text, &arena).unwrap();
    let Some(variate::json::Json::Array(rows)) = known.get("points") else { panic!("no `points`") };
    let mut counts = BTreeMap::new();
    for row in *rows {
        let text = |key: &str| row.get(key).and_then(variate::json::Json::as_str).unwrap();
        let number = |key: &str| match row.get(key) {
            Some(variate::json::Json::Number(lexeme)) => lexeme.parse::<u32>().unwrap(),
            other => panic!("{key}: {other:?}"),
        };
        let domain = match number("domain") {
            1 => Domain::Launch,
            2 => Domain::Experiment,
            3 => Domain::AppConfig,
            other => panic!("no domain {other}"),
        };
        *counts.entry(number("domain")).or_insert(0_usize) += 1;
        let actual = point(domain, text("salt"), text("id").as_bytes());
        assert_eq!((actual.enrol, actual.allot), (number("enrol"), number("allot")), "{row:?}");
    }
    assert_eq!(counts.len(), 3, "one for each domain");
    assert!(counts.values().all(|count| *count >= 90), "only so many known answers: {counts:?}");
}
