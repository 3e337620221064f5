//! The movement of flags: only `enrol` decides about them, on the line of one salt for each seed.

use crate::bucketing::{Portion, Salt};
use crate::context::Context;
use crate::flag::Flag;
use crate::rule::Rule;

use super::{Budget, Movement, Share};

/// The lines that two flags ask, each cut where an answer may change.
struct Lines<'a> {
    lines: Vec<Line<'a>>,
}

/// The line of one salt.
struct Line<'a> {
    salt: &'a Salt,
    /// Where a piece ends, ascending once all are there.
    ends: Vec<u64>,
}

/// A piece of each line: the point at which it begins, in the order of the lines.
type Place = Vec<u64>;

/// Shares are exact to 256 bits, and every line has 32.
const MAX_LINES: usize = 8;

/// What the rules of a flag come to in a context.
struct Findings {
    rules: Vec<Vec<bool>>,
    audience: Vec<bool>,
}

impl Findings {
    fn of(flag: &Flag, context: &Context<'_>) -> Findings {
        let rules = flag.rules.iter().map(|rule| rule.findings(context)).collect();
        let audience = flag.run.as_ref().map(|run| run.audience.findings(context)).unwrap_or_default();
        Findings { rules, audience }
    }

    fn all(&self) -> impl Iterator<Item = bool> {
        self.rules.iter().flatten().chain(&self.audience).copied()
    }
}

pub(super) fn case(before: &Flag, after: &Flag, context: &Context<'_>) -> Vec<bool> {
    [before, after].iter().flat_map(|flag| Findings::of(flag, context).all().collect::<Vec<_>>()).collect()
}

pub(super) fn movement(before: &Flag, after: &Flag, context: &Context<'_>, budget: &mut Budget) -> Option<Movement> {
    let mut lines = Lines { lines: Vec::new() };
    for flag in [before, after] {
        lines.add_flag(flag)?;
    }
    let mut movement = Movement::default();
    let [found_before, found_after] = [before, after].map(|flag| Findings::of(flag, context));
    let nodes = found_before.all().chain(found_after.all()).count();
    lines.visit(&mut |place, share| {
        budget.spend()?;
        budget.spend_nodes(nodes)?;
        movement.add(lines.answer(before, &found_before, place), lines.answer(after, &found_after, place), share);
        Some(())
    })?;
    Some(movement)
}

impl<'a> Lines<'a> {
    fn add_flag(&mut self, flag: &'a Flag) -> Option<()> {
        for rule in &flag.rules {
            self.add_rule(rule)?;
        }
        if let Some(run) = &flag.run {
            self.add_rule(&run.audience)?;
            self.cut(run.slots.salt(), run.slots.cuts())?;
        }
        for line in &mut self.lines {
            line.ends.sort_unstable();
            line.ends.dedup();
        }
        Some(())
    }

    fn add_rule(&mut self, rule: &'a Rule) -> Option<()> {
        for portion in rule.portions()? {
            self.cut(portion.salt(), [portion.end()].into_iter())?;
        }
        Some(())
    }

    /// `None` if that is a line too many.
    fn cut(&mut self, salt: &'a Salt, ends: impl Iterator<Item = u64>) -> Option<()> {
        let ends = ends.filter(|end| *end > 0);
        let is_full = self.lines.len() == MAX_LINES;
        match self.lines.iter_mut().find(|line| line.salt == salt) {
            Some(line) => line.ends.extend(ends),
            None if is_full => return None,
            None => self.lines.push(Line { salt, ends: ends.chain([Salt::LINE]).collect() }),
        }
        Some(())
    }

    /// Visits every place with its share of the entities, until a visit gives `None`.
    fn visit(&self, visit: &mut dyn FnMut(&Place, Share) -> Option<()>) -> Option<()> {
        self.visit_from(0, &mut Place::new(), Share::ONE, visit)
    }

    fn visit_from(
        &self,
        line: usize,
        place: &mut Place,
        share: Share,
        visit: &mut dyn FnMut(&Place, Share) -> Option<()>,
    ) -> Option<()> {
        let Some(next) = self.lines.get(line) else { return visit(place, share) };
        let mut start = 0;
        for end in &next.ends {
            place.push(start);
            let width = Share::of_line(end.saturating_sub(start));
            self.visit_from(line.saturating_add(1), place, share.of(width), visit)?;
            place.pop();
            start = *end;
        }
        Some(())
    }

    /// The number of the decision about an entity at that place (A2, A7).
    fn answer(&self, flag: &Flag, findings: &Findings, place: &Place) -> usize {
        let is_in = |portion: &Portion| self.enrol(portion.salt(), place) < portion.end();
        let by_run = flag.run.as_ref().and_then(|run| {
            let treatment = run.slots.pick_at(self.enrol(run.slots.salt(), place))?;
            run.audience.holds_where(&findings.audience, &is_in).then(|| flag.number_of(treatment, false))
        });
        by_run.unwrap_or_else(|| {
            let mut rules = flag.rules.iter().zip(&findings.rules);
            rules.position(|(rule, findings)| rule.holds_where(findings, &is_in)).unwrap_or(flag.rules.len())
        })
    }

    fn enrol(&self, salt: &Salt, place: &Place) -> u64 {
        let point = self.lines.iter().zip(place).find(|(line, _)| line.salt == salt);
        point.map_or(0, |(_, enrol)| *enrol)
    }
}
