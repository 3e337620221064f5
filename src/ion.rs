//! Amazon Ion text, as far as AppConfig rules are written in it (A3): values in parentheses, lists, scalars, annotations
//! and comments, without structs, blobs and clobs (R26).
//!
//! ```text
//! (and (eq $tier "premium") (split pct::20 by::$userId))
//! ```

mod number;
mod read;
mod text;
mod timestamp;

use std::borrow::Cow;
use std::fmt;

pub use number::{Number, NumberKind};
pub use timestamp::Instant;

/// The deepest nesting that is read: lists and expressions within each other (S7).
pub const MAX_DEPTH: usize = 128;

/// A value with its annotations.
#[derive(Clone, Debug, PartialEq)]
pub struct Ion<'a> {
    /// What stands before it, each with `::` behind.
    pub annotations: Vec<Symbol<'a>>,
    /// The value itself.
    pub value: Value<'a>,
    /// All of it as it was written, annotations included.
    pub text: &'a str,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// `null`, or null of a type: `null.int`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer, a decimal or a float.
    Number(Number<'a>),
    /// A day and time, in part or in full.
    Timestamp(Instant),
    /// A symbol, `$variables` included.
    Symbol(Symbol<'a>),
    /// A string, without its escapes; long ones joined.
    String(Cow<'a, str>),
    /// `[a, b]`
    List(Vec<Ion<'a>>),
    /// `(a b)`
    Expression(Vec<Ion<'a>>),
}

/// A symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Symbol<'a> {
    /// Its text, whether it was written in quotes, as an identifier or as an operator.
    Text(Cow<'a, str>),
    /// `$10`: a place in a symbol table, as it was written.
    Id(&'a str),
}

impl Symbol<'_> {
    /// The text; of a place in a symbol table as it was written.
    pub fn as_str(&self) -> &str {
        match self {
            Symbol::Text(text) => text,
            Symbol::Id(text) => text,
        }
    }
}

/// Why a text was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IonError {
    /// It is not Ion text, or has a struct, a blob or a clob.
    Syntax {
        /// The lists and expressions that had begun before the fault and not ended, from the outside in.
        open: Vec<Open>,
        /// Where the fault shows, in bytes from the beginning.
        offset: usize,
    },
    /// Nested deeper than [`MAX_DEPTH`].
    TooDeep,
}

/// A list or an expression that did not end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Open {
    /// Whether it is a list.
    pub is_list: bool,
    /// The symbol that an expression begins with.
    pub operator: Option<String>,
    /// How many values had ended in it, the symbol included.
    pub values: usize,
}

impl fmt::Display for IonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            IonError::Syntax { offset, .. } => write!(f, "the text is not Ion at byte {offset}"),
            IonError::TooDeep => write!(f, "the text is nested deeper than {MAX_DEPTH}"),
        }
    }
}

impl std::error::Error for IonError {}

/// Reads all the values of a text.
///
/// # Errors
/// The text is not Ion, has what rules have no use for, or is nested deeper than [`MAX_DEPTH`].
///
/// # Examples
/// ```
/// use variate::ion::{Value, parse};
///
/// let values = parse(r#"(eq $tier "premium")"#).unwrap();
/// assert!(matches!(&values[0].value, Value::Expression(items) if items.len() == 3));
/// assert!(parse("(eq $since 2024-01)").is_err());
/// ```
pub fn parse(text: &str) -> Result<Vec<Ion<'_>>, IonError> {
    read::read(text)
}

/// The scalar that a text of the evaluation context would be in a rule, if it is a number and nothing else (R33).
pub(crate) fn number(text: &str) -> Option<Number<'_>> {
    Number::read(text).filter(|number| number.text().len() == text.len())
}

/// As [`number`], for timestamps.
pub(crate) fn timestamp(text: &str) -> Option<Instant> {
    Instant::read(text).and_then(|(instant, length)| (length == text.len()).then_some(instant))
}
