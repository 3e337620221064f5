//! How many entities get what at one time.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use variate::movement::Share;
use variate::{Context, Timestamp};

use crate::program::failure::Fault;
use crate::program::matrix::Matrix;
use crate::program::population::Population;
use crate::program::subject::{Answer, Decided, Shares, Subject};

/// The counts at one time, and of those who move to another time or another snapshot.
#[derive(Debug)]
pub struct Tally<'p> {
    pub before: (Subject<'p>, Timestamp),
    pub after: Option<(Subject<'p>, Timestamp)>,
    /// How many entities so far.
    pub entities: u32,
    /// Those that an override decided about.
    pub overridden: u32,
    /// By the answer: those of the points, without overrides.
    drawn: BTreeMap<usize, u32>,
    /// By the answers before and after.
    pairs: BTreeMap<(usize, usize), u32>,
}

/// Whether counts may have come about by chance.
#[derive(Clone, Copy, Debug)]
pub struct Fit {
    pub chi_square: f64,
    /// None where all should get the same.
    pub degrees_of_freedom: u32,
    /// How many get what the lines give nobody.
    pub unexpected: u32,
    /// Somebody is unexpected, or less than one in a thousand samples is so far off.
    pub is_mismatch: bool,
}

impl<'p> Tally<'p> {
    pub fn new(before: (Subject<'p>, Timestamp), after: Option<(Subject<'p>, Timestamp)>) -> Tally<'p> {
        Tally { before, after, entities: 0, overridden: 0, drawn: BTreeMap::new(), pairs: BTreeMap::new() }
    }

    #[expect(clippy::arithmetic_side_effects, reason = "to decide for 2^32 entities takes longer than anybody waits")]
    pub fn count(&mut self, id: &str, context: &Context<'_>) -> Result<(), Fault> {
        let decide = |(subject, now): (Subject<'_>, Timestamp)| -> Result<Decided, Fault> {
            subject.decide(id, context, now).map_err(|error| Fault::field("entityId", error))
        };
        let before = decide(self.before)?;
        let after = self.after.map(decide).transpose()?.unwrap_or(before);
        self.entities += 1;
        if before.by_override {
            self.overridden += 1;
        } else {
            *self.drawn.entry(before.answer).or_default() += 1;
        }
        *self.pairs.entry((before.answer, after.answer)).or_default() += 1;
        Ok(())
    }

    pub fn reads_context(&self) -> bool {
        self.before.0.reads_context(self.before.1)
    }

    /// All answers, each with the number of entities that get it.
    pub fn answers(&self) -> Vec<(Answer, u32)> {
        let count =
            |position| self.pairs.iter().filter(|((before, _), _)| *before == position).map(|(_, count)| count).sum();
        let answers = self.before.0.answers();
        answers.into_iter().enumerate().map(|(position, answer)| (answer, count(position))).collect()
    }

    /// The shares that follow from the lines that decide, by answer. None if they cannot be computed.
    pub fn computed(&self, population: &Population<'_>) -> Option<Vec<Share>> {
        let movement = Subject::movement(self.before, self.before, &population.contexts)?;
        let answers = self.before.0.answers().len();
        Some((0..answers).map(|answer| movement.get(&(answer, answer)).copied().unwrap_or(Share::ZERO)).collect())
    }

    /// Whether what was drawn agrees with what was computed. None if there are too few entities, or nothing is drawn.
    #[expect(clippy::float_arithmetic, reason = "statistics of decisions that have been made")]
    #[expect(clippy::arithmetic_side_effects, reason = "answers are counted in 32 bits")]
    pub fn fit(&self, computed: &[Share]) -> Option<Fit> {
        const TOO_FEW: f64 = 5.0;
        // Beyond it lies one in a thousand, on the normal distribution.
        const FAR_OFF: f64 = 3.090_232;
        let entities = self.entities.checked_sub(self.overridden).filter(|entities| *entities > 0).map(f64::from)?;
        let drawn_of = |answer| self.drawn.get(&answer).copied().unwrap_or(0);
        let (nobody, somebody): (Vec<_>, Vec<_>) = computed.iter().enumerate().partition(|(_, share)| share.is_zero());
        let unexpected = nobody.into_iter().map(|(answer, _)| drawn_of(answer)).sum();
        let (mut chi_square, mut classes) = (0.0, 0_u32);
        for (answer, share) in somebody {
            let expected = entities * share.to_decimal().parse::<f64>().ok()?;
            if expected < TOO_FEW && unexpected == 0 {
                return None;
            }
            let drawn = f64::from(drawn_of(answer));
            chi_square += (drawn - expected) * (drawn - expected) / expected;
            classes += 1;
        }
        let degrees_of_freedom = classes.saturating_sub(1);
        if degrees_of_freedom == 0 {
            return Some(Fit { chi_square, degrees_of_freedom, unexpected, is_mismatch: unexpected > 0 });
        }
        // Wilson and Hilferty: the cube root is nearly normal.
        let degrees = f64::from(degrees_of_freedom);
        let variance = 2.0 / (9.0 * degrees);
        let deviation = ((chi_square / degrees).cbrt() - (1.0 - variance)) / variance.sqrt();
        Some(Fit { chi_square, degrees_of_freedom, unexpected, is_mismatch: unexpected > 0 || deviation > FAR_OFF })
    }

    /// Who moves, and how many, if there is something to move to.
    pub fn movement(&self) -> Option<(Matrix, u32)> {
        let (after, _) = self.after?;
        let entities = NonZeroU32::new(self.entities)?;
        let shares: Shares = self.pairs.iter().map(|(key, count)| (*key, Share::ratio(*count, entities))).collect();
        let matrix = Matrix { rows: self.before.0.answers(), columns: after.answers(), shares };
        let moving = self.pairs.iter().filter(|((row, column), _)| matrix.is_move(*row, *column));
        let moved = moving.map(|(_, count)| count).sum();
        Some((matrix, moved))
    }
}
