//! AppConfig's rule language: whom a variant, or an experiment, is for (A3–A6).
//!
//! A rule is one expression in Ion text, nested up to 128 deep:
//!
//! ```text
//! (and (ends_with $email "@example.com") (split pct::20 by::$userId seed::"beta"))
//! ```
//!
//! It is compiled to a tree of tests that only look things up and compare.

mod holds;
mod parse;
mod value;

use std::sync::Arc;

use crate::bucketing::Portion;
use crate::context::Attributes;
use crate::regex::Regex;

use value::{List, Value};

pub(crate) use parse::Role;

/// A compiled rule.
#[derive(Debug)]
pub struct Rule {
    test: Test,
    /// The members of the context that it reads, each as often as it is written.
    variables: Vec<Variable>,
}

/// A member of the context.
#[derive(Debug)]
struct Variable {
    key: Arc<str>,
    /// Its number in the project's list of what flags read.
    attribute: u32,
}

/// What is true or false of a request.
#[derive(Debug)]
enum Test {
    Constant(bool),
    /// All of them, none of which may be true.
    All(Vec<Test>),
    Any(Vec<Test>),
    Not(Box<Test>),
    Compare(Comparison, Operand, Operand),
    In(Operand, List),
    /// The first text has the second in it.
    Text(Part, Operand, Operand),
    Matches(Operand, Regex),
    Exists(Source),
    Split(Box<Portion>, Operand),
}

/// `eq`, `gt`, `gte`, `lt`, `lte`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    Equal,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

/// `begins_with`, `ends_with`, `contains`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Beginning,
    End,
    Anywhere,
}

#[derive(Debug)]
enum Operand {
    Constant(Value<'static>),
    Source(Source),
    Test(Box<Test>),
}

/// Where a variable gets its value.
#[derive(Clone, Copy, Debug)]
enum Source {
    /// `$entityId`: the request's entity id, and never the context (R32).
    EntityId,
    /// One of the rule's variables, by its position.
    Variable(usize),
}

impl Rule {
    /// The attributes that this rule reads, by number; some may be repeated.
    pub fn attributes(&self) -> impl Iterator<Item = u32> + '_ {
        self.variables.iter().map(|variable| variable.attribute)
    }

    /// Gives the keys that any of the rules reads their numbers.
    pub(crate) fn number<'r>(rules: impl Iterator<Item = &'r mut Rule>) -> Attributes {
        let mut variables: Vec<&mut Variable> = rules.flat_map(|rule| &mut rule.variables).collect();
        let attributes = Attributes::of(variables.iter().map(|variable| variable.key.clone()).collect());
        for variable in &mut variables {
            variable.attribute = attributes.number_of(&variable.key);
        }
        attributes
    }
}
