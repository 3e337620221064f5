//! Order and look-up by name, each compiled once: a generic sort or map of its own for every type would make up a third of
//! the WebAssembly.

use std::cmp::Ordering;
use std::sync::OnceLock;

/// The items in ascending order; equal ones stay in the order they had.
pub(crate) fn sorted<T>(mut items: Vec<T>, compare: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let mut order = rearrangement(items.len(), &|a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    arrange(&mut order, &mut |a, b| {
        if let Ok([a, b]) = items.get_disjoint_mut([a, b]) {
            std::mem::swap(a, b);
        }
    });
    items
}

/// The [positions] that make up the order; none if there is nothing to change, as with most of what people write.
#[inline(never)]
#[expect(clippy::arithmetic_side_effects, reason = "`position` is 1 or more")]
fn rearrangement(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let is_ascending = (1..count).all(|position| compare(position - 1, position) != Ordering::Greater);
    if is_ascending { Vec::new() } else { positions(count, compare) }
}

/// The positions from 0 in ascending order of what stands there, by a stable merge sort.
#[inline(never)]
#[expect(clippy::arithmetic_side_effects, reason = "`length` < `count` ≤ isize::MAX / 4: so many words are in memory")]
pub(crate) fn positions(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut sorted: Vec<usize> = Vec::new();
    for position in 0..count {
        sorted.push(position);
    }
    let mut length = 1;
    // Runs of this length are in order. Two of them become one.
    while length < count {
        let mut merged = Vec::new();
        for runs in sorted.chunks(2 * length) {
            let (mut left, mut right) = runs.split_at(length.min(runs.len()));
            // In order already: nothing to compare.
            if let (Some(a), Some(b)) = (left.last(), right.first())
                && compare(*a, *b) != Ordering::Greater
            {
                merged.extend_from_slice(runs);
                continue;
            }
            while let (Some(a), Some(b)) = (left.first(), right.first()) {
                // Of equals the left one is first, as it was.
                let smaller = if compare(*a, *b) == Ordering::Greater { &mut right } else { &mut left };
                merged.extend(smaller.split_off_first());
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        sorted = merged;
        length *= 2;
    }
    sorted
}

/// Brings items into an order of their positions, by swapping along every cycle of it.
#[inline(never)]
fn arrange(order: &mut [usize], swap: &mut dyn FnMut(usize, usize)) {
    for start in 0..order.len() {
        let mut at = start;
        while let Some(from) = order.get_mut(at).map(|from| std::mem::replace(from, at)) {
            if from == start || from == at {
                break;
            }
            swap(at, from);
            at = from;
        }
    }
}

/// The order of a list by name, made when a name is first looked up. The host of the WebAssembly never does: it has numbers.
#[derive(Debug, Default)]
pub(crate) struct Index(OnceLock<Vec<usize>>);

impl Index {
    /// The position of a name in the list, always the same one, of so many names.
    pub(crate) fn find<'n>(&self, name: &str, count: usize, name_at: &dyn Fn(usize) -> &'n str) -> Option<usize> {
        let order = self.0.get_or_init(|| positions(count, &|a, b| name_at(a).cmp(name_at(b))));
        let found = order.binary_search_by(|position| name_at(*position).cmp(name)).ok()?;
        order.get(found).copied()
    }
}

/// Positions by name.
///
/// A tree of the bits in which the names differ (PATRICIA): a look-up asks for some bits of its name, and compares it with one
/// name at the end. So it takes time in the length of that name at most, whatever the others are: no choice of names makes it
/// slow, as with a hash.
#[derive(Debug, Default)]
pub(crate) struct Names<'a> {
    /// INVARIANT: links are indices into this list.
    nodes: Vec<Node<'a>>,
}

/// A name and, for another purpose, a fork: the name may stand anywhere below it.
#[derive(Debug)]
struct Node<'a> {
    name: &'a str,
    position: usize,
    /// The bit in which the names below differ, greater than that of the fork above. A link to a node whose bit is not greater
    /// leads to a name.
    bit: usize,
    /// Where names go on that have 0 there, and 1.
    links: [usize; 2],
}

impl<'a> Names<'a> {
    pub(crate) fn new() -> Names<'a> {
        Names { nodes: Vec::new() }
    }

    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    #[inline(never)]
    pub(crate) fn get(&self, name: &str) -> Option<&usize> {
        let node = self.nodes.get(self.walk(name, usize::MAX).below)?;
        (node.name == name).then_some(&node.position)
    }

    pub(crate) fn contains_key(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Gives a name a new position; the one that it had.
    pub(crate) fn insert(&mut self, name: &'a str, position: usize) -> Option<usize> {
        let known = self.len();
        let node = self.index(name, position);
        let old = &mut self.nodes.get_mut(node)?.position;
        (node < known).then(|| std::mem::replace(old, position))
    }

    pub(crate) fn entry(&mut self, name: &'a str) -> Entry<'_, 'a> {
        Entry { names: self, name }
    }

    /// The index of a name, which gets this position if it is new.
    #[inline(never)]
    fn index(&mut self, name: &'a str, position: usize) -> usize {
        let new = self.nodes.len();
        let mut place = self.walk(name, usize::MAX);
        let bit = match self.nodes.get(place.below) {
            None => 0,
            Some(node) => match first_difference(name, node.name) {
                0 => return place.below,
                bit => bit,
            },
        };
        if bit < place.bit {
            // The fork comes where the bits are still smaller above it and greater below.
            place = self.walk(name, bit);
        }
        let links = if bit_of(name, bit) { [place.below, new] } else { [new, place.below] };
        self.nodes.push(Node { name, position, bit, links });
        if let Some(link) = self.nodes.get_mut(place.above).and_then(|node| node.links.get_mut(place.side)) {
            *link = new;
        }
        new
    }

    /// Follows the bits of a name as far as the forks have a smaller bit than `end`.
    fn walk(&self, name: &str, end: usize) -> Link {
        // No name has bit 0.
        let below = self.nodes.first().map_or(0, |node| node.links[0]);
        let mut link = Link { above: 0, bit: 0, side: 0, below };
        while let Some(node) = self.nodes.get(link.below) {
            if node.bit <= link.bit || node.bit >= end {
                break;
            }
            let side = usize::from(bit_of(name, node.bit));
            let below = node.links.get(side).copied().unwrap_or_default();
            link = Link { above: link.below, bit: node.bit, side, below };
        }
        link
    }
}

/// A link between nodes: its fork with its bit, the side taken there, and where that leads.
struct Link {
    above: usize,
    bit: usize,
    side: usize,
    below: usize,
}

/// A name's place in [`Names`].
pub(crate) struct Entry<'n, 'a> {
    names: &'n mut Names<'a>,
    name: &'a str,
}

impl<'n, 'a> Entry<'n, 'a> {
    /// The name's position, which is this one if it had none.
    pub(crate) fn or_insert(self, position: usize) -> &'n usize {
        let node = self.names.index(self.name, position);
        self.names.nodes.get(node).map_or(&0, |node| &node.position)
    }
}

impl<'a> FromIterator<(&'a str, usize)> for Names<'a> {
    fn from_iter<I: IntoIterator<Item = (&'a str, usize)>>(positions: I) -> Names<'a> {
        let mut names = Names::new();
        for (name, position) in positions {
            names.insert(name, position);
        }
        names
    }
}

/// The first bit, as [`bit_of`] takes it, in which two names differ; 0 if they are equal.
#[expect(
    clippy::arithmetic_side_effects,
    reason = "an index into a name, and the zeros before one of the last nine bits"
)]
fn first_difference(a: &str, b: &str) -> usize {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let common = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let differing = unit(a, common) ^ unit(b, common);
    match differing {
        0 => 0,
        _ => (common + 1) << 4 | (differing.leading_zeros() as usize - 23),
    }
}

/// Whether a name has a bit. Bits are numbered `(byte index + 1) * 16 + b`: `b` = 0 tells whether the name has that byte, and
/// `b` = 1 to 8 are its bits from the highest. No name has a bit below 16.
fn bit_of(name: &str, bit: usize) -> bool {
    unit(name.as_bytes(), (bit >> 4).wrapping_sub(1)) << (bit & 15) & 0x100 != 0
}

fn unit(name: &[u8], index: usize) -> u32 {
    name.get(index).map_or(0, |byte| 0x100 | u32::from(*byte))
}
