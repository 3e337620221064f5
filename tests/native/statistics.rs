//! Points are uniform and independent: between salts, between `enrol` and `allot`, between launches, experiments and flags,
//! for entity ids of the kinds that applications use, and so are the decisions that follow from them.
//!
//! **The threshold.** Each check is a chi-square test of how many of a million ids fall into each of its cells. All checks
//! together shall raise less than one false alarm in a million suites of other salts and ids, so each alone fires where its
//! p-value is below [`FALSE_ALARMS`] ÷ the number of checks (Bonferroni); the distribution is `statrs`'s. The inputs are
//! fixed, so a check that passes once passes always.
//!
//! **The power.** A bias of one percent moves a hundredth of all entities to where they do not belong. Chi-square sees it
//! least when loss and gain are spread evenly over all *c* equally likely cells, each of which loses or gains 0.02/*c*: the
//! statistic then has the noncentrality n × c × (0.02/c)² × c = n × 0.0004. For a million ids that is 400, which
//! `a_bias_of_one_percent_is_missed_less_than_once_in_a_million` holds against the threshold. The tests after it plant such biases.

mod checks;
mod ids;
mod served;

use std::sync::LazyLock;

use statrs::distribution::{ChiSquared, ContinuousCDF, Discrete, Poisson};
use variate::{Domain, Point, point};

use checks::{Check, joint, uniform};
use ids::{FAMILIES, Family};

/// Of the whole suite.
const FALSE_ALARMS: f64 = 1e-6;
/// Of each family.
const IDS: u32 = 1_000_000;
/// What a planted bias moves.
const BIAS: f64 = 0.01;

/// The points of a family's ids under each salt.
#[derive(Clone)]
struct Points {
    family: &'static str,
    launch: Vec<Point>,
    /// Of a launch whose salt has only its last character different.
    next_launch: Vec<Point>,
    /// Of an experiment with the salt of `launch`; `split` too.
    experiment: Vec<Point>,
    split: Vec<Point>,
    run: Vec<Point>,
    /// Of the same experiment's run 2.
    next_run: Vec<Point>,
}

impl Points {
    fn of(family: &Family) -> Points {
        let ids: Vec<String> = (0..IDS).map(family.id).collect();
        let under = |domain, salt: &str| ids.iter().map(|id| point(domain, salt, id.as_bytes())).collect();
        Points {
            family: family.name,
            launch: under(Domain::Launch, "checkout-1"),
            next_launch: under(Domain::Launch, "checkout-2"),
            experiment: under(Domain::Experiment, "checkout-1"),
            split: under(Domain::AppConfig, "checkout-1"),
            run: under(Domain::AppConfig, "abc1234:exp5678:1"),
            next_run: under(Domain::AppConfig, "abc1234:exp5678:2"),
        }
    }

    fn checks(&self) -> Vec<Check> {
        let Points { launch, next_launch, experiment, split, run, next_run, .. } = self;
        let alone: [(&str, Side<'_>); 9] = [
            ("enrol of the launch", (launch, enrol)),
            ("allot of the launch", (launch, allot)),
            ("enrol of the next launch", (next_launch, enrol)),
            ("allot of the next launch", (next_launch, allot)),
            ("enrol of the experiment", (experiment, enrol)),
            ("allot of the experiment", (experiment, allot)),
            ("enrol of the split", (split, enrol)),
            ("enrol of the run", (run, enrol)),
            ("enrol of the next run", (next_run, enrol)),
        ];
        let pairs: [(&str, Side<'_>, Side<'_>); 14] = [
            ("enrol and allot of the launch", (launch, enrol), (launch, allot)),
            ("enrol and allot of the experiment", (experiment, enrol), (experiment, allot)),
            ("enrols of launch and experiment", (launch, enrol), (experiment, enrol)),
            ("allots of launch and experiment", (launch, allot), (experiment, allot)),
            ("enrol of launch and allot of experiment", (launch, enrol), (experiment, allot)),
            ("allot of launch and enrol of experiment", (launch, allot), (experiment, enrol)),
            ("enrols of two launches", (launch, enrol), (next_launch, enrol)),
            ("allots of two launches", (launch, allot), (next_launch, allot)),
            ("enrol of one launch and allot of another", (launch, enrol), (next_launch, allot)),
            ("enrols of launch and split", (launch, enrol), (split, enrol)),
            ("enrols of experiment and split", (experiment, enrol), (split, enrol)),
            ("enrols of split and run", (split, enrol), (run, enrol)),
            ("enrols of two runs", (run, enrol), (next_run, enrol)),
            // Each entity with the one after it.
            ("enrols of neighbours", (launch, enrol), (&launch[1..], enrol)),
        ];
        let alone = alone.into_iter().map(|(what, (points, half))| uniform(what, points.iter().map(half)));
        let pairs = pairs.into_iter().map(|(what, (points, half), (others, other_half))| {
            joint(what, points.iter().map(half).zip(others.iter().map(other_half)))
        });
        alone.chain(pairs).map(|check| check.of(self.family)).collect()
    }
}

/// One of the two coordinates of a point.
type Half = fn(&Point) -> u32;

/// One of the two coordinates of some points.
type Side<'a> = (&'a [Point], Half);

fn enrol(point: &Point) -> u32 {
    point.enrol
}

fn allot(point: &Point) -> u32 {
    point.allot
}

static SERVED: LazyLock<Vec<Check>> = LazyLock::new(|| served::checks(IDS));

/// The p-value below which one of so many checks fires.
fn threshold(checks: usize) -> f64 {
    FALSE_ALARMS / checks as f64
}

/// How many checks the suite has: 23 of each family, and those of decisions.
const CHECKS: usize = 23 * FAMILIES.len() + served::CHECKS;

/// Those that fire, as sentences.
fn alarms(checks: &[Check]) -> Vec<String> {
    checks.iter().filter(|check| check.p_value() < threshold(CHECKS)).map(Check::sentence).collect()
}

#[test]
fn points_are_uniform_and_independent() {
    let mut count = 0;
    for family in FAMILIES {
        let checks = Points::of(family).checks();
        assert_eq!(alarms(&checks), [""; 0]);
        count += checks.len();
    }
    assert_eq!(count + served::CHECKS, CHECKS, "the threshold is for this many");
}

#[test]
fn decisions_have_their_shares_and_are_independent() {
    assert_eq!(SERVED.len(), served::CHECKS, "the threshold is for this many");
    assert_eq!(alarms(&SERVED), [""; 0]);
}

/// The statistic under the bias is noncentral chi-square: a mixture, weighted as Poisson of half the noncentrality, of
/// chi-squares with two more degrees of freedom each.
#[test]
fn a_bias_of_one_percent_is_missed_less_than_once_in_a_million() {
    let noncentrality = f64::from(IDS) * (2.0 * BIAS).powi(2);
    for cells in 2..=checks::CELLS {
        let freedom = (cells - 1) as f64;
        let critical = ChiSquared::new(freedom).unwrap().inverse_cdf(1.0 - threshold(CHECKS));
        let mixture = Poisson::new(noncentrality / 2.0).unwrap();
        let missed: f64 = (0..1000_u32)
            .map(|more| {
                mixture.pmf(more.into()) * ChiSquared::new(freedom + 2.0 * f64::from(more)).unwrap().cdf(critical)
            })
            .sum();
        assert!(missed < 1e-6, "{cells} cells: above {critical} an alarm, which is missed with {missed}");
    }
}

/// A hundredth of all moves from one half of the line to the other: two of a hundred in it, chosen by the last bits of the hash.
fn biased(hash: u32) -> u32 {
    let is_low = hash < 1 << 31;
    if is_low && f64::from(hash & 0xffff) < 2.0 * BIAS * 65_536.0 { hash + (1 << 31) } else { hash }
}

/// The names of the checks of the first family that fire when its points are tampered with.
fn alarms_after(tamper: impl Fn(&mut Points)) -> Vec<&'static str> {
    static FIRST: LazyLock<Points> = LazyLock::new(|| Points::of(&FAMILIES[0]));
    let mut points = FIRST.clone();
    tamper(&mut points);
    let checks = points.checks();
    checks.iter().filter(|check| check.p_value() < threshold(CHECKS)).map(|check| check.what).collect()
}

#[test]
fn a_hash_that_prefers_one_half_by_a_hundredth_fires() {
    let fired = alarms_after(|points| points.experiment.iter_mut().for_each(|point| point.allot = biased(point.allot)));
    let expected = [
        "allot of the experiment",
        "enrol and allot of the experiment",
        "allots of launch and experiment",
        "enrol of launch and allot of experiment",
    ];
    assert_eq!(fired, expected);
}

#[test]
fn an_allot_that_is_enrol_fires() {
    let fired = alarms_after(|points| points.launch.iter_mut().for_each(|point| point.allot = point.enrol));
    assert_eq!(fired, ["enrol and allot of the launch"]);
}

/// One entity of a hundred gets by `enrol` what it should get by `allot`.
#[test]
fn an_allot_that_is_enrol_once_in_a_hundred_fires() {
    let copied = |point: &mut Point| {
        if f64::from(point.allot & 0xffff) < BIAS * 65_536.0 {
            point.allot = point.enrol;
        }
    };
    let fired = alarms_after(|points| points.launch.iter_mut().for_each(copied));
    assert_eq!(fired, ["enrol and allot of the launch"]);
}

#[test]
fn a_hash_that_knows_no_domain_fires() {
    let fired = alarms_after(|points| points.experiment.clone_from(&points.launch));
    assert_eq!(fired, ["enrols of launch and experiment", "allots of launch and experiment"]);
}

#[test]
fn a_hash_that_knows_no_salt_fires() {
    let fired = alarms_after(|points| {
        points.next_launch.clone_from(&points.launch);
        points.next_run.clone_from(&points.run);
    });
    assert_eq!(fired, ["enrols of two launches", "allots of two launches", "enrols of two runs"]);
}

/// Ids that share all but their last character must not lie beside each other.
#[test]
fn a_hash_that_keeps_the_order_of_ids_fires() {
    let in_order = |(number, point): (usize, &mut Point)| point.enrol = (number as u32).wrapping_mul(4294);
    let fired = alarms_after(|points| points.launch.iter_mut().enumerate().for_each(in_order));
    assert_eq!(fired, ["enrols of neighbours"]);
}

#[test]
fn a_decision_that_moves_a_hundredth_fires() {
    for check in &*SERVED {
        assert_ne!(alarms(&[check.with_moved(BIAS)]), [""; 0], "{}", check.what);
    }
}
