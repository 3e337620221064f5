//! What one leaf, or the absence of any, must be.

use crate::context::{Leaf, Slots};

use super::Field;
use super::address::Block;
use super::upper::upper_case;

/// One item of a field's list, or a part of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Test {
    /// `{"exists": …}`: whether the field has a leaf (P5).
    Exists(bool),
    /// `{"anything-but": …}`: a leaf that none of so many tests that follow holds for (R11).
    NoneOf(usize),
    /// A literal.
    Null,
    /// A literal.
    Bool(bool),
    /// A literal number: equal as doubles (P2).
    Number(f64),
    /// A literal text, or an operator over one.
    Text(How, Box<str>),
    /// `{"numeric": …}`: the least and the greatest double that it takes.
    Numeric(f64, f64),
    /// `{"cidr": …}`
    Cidr(Box<Block>),
}

/// How a text is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct How {
    pub(crate) part: Part,
    /// Whether upper-case forms are compared (R8). The operand is one already.
    pub(crate) ignores_case: bool,
}

/// What of a text is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// All of it.
    All,
    /// How it begins.
    Prefix,
    /// How it ends.
    Suffix,
    /// All of it, with stars in the operand (R9).
    Wildcard,
}

impl Field {
    /// Whether any test holds for what is in the field's slot.
    pub(super) fn holds_in(&self, slots: Slots<'_>) -> bool {
        self.tests().hold_for(slots.get(self.attribute))
    }

    pub(super) fn tests(&self) -> Tests<'_> {
        Tests(&self.tests)
    }
}

/// Tests of which any must hold.
#[derive(Clone, Copy)]
pub(super) struct Tests<'p>(pub(super) &'p [Test]);

impl Tests<'_> {
    /// Whether any test holds for a leaf, or for there being none.
    pub(super) fn hold_for(self, leaf: Option<Leaf<'_>>) -> bool {
        match leaf {
            Some(leaf) => self.hold(&leaf),
            None => self.hold_for_absence(),
        }
    }

    /// Whether any test holds for a leaf that is there.
    pub(super) fn hold(self, leaf: &Leaf<'_>) -> bool {
        let mut tests = self.0.iter();
        while let Some(test) = tests.next() {
            let holds = match test {
                Test::NoneOf(count) => {
                    let (unwanted, rest) = tests.as_slice().split_at_checked(*count).unwrap_or_default();
                    tests = rest.iter();
                    !unwanted.iter().any(|test| test.holds(leaf))
                }
                test => test.holds(leaf),
            };
            if holds {
                return true;
            }
        }
        false
    }

    /// Whether any test holds for there being no leaf (P5).
    pub(super) fn hold_for_absence(self) -> bool {
        self.0.iter().any(|test| matches!(test, Test::Exists(false)))
    }
}

impl Test {
    fn holds(&self, leaf: &Leaf<'_>) -> bool {
        match (self, leaf) {
            (Test::Exists(expected), _) => *expected,
            (Test::Null, Leaf::Null) => true,
            (Test::Bool(expected), Leaf::Bool(value)) => value == expected,
            (Test::Number(expected), Leaf::Lexeme(_) | Leaf::Double(_)) => leaf.as_double() == Some(*expected),
            (Test::Numeric(least, greatest), Leaf::Lexeme(_) | Leaf::Double(_)) => {
                leaf.as_shortest_double().is_some_and(|value| *least <= value && value <= *greatest)
            }
            (Test::Text(how, operand), Leaf::Text(text)) => how.holds(operand, text),
            (Test::Cidr(block), Leaf::Text(text)) => block.contains(text),
            _ => false,
        }
    }
}

impl How {
    /// The operators over texts. `prefix` and `suffix` take `equals-ignore-case`, too.
    pub(crate) fn named(name: &str) -> Option<How> {
        let (part, ignores_case) = match name {
            "prefix" => (Part::Prefix, false),
            "suffix" => (Part::Suffix, false),
            "wildcard" => (Part::Wildcard, false),
            "equals-ignore-case" => (Part::All, true),
            _ => return None,
        };
        Some(How { part, ignores_case })
    }

    fn holds(self, operand: &str, text: &str) -> bool {
        let upper;
        let text = match self.ignores_case {
            false => text,
            true => {
                upper = upper_case(text);
                &upper
            }
        };
        match self.part {
            Part::All => text == operand,
            Part::Prefix => text.starts_with(operand),
            Part::Suffix => text.ends_with(operand),
            Part::Wildcard => wildcard(operand.as_bytes(), text.as_bytes()),
        }
    }
}

/// Whether a text is as a wildcard says. Each star takes as little as it can: more would never leave more for what follows the
/// next one. So only the last star that was passed is tried again, with one byte more.
#[expect(clippy::arithmetic_side_effects, reason = "positions in two texts")]
fn wildcard(pattern: &[u8], text: &[u8]) -> bool {
    let (mut place, mut at) = (0, 0);
    // What follows the last star, and how far it reaches.
    let mut star: Option<(usize, usize)> = None;
    loop {
        let next = pattern.get(place);
        if next == Some(&b'*') {
            place += 1;
            star = Some((place, at));
            if place == pattern.len() {
                return true;
            }
            continue;
        }
        let is_escape = next == Some(&b'\\');
        let literal = pattern.get(place + usize::from(is_escape));
        match (literal, text.get(at)) {
            (None, None) => return true,
            (Some(literal), Some(byte)) if literal == byte => {
                place += 1 + usize::from(is_escape);
                at += 1;
            }
            _ => match star {
                Some((after, reach)) if reach < text.len() => {
                    let reach = reach + 1;
                    star = Some((after, reach));
                    (place, at) = (after, reach);
                }
                _ => return false,
            },
        }
    }
}
