//! The operators, and what each takes (R31).

use crate::ion::{Ion, Kind};

use super::super::Operator;

/// An operator and what it takes.
pub(super) struct Entry {
    pub(super) name: &'static str,
    pub(super) operator: Operator,
    /// What the operands are called, in the order of `wanted`; none if they are told apart by their position.
    pub(super) names: &'static [&'static str],
    pub(super) wanted: &'static [Wanted],
}

/// What an operand may be.
#[derive(Clone, Copy)]
pub(super) enum Wanted {
    /// What is true or false: an expression, or a boolean.
    Test,
    /// Anything that has a value.
    Value,
    /// As in a list.
    Constant,
    List,
    /// A text, or a variable that may have one.
    Text,
    /// The text of a regular expression.
    Pattern,
    /// The text that is a variable's name.
    Key,
    /// A number of per cents.
    Percent,
    /// The text that is a seed. It may be left out.
    Seed,
}

static OPERATORS: [Entry; 15] = [
    positional("and", Operator::All, &[Wanted::Test]),
    positional("or", Operator::Any, &[Wanted::Test]),
    positional("not", Operator::Not, &[Wanted::Test]),
    positional("eq", Operator::Equal, &[Wanted::Value, Wanted::Value]),
    positional("gt", Operator::Greater, &[Wanted::Value, Wanted::Value]),
    positional("gte", Operator::GreaterOrEqual, &[Wanted::Value, Wanted::Value]),
    positional("lt", Operator::Less, &[Wanted::Value, Wanted::Value]),
    positional("lte", Operator::LessOrEqual, &[Wanted::Value, Wanted::Value]),
    positional("in", Operator::In, &[Wanted::Value, Wanted::List]),
    positional("begins_with", Operator::Begins, &[Wanted::Text, Wanted::Text]),
    positional("ends_with", Operator::Ends, &[Wanted::Text, Wanted::Text]),
    positional("contains", Operator::Contains, &[Wanted::Text, Wanted::Text]),
    named("matches", Operator::Matches, &["in", "pattern"], &[Wanted::Text, Wanted::Pattern]),
    named("exists", Operator::Exists, &["key"], &[Wanted::Key]),
    named("split", Operator::Split, &["pct", "by", "seed"], &[Wanted::Percent, Wanted::Text, Wanted::Seed]),
];

const fn positional(name: &'static str, operator: Operator, wanted: &'static [Wanted]) -> Entry {
    named(name, operator, &[], wanted)
}

const fn named(
    name: &'static str,
    operator: Operator,
    names: &'static [&'static str],
    wanted: &'static [Wanted],
) -> Entry {
    Entry { name, operator, names, wanted }
}

impl Entry {
    /// The operator that a symbol names.
    pub(super) fn of(symbol: &Ion<'_>) -> Option<&'static Entry> {
        if symbol.kind != Kind::Symbol {
            return None;
        }
        OPERATORS.iter().find(|entry| entry.name == symbol.content)
    }

    /// Whether any number of operands may follow, each as the last of `wanted`.
    pub(super) fn takes_more(&self) -> bool {
        matches!(self.operator, Operator::All | Operator::Any)
    }

    /// What the operand of that position may be.
    pub(super) fn wanted_at(&self, index: usize) -> Wanted {
        self.wanted.get(index).or(self.wanted.last()).copied().unwrap_or(Wanted::Test)
    }
}
