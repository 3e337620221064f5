//! AppConfig's rule language: whom a variant, or an experiment, is for (A3–A6).
//!
//! A rule is one expression in Ion text, nested up to 128 deep:
//!
//! ```text
//! (and (ends_with $email "@example.com") (split pct::20 by::$userId seed::"beta"))
//! ```
//!
//! It is compiled to a list of tests, each with its operands behind it, that only look things up and compare:
//!
//! ```text
//! All   Ends  $email  "@example.com"   Split  $userId  portion
//! ```

mod holds;
mod parse;
#[cfg(feature = "movement")]
mod points;
#[cfg(feature = "explain")]
mod told;
mod value;

use std::sync::Arc;

use crate::bucketing::Portion;
use crate::context::Attributes;
use crate::regex::Regex;

pub(crate) use parse::Role;

/// A compiled rule.
#[derive(Debug)]
pub struct Rule {
    /// INVARIANT: the first is the whole rule: a test, or a boolean.
    nodes: Vec<Node>,
    /// The members of the context that it reads, each as often as it is written.
    variables: Vec<Variable>,
    #[cfg(feature = "explain")]
    source: Box<str>,
}

/// A member of the context.
#[derive(Debug)]
struct Variable {
    key: Arc<str>,
    /// Its number in the project's list of what flags read.
    attribute: u32,
}

/// A test or an operand.
#[derive(Debug, PartialEq)]
enum Node {
    /// An operator, whose operands follow; and the position behind them.
    Test(Operator, usize),
    Text(Arc<str>),
    Number(f64),
    Bool(bool),
    /// Seconds since 1970, and the digits of what is left.
    Timestamp(i64, Arc<str>),
    /// `$entityId`: the request's entity id, and never the context (R32).
    EntityId,
    /// One of the rule's variables, by its position.
    Variable(usize),
    /// The texts in the list of an `in`, in ascending order. Its other constants are the nodes before.
    Texts(Vec<Arc<str>>),
    Regex(Box<Regex>),
    Portion(Box<Portion>),
}

/// What is tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    /// All of them are true.
    All,
    Any,
    Not,
    Equal,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    In,
    /// The first text has the second at its beginning.
    Begins,
    Ends,
    Contains,
    Matches,
    Exists,
    Split,
}

impl Rule {
    /// The attributes that this rule reads, by number; some may be repeated.
    pub fn attributes(&self) -> impl Iterator<Item = u32> + '_ {
        self.variables.iter().map(|variable| variable.attribute)
    }

    /// Gives the keys that any of the rules reads their numbers.
    #[inline(never)]
    pub(crate) fn number(rules: &mut [&mut Rule]) -> Attributes {
        let mut keys = Vec::new();
        for rule in rules.iter() {
            for variable in &rule.variables {
                keys.push(&variable.key);
            }
        }
        let attributes = Attributes::of(keys);
        for rule in rules {
            for variable in &mut rule.variables {
                variable.attribute = attributes.number_of(&variable.key);
            }
        }
        attributes
    }
}
