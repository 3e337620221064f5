//! Rule × request → what each of its expressions came to, for people. The tests are those that decide: what is written is only
//! walked along with them.

use crate::condition::{Condition, Found, Room, beginning};
use crate::context::Context;
use crate::entity::EntityId;
use crate::ion::{self, Ion, Kind};
use crate::text::join;

use super::holds::Request;
use super::{Node, Operator, Rule};

/// How many characters of what is split by are told: all of an entity id, which is no longer than that.
const MAX_ID: usize = 2048;

impl Rule {
    /// Each expression and its outcome; of the whole the same as [`holds`](Rule::holds).
    pub(crate) fn condition(&self, entity: Option<EntityId<'_>>, context: &Context<'_>, room: &mut Room) -> Condition {
        let values = ion::parse(&self.source).unwrap_or_default();
        let request = self.request(entity, context);
        match values.first() {
            Some(value) => request.condition(value, 0, room),
            // INVARIANT: it was read while loading.
            None => Condition::new("constant", &self.source, request.holds(0)),
        }
    }
}

impl Request<'_> {
    /// The test or the boolean at that place, which is written so.
    fn condition(&self, written: &Ion<'_>, at: usize, room: &mut Room) -> Condition {
        let (Some(Node::Test(operator, end)), Some((name, operands))) = (self.node(at), written.items.split_first())
        else {
            return Condition::new("constant", written.text, self.holds(at));
        };
        let mut condition = Condition::new(&name.content, written.text, self.holds(at));
        let is_logic = matches!(operator, Operator::All | Operator::Any | Operator::Not);
        let first = at.saturating_add(1);
        let mut place = first;
        let mut written = operands.iter();
        while place < *end {
            // Those with names are written in any order, but only the first has anything to find.
            let operand = written.next();
            match (self.node(place), operand) {
                (Some(node @ (Node::Test(..) | Node::Bool(_))), Some(operand))
                    if matches!(node, Node::Test(..)) || (is_logic && operand.kind == Kind::Bool) =>
                {
                    if room.take(condition.parts.len()) {
                        condition.parts.push(self.condition(operand, place, room));
                    } else {
                        condition.more = condition.more.saturating_add(1);
                    }
                }
                (Some(Node::EntityId), _) if room.take(condition.found.len()) => {
                    condition.found.push(Found::new("$entityId", self.leaf(place)));
                }
                (Some(Node::Variable(position)), _) if room.take(condition.found.len()) => {
                    if let Some(variable) = self.variables.get(*position) {
                        condition.found.push(Found::new(&join(&["$", &variable.key]), self.leaf(place)));
                    }
                }
                _ => {}
            }
            place = self.behind(place);
        }
        if *operator == Operator::Split
            && let Some(Node::Portion(portion)) = self.node(self.behind(first))
        {
            condition.line = self.with_text_of(first, |text| {
                let mut line = portion.line(text);
                line.id = beginning(&line.id, MAX_ID);
                line
            });
        }
        condition
    }
}
