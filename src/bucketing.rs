//! Where an entity falls: the hash, the line it points to, and splits of that line (B1–B6).
//!
//! This is bucketing version 1, frozen (B6): integers only. Launches, experiments and `split` stay below 2^53, so that any
//! language can redo them with doubles; the slots of a run need wider integers (R36).
//!
//! ```text
//! bytes  = UTF-8(salt) 0x00 UTF-8(entity id)
//! enrol  = murmur3_x86_32(bytes, seed = 2 × domain)        is the entity in?
//! allot  = murmur3_x86_32(bytes, seed = 2 × domain + 1)    where in the split?
//! ```
//!
//! The line has [`LINE`] = 2^32 points. Weights, rates and shares are thousandths of a percent: [`TOTAL`] is all.

#[cfg(feature = "explain")]
mod line;
mod murmur3;
mod portion;
#[cfg(feature = "movement")]
mod square;

#[cfg(feature = "explain")]
pub(crate) use line::sampled;
#[cfg(feature = "explain")]
pub use line::{Line, LineName, Range};
use murmur3::Murmur3;
pub(crate) use portion::{Portion, Slots};
#[cfg(feature = "movement")]
pub(crate) use square::Square;

/// The points of the line: every hash is one of them.
const LINE: u64 = 1 << 32;

/// All of the traffic, in thousandths of a percent.
pub const TOTAL: u32 = 100_000;

/// What is decided; it separates the hashes of a launch and an experiment that share a salt (B1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// A launch's splits.
    Launch = 1,
    /// An experiment's sampling and treatments.
    Experiment = 2,
    /// AppConfig's `split` and the slots of its experiment runs.
    AppConfig = 3,
}

/// The two points of an entity on the line (B1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// Decides whether the entity takes part.
    pub enrol: u32,
    /// Decides which group or treatment it gets.
    pub allot: u32,
}

/// The point of an entity (B1): both hashes of `salt`, a zero byte and `id`.
///
/// `salt` has no U+0000, which would end it, and `id` is UTF-8; neither is checked here. Both numbers are 0 to 2^32 − 1.
pub fn point(domain: Domain, salt: &str, id: &[u8]) -> Point {
    let [enrol, allot] = states(domain, salt);
    Point { enrol: enrol.finish(id), allot: allot.finish(id) }
}

/// Both hashes up to where the id begins.
#[expect(clippy::arithmetic_side_effects, reason = "the seeds of three domains are 2 to 7")]
fn states(domain: Domain, salt: &str) -> [Murmur3; 2] {
    let seed = 2 * (domain as u32);
    [seed, seed + 1].map(|seed| Murmur3::new(seed).update(salt.as_bytes()).update(&[0]))
}

/// A salt that has been hashed up to where the entity id begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Salt {
    enrol: Murmur3,
    allot: Murmur3,
    #[cfg(feature = "explain")]
    source: (Domain, Box<str>),
}

impl Salt {
    /// Hashes the salt and the zero byte that ends it.
    pub fn new(domain: Domain, salt: &str) -> Salt {
        let [enrol, allot] = states(domain, salt);
        Salt {
            enrol,
            allot,
            #[cfg(feature = "explain")]
            source: (domain, salt.into()),
        }
    }

    /// Where an entity is on the line that decides whether it takes part.
    fn enrol(&self, id: &[u8]) -> u32 {
        self.enrol.finish(id)
    }

    /// Begins to draw for an entity.
    pub fn draw<'a>(&'a self, id: &'a [u8]) -> Draw<'a> {
        Draw { salt: self, id, covered: 0, enrol: None }
    }
}

/// One entity's way through the splits of a launch, or through an experiment. It hashes only when an answer needs it.
#[derive(Debug)]
pub struct Draw<'a> {
    salt: &'a Salt,
    id: &'a [u8],
    /// Points at the beginning of the line that earlier splits have covered (B3).
    covered: u64,
    enrol: Option<u32>,
}

impl Draw<'_> {
    /// Whether the next split claims the entity (B3): its share `weight` is taken *of what earlier splits left*.
    // In line, here and below: explanations call it too, and evaluation must not be slower for that.
    #[inline(always)]
    pub fn claim(&mut self, weight: u32) -> bool {
        self.covered = cover(self.covered, weight);
        // An entity that earlier splits did not claim lies beyond what they covered.
        self.covered > 0 && (self.covered == LINE || u64::from(self.enrol()) < self.covered)
    }

    /// Whether the entity is in the sample of an experiment (B4).
    #[inline(always)]
    pub fn is_sampled(&mut self, rate: u32) -> bool {
        rate >= TOTAL || (rate > 0 && u64::from(self.enrol()) < share(LINE, rate))
    }

    /// The part of the split that the entity falls in (B3, B5); `None` where the weights leave the line free.
    pub fn pick<'s, T>(&self, split: &'s Split<T>) -> Option<&'s T> {
        match split.parts.as_slice() {
            [] => None,
            [part] if part.end >= split.scale => Some(&part.content),
            parts => {
                let position = split.position(self.salt.allot.finish(self.id));
                parts.iter().find(|part| u64::from(part.end) > position).map(|part| &part.content)
            }
        }
    }

    /// How many points at the beginning of the line the splits so far have covered.
    pub fn covered(&self) -> u64 {
        self.covered
    }

    fn enrol(&mut self) -> u32 {
        *self.enrol.get_or_insert_with(|| self.salt.enrol(self.id))
    }
}

/// How far the line is covered once a split has taken its share of what is left (B3).
#[expect(
    clippy::arithmetic_side_effects,
    reason = "`covered` never passes LINE: a share of what is left is no more than that"
)]
pub(crate) fn cover(covered: u64, weight: u32) -> u64 {
    covered + share(LINE - covered, weight)
}

/// `weight` thousandths of a percent of so many points, rounded down.
#[expect(clippy::arithmetic_side_effects, reason = "2^32 at most times a factor of 32 bits is a number of 64")]
fn share(points: u64, weight: u32) -> u64 {
    // The most frequent weight; a division takes as long as half a hash.
    if weight == TOTAL {
        return points;
    }
    points * u64::from(weight) / u64::from(TOTAL)
}

/// Weighted parts laid end to end in a fixed order.
///
/// INVARIANT: ends ascend strictly (a part without weight is left out) and none is above `scale`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split<T> {
    scale: u32,
    parts: Vec<Part<T>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Part<T> {
    /// The sum of the weights up to and with this part.
    end: u32,
    content: T,
}

impl<T> Split<T> {
    /// The split of a launch (B3): the parts fill the whole split, whatever their sum. Parts in the order of the
    /// launch's groups. `None` if the weights sum above [`TOTAL`].
    pub fn of_launch(weights: impl IntoIterator<Item = (u32, T)>) -> Option<Split<T>> {
        let split = Split::of_experiment(weights)?;
        Some(Split { scale: split.weight(), ..split })
    }

    /// The split of an experiment (B5): what the weights leave of [`TOTAL`] is nobody's. Parts in the order of the
    /// experiment's treatments. `None` if the weights sum above [`TOTAL`].
    pub fn of_experiment(weights: impl IntoIterator<Item = (u32, T)>) -> Option<Split<T>> {
        let mut end = 0_u32;
        let mut parts = Vec::new();
        for (weight, content) in weights {
            end = end.checked_add(weight).filter(|end| *end <= TOTAL)?;
            if weight > 0 {
                parts.push(Part { end, content });
            }
        }
        Some(Split { scale: TOTAL, parts })
    }

    /// The place of a hash in the split (B3, B5).
    #[expect(clippy::arithmetic_side_effects, reason = "two factors of 32 bits have a product of 64")]
    fn position(&self, hash: u32) -> u64 {
        (u64::from(hash) * u64::from(self.scale)) >> 32
    }

    /// The sum of the weights.
    pub fn weight(&self) -> u32 {
        self.parts.last().map_or(0, |part| part.end)
    }
}
