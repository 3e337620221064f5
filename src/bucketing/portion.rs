//! AppConfig's shares of the line: `split` (A6) and the slots of an experiment run (A7).

#[cfg(feature = "movement")]
mod cuts;

use super::{Domain, LINE, Salt};

/// Those whose `enrol` point lies in a share at the beginning of the line (A6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Portion {
    pub(super) salt: Salt,
    pub(super) end: u64,
}

#[expect(clippy::arithmetic_side_effects, reason = "2^32 times a factor of 32 bits is a number of 64")]
impl Portion {
    /// A whole, in ten-thousandths of a percent.
    pub(crate) const ALL: u32 = 1_000_000;

    /// The share of the line of a seed, in ten-thousandths of a percent.
    pub(crate) fn new(seed: &str, share: u32) -> Portion {
        let end = LINE * u64::from(share) / u64::from(Portion::ALL);
        Portion { salt: Salt::new(Domain::AppConfig, seed), end }
    }

    pub(crate) fn holds(&self, id: &[u8]) -> bool {
        self.end == LINE || (self.end > 0 && u64::from(self.salt.enrol(id)) < self.end)
    }
}

/// The line cut into slots of which only the beginnings are taken (R36).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Slots {
    pub(super) salt: Salt,
    /// Beginning and end of what is taken, in ascending order.
    pub(super) taken: Vec<(u64, u64)>,
}

#[expect(
    clippy::arithmetic_side_effects,
    reason = "weights are of 64 bits and their sum of 128; ends ascend up to 2^32, and an exposure is 10^8 at most"
)]
impl Slots {
    /// A whole weight, in millionths.
    pub(crate) const ONE: u64 = 1_000_000;

    /// One slot for each weight in proportion to it, of which `exposure` millionths of a percent are taken. Without any
    /// weight no slot takes anything.
    pub(crate) fn new(seed: &str, weights: &[u64], exposure: u64) -> Slots {
        let sum: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
        let mut before = 0_u128;
        let mut start = 0;
        let mut taken = Vec::with_capacity(weights.len());
        for weight in weights {
            before += u128::from(*weight);
            let end = portion_of_line(before, sum);
            taken.push((start, start + (end - start) * exposure / (100 * Slots::ONE)));
            start = end;
        }
        Slots { salt: Salt::new(Domain::AppConfig, seed), taken }
    }

    /// The position of the slot that takes the entity.
    // In line, for explanations call it too, and evaluation must not be slower for that.
    #[inline(always)]
    pub(crate) fn pick(&self, id: &[u8]) -> Option<usize> {
        self.pick_at(u64::from(self.salt.enrol(id)))
    }

    /// The position of the slot that takes those at this point.
    pub(crate) fn pick_at(&self, enrol: u64) -> Option<usize> {
        let position = self.taken.partition_point(|(start, _)| *start <= enrol).checked_sub(1)?;
        // Slots without weight begin where the next one does.
        self.taken.get(position).filter(|(_, end)| enrol < *end).map(|_| position)
    }
}

/// `LINE * part / whole`, rounded down; 0 without a whole. Bit by bit: a division of 128 bits is 1 kB of WebAssembly.
#[expect(clippy::arithmetic_side_effects, reason = "what is subtracted is not greater")]
fn portion_of_line(part: u128, whole: u128) -> u64 {
    if whole == 0 {
        return 0;
    }
    let mut rest = part;
    let mut share = 0;
    for _ in 0..=LINE.ilog2() {
        share <<= 1;
        if rest >= whole {
            rest -= whole;
            share |= 1;
        }
        rest <<= 1;
    }
    share
}
