//! The laws of experiment runs (A7).

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};
use variate::{Context, Domain, EntityId, FlagDecision, FlagReason, Project, evaluate_flag, point};

use super::{assert_share, decide, load_text, numbered_ids, snapshot};
use crate::properties;

/// The points of the line.
const LINE: f64 = 4_294_967_296.0;

/// A run, whose treatments are `t1`, `t2` … and, for the last weight, the control.
#[derive(Clone, Debug)]
pub struct Run {
    weights: Vec<f64>,
    exposure: f64,
    pub audience: &'static str,
    /// Entity id → key of a treatment.
    overrides: BTreeMap<String, &'static str>,
    number: u32,
}

impl Run {
    pub fn new(weights: &[f64], exposure: f64) -> Run {
        Run { weights: weights.to_vec(), exposure, audience: "true", overrides: BTreeMap::new(), number: 1 }
    }

    pub fn json(&self, flag: &str) -> Value {
        let (control, treatments) = self.weights.split_last().unwrap();
        let treatment = |(index, weight): (usize, &f64)| {
            let key = format!("t{}", index + 1);
            json!({"Key": key, "Weight": weight, "FlagValue": {"Enabled": true}})
        };
        json!({
            "ApplicationId": "abc1234", "ExperimentDefinitionId": "exp5678", "Run": self.number, "Status": "RUNNING",
            "ExposurePercentage": self.exposure, "TreatmentOverrides": {"Inline": self.overrides},
            "ExperimentDefinitionSnapshot": {
                "FlagKey": flag, "AudienceRule": self.audience,
                "Treatments": treatments.iter().enumerate().map(treatment).collect::<Vec<_>>(),
                "Control": {"Weight": control, "FlagValue": {"Enabled": false}}}
        })
    }

    /// A project in which it is on the flag `banner`.
    fn load(&self) -> Project {
        load_text(&snapshot(&json!({"banner": {"enabled": true}}), &[self.json("banner")]).to_string())
    }
}

/// The position among so many of the treatment that a run gives.
pub fn treatment(decision: &FlagDecision<'_>, count: usize) -> Option<usize> {
    match decision.run()?.1 {
        "c" => Some(count - 1),
        key => Some(key.strip_prefix('t').unwrap().parse::<usize>().unwrap() - 1),
    }
}

/// The exposure grows by one percent at a time: nobody's treatment changes, and each treatment has its share.
#[track_caller]
fn grows_without_moving_anybody(weights: &[f64]) {
    let ids = numbered_ids(50_000);
    let sum: f64 = weights.iter().sum();
    let mut treatments = vec![None; ids.len()];
    for exposure in 0..=100 {
        let project = Run::new(weights, f64::from(exposure)).load();
        let flag = project.flag("banner").unwrap().flag.as_ref().unwrap();
        let mut counts = vec![0; weights.len()];
        for (id, treatment) in ids.iter().zip(&mut treatments) {
            let decision = evaluate_flag(flag, Some(EntityId::of_flag(id).unwrap()), &Context::Empty);
            let now = self::treatment(&decision, weights.len());
            assert!(
                treatment.is_none() || now == *treatment,
                "{id} was in {treatment:?}, is in {now:?} at {exposure} %"
            );
            *treatment = now;
            counts.iter_mut().enumerate().for_each(|(position, count)| *count += usize::from(now == Some(position)));
        }
        for (position, (count, weight)) in counts.iter().zip(weights).enumerate() {
            let expected = weight / sum * f64::from(exposure);
            assert_share(&format!("treatment {position} at {exposure} %"), *count, ids.len(), expected);
        }
    }
    assert!(treatments.iter().all(Option::is_some), "at 100 % everybody takes part");
}

#[test]
fn halves_grow_without_moving_anybody() {
    grows_without_moving_anybody(&[50.0, 50.0]);
}

#[test]
fn thirds_grow_without_moving_anybody() {
    grows_without_moving_anybody(&[100.0 / 3.0, 100.0 / 3.0, 100.0 / 3.0]);
}

#[test]
fn odd_weights_grow_without_moving_anybody() {
    grows_without_moving_anybody(&[1.0, 12.345_678_9, 0.0, 0.7, 40.0, 5.0]);
}

/// What a run takes of a slot ends where it should: 50/50 at 20 % is [0, 10) and [50, 60), at 40 % [0, 20) and [50, 70).
#[test]
fn slots_begin_and_end_where_the_service_puts_them() {
    let seed = "abc1234:exp5678:1";
    let position = |id: &String| f64::from(point(Domain::AppConfig, seed, id.as_bytes()).enrol) / LINE;
    let mut ids: Vec<(f64, String)> = numbered_ids(1_000_000).into_iter().map(|id| (position(&id), id)).collect();
    ids.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    let [narrow, wide] = [20.0, 40.0].map(|exposure| Run::new(&[50.0, 50.0], exposure).load());
    let mut checked = 0;
    for edge in [0.0, 0.1, 0.2, 0.5, 0.6, 0.7, 1.0] {
        let beyond = ids.partition_point(|(position, _)| *position < edge);
        // Those nearest to the edge on both sides of it.
        let near = &ids[beyond.saturating_sub(50)..(beyond + 50).min(ids.len())];
        assert!(near.iter().all(|(position, _)| (position - edge).abs() < 0.000_2), "{near:?} are not near {edge}");
        for (position, id) in near {
            let within = |begin: f64, end: f64| (begin..end).contains(position);
            for (project, share) in [(&narrow, 0.1), (&wide, 0.2)] {
                let expected = if within(0.0, share) {
                    Some(0)
                } else if within(0.5, 0.5 + share) {
                    Some(1)
                } else {
                    None
                };
                let decision = decide(project, "banner", id, &Context::Empty);
                assert_eq!(treatment(&decision, 2), expected, "{id} at {position}, share {share}");
                checked += 1;
            }
        }
    }
    assert_eq!(checked, 2 * (5 * 100 + 2 * 50), "both sides of five edges, and the ends of the line");
}

/// An override decides whatever the audience, the exposure and the slot, and about nobody else (A7).
#[test]
fn overrides_win_outside_the_audience_and_without_exposure() {
    let arena = variate::json::Arena::new();
    let ids = numbered_ids(2_000);
    let overrides: BTreeMap<String, &'static str> =
        ids.iter().step_by(10).enumerate().map(|(n, id)| (id.clone(), if n % 2 == 0 { "t1" } else { "c" })).collect();
    for exposure in [0.0, 35.0, 100.0] {
        let plain = Run { audience: r#"(eq $tier "gold")"#, ..Run::new(&[50.0, 50.0], exposure) };
        let project = Run { overrides: overrides.clone(), ..plain.clone() }.load();
        let plain = plain.load();
        for (context, is_inside) in [("{}", false), (r#"{"tier":"tin"}"#, false), (r#"{"tier":"gold"}"#, true)] {
            let context = Context::parse(context, &arena).unwrap();
            let mut reasons = BTreeMap::<FlagReason, usize>::new();
            for id in &ids {
                let decision = decide(&project, "banner", id, &context);
                *reasons.entry(decision.reason()).or_default() += 1;
                let (variant, enabled) = (decision.value().variant.as_deref(), decision.value().enabled);
                let Some(key) = overrides.get(id) else {
                    let without = decide(&plain, "banner", id, &context);
                    assert_eq!((decision.value(), decision.reason()), (without.value(), without.reason()), "{id}");
                    // What is deployed is on.
                    assert!(is_inside || (variant, enabled) == (Some("__default__"), true), "{id}");
                    continue;
                };
                assert_eq!(decision.reason(), FlagReason::TreatmentOverride, "{id}");
                assert_eq!((decision.run().unwrap().1, enabled), (*key, *key == "t1"), "{id}");
                assert_eq!(variant, Some(format!("__{key}_override__").as_str()), "{id}");
            }
            let treated = reasons.get(&FlagReason::Experiment).copied().unwrap_or(0);
            let others = ids.len() - overrides.len();
            match exposure {
                100.0 if is_inside => assert_eq!(treated, others),
                35.0 if is_inside => assert!((400..1_000).contains(&treated), "{treated} of {others}"),
                _ => assert_eq!(treated, 0),
            }
            assert_eq!(reasons[&FlagReason::TreatmentOverride], overrides.len());
            // Nobody in particular takes part in nothing.
            let flag = project.flag("banner").unwrap().flag.as_ref().unwrap();
            assert_eq!(evaluate_flag(flag, None, &context).reason(), FlagReason::Default);
        }
    }
}

/// The number of a run is in its seed: another run draws anew.
#[test]
fn runs_are_independent() {
    let first = Run::new(&[50.0, 50.0], 100.0);
    let second = Run { number: 2, ..first.clone() }.load();
    let first = first.load();
    let ids = numbered_ids(200_000);
    let mut cells = BTreeMap::<[Option<usize>; 2], usize>::new();
    for id in &ids {
        let of = |project| treatment(&decide(project, "banner", id, &Context::Empty), 2);
        *cells.entry([of(&first), of(&second)]).or_default() += 1;
    }
    assert_eq!(cells.len(), 4, "{cells:?}");
    for (cell, count) in &cells {
        assert_share(&format!("{cell:?}"), *count, ids.len(), 25.0);
    }
}

/// One to six weights: none, whole, broken, huge and tiny.
fn weights() -> impl Strategy<Value = Vec<f64>> {
    let weight = prop_oneof![
        1 => Just(0.0),
        4 => (0..=100_u32).prop_map(f64::from),
        3 => (0..=100_000_000_u32).prop_map(|millionths| f64::from(millionths) / 1e6),
        1 => Just(100.0 / 3.0),
        1 => Just(1e-6),
        1 => Just(1e12),
    ];
    prop::collection::vec(weight, 1..=6)
}

/// A percentage with up to six decimal places.
fn exposure() -> impl Strategy<Value = f64> {
    let millionths = (0..=100_000_000_u32).prop_map(|millionths| f64::from(millionths) / 1e6);
    prop_oneof![Just(0.0), Just(100.0), (0..=100_u32).prop_map(f64::from), millionths]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Growth of the exposure never moves anybody between treatments, nor out of one (A7).
    #[test]
    fn growing_exposure_moves_nobody(
        ids in properties::ids(), weights in weights(), exposures in prop::collection::vec(exposure(), 2..=4), number in 1..1000_u32,
    ) {
        let mut exposures = exposures;
        exposures.sort_by(f64::total_cmp);
        let stages: Vec<Project> =
            exposures.iter().map(|exposure| Run { number, ..Run::new(&weights, *exposure) }.load()).collect();
        for id in &ids {
            let of = |project| treatment(&decide(project, "banner", id, &Context::Empty), weights.len());
            for pair in stages.windows(2) {
                let before = of(&pair[0]);
                prop_assert!(before.is_none() || of(&pair[1]) == before, "{id} moved");
            }
        }
    }

    /// A narrower audience moves nobody between treatments (A7).
    #[test]
    fn a_narrower_audience_moves_nobody(ids in properties::ids(), weights in weights(), exposure in exposure()) {
        let wide = Run::new(&weights, exposure);
        let narrow = Run { audience: "(split pct::50 by::$entityId)", ..wide.clone() }.load();
        let wide = wide.load();
        for id in &ids {
            let of = |project| treatment(&decide(project, "banner", id, &Context::Empty), weights.len());
            let inside = of(&narrow);
            prop_assert!(inside.is_none() || of(&wide) == inside, "{id} moved");
        }
    }

    /// Weights are shares of their sum: only their proportions matter (A7).
    #[test]
    fn only_the_proportions_of_weights_matter(
        ids in properties::ids(), weights in prop::collection::vec(0..=1_000_u32, 1..=6), factor in 1..=1_000_u32, exposure in exposure(),
    ) {
        let scaled: Vec<f64> = weights.iter().map(|weight| f64::from(weight * factor)).collect();
        let weights: Vec<f64> = weights.into_iter().map(f64::from).collect();
        let (plain, scaled) = (Run::new(&weights, exposure).load(), Run::new(&scaled, exposure).load());
        for id in &ids {
            let of = |project| treatment(&decide(project, "banner", id, &Context::Empty), weights.len());
            prop_assert_eq!(of(&plain), of(&scaled), "{} moved", id);
        }
    }
}
