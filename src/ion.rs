//! Amazon Ion text, as far as AppConfig rules are written in it (A3): values in parentheses, lists, scalars, annotations
//! and comments, without structs, blobs and clobs (R26).
//!
//! ```text
//! (and (eq $tier "premium") (split pct::20 by::$userId))
//! ```

mod escape;
mod number;
mod read;
mod timestamp;

use std::fmt;

use crate::json::{Decimal, push, push_integer};

pub(crate) use number::to_double;
pub use timestamp::Instant;
pub(crate) use timestamp::to_instant;

/// The deepest nesting that is read: lists and expressions within each other (S7).
pub const MAX_DEPTH: usize = 128;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ion<'a> {
    /// What it is.
    pub kind: Kind,
    /// The symbols that stand before it, each with `::` behind.
    pub annotations: Vec<Ion<'a>>,
    /// What a symbol or a string says, without quotes and escapes, long strings joined. Of a boolean, a number or a timestamp
    /// what was written; empty for others.
    pub content: String,
    /// The values in a list or an expression.
    pub items: Vec<Ion<'a>>,
    /// All of it as it was written, annotations included.
    pub text: &'a str,
}

/// The kinds of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`, or null of a type: `null.int`.
    Null,
    /// `true` or `false`
    Bool,
    /// `17`, `-1_000`, `0x1F`, `0b101`
    Integer,
    /// `1.`, `1.50`, `15d-1`
    Decimal,
    /// `1e3`, `nan`, `+inf`, `-inf`
    Float,
    /// A day and time, in part or in full.
    Timestamp,
    /// A symbol, `$variables` included, whether it was written in quotes, as an identifier or as an operator.
    Symbol,
    /// `$10`: a place in a symbol table.
    SymbolId,
    /// `"text"` or `'''text'''`
    String,
    /// `[a, b]`
    List,
    /// `(a b)`
    Expression,
}

impl Ion<'_> {
    /// The double nearest to a number; `None` beyond their range, for a hexadecimal or binary integer of more than 64 bits
    /// (R33), and for other values.
    pub fn to_double(&self) -> Option<f64> {
        if self.is_number() { to_double(&self.content) } else { None }
    }

    /// Exactly what number was written; `None` for `nan`, the infinities, integers as in [`to_double`](Ion::to_double), and
    /// other values.
    pub fn to_decimal(&self) -> Option<Decimal> {
        if self.is_number() { number::to_decimal(&self.content) } else { None }
    }

    /// The moment that a timestamp stands for; `None` for other values.
    pub fn to_instant(&self) -> Option<Instant<'_>> {
        if self.kind == Kind::Timestamp { to_instant(&self.content) } else { None }
    }

    fn is_number(&self) -> bool {
        matches!(self.kind, Kind::Integer | Kind::Decimal | Kind::Float)
    }
}

/// Why a text was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IonError<'a> {
    /// It is not Ion text, or has a struct, a blob or a clob.
    Syntax {
        /// Where the fault shows, in bytes from the beginning.
        offset: usize,
        /// The lists and expressions that had begun before the fault and not ended, from the outside in. Their items are
        /// the values in them that had ended; their text goes on to the end.
        open: Vec<Ion<'a>>,
    },
    /// Nested deeper than [`MAX_DEPTH`].
    TooDeep,
}

impl fmt::Display for IonError<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            IonError::Syntax { offset, .. } => f.write_str(&not_ion(*offset)),
            IonError::TooDeep => write!(f, "the text is nested deeper than {MAX_DEPTH}"),
        }
    }
}

impl std::error::Error for IonError<'_> {}

/// What is said of a fault at that byte.
pub(crate) fn not_ion(offset: usize) -> String {
    let mut sentence = String::new();
    push(&mut sentence, "the text is not Ion at byte ");
    push_integer(&mut sentence, i64::try_from(offset).unwrap_or_default());
    sentence
}

/// Reads all the values of a text.
///
/// # Errors
/// The text is not Ion, has what rules have no use for, or is nested deeper than [`MAX_DEPTH`].
///
/// # Examples
/// ```
/// use variate::ion::{Kind, parse};
///
/// let values = parse(r#"(eq $tier "premium")"#).unwrap();
/// assert_eq!(values[0].kind, Kind::Expression);
/// assert_eq!(values[0].items[2].content, "premium");
/// assert!(parse("(eq $since 2024-01)").is_err());
/// ```
pub fn parse(text: &str) -> Result<Vec<Ion<'_>>, IonError<'_>> {
    read::read(text)
}
