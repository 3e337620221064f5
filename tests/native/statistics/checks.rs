//! A chi-square test: counts in cells, and how likely each cell is.

use statrs::distribution::{ChiSquared, ContinuousCDF};

/// Cells of a check of points: the first bits of one hash, or half of them of two.
pub const CELLS: usize = 1 << BITS;
const BITS: u32 = 6;

/// Counts in cells, beside the share that each should have.
pub struct Check {
    pub what: &'static str,
    family: &'static str,
    counts: Vec<u64>,
    shares: Vec<f64>,
}

impl Check {
    /// INVARIANT: the shares sum to 1, and none is 0.
    pub fn new(what: &'static str, counts: Vec<u64>, shares: Vec<f64>) -> Check {
        assert_eq!(counts.len(), shares.len());
        assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9 && shares.iter().all(|share| *share > 0.0), "{what}");
        Check { what, family: "all families", counts, shares }
    }

    pub fn of(self, family: &'static str) -> Check {
        Check { family, ..self }
    }

    /// The chance of counts that are as far from the shares, or further.
    pub fn p_value(&self) -> f64 {
        let all = self.counts.iter().sum::<u64>() as f64;
        let deviation = |(count, share): (&u64, &f64)| (*count as f64 - all * share).powi(2) / (all * share);
        let statistic = self.counts.iter().zip(&self.shares).map(deviation).sum();
        ChiSquared::new((self.counts.len() - 1) as f64).unwrap().sf(statistic)
    }

    pub fn sentence(&self) -> String {
        format!("{} ({}): p = {:e}, {:?}", self.what, self.family, self.p_value(), self.counts)
    }

    /// The same after a part of all has moved from the cell with most to the others, to each as much as belongs to it.
    pub fn with_moved(&self, part: f64) -> Check {
        let all = self.counts.iter().sum::<u64>() as f64;
        let most = (0..self.counts.len()).max_by_key(|cell| self.counts[*cell]).unwrap();
        let rest = 1.0 - self.shares[most];
        let mut counts: Vec<u64> = self
            .counts
            .iter()
            .zip(&self.shares)
            .map(|(count, share)| count + (all * part * share / rest).round() as u64)
            .collect();
        let added: u64 = counts.iter().sum::<u64>() - self.counts.iter().sum::<u64>();
        counts[most] -= added;
        Check { counts, shares: self.shares.clone(), ..*self }
    }
}

/// Each of [`CELLS`] parts of the line has as much as the others.
pub fn uniform(what: &'static str, hashes: impl Iterator<Item = u32>) -> Check {
    evenly(what, hashes.map(|hash| hash >> (32 - BITS)))
}

/// The squares of two lines have as much as each other: both are uniform, and neither tells of the other.
pub fn joint(what: &'static str, pairs: impl Iterator<Item = (u32, u32)>) -> Check {
    let side = |hash: u32| hash >> (32 - BITS / 2);
    evenly(what, pairs.map(|(one, other)| (side(one) << (BITS / 2)) | side(other)))
}

fn evenly(what: &'static str, cells: impl Iterator<Item = u32>) -> Check {
    let mut counts = vec![0; CELLS];
    cells.for_each(|cell| counts[cell as usize] += 1);
    Check::new(what, counts, vec![1.0 / CELLS as f64; CELLS])
}
