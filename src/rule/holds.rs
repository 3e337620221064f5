//! Rule × request → bool (A4). What is missing or of another type makes the innermost operator false.

use std::cmp::Ordering;

use crate::context::{Context, Leaf};
use crate::entity::EntityId;

use super::value::{Side, Value};
use super::{Comparison, Operand, Part, Rule, Source, Test, Variable};

impl Rule {
    /// Whether the rule is true of this entity and this context.
    pub fn holds(&self, entity: Option<EntityId<'_>>, context: &Context<'_>) -> bool {
        let entity = entity.and_then(|entity| std::str::from_utf8(entity.as_bytes()).ok());
        Request { variables: &self.variables, entity, context }.holds(&self.test)
    }
}

/// What a rule is asked about.
#[derive(Clone, Copy)]
struct Request<'r> {
    variables: &'r [Variable],
    entity: Option<&'r str>,
    context: &'r Context<'r>,
}

impl<'r> Request<'r> {
    fn holds(self, test: &'r Test) -> bool {
        self.try_holds(test).unwrap_or(false)
    }

    /// `None`, which is false, when an operand has no value.
    fn try_holds(self, test: &'r Test) -> Option<bool> {
        Some(match test {
            Test::Constant(value) => *value,
            Test::All(tests) => tests.iter().all(|test| self.holds(test)),
            Test::Any(tests) => tests.iter().any(|test| self.holds(test)),
            Test::Not(test) => !self.holds(test),
            Test::Compare(comparison, first, second) => comparison.holds(&self.side(first)?, &self.side(second)?),
            Test::In(operand, list) => list.has(&self.side(operand)?),
            Test::Text(part, whole, sought) => {
                part.is_in(self.value(whole)?.as_text()?, self.value(sought)?.as_text()?)
            }
            Test::Matches(operand, regex) => regex.is_match(self.value(operand)?.as_text()?),
            Test::Exists(source) => !matches!(self.leaf(*source)?, Leaf::Null),
            Test::Split(portion, by) => portion.holds(self.value(by)?.to_text().as_bytes()),
        })
    }

    fn leaf(self, source: Source) -> Option<Leaf<'r>> {
        match source {
            Source::EntityId => self.entity.map(Leaf::Text),
            Source::Variable(position) => {
                let variable = self.variables.get(position)?;
                self.context.member(&variable.key, variable.attribute)
            }
        }
    }

    fn side(self, operand: &'r Operand) -> Option<Side<'r>> {
        Some(match operand {
            Operand::Constant(value) => Side::Stated(value),
            Operand::Source(source) => Side::Given(Value::of(self.leaf(*source)?)?),
            Operand::Test(test) => Side::Found(self.holds(test)),
        })
    }

    fn value(self, operand: &'r Operand) -> Option<Value<'r>> {
        match operand {
            Operand::Constant(value) => Some(value.clone()),
            Operand::Source(source) => Value::of(self.leaf(*source)?),
            Operand::Test(test) => Some(Value::Bool(self.holds(test))),
        }
    }
}

impl Comparison {
    fn holds(self, first: &Side<'_>, second: &Side<'_>) -> bool {
        let order = || first.order(second);
        match self {
            Comparison::Equal => first.equals(second),
            Comparison::Greater => order() == Some(Ordering::Greater),
            Comparison::GreaterOrEqual => order().is_some_and(Ordering::is_ge),
            Comparison::Less => order() == Some(Ordering::Less),
            Comparison::LessOrEqual => order().is_some_and(Ordering::is_le),
        }
    }
}

impl Part {
    fn is_in(self, whole: &str, sought: &str) -> bool {
        match self {
            Part::Beginning => whole.starts_with(sought),
            Part::End => whole.ends_with(sought),
            Part::Anywhere => whole.contains(sought),
        }
    }
}
