//! Who moves: the share of all entities that a feature or a flag gives one variation here and another there, exactly.
//!
//! The points of entities are spread evenly over the squares of all salts, those of different salts independently. A launch
//! cuts the square of its salt into rectangles, and so does an experiment. So shares are computed from areas, and no entity is
//! decided.
//!
//! ```text
//!  same salt         the same point decides in both      one square upon the other, rectangle by rectangle
//!  different salts   one point tells nothing of another  the product of both shares
//! ```
//!
//! Of flags only `enrol` decides: every seed has a line, and the lines of all seeds that two flags ask are cut wherever an answer
//! may change.
//!
//! A launch and an experiment never share a point (B1), and of each there is one before and one after: with both pairs known,
//! a feature's movement is what the launches decide, and of what they leave the share that the experiments give.
//! Entities with an override of their own are not in the shares.

mod alike;
mod flags;
mod share;

use std::collections::BTreeMap;

use crate::bucketing::Square;
use crate::context::Context;
use crate::flag::Flag;
use crate::pattern::Pattern;
use crate::project::Feature;
use crate::time::Timestamp;

pub use share::Share;

/// As many pieces are looked at: more than real snapshots have, and done in a second or two.
const MAX_PIECES: u32 = 1 << 20;

/// As many tests and operands of rules, which take less time than a piece.
const MAX_NODES: usize = 1 << 24;

/// The most segments of which every combination is tried.
const MAX_SEGMENTS: usize = 12;

/// A feature, and all that its decisions depend on but the entity.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// The feature.
    pub feature: &'a Feature,
    /// What is known of the entities; it decides which segments they are in.
    pub context: &'a Context<'a>,
    /// The time.
    pub now: Timestamp,
}

/// All that a movement depends on of the context.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Case(Vec<bool>);

/// The shares of entities by what they get before and after.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Movement {
    /// INVARIANT: none is zero, and together they are one.
    shares: BTreeMap<(usize, usize), Share>,
}

impl Movement {
    /// From the variation that a feature gives in one setting to the one in another, both by their positions among the
    /// [variations](Feature::variations).
    ///
    /// `None` if that is cut into too many pieces to look at all of them.
    ///
    /// # Examples
    /// ```
    /// use variate::movement::{Movement, Setting, Share};
    /// use variate::{Context, Timestamp, load};
    ///
    /// let ramp = |weight: u32| {
    ///     let snapshot = r#"{"version": 1, "project": {"name": "shop"}, "features": [{"name": "colour", "variations": [
    ///         {"name": "calm", "value": {"boolValue": false}}, {"name": "bold", "value": {"boolValue": true}}]}],
    ///       "launches": [{"name": "ramp", "status": "RUNNING", "groups": [{"name": "g", "featureVariations": {"colour": "bold"}}],
    ///         "scheduledSplitsDefinition": {"steps": [{"startTime": 0, "groupWeights": {"g": WEIGHT}}]}}]}"#;
    ///     load(snapshot.replace("WEIGHT", &weight.to_string()).as_bytes()).unwrap()
    /// };
    /// let (before, after) = (ramp(25_000), ramp(50_000));
    /// let [before, after] = [&before, &after].map(|project| Setting {
    ///     feature: project.feature("colour").unwrap().feature.as_ref().unwrap(),
    ///     context: &Context::Empty,
    ///     now: Timestamp::from_millis(0).unwrap(),
    /// });
    /// let movement = Movement::between(before, after).unwrap();
    /// assert_eq!(movement.share(0, 1).to_string(), "25.000 %");
    /// assert_eq!(movement.share(1, 0), Share::ZERO);
    /// ```
    pub fn between(before: Setting<'_>, after: Setting<'_>) -> Option<Movement> {
        let (is_before, is_after) = (before.memberships(), after.memberships());
        View::between(&before.view(&is_before), &after.view(&is_after), &mut Budget::default())
    }

    /// The movements of entities in every case: for each combination of the segments that are asked before or after one
    /// movement, whatever the contexts. Some cases may be of nobody, where segments exclude each other.
    ///
    /// `None` if there are too many: more than twelve segments, or the cases are cut into too many pieces to look at all of
    /// them. Then nothing is known of who moves, unless the two [decide alike](Movement::is_alike).
    pub fn in_every_case(before: (&Feature, Timestamp), after: (&Feature, Timestamp)) -> Option<Vec<Movement>> {
        let mut segments: Vec<&Pattern> = Vec::new();
        // Patterns are long: each is looked up once, not in every case.
        let mut numbers = [Vec::new(), Vec::new()];
        for ((feature, now), numbers) in [before, after].into_iter().zip(&mut numbers) {
            for segment in asked(feature, now) {
                let known = segments.iter().position(|known| known.asks_the_same(segment));
                numbers.push(known.unwrap_or(segments.len()));
                if known.is_none() {
                    segments.push(segment);
                }
                if segments.len() > MAX_SEGMENTS {
                    return None;
                }
            }
        }
        let mut budget = Budget::default();
        let cases = (0..1_u32 << segments.len()).map(|case| {
            let [is_before, is_after] = numbers
                .each_ref()
                .map(|numbers| numbers.iter().map(|number| case >> number & 1 == 1).collect::<Vec<_>>());
            let before = View { feature: before.0, now: before.1, memberships: &is_before };
            let after = View { feature: after.0, now: after.1, memberships: &is_after };
            View::between(&before, &after, &mut budget)
        });
        cases.collect()
    }

    /// Whether both decide the same by the same rules in the same words: then nobody moves, in whatever segments. If they do
    /// not, it may still be that nobody moves.
    pub fn is_alike(before: (&Feature, Timestamp), after: (&Feature, Timestamp)) -> bool {
        alike::features(before, after)
    }

    /// The same of flags: then nobody moves, whatever the context.
    pub fn is_alike_of_flags(before: &Flag, after: &Flag) -> bool {
        alike::flags(before, after)
    }

    /// From the decision about a flag to that about another, both by their [numbers](crate::FlagDecision::number), for
    /// entities that have an id and this context.
    ///
    /// `None` if a rule asks more of an id than whether it equals a constant or is in a `split`, if there are too many splits,
    /// or if the budget is spent. `budget` bounds the work of all the calls that it is passed to.
    pub fn between_flags(before: &Flag, after: &Flag, context: &Context<'_>, budget: &mut Budget) -> Option<Movement> {
        flags::movement(before, after, context, budget)
    }

    /// What a context comes to where a flag gives way to another: where it is the same, so is the movement.
    pub fn case_of_flags(before: &Flag, after: &Flag, context: &Context<'_>) -> Case {
        Case(flags::case(before, after, context))
    }

    /// What the contexts of two settings come to: where it is the same, so is the movement.
    pub fn case(before: Setting<'_>, after: Setting<'_>) -> Case {
        Case([before.memberships(), after.memberships()].concat())
    }

    /// The share of entities that gets one before and the other after.
    pub fn share(&self, before: usize, after: usize) -> Share {
        self.shares.get(&(before, after)).copied().unwrap_or(Share::ZERO)
    }

    /// All shares that are not zero, by what entities get before and after, in ascending order. Their sum is one.
    pub fn shares(&self) -> impl Iterator<Item = (usize, usize, Share)> {
        self.shares.iter().map(|((before, after), share)| (*before, *after, *share))
    }

    fn add(&mut self, before: usize, after: usize, share: Share) {
        if !share.is_zero() {
            let sum = self.shares.entry((before, after)).or_insert(Share::ZERO);
            *sum = sum.plus(share);
        }
    }
}

impl<'a> Setting<'a> {
    /// Whether what is known of an entity decides: a segment is asked at this time.
    pub fn is_segmented(&self) -> bool {
        asked(self.feature, self.now).next().is_some()
    }

    /// Whether the context is in each of the segments that are asked.
    fn memberships(&self) -> Vec<bool> {
        asked(self.feature, self.now).map(|segment| segment.matches(self.context)).collect()
    }

    fn view<'v>(&'v self, memberships: &'v [bool]) -> View<'v> {
        View { feature: self.feature, now: self.now, memberships }
    }
}

/// The segments that are asked at a time: those of the launch's splits, then that of the experiment.
fn asked(feature: &Feature, now: Timestamp) -> impl Iterator<Item = &Pattern> {
    let step = feature.launch.as_ref().and_then(|rule| rule.source.step_at(now));
    let by_launch = step.into_iter().flat_map(|step| step.splits.iter().filter_map(|split| split.segment.as_deref()));
    by_launch.chain(feature.experiment.as_ref().and_then(|rule| rule.source.segment.as_deref()))
}

/// A feature at a time, for entities that are in certain segments.
struct View<'a> {
    feature: &'a Feature,
    now: Timestamp,
    /// Whether the entities are in it, for each segment that is asked.
    memberships: &'a [bool],
}

impl<'a> View<'a> {
    fn between(before: &View<'_>, after: &View<'_>, budget: &mut Budget) -> Option<Movement> {
        let launches = Pairs::of(&before.launch(), &after.launch(), budget)?;
        let experiments = Pairs::of(&before.experiment(), &after.experiment(), budget)?;
        let defaults = (before.feature.default.variation, after.feature.default.variation);
        Some(launches.then(&experiments, budget)?.otherwise(defaults))
    }

    /// What the launch comes to: a variation, or nothing (E3).
    fn launch(&self) -> Square<'a, Option<usize>> {
        let Some(rule) = &self.feature.launch else { return Square::whole(None) };
        let Some(step) = rule.source.step_at(self.now) else { return Square::whole(None) };
        let mut square = Square::of(&rule.source.salt);
        let mut memberships = self.memberships.iter();
        for split in &step.splits {
            if split.segment.is_none() || memberships.next().copied().unwrap_or(false) {
                square.claim(&split.split, |group| self.variation(rule.outcome(*group)), None);
            }
        }
        square.rest(None)
    }

    /// What the experiment comes to: a variation, or nothing (E4).
    fn experiment(&self) -> Square<'a, Option<usize>> {
        let Some(rule) = &self.feature.experiment else { return Square::whole(None) };
        let experiment = &rule.source;
        if experiment.segment.is_some() && !self.memberships.last().copied().unwrap_or(false) {
            return Square::whole(None);
        }
        let mut square = Square::of(&experiment.salt);
        let variation = |treatment: &usize| self.variation(rule.outcome(*treatment));
        square.sample(experiment.sampling_rate, &experiment.split, variation, None);
        square.rest(None)
    }

    /// E6: an arm without a variation leaves the entity to the next rule.
    fn variation(&self, outcome: Option<usize>) -> Option<usize> {
        outcome.map(|number| self.feature.outcome(number).variation)
    }
}

/// Shares by what one rule before and one after come to; `None` leaves the entity to the next rule.
#[derive(Debug)]
struct Pairs(BTreeMap<(Option<usize>, Option<usize>), Share>);

impl Pairs {
    fn of(before: &Square<'_, Option<usize>>, after: &Square<'_, Option<usize>>, budget: &mut Budget) -> Option<Pairs> {
        let mut pairs = Pairs(BTreeMap::new());
        if before.lies_on(after) {
            before.overlay(after, |area, before, after| {
                pairs.add(before, after, Share::of_area(area));
                budget.spend()
            })?;
            return Some(pairs);
        }
        let (before, after) = (by_content(before), by_content(after));
        for (before, share) in &before {
            for (after, of) in &after {
                pairs.add(*before, *after, share.of(*of));
                budget.spend()?;
            }
        }
        Some(pairs)
    }

    /// What these leave is decided by the next ones, whose points are others.
    fn then(&self, next: &Pairs, budget: &mut Budget) -> Option<Pairs> {
        let mut pairs = Pairs(BTreeMap::new());
        for ((before, after), share) in &self.0 {
            if before.is_some() && after.is_some() {
                pairs.add(*before, *after, *share);
                continue;
            }
            for ((next_before, next_after), of) in &next.0 {
                pairs.add(before.or(*next_before), after.or(*next_after), share.of(*of));
                budget.spend()?;
            }
        }
        Some(pairs)
    }

    /// What nothing decides gets the defaults.
    fn otherwise(&self, (before_default, after_default): (usize, usize)) -> Movement {
        let mut movement = Movement::default();
        for ((before, after), share) in &self.0 {
            movement.add(before.unwrap_or(before_default), after.unwrap_or(after_default), *share);
        }
        movement
    }

    fn add(&mut self, before: Option<usize>, after: Option<usize>, share: Share) {
        let sum = self.0.entry((before, after)).or_insert(Share::ZERO);
        *sum = sum.plus(share);
    }
}

/// How much of the square each content has.
fn by_content(square: &Square<'_, Option<usize>>) -> BTreeMap<Option<usize>, Share> {
    let mut shares = BTreeMap::new();
    for (area, content) in square.rectangles() {
        let sum = shares.entry(content).or_insert(Share::ZERO);
        *sum = sum.plus(Share::of_area(area));
    }
    shares
}

/// How much may still be looked at.
#[derive(Debug)]
pub struct Budget {
    pieces: u32,
    /// Tests and operands of rules of flags, once for each piece.
    nodes: usize,
}

impl Default for Budget {
    fn default() -> Budget {
        Budget { pieces: MAX_PIECES, nodes: MAX_NODES }
    }
}

impl Budget {
    fn spend(&mut self) -> Option<()> {
        self.pieces = self.pieces.checked_sub(1)?;
        Some(())
    }

    fn spend_nodes(&mut self, nodes: usize) -> Option<()> {
        self.nodes = self.nodes.checked_sub(nodes)?;
        Some(())
    }
}
