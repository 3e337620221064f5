//! What an operator's operands are compiled to, each as the operator wants it (R29, R31).

use std::sync::Arc;

use crate::bucketing::Portion;
use crate::ion::{Ion, Kind};
use crate::order::sorted;
use crate::problem::{Code, Path, Problem};
use crate::regex::Regex;

use super::super::{Node, Operator};
use super::operators::{Entry, Wanted};
use super::{Parser, shared, variable_name};

impl Parser<'_> {
    /// An operand, whatever its annotations.
    pub(super) fn operand(&mut self, wanted: Wanted, operand: &Ion<'_>, at: &Path<'_>) {
        use Wanted::{Constant, Key, List, Pattern, Percent, Seed, Test, Text, Value};
        let content = operand.content.as_str();
        let node = match (wanted, operand.kind, variable_name(operand)) {
            (Test | Value, Kind::Expression, _) => return self.expression(operand, at),
            (Test | Value | Constant, Kind::Bool, _) => Node::Bool(content == "true"),
            (Value | Constant | Text, Kind::String, _) => Node::Text(shared(content)),
            (Value | Constant, Kind::Integer | Kind::Decimal | Kind::Float, _) => match operand.to_double() {
                Some(value) => Node::Number(value),
                None => return self.refuse(at, Code::OutOfRange, operand.text),
            },
            (Value | Constant, Kind::Timestamp, _) => match operand.to_instant() {
                Some(instant) => Node::Timestamp(instant.seconds, shared(instant.fraction)),
                // INVARIANT: the kind says that it is one.
                None => return,
            },
            (Value | Text, _, Some(name)) => self.variable(name),
            (List, Kind::List, _) => self.list(operand, at),
            (Pattern, Kind::String, _) => match Regex::new(content, self.regexes) {
                Ok(regex) => Node::Regex(Box::new(regex)),
                Err(error) => {
                    let problem = Problem::with_text(at, Code::InvalidRegex, content);
                    return self.problems.push(problem.detailed(error));
                }
            },
            (Key, Kind::String, _) => self.variable(content),
            (Percent, Kind::Integer | Kind::Decimal | Kind::Float, _) => return self.percent(operand, at),
            (Seed, Kind::String, _) => {
                if content.contains('\0') {
                    self.refuse(at, Code::InvalidSalt, content);
                }
                return;
            }
            (_, Kind::Symbol | Kind::SymbolId, None) => {
                return self.refuse(at, Code::UnknownSymbol, content);
            }
            _ => return self.refuse(at, Code::InvalidOperand, operand.text),
        };
        self.rule.nodes.push(node);
    }

    /// The list of an `in`: its texts, behind all that is in it besides.
    fn list(&mut self, list: &Ion<'_>, at: &Path<'_>) -> Node {
        let mut texts: Vec<Arc<str>> = Vec::new();
        for (index, item) in list.items.iter().enumerate() {
            let at = at.position(index);
            if !self.is_bare(item, &at) {
            } else if item.kind == Kind::String {
                texts.push(shared(&item.content));
            } else {
                self.operand(Wanted::Constant, item, &at);
            }
        }
        Node::Texts(sorted(texts, Ord::cmp))
    }

    /// A share in ten-thousandths of a percent (A6).
    fn percent(&mut self, operand: &Ion<'_>, at: &Path<'_>) {
        let percent = operand.to_decimal().and_then(|decimal| decimal.to_scaled_integer(4));
        match percent.and_then(|percent| u32::try_from(percent).ok()) {
            Some(percent) if percent <= Portion::ALL => self.share = percent,
            _ => self.refuse(at, Code::OutOfRange, operand.text),
        }
    }

    /// Operands that are told apart by their names: `(split pct::20 by::$userId)`. `at` is the operator's path.
    #[expect(clippy::arithmetic_side_effects, reason = "positions of operands, from 1")]
    pub(super) fn named(&mut self, entry: &Entry, operands: &[Ion<'_>], at: &Path<'_>) {
        // In the order of the names, each the first of its name, with its position.
        let mut found: [Option<(usize, &Ion<'_>)>; 3] = [None; 3];
        let mut is_doubled = false;
        for (index, operand) in operands.iter().enumerate() {
            let at = at.position(index + 1);
            let Some(name) = operand.annotations.first() else {
                self.refuse(&at, Code::InvalidOperand, operand.text);
                continue;
            };
            let place =
                entry.names.iter().position(|known| *known == name.content).and_then(|place| found.get_mut(place));
            let unknown = if place.is_some() { operand.annotations.get(1) } else { Some(name) };
            if let Some(unknown) = unknown {
                self.refuse(&at, Code::UnknownSymbol, &unknown.content);
            }
            match place {
                Some(place @ None) => *place = Some((index + 1, operand)),
                Some(Some(_)) => is_doubled = true,
                None => {}
            }
        }
        if is_doubled {
            self.refuse(at, Code::TooManyOperands, entry.name);
        }
        let mut missing = entry.wanted.iter().zip(&found).filter(|(_, found)| found.is_none());
        if missing.any(|(wanted, _)| !matches!(wanted, Wanted::Seed)) {
            self.refuse(at, Code::TooFewOperands, entry.name);
        }
        for (wanted, found) in entry.wanted.iter().zip(&found) {
            if let Some((position, operand)) = found {
                self.operand(*wanted, operand, &at.position(*position));
            }
        }
        if entry.operator == Operator::Split {
            let [.., seed] = found;
            let seed = seed.map_or(self.default_seed, |(_, seed)| seed.content.as_str());
            self.rule.nodes.push(Node::Portion(Box::new(Portion::new(seed, self.share))));
        }
    }
}
