//! Which attributes the rules of a feature or a flag read.

use std::sync::Arc;

use crate::order::sorted;
use crate::pattern::Pattern;
use crate::rule::Rule;

/// What some patterns read: ascending, each once.
pub(super) fn of<'p>(patterns: impl IntoIterator<Item = &'p Pattern>) -> Arc<[u32]> {
    ascending(patterns.into_iter().flat_map(Pattern::attributes).collect())
}

/// What some rules of flags read: ascending, each once.
pub(super) fn of_rules<'r>(rules: impl IntoIterator<Item = &'r Rule>) -> Arc<[u32]> {
    ascending(rules.into_iter().flat_map(Rule::attributes).collect())
}

/// What either of two rules reads; that of the only one is shared.
pub(super) fn of_either(first: Option<&Arc<[u32]>>, second: Option<&Arc<[u32]>>) -> Arc<[u32]> {
    match (first, second) {
        (Some(first), Some(second)) => ascending(first.iter().chain(second.iter()).copied().collect()),
        (Some(only), None) | (None, Some(only)) => only.clone(),
        (None, None) => Arc::default(),
    }
}

fn ascending(attributes: Vec<u32>) -> Arc<[u32]> {
    let mut attributes = sorted(attributes, Ord::cmp);
    attributes.dedup();
    attributes.into()
}
