//! Tests and their outcomes, as people are told of them: what the matchers of patterns and rules report.

use crate::bucketing::Line;
use crate::context::Leaf;
use crate::json::{push, write_double, write_string};
use crate::text::{copy, join};

/// A test and its outcome. All parts that are told are tested, also those behind the one that settles it, which evaluation no
/// longer looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// For patterns `all`, `any`, `field` and the names of matchers, with `literal`; for rules the operator, or `constant`.
    pub operator: String,
    /// As it is written in the snapshot: a field's path, a matcher as JSON, an expression as Ion; cut if it is long. Empty for
    /// `all` and `any`.
    pub text: String,
    /// Whether it holds.
    pub passed: bool,
    /// What the request has for what is read here.
    pub found: Vec<Found>,
    /// What it is made of; for a field its matchers.
    pub parts: Vec<Condition>,
    /// How many parts are not told, since there are too many. A field's matcher that holds is told.
    pub more: usize,
    /// For `split` the entity's place.
    pub line: Option<Line>,
    /// What the outcome does not say by itself.
    pub note: Option<&'static str>,
}

/// What the request has in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The path of a field, or a variable.
    pub name: String,
    /// JSON text, cut if it is long; `None` if there is nothing.
    pub value: Option<String>,
}

/// How many values of one field are reported: of a context's arrays there may be millions.
pub(crate) const MAX_FOUND: usize = 20;

/// How many characters of a value are reported.
const MAX_CHARACTERS: usize = 200;

/// How many characters of what is written in the snapshot.
const MAX_WRITTEN: usize = 500;

/// How many parts of one condition are told.
const MAX_PARTS: usize = 100;

/// How many conditions and values one explanation has in all: many rules may ask for the same long pattern.
const MAX_TOLD: usize = 2000;

/// What an explanation has room for.
#[derive(Debug)]
pub(crate) struct Room {
    left: usize,
}

impl Default for Room {
    fn default() -> Room {
        Room { left: MAX_TOLD }
    }
}

impl Room {
    /// Takes the place of one more in a list that has so many.
    pub(crate) fn take(&mut self, told: usize) -> bool {
        let is_free = self.left > 0 && told < MAX_PARTS;
        self.left = self.left.saturating_sub(usize::from(is_free));
        is_free
    }

    pub(crate) fn is_full(&self) -> bool {
        self.left == 0
    }
}

impl Condition {
    /// A condition that has only this.
    pub(crate) fn new(operator: &str, text: &str, passed: bool) -> Condition {
        Condition {
            operator: copy(operator),
            text: beginning(text, MAX_WRITTEN),
            passed,
            found: Vec::new(),
            parts: Vec::new(),
            more: 0,
            line: None,
            note: None,
        }
    }

    /// Adds a part, which is only counted if there is no room for it.
    pub(crate) fn add(&mut self, part: Condition, is_told: bool) {
        if is_told {
            self.parts.push(part);
        } else {
            self.more = self.more.saturating_add(1);
        }
    }
}

impl Found {
    pub(crate) fn new(name: &str, leaf: Option<Leaf<'_>>) -> Found {
        Found { name: beginning(name, MAX_WRITTEN), value: leaf.map(json) }
    }
}

/// The JSON text of a scalar.
fn json(leaf: Leaf<'_>) -> String {
    let mut out = String::new();
    match leaf {
        Leaf::Null => push(&mut out, "null"),
        Leaf::Bool(value) => push(&mut out, if value { "true" } else { "false" }),
        Leaf::Lexeme(lexeme) => push(&mut out, cut(lexeme, MAX_CHARACTERS).0),
        Leaf::Double(value) => write_double(value, &mut out),
        Leaf::Text(text) => {
            let (text, is_cut) = cut(text, MAX_CHARACTERS);
            write_string(text, &mut out);
            push(&mut out, if is_cut { "…" } else { "" });
            return out;
        }
    }
    out
}

/// A text, or as much of it as is told.
#[inline(never)]
pub(crate) fn beginning(text: &str, limit: usize) -> String {
    let (text, is_cut) = cut(text, limit);
    join(&[text, if is_cut { "…" } else { "" }])
}

/// The beginning of a text, and whether there was more.
#[inline(never)]
fn cut(text: &str, limit: usize) -> (&str, bool) {
    match text.char_indices().nth(limit).and_then(|(end, _)| text.get(..end)) {
        Some(beginning) => (beginning, true),
        None => (text, false),
    }
}
