//! What a rule comes to where nothing is known of the entity id but its points.
//!
//! Of all ids those that equal a given text are none to speak of, so `(eq $entityId …)` and `(in $entityId …)` are false. With
//! the id on both sides `eq` is true, and what a context brings may be the id itself: of those nothing is known.

use crate::bucketing::Portion;
use crate::context::Context;

use super::holds::Request;
use super::{Node, Operator, Rule};

impl Node {
    fn is_constant(&self) -> bool {
        matches!(self, Node::Text(_) | Node::Number(_) | Node::Bool(_) | Node::Timestamp(..) | Node::Texts(_))
    }
}

impl Rule {
    /// Whether both ask the same, in the same words; of two projects, too.
    pub(crate) fn asks_the_same(&self, other: &Rule) -> bool {
        let keys = |rule: &'_ Rule| -> Vec<_> { rule.variables.iter().map(|variable| variable.key.clone()).collect() };
        self.nodes == other.nodes && keys(self) == keys(other)
    }

    /// The shares of lines that the entity id is asked for; `None` if something else is asked about it, such as how it begins.
    pub(crate) fn portions(&self) -> Option<Vec<&Portion>> {
        let mut portions = Vec::new();
        self.collect(0, &mut portions)?;
        Some(portions)
    }

    /// What its tests come to in this context, by their places; those of the entity id are false. A text may be long, and is
    /// looked at once for all points.
    pub(crate) fn findings(&self, context: &Context<'_>) -> Vec<bool> {
        let request = Request { nodes: &self.nodes, variables: &self.variables, entity: None, context };
        let mut findings = vec![false; self.nodes.len()];
        self.find(0, &request, &mut findings);
        findings
    }

    fn find(&self, at: usize, request: &Request<'_>, findings: &mut [bool]) {
        if let Some(Node::Test(Operator::Not | Operator::All | Operator::Any, end)) = self.nodes.get(at) {
            self.operands(at, *end).for_each(|operand| self.find(operand, request, findings));
        } else if let Some(finding) = findings.get_mut(at).filter(|_| self.drawn(at).is_none()) {
            *finding = request.holds(at);
        }
    }

    /// Whether the rule is true where these are its findings, of an entity id that is in the shares that `is_in` says.
    pub(crate) fn holds_where(&self, findings: &[bool], is_in: &dyn Fn(&Portion) -> bool) -> bool {
        self.holds_at(0, findings, is_in)
    }

    fn holds_at(&self, at: usize, findings: &[bool], is_in: &dyn Fn(&Portion) -> bool) -> bool {
        let holds = |operand| self.holds_at(operand, findings, is_in);
        match self.nodes.get(at) {
            Some(Node::Test(Operator::Not, _)) => !holds(at.saturating_add(1)),
            Some(Node::Test(Operator::All, end)) => self.operands(at, *end).all(holds),
            Some(Node::Test(Operator::Any, end)) => self.operands(at, *end).any(holds),
            _ => self.drawn(at).map_or_else(|| findings.get(at).copied().unwrap_or(false), is_in),
        }
    }

    /// The share of a `split` by the entity id.
    fn drawn(&self, at: usize) -> Option<&Portion> {
        match self.nodes.get(at..)? {
            [Node::Test(Operator::Split, _), Node::EntityId, Node::Portion(portion), ..] => Some(portion),
            _ => None,
        }
    }

    fn collect<'r>(&'r self, at: usize, portions: &mut Vec<&'r Portion>) -> Option<()> {
        let Some(Node::Test(operator, end)) = self.nodes.get(at) else { return Some(()) };
        match operator {
            Operator::Not | Operator::All | Operator::Any => {
                self.operands(at, *end).try_for_each(|operand| self.collect(operand, portions))
            }
            Operator::Split => match self.drawn(at) {
                Some(portion) => {
                    portions.push(portion);
                    Some(())
                }
                None => self.reads_no_id(at, *end),
            },
            Operator::Equal | Operator::In => {
                let operands = || self.operands(at, *end).filter_map(|operand| self.nodes.get(operand));
                let ids = operands().filter(|operand| matches!(operand, Node::EntityId)).count();
                let others = operands().filter(|operand| !operand.is_constant()).count();
                // The id, and but for it constants.
                if (ids, others) == (1, 1) { Some(()) } else { self.reads_no_id(at, *end) }
            }
            Operator::Greater
            | Operator::GreaterOrEqual
            | Operator::Less
            | Operator::LessOrEqual
            | Operator::Begins
            | Operator::Ends
            | Operator::Contains
            | Operator::Matches
            | Operator::Exists => self.reads_no_id(at, *end),
        }
    }

    /// `None` if the entity id is among the nodes.
    fn reads_no_id(&self, from: usize, end: usize) -> Option<()> {
        let nodes = self.nodes.get(from..end)?;
        nodes.iter().all(|node| !matches!(node, Node::EntityId)).then_some(())
    }

    /// The places of the operands of a test.
    fn operands(&self, at: usize, end: usize) -> impl Iterator<Item = usize> {
        let mut operand = at.saturating_add(1);
        std::iter::from_fn(move || {
            let place = operand;
            operand = self.behind(place);
            (place < end).then_some(place)
        })
    }

    /// The place behind an operand.
    fn behind(&self, at: usize) -> usize {
        match self.nodes.get(at) {
            Some(Node::Test(_, end)) => *end,
            _ => at.saturating_add(1),
        }
    }
}
