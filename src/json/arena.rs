//! Memory for the values of a text: taken in pieces, freed as a whole.

use bumpalo::Bump;

use super::{Json, Member};

/// Where the arrays, the objects and the unescaped strings of [`Json`] values are.
///
/// A tree of vectors would be allocated and freed node by node, which took most of the time of reading.
#[derive(Debug, Default)]
pub struct Arena(Bump);

impl Arena {
    /// An arena with nothing in it: it takes no memory yet.
    pub fn new() -> Arena {
        Arena::default()
    }

    #[inline(never)]
    pub(super) fn items<'a>(&'a self, items: &[Json<'a>]) -> &'a [Json<'a>] {
        self.0.alloc_slice_copy(items)
    }

    #[inline(never)]
    pub(super) fn members<'a>(&'a self, members: &[Member<'a>]) -> &'a [Member<'a>] {
        self.0.alloc_slice_copy(members)
    }

    #[inline(never)]
    pub(super) fn text(&self, text: &str) -> &str {
        self.0.alloc_str(text)
    }
}
