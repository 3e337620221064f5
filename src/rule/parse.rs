//! Ion text → [`Rule`], and every refusal (A3, R26–R31).

mod named;
mod operands;

use std::sync::Arc;

use crate::ion::{self, Ion, IonError, Open, Symbol};
use crate::problem::{Code, Path, Problem};
use crate::regex::Budget;

use super::{Comparison, Part, Rule, Test, Variable};

/// The most characters of a rule (A3).
const MAX_CHARACTERS: usize = 16_384;

/// What a rule is for, which decides what it may be (R30).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A variant's rule: an expression.
    Variant,
    /// An experiment's audience: what may be an operand of `and`.
    Audience,
}

/// Operators whose operands are told apart by their position.
#[derive(Clone, Copy)]
enum Positional {
    All,
    Any,
    Not,
    Compare(Comparison),
    In,
    Text(Part),
}

/// Operators whose operands have names.
#[derive(Clone, Copy)]
enum Named {
    Matches,
    Exists,
    Split,
}

#[derive(Clone, Copy)]
enum Operator {
    Positional(Positional),
    Named(Named),
}

impl Operator {
    fn of(name: &str) -> Option<Operator> {
        let positional = match name {
            "and" => Positional::All,
            "or" => Positional::Any,
            "not" => Positional::Not,
            "eq" => Positional::Compare(Comparison::Equal),
            "gt" => Positional::Compare(Comparison::Greater),
            "gte" => Positional::Compare(Comparison::GreaterOrEqual),
            "lt" => Positional::Compare(Comparison::Less),
            "lte" => Positional::Compare(Comparison::LessOrEqual),
            "in" => Positional::In,
            "begins_with" => Positional::Text(Part::Beginning),
            "ends_with" => Positional::Text(Part::End),
            "contains" => Positional::Text(Part::Anywhere),
            "matches" => return Some(Operator::Named(Named::Matches)),
            "exists" => return Some(Operator::Named(Named::Exists)),
            "split" => return Some(Operator::Named(Named::Split)),
            _ => return None,
        };
        Some(Operator::Positional(positional))
    }
}

impl Positional {
    /// The fewest and the most operands.
    fn arity(self) -> (usize, usize) {
        match self {
            Positional::All | Positional::Any => (1, usize::MAX),
            Positional::Not => (1, 1),
            Positional::Compare(_) | Positional::In | Positional::Text(_) => (2, 2),
        }
    }
}

impl Rule {
    /// Compiles the text of a rule that stands at this path. Splits without a seed take `default_seed`.
    ///
    /// Its attributes have no numbers yet. `None` when the rule is refused: then at least one problem was added.
    pub(crate) fn parse(
        text: &str,
        role: Role,
        default_seed: &str,
        at: &Path<'_>,
        regexes: &mut Budget,
        problems: &mut Vec<Problem>,
    ) -> Option<Rule> {
        if text.chars().count() > MAX_CHARACTERS {
            problems.push(Problem::with_text(at, Code::TooLong, text));
            return None;
        }
        let values = ion::parse(text).map_err(|error| problems.push(not_ion(text, &error, at))).ok()?;
        let before = problems.len();
        let mut parser = Parser { default_seed, regexes, variables: Vec::new(), problems };
        let test = match (values.as_slice(), role) {
            ([value], Role::Audience) => parser.test(value, at),
            ([value], Role::Variant) => parser.whole(value, at),
            _ => parser.refuse(at, Code::NotAnExpression, text),
        };
        let Parser { variables, problems, .. } = parser;
        test.filter(|_| problems.len() == before).map(|test| Rule { test, variables })
    }
}

struct Parser<'p> {
    default_seed: &'p str,
    regexes: &'p mut Budget,
    variables: Vec<Variable>,
    problems: &'p mut Vec<Problem>,
}

impl Parser<'_> {
    fn refuse<T>(&mut self, at: &Path<'_>, code: Code, value: &str) -> Option<T> {
        self.problems.push(Problem::with_text(at, code, value));
        None
    }

    /// The value that is a variant's whole rule.
    fn whole(&mut self, value: &Ion<'_>, at: &Path<'_>) -> Option<Test> {
        if !self.unannotated(value, at) {
            return None;
        }
        match &value.value {
            ion::Value::Expression(items) => self.expression(items, value.text, at),
            ion::Value::Symbol(symbol) if variable_name(symbol).is_none() => {
                self.refuse(at, Code::UnknownSymbol, symbol.as_str())
            }
            _ => self.refuse(at, Code::NotAnExpression, value.text),
        }
    }

    /// An expression: its operator and what that takes.
    fn expression(&mut self, items: &[Ion<'_>], text: &str, at: &Path<'_>) -> Option<Test> {
        let Some((first, operands)) = items.split_first() else {
            return self.refuse(at, Code::NotAnExpression, text);
        };
        let ion::Value::Symbol(symbol) = &first.value else {
            return self.refuse(at, Code::NotAnExpression, text);
        };
        if !self.unannotated(first, at) {
            return None;
        }
        let operator = match symbol {
            Symbol::Text(name) => Operator::of(name),
            Symbol::Id(_) => None,
        };
        let inside = at.key(symbol.as_str());
        match operator {
            None => self.refuse(at, Code::UnknownSymbol, symbol.as_str()),
            Some(Operator::Named(named)) => self.named(named, operands, &inside, symbol.as_str()),
            Some(Operator::Positional(positional)) => {
                let (fewest, most) = positional.arity();
                match operands.len() {
                    count if count < fewest => self.refuse(&inside, Code::TooFewOperands, symbol.as_str()),
                    count if count > most => self.refuse(&inside, Code::TooManyOperands, symbol.as_str()),
                    _ => self.positional(positional, operands, &inside),
                }
            }
        }
    }

    /// Whether no annotation stands where none belongs (R29).
    fn unannotated(&mut self, value: &Ion<'_>, at: &Path<'_>) -> bool {
        match value.annotations.first() {
            None => true,
            Some(annotation) => {
                self.problems.push(Problem::with_text(at, Code::UnknownSymbol, annotation.as_str()));
                false
            }
        }
    }

    /// The position of a new variable.
    fn variable(&mut self, key: &str) -> usize {
        self.variables.push(Variable { key: Arc::from(key), attribute: 0 });
        self.variables.len() - 1
    }
}

/// What stands behind the `$` of a variable.
fn variable_name<'s>(symbol: &'s Symbol<'_>) -> Option<&'s str> {
    match symbol {
        Symbol::Text(text) => text.strip_prefix('$').filter(|name| !name.is_empty()),
        Symbol::Id(_) => None,
    }
}

/// What AWS says of a text that is not Ion: the fault ends the operands (R27).
fn not_ion(text: &str, error: &IonError, at: &Path<'_>) -> Problem {
    let IonError::Syntax { open, .. } = error else { return Problem::new(at, Code::TooDeep) };
    too_few(open, at).unwrap_or_else(|| Problem::with_text(at, Code::NotIon, text).detailed(error.to_string()))
}

fn too_few(open: &[Open], at: &Path<'_>) -> Option<Problem> {
    let (first, inner) = open.split_first()?;
    let Some(operator) = first.operator.as_deref().filter(|_| !first.is_list) else {
        return too_few(inner, &at.position(first.values));
    };
    let at = at.key(operator);
    let operands = first.values - 1;
    if inner.iter().any(|open| !open.is_list) {
        return too_few(inner, &at.position(first.values));
    }
    match Operator::of(operator) {
        Some(Operator::Positional(positional)) if operands < positional.arity().0 => {
            Some(Problem::with_text(&at, Code::TooFewOperands, operator))
        }
        _ => None,
    }
}
