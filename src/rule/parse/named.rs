//! Operands that are told apart by their names: `(split pct::20 by::$userId)` (R29).

use crate::bucketing::Portion;
use crate::ion::{self, Ion};
use crate::problem::{Code, Path, Problem};
use crate::regex::Regex;

use super::super::Test;
use super::{Named, Parser};

impl Named {
    /// The names of its operands, and whether they are required.
    fn names(self) -> &'static [(&'static str, bool)] {
        match self {
            Named::Matches => &[("in", true), ("pattern", true)],
            Named::Exists => &[("key", true)],
            Named::Split => &[("pct", true), ("by", true), ("seed", false)],
        }
    }
}

/// An operand and its position among the operands.
type Given<'i, 't> = (usize, &'i Ion<'t>);

impl Parser<'_> {
    /// `at` is the operator's path.
    pub(super) fn named(&mut self, named: Named, operands: &[Ion<'_>], at: &Path<'_>, operator: &str) -> Option<Test> {
        let [first, second, third] = self.by_name(named, operands, at, operator);
        match named {
            Named::Matches => {
                let whole = first.and_then(|(index, operand)| self.plain_text(operand, &at.position(index)));
                let regex = second.and_then(|(index, operand)| self.regex(operand, &at.position(index)));
                Some(Test::Matches(whole?, regex?))
            }
            Named::Exists => {
                let (index, operand) = first?;
                let key = self.string(operand, &at.position(index))?;
                Some(Test::Exists(self.source(key)))
            }
            Named::Split => {
                let percent = first.and_then(|(index, operand)| self.percent(operand, &at.position(index)));
                let by = second.and_then(|(index, operand)| self.plain_text(operand, &at.position(index)));
                let default_seed = self.default_seed;
                let seed = match third {
                    None => Some(default_seed),
                    Some((index, operand)) => self.seed(operand, &at.position(index)),
                };
                Some(Test::Split(Box::new(Portion::new(seed?, percent?)), by?))
            }
        }
    }

    /// The operands in the order of their names, each the first of its name.
    fn by_name<'i, 't>(
        &mut self,
        named: Named,
        operands: &'i [Ion<'t>],
        at: &Path<'_>,
        operator: &str,
    ) -> [Option<Given<'i, 't>>; 3] {
        let mut found = [None; 3];
        let mut doubled = false;
        for (index, operand) in (1..).zip(operands) {
            let at = at.position(index);
            let names = &operand.annotations;
            let Some(name) = names.first() else {
                self.problems.push(Problem::with_text(&at, Code::InvalidOperand, operand.text));
                continue;
            };
            let position = named.names().iter().position(|(known, _)| *known == name.as_str());
            if position.is_none() || names.len() > 1 {
                let unknown = if position.is_none() { Some(name) } else { names.get(1) };
                let unknown = unknown.map_or("", |symbol| symbol.as_str());
                self.problems.push(Problem::with_text(&at, Code::UnknownSymbol, unknown));
            }
            match position.and_then(|position| found.get_mut(position)) {
                Some(place @ None) => *place = Some((index, operand)),
                Some(Some(_)) => doubled = true,
                None => {}
            }
        }
        if doubled {
            self.problems.push(Problem::with_text(at, Code::TooManyOperands, operator));
        }
        let mut required = named.names().iter().zip(&found).filter(|((_, required), _)| *required);
        if required.any(|(_, found)| found.is_none()) {
            self.problems.push(Problem::with_text(at, Code::TooFewOperands, operator));
        }
        found
    }

    /// A string, whatever its annotations.
    fn string<'i>(&mut self, operand: &'i Ion<'_>, at: &Path<'_>) -> Option<&'i str> {
        match &operand.value {
            ion::Value::String(text) => Some(text),
            _ => self.no_such_operand(operand, at),
        }
    }

    fn regex(&mut self, operand: &Ion<'_>, at: &Path<'_>) -> Option<Regex> {
        let pattern = self.string(operand, at)?;
        let refused = |error: String| Problem::with_text(at, Code::InvalidRegex, pattern).detailed(error);
        Regex::new(pattern, self.regexes).map_err(|error| self.problems.push(refused(error))).ok()
    }

    fn seed<'i>(&mut self, operand: &'i Ion<'_>, at: &Path<'_>) -> Option<&'i str> {
        let seed = self.string(operand, at)?;
        if seed.contains('\0') { self.refuse(at, Code::InvalidSalt, seed) } else { Some(seed) }
    }

    /// A share in ten-thousandths of a percent (A6).
    fn percent(&mut self, operand: &Ion<'_>, at: &Path<'_>) -> Option<u32> {
        let ion::Value::Number(number) = &operand.value else { return self.no_such_operand(operand, at) };
        let percent = number.to_decimal().and_then(|decimal| decimal.to_scaled_integer(4));
        match percent.and_then(|percent| u32::try_from(percent).ok()) {
            Some(percent) if percent <= Portion::ALL => Some(percent),
            _ => self.refuse(at, Code::OutOfRange, operand.text),
        }
    }
}
