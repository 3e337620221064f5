//! Where the points decide what: both points of an entity are one point of a square, and every rule cuts it into rectangles.
//!
//! The points of entities are spread evenly over the square, so an area is a share of the entities: of 2^64, which is all.

use super::{LINE, Salt, Split, cover, share};

/// What every point of the square of one salt comes to.
#[derive(Debug)]
pub(crate) struct Square<'a, T> {
    /// None if nothing depends on the points.
    salt: Option<&'a Salt>,
    /// INVARIANT: ends ascend strictly, and the last is the line's once the rest is laid.
    strips: Vec<Strip<T>>,
}

/// A part of the line of `enrol`, cut along the line of `allot`.
#[derive(Debug)]
struct Strip<T> {
    end: u64,
    /// What is in it up to this end.
    cells: Vec<(u64, T)>,
}

impl Salt {
    /// How many points its lines have.
    pub(crate) const LINE: u64 = LINE;
}

impl<'a, T: Copy> Square<'a, T> {
    /// Nothing is cut.
    pub(crate) fn whole(content: T) -> Square<'a, T> {
        Square { salt: None, strips: vec![Strip { end: LINE, cells: vec![(LINE, content)] }] }
    }

    /// The square of a salt, of which nothing is covered yet.
    pub(crate) fn of(salt: &'a Salt) -> Square<'a, T> {
        Square { salt: Some(salt), strips: Vec::new() }
    }

    /// The next split of a launch takes its share of what is not covered (B3).
    pub(crate) fn claim<G>(&mut self, split: &Split<G>, content: impl Fn(&G) -> T, left: T) {
        self.lay(cover(self.covered(), split.weight()), split.cells(content, left));
    }

    /// The sample of an experiment gets its treatments (B4, B5).
    pub(crate) fn sample<G>(&mut self, rate: u32, split: &Split<G>, content: impl Fn(&G) -> T, left: T) {
        self.lay(share(LINE, rate), split.cells(content, left));
    }

    /// What is not covered gets this.
    pub(crate) fn rest(mut self, content: T) -> Square<'a, T> {
        self.lay(LINE, vec![(LINE, content)]);
        self
    }

    fn covered(&self) -> u64 {
        self.strips.last().map_or(0, |strip| strip.end)
    }

    fn lay(&mut self, end: u64, cells: Vec<(u64, T)>) {
        if end > self.covered() {
            self.strips.push(Strip { end, cells });
        }
    }

    /// Every rectangle: its area, and what is in it.
    pub(crate) fn rectangles(&self) -> impl Iterator<Item = (u128, T)> {
        widths(self.strips.iter().map(|strip| (strip.end, strip.cells.as_slice()))).flat_map(|(width, cells)| {
            widths(cells.iter().copied()).map(move |(height, content)| (area(width, height), content))
        })
    }

    /// Whether every point of one is the same point of the other: their salts have hashed to the same.
    pub(crate) fn lies_on<U>(&self, other: &Square<'_, U>) -> bool {
        self.salt.zip(other.salt).is_some_and(|(salt, other)| salt == other)
    }

    /// Lays one upon the other and visits every rectangle of both until a visit gives `None`.
    pub(crate) fn overlay<U: Copy>(
        &self,
        other: &Square<'_, U>,
        mut visit: impl FnMut(u128, T, U) -> Option<()>,
    ) -> Option<()> {
        let strips = self.strips.iter().map(|strip| (strip.end, strip.cells.as_slice()));
        let others = other.strips.iter().map(|strip| (strip.end, strip.cells.as_slice()));
        merge(strips, others, |width, cells, others| {
            merge(cells.iter().copied(), others.iter().copied(), |height, content, other| {
                visit(area(width, height), content, other)
            })
        })
    }
}

impl<G> Split<G> {
    /// The ends of its parts on the line of `allot` (B3, B5): a part's is the first point that it does not have.
    fn cells<T>(&self, content: impl Fn(&G) -> T, left: T) -> Vec<(u64, T)> {
        let scale = u64::from(self.scale.max(1));
        let end = |end: u32| (u64::from(end) << 32).div_ceil(scale);
        let mut cells: Vec<_> = self.parts.iter().map(|part| (end(part.end), content(&part.content))).collect();
        if cells.last().is_none_or(|(end, _)| *end < LINE) {
            cells.push((LINE, left));
        }
        cells
    }
}

fn area(width: u64, height: u64) -> u128 {
    // INVARIANT: neither is longer than the line, 2^32.
    u128::from(width).wrapping_mul(u128::from(height))
}

/// Ends to widths.
fn widths<T>(ends: impl Iterator<Item = (u64, T)>) -> impl Iterator<Item = (u64, T)> {
    let mut start = 0;
    ends.map(move |(end, content)| (end.saturating_sub(std::mem::replace(&mut start, end)), content))
}

/// Visits what two lists of ends have in common, until a visit gives `None`. Both end where the line does.
fn merge<T: Copy, U: Copy>(
    mut these: impl Iterator<Item = (u64, T)>,
    mut those: impl Iterator<Item = (u64, U)>,
    mut visit: impl FnMut(u64, T, U) -> Option<()>,
) -> Option<()> {
    let (mut this, mut that) = (these.next(), those.next());
    let mut start = 0;
    while let (Some((this_end, content)), Some((that_end, other))) = (this, that) {
        let end = this_end.min(that_end);
        visit(end.saturating_sub(start), content, other)?;
        start = end;
        if this_end == end {
            this = these.next();
        }
        if that_end == end {
            that = those.next();
        }
    }
    Some(())
}
