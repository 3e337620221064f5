//! The lines as people see them: where an entity is, and whose the ranges are.

use super::{Domain, LINE, Portion, Salt, Slots, Split};

/// A point on a line, and the ranges of that line. What no range covers is nobody's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which of an entity's two points (B1).
    pub name: LineName,
    /// What is decided.
    pub domain: Domain,
    /// What is hashed before the id.
    pub salt: String,
    /// What is hashed: the entity id, or the value that a rule splits by, cut behind 2048 characters.
    pub id: String,
    /// The hash.
    pub hash: u32,
    /// The place on the line: of `enrol` the hash, of `allot` its share of the total.
    pub point: u64,
    /// The length of the line: 2^32 of `enrol`, the scale of the split of `allot`.
    pub total: u64,
    /// In ascending order, none of them empty.
    pub ranges: Vec<Range>,
}

/// Which of the two points of an entity a line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineName {
    /// Decides whether the entity takes part.
    Enrol,
    /// Decides which group or treatment it gets.
    Allot,
}

/// A part of a line: the points from `from` to just before `to`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// Whose it is; `earlier splits` of all that a launch's splits before this one take.
    pub name: String,
    /// The variation that a group or a treatment gives.
    pub variation: Option<String>,
    /// The first point.
    pub from: u64,
    /// The first point behind it.
    pub to: u64,
}

impl LineName {
    /// As the bucketing contract calls it.
    pub fn as_str(self) -> &'static str {
        match self {
            LineName::Enrol => "enrol",
            LineName::Allot => "allot",
        }
    }
}

impl Line {
    /// The range that the point is in.
    pub fn inside(&self) -> Option<&Range> {
        self.ranges.iter().find(|range| range.holds(self.point))
    }

    /// Adds a range at the end, unless it is empty.
    pub(crate) fn push(&mut self, name: &str, variation: Option<&str>, from: u64, to: u64) {
        if from < to {
            self.ranges.push(Range { name: name.into(), variation: variation.map(Into::into), from, to });
        }
    }
}

impl Range {
    /// Whether a point is in it.
    pub fn holds(&self, point: u64) -> bool {
        self.from <= point && point < self.to
    }
}

impl Salt {
    /// The line that decides whether an entity takes part, without ranges yet.
    pub(crate) fn enrol_line(&self, id: &[u8]) -> Line {
        let hash = self.enrol(id);
        self.line(LineName::Enrol, id, hash, u64::from(hash), LINE)
    }

    /// The line that decides what an entity gets of a split, with a range for each part.
    pub(crate) fn allot_line<'n, T>(
        &self,
        id: &[u8],
        split: &Split<T>,
        name: impl Fn(&T) -> (&'n str, Option<&'n str>),
    ) -> Line {
        let hash = self.allot.finish(id);
        let mut line = self.line(LineName::Allot, id, hash, split.position(hash), u64::from(split.scale));
        let mut start = 0;
        for part in &split.parts {
            let (name, variation) = name(&part.content);
            line.push(name, variation, start, u64::from(part.end));
            start = u64::from(part.end);
        }
        line
    }

    fn line(&self, name: LineName, id: &[u8], hash: u32, point: u64, total: u64) -> Line {
        let (domain, salt) = &self.source;
        // Whatever is hashed was a text.
        let id = std::str::from_utf8(id).unwrap_or_default().into();
        Line { name, domain: *domain, salt: salt.as_ref().into(), id, hash, point, total, ranges: Vec::new() }
    }
}

/// How much of the line a sampling rate takes, from its beginning (B4).
pub(crate) fn sampled(rate: u32) -> u64 {
    super::share(LINE, rate)
}

impl Portion {
    /// The line, with what the share takes of it.
    pub(crate) fn line(&self, id: &[u8]) -> Line {
        let mut line = self.salt.enrol_line(id);
        line.push("split", None, 0, self.end);
        line
    }
}

impl Slots {
    /// What is hashed before the id: it tells the run.
    pub(crate) fn salt_text(&self) -> &str {
        &self.salt.source.1
    }

    /// The line, with what is taken of each slot.
    pub(crate) fn line<'n>(&self, id: &[u8], name: impl Fn(usize) -> &'n str) -> Line {
        let mut line = self.salt.enrol_line(id);
        for (slot, (start, end)) in self.taken.iter().enumerate() {
            line.push(name(slot), None, *start, *end);
        }
        line
    }
}
