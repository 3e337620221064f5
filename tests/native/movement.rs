//! Who moves between two snapshots: what is computed is what happens to 200,000 entities.

mod flags;
mod pairs;

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};
use variate::json::Arena;
use variate::movement::{Movement, Setting, Share};
use variate::{Context, EntityId, Feature, Project, Timestamp, evaluate, load};

const ENTITIES: u32 = 200_000;

fn read(document: &Value) -> Project {
    load(document.to_string().as_bytes()).unwrap_or_else(|problems| panic!("{problems:?}\n{document:#}"))
}

fn feature(project: &Project) -> &Feature {
    project.feature("f").unwrap().feature.as_ref().unwrap()
}

fn time(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// The feature `f` with the variations a, b, c and d, of which a is the default, and these launches and experiments.
fn snapshot(rules: Value) -> Value {
    let variations = ["a", "b", "c", "d"].map(|name| json!({"name": name, "value": {"stringValue": name}}));
    let mut document = json!({"version": 1, "project": {"name": "p"}, "features": [{"name": "f", "variations": variations}],
        "segments": [{"name": "gold", "pattern": r#"{"tier":["gold"]}"#}]});
    let Value::Object(rules) = rules else { panic!("no object") };
    document.as_object_mut().unwrap().extend(rules);
    document
}

/// Groups or treatments of these variations of `f`, named after them.
fn arms(variations: &[&str]) -> Vec<Value> {
    variations.iter().map(|name| json!({"name": name, "featureVariations": {"f": name}})).collect()
}

/// An entity's id, as if drawn at random: by SplitMix64.
fn id(number: u32) -> String {
    let mut bits = u64::from(number).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    format!("{:016x}", bits ^ (bits >> 31))
}

/// A launch whose one step has these weights of b, c and d.
fn launch(salt: &str, weights: [u32; 3]) -> Value {
    launch_of_steps(salt, &[json!({"startTime": 0, "groupWeights": by_name(weights)})])
}

fn launch_of_steps(salt: &str, steps: &[Value]) -> Value {
    json!({"name": "l", "status": "RUNNING", "randomizationSalt": salt, "groups": arms(&["b", "c", "d"]),
        "scheduledSplitsDefinition": {"steps": steps}})
}

fn by_name([b, c, d]: [u32; 3]) -> Value {
    json!({"b": b, "c": c, "d": d})
}

fn experiment(salt: &str, rate: u32, weights: [u32; 3]) -> Value {
    json!({"name": "e", "status": "RUNNING", "randomizationSalt": salt, "samplingRate": rate, "treatments": arms(&["b", "c", "d"]),
        "onlineAbDefinition": {"treatmentWeights": by_name(weights)}})
}

/// The movement of `f` between two projects at one time.
fn between(before: &Project, after: &Project, context: &Context<'_>, now: Timestamp) -> Movement {
    let [before, after] = [before, after].map(|project| Setting { feature: feature(project), context, now });
    Movement::between(before, after).unwrap()
}

/// What happens to so many entities, in shares of them.
fn counted(before: &Project, after: &Project, context: &Context<'_>, now: Timestamp) -> BTreeMap<(usize, usize), f64> {
    let mut shares = BTreeMap::new();
    for number in 0..ENTITIES {
        let id = id(number);
        let [from, to] = [before, after].map(|project| {
            evaluate(feature(project), EntityId::new(&id).unwrap(), context, now).variation().position()
        });
        *shares.entry((from, to)).or_default() += 1.0 / f64::from(ENTITIES);
    }
    shares
}

fn to_double(share: Share) -> f64 {
    share.to_decimal().parse().unwrap()
}

/// All cells agree to 0.3 points, those that either of them has; and where nobody is expected there is nobody.
#[track_caller]
fn assert_agrees(name: &str, movement: &Movement, counted: &BTreeMap<(usize, usize), f64>) {
    let whole = movement.shares().fold(Share::ZERO, |sum, (_, _, share)| sum.plus(share));
    assert_eq!(whole, Share::ONE, "{name}: not everybody is somewhere");
    for (from, to, share) in movement.shares() {
        let found = counted.get(&(from, to)).copied().unwrap_or(0.0);
        assert!((found - to_double(share)).abs() <= 0.003, "{name}: {from} to {to}: {share} computed, {found} counted");
    }
    for ((from, to), found) in counted {
        assert!(!movement.share(*from, *to).is_zero(), "{name}: {from} to {to}: {found} counted, nobody computed");
    }
}

fn moved(movement: &Movement) -> Share {
    movement.shares().filter(|(from, to, _)| from != to).fold(Share::ZERO, |sum, (_, _, share)| sum.plus(share))
}

#[test]
fn ten_pairs_agree_with_200_000_entities() {
    let pairs = pairs::moving();
    assert!(pairs.len() >= 10);
    for pair in pairs {
        let [before, after] = [&pair.before, &pair.after].map(read);
        let arena = Arena::new();
        let context = Context::parse(pair.context, &arena).unwrap();
        let movement = between(&before, &after, &context, pair.now);
        assert_agrees(pair.name, &movement, &counted(&before, &after, &context, pair.now));
        assert_ne!(moved(&movement), Share::ZERO, "{}", pair.name);
        // The way back.
        let back = between(&after, &before, &context, pair.now);
        let turned: Vec<_> = back.shares().map(|(from, to, share)| ((to, from), share)).collect();
        let turned: BTreeMap<_, _> = turned.into_iter().collect();
        assert_eq!(movement.shares().map(|(from, to, share)| ((from, to), share)).collect::<BTreeMap<_, _>>(), turned);
    }
}

#[test]
fn where_nothing_moves_the_share_is_zero() {
    for pair in pairs::still() {
        let [before, after] = [&pair.before, &pair.after].map(read);
        let arena = Arena::new();
        let context = Context::parse(pair.context, &arena).unwrap();
        let movement = between(&before, &after, &context, pair.now);
        assert_eq!(moved(&movement), Share::ZERO, "{}", pair.name);
        assert!(movement.shares().all(|(from, to, _)| from == to), "{}", pair.name);
    }
}

#[test]
fn shares_are_exact() {
    let now = time("2026-11-21T12:00:00Z");
    let project = |salt| read(&snapshot(json!({"launches": [launch(salt, [25_000, 25_000, 0])]})));
    // On one line: half is a whole number of points, and so is a quarter.
    let same = between(&project("s"), &project("s"), &Context::Empty, now);
    assert_eq!(
        same.shares().map(|(from, to, share)| (from, to, share.to_decimal())).collect::<Vec<_>>(),
        [(0, 0, "0.5".to_owned()), (1, 1, "0.25".to_owned()), (2, 2, "0.25".to_owned())]
    );
    // On two: the product.
    let other = between(&project("s"), &project("t"), &Context::Empty, now);
    let expected = [
        [(0, 0, "0.25"), (0, 1, "0.125"), (0, 2, "0.125")],
        [(1, 0, "0.125"), (1, 1, "0.0625"), (1, 2, "0.0625")],
        [(2, 0, "0.125"), (2, 1, "0.0625"), (2, 2, "0.0625")],
    ];
    let expected: Vec<_> =
        expected.concat().into_iter().map(|(from, to, share)| (from, to, share.to_owned())).collect();
    assert_eq!(other.shares().map(|(from, to, share)| (from, to, share.to_decimal())).collect::<Vec<_>>(), expected);
}

#[test]
fn shares_are_written_to_the_thousandth_of_a_percent() {
    let share = |weight: u32| {
        let before = read(&snapshot(json!({})));
        let after = read(&snapshot(json!({"launches": [launch("s", [weight, 0, 0])]})));
        moved(&between(&before, &after, &Context::Empty, time("2026-11-21T12:00:00Z")))
    };
    let written: Vec<_> = [0, 1, 12_345, 33_333, 100_000].map(|weight| share(weight).to_string()).into();
    assert_eq!(written, ["0.000 %", "0.001 %", "12.345 %", "33.333 %", "100.000 %"]);
    // A thousandth of a percent is 42949 points and a part of one, which is cut off.
    assert_eq!(share(1).to_decimal(), format!("{:.17}", 42_949.0 / 4_294_967_296.0));
    assert_eq!(share(12_345).parts(1_000), 123);
    assert_eq!(share(50_000).parts(1), 1);
    assert_eq!(share(49_999).parts(1), 0);
}

/// The segments of the launch and of the experiment, of which a context is in none, one, the other or both.
#[test]
fn every_case_of_segments_is_one_of_the_movements() {
    let document = |of_gold: [u32; 3], rate| {
        let overrides = json!([{"segment": "gold", "evaluationOrder": 1, "weights": by_name(of_gold)}]);
        let step = json!({"startTime": 0, "groupWeights": by_name([0, 10_000, 0]), "segmentOverrides": overrides});
        let mut experiment = experiment("s", rate, [50_000, 50_000, 0]);
        experiment["segment"] = json!("young");
        let mut document = snapshot(json!({"launches": [launch_of_steps("s", &[step])], "experiments": [experiment]}));
        let young = json!({"name": "young", "pattern": r#"{"age":[{"numeric":["<",30]}],"$or":[{"ip":[{"cidr":"10.0.0.0/8"}]},{"a":["b"]}]}"#});
        document["segments"].as_array_mut().unwrap().push(young);
        document
    };
    // In the other snapshot another attribute comes first, so that all have other numbers.
    let mut after = document([50_000, 0, 10_000], 90_000);
    after["segments"].as_array_mut().unwrap().push(json!({"name": "first", "pattern": r#"{"aa":[1]}"#}));
    let (before, after) = (read(&document([20_000, 0, 0], 40_000)), read(&after));
    let now = time("2026-11-21T12:00:00Z");
    let cases = Movement::in_every_case((feature(&before), now), (feature(&after), now)).unwrap();
    assert_eq!(cases.len(), 4);
    let arena = Arena::new();
    let mut found = Vec::new();
    for context in ["{}", r#"{"tier":"gold"}"#, r#"{"age":5,"a":"b"}"#, r#"{"tier":"gold","age":5,"ip":"10.1.2.3"}"#] {
        let movement = between(&before, &after, &Context::parse(context, &arena).unwrap(), now);
        assert!(cases.contains(&movement), "{context}: {movement:?}\n{cases:#?}");
        found.push(movement);
    }
    assert!(cases.iter().all(|case| found.contains(case)), "no context has this case");
    // Without a segment there is one case.
    let plain = read(&snapshot(json!({"launches": [launch("s", [1, 2, 3])]})));
    let cases = Movement::in_every_case((feature(&plain), now), (feature(&plain), now)).unwrap();
    assert_eq!(cases, [between(&plain, &plain, &Context::Empty, now)]);
}

#[test]
fn too_many_segments_are_not_tried() {
    let document = |count: u32| {
        let numbers = 1..=count;
        let overrides: Vec<_> = numbers
            .clone()
            .map(|n| json!({"segment": format!("s{n}"), "evaluationOrder": n, "weights": by_name([1000 * n, 0, 0])}))
            .collect();
        let step = json!({"startTime": 0, "groupWeights": by_name([0, 0, 0]), "segmentOverrides": overrides});
        let mut document = snapshot(json!({"launches": [launch_of_steps("s", &[step])]}));
        let segments: Vec<_> =
            numbers.map(|n| json!({"name": format!("s{n}"), "pattern": format!("{{\"a\":[{n}]}}")})).collect();
        document["segments"] = json!(segments);
        read(&document)
    };
    let now = time("2026-11-21T12:00:00Z");
    let cases = |count| {
        let project = document(count);
        Movement::in_every_case((feature(&project), now), (feature(&project), now)).map(|cases| cases.len())
    };
    assert_eq!((cases(12), cases(13)), (Some(4096), None));
    // What is alike needs no cases.
    let is_alike =
        |before, after| Movement::is_alike((feature(&document(before)), now), (feature(&document(after)), now));
    assert!(is_alike(13, 13));
    assert!(!is_alike(13, 14));
}

/// Random launches and experiments, with salts that are often the same.
fn rules() -> impl Strategy<Value = Value> {
    let salt = prop_oneof![Just("s"), Just("t"), Just("u")];
    let weights = || prop::array::uniform3(prop_oneof![Just(0), Just(20_000), 0..=33_000_u32]);
    let launch = (salt.clone(), weights(), prop::option::of(weights())).prop_map(|(salt, weights, of_gold)| {
        let overrides: Vec<_> = of_gold
            .map(|weights| json!({"segment": "gold", "evaluationOrder": 1, "weights": by_name(weights)}))
            .into_iter()
            .collect();
        launch_of_steps(
            salt,
            &[json!({"startTime": 0, "groupWeights": by_name(weights), "segmentOverrides": overrides})],
        )
    });
    let experiment =
        (salt, 0..=100_000_u32, weights()).prop_map(|(salt, rate, weights)| experiment(salt, rate, weights));
    (prop::option::of(launch), prop::option::of(experiment)).prop_map(
        |(launch, experiment)| json!({"launches": Vec::from_iter(launch), "experiments": Vec::from_iter(experiment)}),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Everybody is somewhere, each side is what it is alone, and nobody moves between a snapshot and itself.
    #[test]
    fn movements_are_consistent(before in rules(), after in rules(), gold in any::<bool>()) {
        let arena = Arena::new();
        let context = if gold { Context::parse(r#"{"tier":"gold"}"#, &arena).unwrap() } else { Context::Empty };
        let now = time("2026-11-21T12:00:00Z");
        let (before, after) = (read(&snapshot(before)), read(&snapshot(after)));
        let movement = between(&before, &after, &context, now);
        let itself = [&before, &after].map(|project| between(project, project, &context, now));
        prop_assert_eq!(moved(&itself[0]), Share::ZERO);
        for position in 0..4 {
            let from = movement.shares().filter(|(from, _, _)| *from == position);
            prop_assert_eq!(from.fold(Share::ZERO, |sum, (_, _, share)| sum.plus(share)), itself[0].share(position, position));
            let to = movement.shares().filter(|(_, to, _)| *to == position);
            prop_assert_eq!(to.fold(Share::ZERO, |sum, (_, _, share)| sum.plus(share)), itself[1].share(position, position));
        }
        // And who is decided differently is somewhere in the matrix.
        for number in 0..300 {
            let id = id(number);
            let [from, to] = [&before, &after].map(|project| {
                evaluate(feature(project), EntityId::new(&id).unwrap(), &context, now).variation().position()
            });
            prop_assert!(!movement.share(from, to).is_zero(), "{} moves from {} to {}", id, from, to);
        }
    }
}
