//! What a pattern becomes: steps, in the order in which the text goes through them, with forks and jumps between.

use super::COMPILED_BYTES;

/// One step. The one behind it is next; the end of the program is a match. Distances are counted from the step itself,
/// so that steps can be moved and repeated together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The text has this character here.
    Char(char),
    /// The text has a character here that is in one of the ranges, or in none.
    Set { negated: bool, ranges: u16, first: u32 },
    /// The place is such a one.
    Look(Look),
    /// On with the next step, and with the one at this distance too.
    Fork(i32),
    /// On with the step at this distance.
    Jump(i32),
}

/// What a place between two characters is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Start,
    End,
    LineStart,
    LineEnd,
    WordBoundary,
    NoWordBoundary,
}

/// What a step takes up, itself and in a search.
const STEP_BYTES: usize = 16;

const RANGE_BYTES: usize = 8;

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Program {
    pub(super) steps: Vec<Step>,
    /// The first and the last character of each.
    pub(super) ranges: Vec<(u32, u32)>,
    /// Whether some repetition has been left out.
    too_large: bool,
}

impl Program {
    /// How large the steps are from this one on. A set that is repeated counts as often, as it does in the search.
    #[expect(
        clippy::arithmetic_side_effects,
        reason = "ranges are in memory, and what is repeated has been found small enough"
    )]
    pub(super) fn bytes(&self, start: usize) -> usize {
        if self.too_large {
            return usize::MAX;
        }
        let mut bytes = 0;
        for step in self.steps.get(start..).unwrap_or_default() {
            bytes += STEP_BYTES;
            if let Step::Set { ranges, .. } = step {
                bytes += usize::from(*ranges) * RANGE_BYTES;
            }
        }
        bytes
    }

    /// The distance from a step to the end.
    #[expect(clippy::arithmetic_side_effects, reason = "the step is one of them")]
    pub(super) fn distance(&self, from: usize) -> i32 {
        (self.steps.len() - from) as i32
    }

    /// A set of the ranges from this one on.
    #[expect(clippy::arithmetic_side_effects, reason = "the range is one of them, or behind them")]
    pub(super) fn set(&mut self, first: usize, negated: bool) {
        // As many as cannot be counted are too large.
        let ranges = u16::try_from(self.ranges.len() - first).unwrap_or(u16::MAX);
        self.add(Step::Set { negated, ranges, first: first as u32 });
    }

    #[inline(never)]
    pub(super) fn add(&mut self, step: Step) {
        self.steps.push(step);
    }

    pub(super) fn insert(&mut self, at: usize, mut step: Step) {
        for place in self.steps.get_mut(at..).unwrap_or_default() {
            std::mem::swap(place, &mut step);
        }
        self.add(step);
    }

    /// Repeats the steps from this one on.
    #[expect(
        clippy::arithmetic_side_effects,
        reason = "the copies fit in COMPILED_BYTES; there are no fewer than `least`"
    )]
    pub(super) fn repeat(&mut self, start: usize, least: usize, most: Option<usize>) {
        if most == Some(0) {
            return self.steps.truncate(start);
        }
        let length = self.steps.len() - start;
        let copies = most.unwrap_or(least.max(1));
        if self.bytes(start).saturating_mul(copies) > COMPILED_BYTES {
            self.too_large = true;
            return;
        }
        // Before each copy that can be missing there is a fork, to behind all of them.
        let end = start + copies * length + (copies - least) + usize::from(most.is_none());
        let mut copied = start;
        if least == 0 {
            self.insert(start, Step::Fork((end - start) as i32));
            copied += 1;
        }
        for copy in 1..copies {
            if copy >= least {
                self.add(Step::Fork((end - self.steps.len()) as i32));
            }
            for at in copied..copied + length {
                if let Some(step) = self.steps.get(at) {
                    self.add(*step);
                }
            }
        }
        if most.is_none() {
            self.add(Step::Fork(-(length as i32)));
        }
    }
}
