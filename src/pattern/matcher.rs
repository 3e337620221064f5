//! Matchers: what one leaf, or the absence of any, must be.

use std::net::IpAddr;

use crate::context::Leaf;

use super::upper::upper_case;

/// One item of a field's list.
#[derive(Clone, Debug)]
pub(crate) enum Matcher {
    /// `{"exists": …}`: whether the field has a leaf (P5).
    Exists(bool),
    /// A literal, or an operator over one leaf.
    Is(Test),
    /// `{"anything-but": …}`: a leaf that none of these holds for (R11).
    AnythingBut(Vec<Test>),
}

/// A condition on one leaf.
#[derive(Clone, Debug)]
pub(crate) enum Test {
    Null,
    Bool(bool),
    /// A literal number: equal as doubles (P2).
    Number(f64),
    Text(TextTest),
    Numeric(Range),
    Cidr(Block),
}

/// A condition on a text. The ignore-case forms hold an upper-cased text (R8).
#[derive(Clone, Debug)]
pub(crate) enum TextTest {
    Equals(Box<str>),
    EqualsIgnoreCase(Box<str>),
    Prefix(Box<str>),
    PrefixIgnoreCase(Box<str>),
    Suffix(Box<str>),
    SuffixIgnoreCase(Box<str>),
    /// The texts between the stars, the outer two included: `a*b` is `["a", "b"]`, a text without stars is itself.
    Wildcard(Vec<Box<str>>),
}

/// Doubles between two bounds.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Range {
    pub(crate) lower: Option<Bound>,
    pub(crate) upper: Option<Bound>,
}

/// An end of a range.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bound {
    pub(crate) value: f64,
    pub(crate) inclusive: bool,
}

/// A block of addresses: those that agree with `network` in the first `prefix` bits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block {
    network: IpAddr,
    prefix: u32,
}

impl Matcher {
    /// Whether this holds for a field with no leaf (P5).
    pub(crate) fn holds_for_absence(&self) -> bool {
        matches!(self, Matcher::Exists(false))
    }

    /// Whether this holds for a leaf that is there.
    pub(crate) fn holds(&self, leaf: Leaf<'_>) -> bool {
        match self {
            Matcher::Exists(expected) => *expected,
            Matcher::Is(test) => test.holds(leaf),
            Matcher::AnythingBut(tests) => !tests.iter().any(|test| test.holds(leaf)),
        }
    }
}

impl Test {
    fn holds(&self, leaf: Leaf<'_>) -> bool {
        match self {
            Test::Null => matches!(leaf, Leaf::Null),
            Test::Bool(expected) => matches!(leaf, Leaf::Bool(value) if value == *expected),
            Test::Number(expected) => leaf.as_double() == Some(*expected),
            Test::Numeric(range) => leaf.as_shortest_double().is_some_and(|value| range.contains(value)),
            Test::Text(test) => matches!(leaf, Leaf::Text(text) if test.holds(text)),
            Test::Cidr(block) => matches!(leaf, Leaf::Text(text) if block.contains(text)),
        }
    }
}

impl TextTest {
    fn holds(&self, text: &str) -> bool {
        match self {
            TextTest::Equals(expected) => text == &**expected,
            TextTest::EqualsIgnoreCase(expected) => upper_case(text) == **expected,
            TextTest::Prefix(prefix) => text.starts_with(&**prefix),
            TextTest::PrefixIgnoreCase(prefix) => upper_case(text).starts_with(&**prefix),
            TextTest::Suffix(suffix) => text.ends_with(&**suffix),
            TextTest::SuffixIgnoreCase(suffix) => upper_case(text).ends_with(&**suffix),
            TextTest::Wildcard(pieces) => wildcard(pieces, text),
        }
    }
}

/// The first piece begins the text, the last one ends it, the others follow each other in between. Each of those may be
/// taken where it first occurs: an earlier place never leaves less room. So no backtracking.
fn wildcard(pieces: &[Box<str>], text: &str) -> bool {
    match pieces {
        [] => text.is_empty(),
        [only] => text == &**only,
        [first, between @ .., last] => {
            let Some(mut rest) = text.strip_prefix(&**first).and_then(|rest| rest.strip_suffix(&**last)) else {
                return false;
            };
            between.iter().all(|piece| match after(rest, piece) {
                Some(after) => {
                    rest = after;
                    true
                }
                None => false,
            })
        }
    }
}

/// What follows the first occurrence of a piece. The standard library's search would bring 8 kB of WebAssembly.
fn after<'a>(text: &'a str, piece: &str) -> Option<&'a str> {
    let start = text.as_bytes().windows(piece.len().max(1)).position(|window| window == piece.as_bytes())?;
    text.get(start + piece.len()..)
}

impl Range {
    pub(crate) fn only(value: f64) -> Range {
        let bound = Some(Bound { value, inclusive: true });
        Range { lower: bound, upper: bound }
    }

    /// Whether some double lies in the range, as far as its bounds tell: `> 5, <= 5` and `> 6, < 5` hold none.
    pub(crate) fn holds_any(&self) -> bool {
        match (self.lower, self.upper) {
            (Some(lower), Some(upper)) => {
                lower.value < upper.value || (lower.value == upper.value && lower.inclusive && upper.inclusive)
            }
            _ => true,
        }
    }

    fn contains(&self, value: f64) -> bool {
        let above = |bound: Bound| value > bound.value || (bound.inclusive && value == bound.value);
        let below = |bound: Bound| value < bound.value || (bound.inclusive && value == bound.value);
        self.lower.is_none_or(above) && self.upper.is_none_or(below)
    }
}

impl Block {
    /// Reads `address/prefix length`; `None` if it is none.
    pub(crate) fn parse(text: &str) -> Option<Block> {
        let (address, prefix) = text.split_once('/')?;
        let network: IpAddr = address.parse().ok()?;
        // No sign, and no zeros in front, as in addresses.
        let plain = prefix.bytes().all(|byte| byte.is_ascii_digit()) && (prefix == "0" || !prefix.starts_with('0'));
        let prefix = prefix.parse().ok().filter(|_| plain)?;
        let longest = if network.is_ipv4() { 32 } else { 128 };
        (prefix <= longest).then_some(Block { network, prefix })
    }

    fn contains(&self, address: &str) -> bool {
        match (self.network, address.parse()) {
            (IpAddr::V4(network), Ok(IpAddr::V4(address))) => {
                let differing = (network.to_bits() ^ address.to_bits()).leading_zeros();
                differing >= self.prefix
            }
            (IpAddr::V6(network), Ok(IpAddr::V6(address))) => {
                let differing = (network.to_bits() ^ address.to_bits()).leading_zeros();
                differing >= self.prefix
            }
            _ => false,
        }
    }
}
