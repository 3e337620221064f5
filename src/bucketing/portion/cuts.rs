//! Where AppConfig's shares cut the line.

use super::{Portion, Salt, Slots};

impl Portion {
    /// What its line is of.
    pub(crate) fn salt(&self) -> &Salt {
        &self.salt
    }

    /// The first point that it does not have.
    pub(crate) fn end(&self) -> u64 {
        self.end
    }
}

impl Slots {
    /// What its line is of.
    pub(crate) fn salt(&self) -> &Salt {
        &self.salt
    }

    /// The points at which what a slot takes begins and ends.
    pub(crate) fn cuts(&self) -> impl Iterator<Item = u64> {
        self.taken.iter().flat_map(|(start, end)| [*start, *end])
    }
}
