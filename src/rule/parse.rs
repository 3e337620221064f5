//! Ion text → [`Rule`], and every refusal (A3, R26–R31).
//!
//! The parser goes on after a refusal, so that every problem is found: what it has compiled counts only if there is none.

mod operands;
mod operators;

use std::sync::Arc;

use crate::ion::{self, Ion, IonError, Kind};
use crate::problem::{Code, Path, Problem};
use crate::regex::Budget;
use crate::text::is_longer;

use super::{Node, Rule, Variable};
use operators::{Entry, Wanted};

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
        let before = problems.len();
        let rule = Rule {
            nodes: Vec::new(),
            variables: Vec::new(),
            #[cfg(feature = "explain")]
            source: text.into(),
        };
        let mut parser = Parser { default_seed, share: 0, regexes, rule, problems };
        parser.text(text, role, at);
        if parser.problems.len() == before { Some(parser.rule) } else { None }
    }
}

struct Parser<'p> {
    default_seed: &'p str,
    /// The `pct` of the `split` that is being read.
    share: u32,
    regexes: &'p mut Budget,
    /// As far as it has been compiled.
    rule: Rule,
    problems: &'p mut Vec<Problem>,
}

impl Parser<'_> {
    #[inline(never)]
    fn refuse(&mut self, at: &Path<'_>, code: Code, value: &str) {
        self.problems.push(Problem::with_text(at, code, value));
    }

    /// The whole rule.
    fn text(&mut self, text: &str, role: Role, at: &Path<'_>) {
        if is_longer(text, MAX_CHARACTERS) {
            return self.refuse(at, Code::TooLong, text);
        }
        let values = match ion::parse(text) {
            Ok(values) => values,
            Err(IonError::TooDeep) => return self.problems.push(Problem::new(at, Code::TooDeep)),
            Err(IonError::Syntax { offset, open }) => return self.not_ion(text, offset, &open, at),
        };
        let [value] = values.as_slice() else { return self.refuse(at, Code::NotAnExpression, text) };
        if !self.is_bare(value, at) {
            return;
        }
        match (role, value.kind) {
            (Role::Audience, _) => self.operand(Wanted::Test, value, at),
            (Role::Variant, Kind::Expression) => self.expression(value, at),
            (Role::Variant, Kind::Symbol | Kind::SymbolId) if variable_name(value).is_none() => {
                self.refuse(at, Code::UnknownSymbol, &value.content);
            }
            (Role::Variant, _) => self.refuse(at, Code::NotAnExpression, value.text),
        }
    }

    /// What AWS says of a text that is not Ion: the fault ends the operands (R27).
    fn not_ion(&mut self, text: &str, offset: usize, open: &[Ion<'_>], at: &Path<'_>) {
        if !self.too_few(open, at) {
            self.problems.push(Problem::with_text(at, Code::NotIon, text).detailed(ion::not_ion(offset)));
        }
    }

    /// Whether the innermost expression that had begun lacks operands, which is a problem then.
    fn too_few(&mut self, open: &[Ion<'_>], at: &Path<'_>) -> bool {
        let Some((outer, inner)) = open.split_first() else { return false };
        let position = outer.items.len();
        let Some(first) = operator_of(outer) else { return self.too_few(inner, &at.position(position)) };
        let at = at.key(&first.content);
        if inner.iter().any(|open| open.kind == Kind::Expression) {
            return self.too_few(inner, &at.position(position));
        }
        let lacks = Entry::of(first).is_some_and(|entry| entry.names.is_empty() && position <= entry.wanted.len());
        if lacks {
            self.refuse(&at, Code::TooFewOperands, &first.content);
        }
        lacks
    }

    /// An expression: its operator and what that takes.
    #[expect(clippy::arithmetic_side_effects, reason = "positions of operands, from 1")]
    fn expression(&mut self, expression: &Ion<'_>, at: &Path<'_>) {
        let (first, operands) = match expression.items.split_first() {
            Some((first, operands)) if matches!(first.kind, Kind::Symbol | Kind::SymbolId) => (first, operands),
            _ => return self.refuse(at, Code::NotAnExpression, expression.text),
        };
        if !self.is_bare(first, at) {
            return;
        }
        let name = first.content.as_str();
        let Some(entry) = Entry::of(first) else { return self.refuse(at, Code::UnknownSymbol, name) };
        let inside = at.key(name);
        let test = self.rule.nodes.len();
        self.rule.nodes.push(Node::Test(entry.operator, 0));
        if !entry.names.is_empty() {
            self.named(entry, operands, &inside);
        } else if operands.len() < entry.wanted.len() {
            self.refuse(&inside, Code::TooFewOperands, name);
        } else if operands.len() > entry.wanted.len() && !entry.takes_more() {
            self.refuse(&inside, Code::TooManyOperands, name);
        } else {
            for (index, operand) in operands.iter().enumerate() {
                let at = inside.position(index + 1);
                if self.is_bare(operand, &at) {
                    self.operand(entry.wanted_at(index), operand, &at);
                }
            }
        }
        let behind = self.rule.nodes.len();
        if let Some(Node::Test(_, end)) = self.rule.nodes.get_mut(test) {
            *end = behind;
        }
    }

    /// Whether no annotation stands where none belongs (R29).
    fn is_bare(&mut self, value: &Ion<'_>, at: &Path<'_>) -> bool {
        if let Some(annotation) = value.annotations.first() {
            self.refuse(at, Code::UnknownSymbol, &annotation.content);
        }
        value.annotations.is_empty()
    }

    /// A new variable.
    #[expect(clippy::arithmetic_side_effects, reason = "the list has the variable just added")]
    fn variable(&mut self, key: &str) -> Node {
        if key == ENTITY_ID {
            return Node::EntityId;
        }
        self.rule.variables.push(Variable { key: shared(key), attribute: 0 });
        Node::Variable(self.rule.variables.len() - 1)
    }
}

/// The variable that is the request's entity id (A8).
const ENTITY_ID: &str = "entityId";

/// What stands behind the `$` of a variable.
fn variable_name<'s>(symbol: &'s Ion<'_>) -> Option<&'s str> {
    let name = symbol.content.strip_prefix('$')?;
    (symbol.kind == Kind::Symbol && !name.is_empty()).then_some(name)
}

/// A copy of a text.
#[inline(never)]
fn shared(text: &str) -> Arc<str> {
    Arc::from(text)
}

/// The symbol that an expression begins with.
fn operator_of<'s, 't>(expression: &'s Ion<'t>) -> Option<&'s Ion<'t>> {
    let first = expression.items.first()?;
    let is_operator = matches!(first.kind, Kind::Symbol | Kind::SymbolId) && first.annotations.is_empty();
    (is_operator && expression.kind == Kind::Expression).then_some(first)
}
