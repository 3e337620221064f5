//! Which attributes the rules of a feature or a flag read.

use std::sync::Arc;

use crate::order::sorted;
use crate::project::share;

/// In ascending order, each once.
#[inline(never)]
pub(super) fn ascending(attributes: Vec<u32>) -> Arc<[u32]> {
    if attributes.is_empty() {
        return Arc::default();
    }
    let mut attributes = sorted(attributes, Ord::cmp);
    attributes.dedup();
    attributes.into()
}

/// What two rules read; that of the only one that reads something is shared.
pub(super) fn of_both(first: &Arc<[u32]>, second: &Arc<[u32]>) -> Arc<[u32]> {
    if first.is_empty() {
        return share(second);
    }
    if second.is_empty() {
        return share(first);
    }
    ascending([&first[..], &second[..]].concat())
}
