//! Tests and their outcomes, as people are told of them: what the matchers of patterns and rules report.

use crate::bucketing::Line;
use crate::context::Leaf;
use crate::json::{push, write_double, write_string};
use crate::text::copy;

/// A test and its outcome. All its parts are tested, also those behind the one that settles it, which evaluation no longer
/// looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Of patterns `all`, `any`, `field` and the names of matchers, with `literal`; of rules the operator, or `constant`.
    pub operator: String,
    /// As it is written in the snapshot: a field's path, a matcher as JSON, an expression as Ion. Empty of `all` and `any`.
    pub text: String,
    /// Whether it holds.
    pub passed: bool,
    /// What the request has for what is read here.
    pub found: Vec<Found>,
    /// What it is made of; of a field its matchers.
    pub parts: Vec<Condition>,
    /// Of `split` the entity's place.
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

impl Condition {
    /// A condition that has only this.
    pub(crate) fn new(operator: &str, text: &str, passed: bool) -> Condition {
        Condition {
            operator: copy(operator),
            text: copy(text),
            passed,
            found: Vec::new(),
            parts: Vec::new(),
            line: None,
            note: None,
        }
    }
}

impl Found {
    pub(crate) fn new(name: &str, leaf: Option<Leaf<'_>>) -> Found {
        Found { name: copy(name), value: leaf.map(json) }
    }
}

/// The JSON text of a scalar.
fn json(leaf: Leaf<'_>) -> String {
    let mut out = String::new();
    match leaf {
        Leaf::Null => push(&mut out, "null"),
        Leaf::Bool(value) => push(&mut out, if value { "true" } else { "false" }),
        Leaf::Lexeme(lexeme) => push(&mut out, cut(lexeme).0),
        Leaf::Double(value) => write_double(value, &mut out),
        Leaf::Text(text) => {
            let (text, is_cut) = cut(text);
            write_string(text, &mut out);
            push(&mut out, if is_cut { "…" } else { "" });
            return out;
        }
    }
    out
}

/// The beginning of a text, and whether there was more.
fn cut(text: &str) -> (&str, bool) {
    match text.char_indices().nth(MAX_CHARACTERS).and_then(|(end, _)| text.get(..end)) {
        Some(beginning) => (beginning, true),
        None => (text, false),
    }
}
