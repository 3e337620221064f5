//! Whether two features, or two flags, decide by the same rules in the same words: then nobody moves, and no case need be tried.

use crate::flag::Flag;
use crate::pattern::Pattern;
use crate::project::{Experiment, Feature, Launch, Rule, Step};
use crate::time::Timestamp;

pub(super) fn features((before, then): (&Feature, Timestamp), (after, now): (&Feature, Timestamp)) -> bool {
    let launches = match (launch_at(before, then), launch_at(after, now)) {
        (None, None) => true,
        (Some((one, step)), Some((other, other_step))) => {
            one.source.salt == other.source.salt
                && variations(before, one).eq(variations(after, other))
                && are_steps_alike(step, other_step)
        }
        _ => false,
    };
    let experiments = match (&before.experiment, &after.experiment) {
        (None, None) => true,
        (Some(one), Some(other)) => {
            variations(before, one).eq(variations(after, other)) && are_experiments_alike(&one.source, &other.source)
        }
        _ => false,
    };
    launches && experiments && before.default.variation == after.default.variation
}

fn launch_at(feature: &Feature, now: Timestamp) -> Option<(&Rule<Launch>, &Step)> {
    let rule = feature.launch.as_ref()?;
    Some((rule, rule.source.step_at(now)?))
}

/// The arms that have a variation of the feature, each with that.
fn variations<'a, T>(feature: &'a Feature, rule: &'a Rule<T>) -> impl Iterator<Item = (usize, usize)> + 'a {
    rule.outcomes.iter().map(|(arm, outcome)| (*arm, feature.outcome(*outcome).variation))
}

fn are_steps_alike(one: &Step, other: &Step) -> bool {
    let mut pairs = one.splits.iter().zip(&other.splits);
    one.splits.len() == other.splits.len()
        && pairs
            .all(|(one, other)| one.split == other.split && is_same(one.segment.as_deref(), other.segment.as_deref()))
}

fn are_experiments_alike(one: &Experiment, other: &Experiment) -> bool {
    one.salt == other.salt
        && one.sampling_rate == other.sampling_rate
        && one.split == other.split
        && is_same(one.segment.as_deref(), other.segment.as_deref())
}

fn is_same(one: Option<&Pattern>, other: Option<&Pattern>) -> bool {
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => one.asks_the_same(other),
        _ => false,
    }
}

pub(super) fn flags(before: &Flag, after: &Flag) -> bool {
    let runs = match (&before.run, &after.run) {
        (None, None) => true,
        (Some(one), Some(other)) => one.slots == other.slots && one.audience.asks_the_same(&other.audience),
        _ => false,
    };
    let mut rules = before.rules.iter().zip(&after.rules);
    runs && before.rules.len() == after.rules.len() && rules.all(|(one, other)| one.asks_the_same(other))
}
