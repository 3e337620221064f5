//! Operands that are told apart by their position (R31).

use std::borrow::Cow;

use crate::ion::{self, Ion, Symbol};
use crate::problem::{Code, Path};

use super::super::value::{List, Value};
use super::super::{Operand, Source, Test};
use super::{Parser, Positional, variable_name};

/// The variable that is the request's entity id (A8).
const ENTITY_ID: &str = "entityId";

impl Parser<'_> {
    /// INVARIANT: as many operands as the operator takes.
    pub(super) fn positional(&mut self, operator: Positional, operands: &[Ion<'_>], at: &Path<'_>) -> Option<Test> {
        match operator {
            Positional::All => self.tests(operands, at).map(Test::All),
            Positional::Any => self.tests(operands, at).map(Test::Any),
            Positional::Not => self.tests(operands, at)?.pop().map(|test| Test::Not(Box::new(test))),
            Positional::Compare(comparison) => {
                let (first, second) = self.pair(operands, at, Parser::operand, Parser::operand)?;
                Some(Test::Compare(comparison, first, second))
            }
            Positional::In => {
                let (operand, list) = self.pair(operands, at, Parser::operand, Parser::list)?;
                Some(Test::In(operand, list))
            }
            Positional::Text(part) => {
                let (whole, sought) = self.pair(operands, at, Parser::text, Parser::text)?;
                Some(Test::Text(part, whole, sought))
            }
        }
    }

    /// Reads two operands, both also when the first is refused.
    fn pair<A, B>(
        &mut self,
        operands: &[Ion<'_>],
        at: &Path<'_>,
        first: impl FnOnce(&mut Self, &Ion<'_>, &Path<'_>) -> Option<A>,
        second: impl FnOnce(&mut Self, &Ion<'_>, &Path<'_>) -> Option<B>,
    ) -> Option<(A, B)> {
        let [a, b] = operands else { return None };
        let a = first(self, a, &at.position(1));
        let b = second(self, b, &at.position(2));
        a.zip(b)
    }

    fn tests(&mut self, operands: &[Ion<'_>], at: &Path<'_>) -> Option<Vec<Test>> {
        let tests = (1..).zip(operands).map(|(position, operand)| self.test(operand, &at.position(position)));
        // All of them are read, so that every problem is found.
        let tests: Vec<Option<Test>> = tests.collect();
        tests.into_iter().collect()
    }

    /// What is true or false: an expression, or a boolean.
    pub(super) fn test(&mut self, operand: &Ion<'_>, at: &Path<'_>) -> Option<Test> {
        if !self.unannotated(operand, at) {
            return None;
        }
        match &operand.value {
            ion::Value::Bool(value) => Some(Test::Constant(*value)),
            ion::Value::Expression(items) => self.expression(items, operand.text, at),
            _ => self.no_such_operand(operand, at),
        }
    }

    /// Anything that has a value.
    fn operand(&mut self, operand: &Ion<'_>, at: &Path<'_>) -> Option<Operand> {
        if !self.unannotated(operand, at) {
            return None;
        }
        match &operand.value {
            ion::Value::Expression(items) => {
                self.expression(items, operand.text, at).map(|test| Operand::Test(Box::new(test)))
            }
            ion::Value::Symbol(symbol) if variable_name(symbol).is_some() => self.variable_operand(symbol),
            _ => self.constant(operand, at).map(Operand::Constant),
        }
    }

    /// A text, or a variable that may have one.
    fn text(&mut self, operand: &Ion<'_>, at: &Path<'_>) -> Option<Operand> {
        if !self.unannotated(operand, at) {
            return None;
        }
        self.plain_text(operand, at)
    }

    /// As `text`, whatever the annotations.
    pub(super) fn plain_text(&mut self, operand: &Ion<'_>, at: &Path<'_>) -> Option<Operand> {
        match &operand.value {
            ion::Value::String(text) => Some(Operand::Constant(Value::owned(text))),
            ion::Value::Symbol(symbol) if variable_name(symbol).is_some() => self.variable_operand(symbol),
            _ => self.no_such_operand(operand, at),
        }
    }

    fn variable_operand(&mut self, symbol: &Symbol<'_>) -> Option<Operand> {
        variable_name(symbol).map(|name| Operand::Source(self.source(name)))
    }

    fn list(&mut self, operand: &Ion<'_>, at: &Path<'_>) -> Option<List> {
        if !self.unannotated(operand, at) {
            return None;
        }
        let ion::Value::List(items) = &operand.value else { return self.no_such_operand(operand, at) };
        let constants = items.iter().enumerate().map(|(index, item)| {
            let at = at.position(index);
            if self.unannotated(item, &at) { self.constant(item, &at) } else { None }
        });
        let constants: Vec<Option<Value<'static>>> = constants.collect();
        constants.into_iter().collect::<Option<_>>().map(List::new)
    }

    fn constant(&mut self, operand: &Ion<'_>, at: &Path<'_>) -> Option<Value<'static>> {
        match &operand.value {
            ion::Value::String(text) => Some(Value::owned(text)),
            ion::Value::Bool(value) => Some(Value::Bool(*value)),
            ion::Value::Timestamp(instant) => Some(Value::Timestamp(Cow::Owned(instant.clone()))),
            ion::Value::Number(number) => match number.to_double() {
                Some(value) => Some(Value::Number(value)),
                None => self.refuse(at, Code::OutOfRange, operand.text),
            },
            _ => self.no_such_operand(operand, at),
        }
    }

    /// A symbol that means nothing, or something of the wrong kind.
    pub(super) fn no_such_operand<T>(&mut self, operand: &Ion<'_>, at: &Path<'_>) -> Option<T> {
        match &operand.value {
            ion::Value::Symbol(symbol) if variable_name(symbol).is_none() => {
                self.refuse(at, Code::UnknownSymbol, symbol.as_str())
            }
            _ => self.refuse(at, Code::InvalidOperand, operand.text),
        }
    }

    pub(super) fn source(&mut self, key: &str) -> Source {
        if key == ENTITY_ID { Source::EntityId } else { Source::Variable(self.variable(key)) }
    }
}
