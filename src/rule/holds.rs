//! Rule × request → bool (A4). What is missing or of another type makes the innermost operator false.

use crate::context::{Context, Leaf};
use crate::entity::EntityId;
use crate::ion::Instant;
use crate::json::write_double;

use super::value::{Side, Value};
use super::{Node, Operator, Rule, Variable};

impl Rule {
    /// Whether the rule is true of this entity and this context.
    pub fn holds(&self, entity: Option<EntityId<'_>>, context: &Context<'_>) -> bool {
        self.request(entity, context).holds(0)
    }

    pub(super) fn request<'r>(&'r self, entity: Option<EntityId<'r>>, context: &'r Context<'r>) -> Request<'r> {
        Request { nodes: &self.nodes, variables: &self.variables, entity, context }
    }
}

/// What a rule is asked about.
pub(super) struct Request<'r> {
    pub(super) nodes: &'r [Node],
    pub(super) variables: &'r [Variable],
    pub(super) entity: Option<EntityId<'r>>,
    pub(super) context: &'r Context<'r>,
}

#[expect(clippy::arithmetic_side_effects, reason = "indices of nodes")]
impl<'r> Request<'r> {
    /// Whether the test, or the boolean, at that place holds.
    pub(super) fn holds(&self, at: usize) -> bool {
        let (operator, first, end) = match self.node(at) {
            Some(Node::Test(operator, end)) => (*operator, at + 1, *end),
            Some(Node::Bool(value)) => return *value,
            _ => return false,
        };
        match operator {
            Operator::Not => !self.holds(first),
            Operator::All => !self.any_is(false, first, end),
            Operator::Any => self.any_is(true, first, end),
            _ => self.compares(operator, first, end).unwrap_or(false),
        }
    }

    /// `None`, which is false, when an operand has no value. The operands stand from `first` to `end`.
    #[inline(never)]
    fn compares(&self, operator: Operator, first: usize, end: usize) -> Option<bool> {
        Some(match operator {
            Operator::Not | Operator::All | Operator::Any => return None,
            Operator::Equal | Operator::Greater | Operator::GreaterOrEqual | Operator::Less | Operator::LessOrEqual => {
                self.side(first)?.compares(operator, self.side(self.behind(first))?)
            }
            Operator::In => is_in(self.side(first)?, self.nodes.get(self.behind(first)..end)?),
            Operator::Begins => self.text(first)?.as_bytes().starts_with(self.text(first + 1)?.as_bytes()),
            Operator::Ends => self.text(first)?.as_bytes().ends_with(self.text(first + 1)?.as_bytes()),
            Operator::Contains => contains(self.text(first)?.as_bytes(), self.text(first + 1)?.as_bytes()),
            Operator::Matches => match self.node(first + 1)? {
                Node::Regex(regex) => regex.is_match(self.text(first)?),
                _ => false,
            },
            Operator::Exists => !matches!(self.leaf(first)?, Leaf::Null),
            Operator::Split => match self.node(first + 1)? {
                Node::Portion(portion) => self.with_text_of(first, |text| portion.holds(text))?,
                _ => false,
            },
        })
    }

    /// Calls `body` with the text that `split` hashes of an operand (R34).
    #[inline]
    pub(super) fn with_text_of<R>(&self, at: usize, body: impl FnOnce(&[u8]) -> R) -> Option<R> {
        match self.side(at)?.value {
            Value::Text(text) => Some(body(text.as_bytes())),
            Value::Bool(value) => Some(body(if value { b"true" } else { b"false" })),
            Value::Number(value) => {
                let mut text = String::new();
                write_double(value, &mut text);
                Some(body(text.as_bytes()))
            }
            Value::Timestamp(_) => None,
        }
    }

    /// Whether one of the tests from `first` to `end` has that outcome.
    fn any_is(&self, outcome: bool, first: usize, end: usize) -> bool {
        let mut at = first;
        while at < end {
            if self.holds(at) == outcome {
                return true;
            }
            at = self.behind(at);
        }
        false
    }

    pub(super) fn node(&self, at: usize) -> Option<&'r Node> {
        self.nodes.get(at)
    }

    /// The place behind an operand.
    pub(super) fn behind(&self, at: usize) -> usize {
        match self.node(at) {
            Some(Node::Test(_, end)) => *end,
            _ => at + 1,
        }
    }

    #[inline]
    fn side(&self, at: usize) -> Option<Side<'r>> {
        let value = match self.node(at)? {
            Node::Test(..) => Value::Bool(self.holds(at)),
            Node::EntityId | Node::Variable(_) => {
                return Some(Side { value: Value::of(self.leaf(at)?)?, is_given: true });
            }
            constant => constant.value()?,
        };
        Some(Side { value, is_given: false })
    }

    fn text(&self, at: usize) -> Option<&'r str> {
        match self.side(at)?.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What the request has for a variable.
    #[inline]
    pub(super) fn leaf(&self, at: usize) -> Option<Leaf<'r>> {
        match self.node(at)? {
            Node::EntityId => std::str::from_utf8(self.entity?.as_bytes()).ok().map(Leaf::Text),
            Node::Variable(position) => {
                let variable = self.variables.get(*position)?;
                self.context.member(&variable.key, variable.attribute)
            }
            _ => None,
        }
    }
}

impl Node {
    /// The value of a constant.
    fn value(&self) -> Option<Value<'_>> {
        Some(match self {
            Node::Text(text) => Value::Text(text),
            Node::Number(value) => Value::Number(*value),
            Node::Bool(value) => Value::Bool(*value),
            Node::Timestamp(seconds, fraction) => Value::Timestamp(Instant { seconds: *seconds, fraction }),
            Node::Test(..)
            | Node::EntityId
            | Node::Variable(_)
            | Node::Texts(_)
            | Node::Regex(_)
            | Node::Portion(_) => return None,
        })
    }
}

/// Whether a value equals one of a list: other constants, and at their end the texts.
fn is_in(side: Side<'_>, list: &[Node]) -> bool {
    let Some((Node::Texts(texts), others)) = list.split_last() else { return false };
    if let Value::Text(text) = side.value
        && texts.binary_search_by(|known| (**known).cmp(text)).is_ok()
    {
        return true;
    }
    // What its text reads as, each at most once.
    let (mut number, mut timestamp, mut boolean) = (None, None, None);
    others.iter().filter_map(Node::value).any(|stated| {
        let reading = match stated {
            Value::Number(_) => &mut number,
            Value::Timestamp(_) => &mut timestamp,
            Value::Bool(_) | Value::Text(_) => &mut boolean,
        };
        let reading = reading.get_or_insert_with(|| side.read_as(stated));
        reading.is_some_and(|value| value.compares(Operator::Equal, stated))
    })
}

/// Whether a text is somewhere in another, in time linear in both. The standard library's search takes less memory, and 2 kB
/// of WebAssembly.
#[expect(clippy::arithmetic_side_effects, reason = "a position in the text")]
fn contains(whole: &[u8], sought: &[u8]) -> bool {
    let Some((first, rest)) = sought.split_first() else { return true };
    if sought.len() > SHORT {
        return sought.len() <= whole.len() && contains_long(whole, sought);
    }
    let mut behind = whole;
    while let Some(position) = behind.iter().position(|byte| byte == first) {
        behind = behind.get(position + 1..).unwrap_or_default();
        if behind.starts_with(rest) {
            return true;
        }
    }
    false
}

/// Up to this length a text is compared at every place where it may begin.
const SHORT: usize = 32;

/// By Knuth, Morris and Pratt: no byte is looked at twice, for it is known of each beginning of the text that is sought how
/// much of its end may be the beginning of a later place.
#[expect(clippy::arithmetic_side_effects, reason = "a length up to that of a text")]
fn contains_long(whole: &[u8], sought: &[u8]) -> bool {
    let mut borders: Vec<usize> = Vec::new();
    let longer = |borders: &[usize], mut length: usize, byte: &u8| loop {
        if sought.get(length) == Some(byte) {
            return length + 1;
        }
        let Some(last) = length.checked_sub(1) else { return 0 };
        length = borders.get(last).copied().unwrap_or_default();
    };
    borders.push(0);
    let mut length = 0;
    for byte in sought.iter().skip(1) {
        length = longer(&borders, length, byte);
        borders.push(length);
    }
    length = 0;
    whole.iter().any(|byte| {
        length = longer(&borders, length, byte);
        length == sought.len()
    })
}
