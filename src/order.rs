//! Order and look-up by name, each compiled once: a generic sort or map of its own for every type would make up a third of
//! the WebAssembly.

use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Positions by name.
pub(crate) type Names<'a> = BTreeMap<&'a str, usize>;

/// The items in ascending order; equal ones stay in the order they had.
pub(crate) fn sorted<T>(items: Vec<T>, compare: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let mut order: Vec<usize> = (0..items.len()).collect();
    sort_positions(&mut order, &|a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    order.into_iter().filter_map(|position| items.get_mut(position)?.take()).collect()
}

fn sort_positions(positions: &mut [usize], compare: &dyn Fn(usize, usize) -> Ordering) {
    positions.sort_by(|a, b| compare(*a, *b));
}
