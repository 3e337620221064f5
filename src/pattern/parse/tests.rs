//! One item of a field's list → [`Test`]s.

use crate::json::{Json, Member, to_double};
use crate::order::Names;
use crate::pattern::address::Block;
use crate::pattern::test::{How, Part, Test};
use crate::pattern::upper::upper_case;
use crate::problem::{Code, Path};

use super::Parser;

impl Parser<'_> {
    /// Adds the tests of an item, or problems.
    pub(super) fn matcher(&mut self, item: &Json<'_>, at: &Path<'_>) {
        let (name, operand) = match item {
            Json::Object(members) => match self.single(members, item, at) {
                Some(single) => single,
                None => return,
            },
            Json::Array(_) => return self.report(at, Code::WrongType, item),
            scalar => return self.literal(scalar, at),
        };
        let at = &at.key(name);
        match (name, operand) {
            ("exists", Json::Bool(expected)) => self.push(Test::Exists(*expected)),
            ("anything-but", operand) => self.anything_but(operand, at),
            ("numeric", Json::Array(terms)) => self.range(terms, operand, at),
            ("numeric", operand) => self.report(at, Code::InvalidNumeric, operand),
            ("cidr", Json::String(text)) => match Block::parse(text) {
                Some(block) => self.push(Test::Cidr(Box::new(block))),
                None => self.report(at, Code::InvalidCidr, operand),
            },
            ("exists" | "cidr", operand) => self.report(at, Code::InvalidOperand, operand),
            (name, operand) => match (How::named(name), operand) {
                (None, _) => self.report_text(at, Code::UnknownMatcher, name),
                (Some(how), Json::Object(members)) if matches!(how.part, Part::Prefix | Part::Suffix) => {
                    self.ignoring_case(how, members, operand, at);
                }
                (Some(how), operand) => self.text(how, operand, at),
            },
        }
    }

    #[inline(never)]
    fn push(&mut self, test: Test) {
        self.tests.push(test);
    }

    /// The one member of a matcher's object.
    fn single<'j>(
        &mut self,
        members: &'j [Member<'j>],
        whole: &Json<'_>,
        at: &Path<'_>,
    ) -> Option<(&'j str, &'j Json<'j>)> {
        match members {
            [(name, operand)] => return Some((name, operand)),
            [] => self.report(at, Code::EmptyObject, whole),
            _ => {
                let mut names = Names::new();
                for (name, _) in members {
                    if names.insert(name, 0).is_some() {
                        self.report_text(&at.key(name), Code::DuplicateKey, name);
                    }
                }
                if names.len() > 1 {
                    self.report(at, Code::TooManyMatchers, whole);
                }
            }
        }
        None
    }

    fn literal(&mut self, scalar: &Json<'_>, at: &Path<'_>) {
        let test = match scalar {
            Json::Null => Test::Null,
            Json::Bool(value) => Test::Bool(*value),
            Json::String(text) => Test::Text(How { part: Part::All, ignores_case: false }, (**text).into()),
            Json::Number(lexeme) => match to_double(lexeme) {
                Some(value) => Test::Number(value),
                None => return self.report(at, Code::OutOfRange, scalar),
            },
            other => return self.report(at, Code::InvalidOperand, other),
        };
        self.push(test);
    }

    /// `{"prefix": {"equals-ignore-case": …}}`, and so of suffixes.
    fn ignoring_case(&mut self, how: How, members: &[Member<'_>], whole: &Json<'_>, at: &Path<'_>) {
        let Some((name, text)) = self.single(members, whole, at) else { return };
        let at = &at.key(name);
        match name {
            "equals-ignore-case" => self.text(How { ignores_case: true, ..how }, text, at),
            _ => self.report_text(at, Code::UnknownMatcher, name),
        }
    }

    /// A scalar, a list of scalars, or one text matcher with a text or a list of texts (R11).
    #[expect(clippy::arithmetic_side_effects, reason = "the tests behind the group are among those that follow it")]
    fn anything_but(&mut self, operand: &Json<'_>, at: &Path<'_>) {
        let group = self.tests.len();
        self.push(Test::NoneOf(0));
        match operand {
            Json::Object(members) => {
                let Some((name, texts)) = self.single(members, operand, at) else { return };
                let at = &at.key(name);
                match How::named(name) {
                    Some(how) => self.each(Some(how), texts, at),
                    None => self.report_text(at, Code::UnknownMatcher, name),
                }
            }
            scalars => self.each(None, scalars, at),
        }
        let after = self.tests.len();
        if let Some(Test::NoneOf(count)) = self.tests.get_mut(group) {
            *count = after - group - 1;
        }
    }

    /// One operand, or every item of a list of them: texts for an operator, or literals.
    fn each(&mut self, how: Option<How>, operand: &Json<'_>, at: &Path<'_>) {
        let Json::Array(items) = operand else { return self.one(how, operand, at) };
        if items.is_empty() {
            self.report(at, Code::EmptyList, operand);
        }
        for (index, item) in items.iter().enumerate() {
            if self.is_refused() {
                break;
            }
            self.one(how, item, &at.index(index));
        }
    }

    fn one(&mut self, how: Option<How>, operand: &Json<'_>, at: &Path<'_>) {
        match how {
            Some(how) => self.text(how, operand, at),
            None => self.literal(operand, at),
        }
    }

    fn text(&mut self, how: How, operand: &Json<'_>, at: &Path<'_>) {
        let Json::String(text) = operand else { return self.report(at, Code::InvalidOperand, operand) };
        match how.part {
            Part::Prefix | Part::Suffix if text.is_empty() => return self.report(at, Code::EmptyText, operand),
            Part::Wildcard if !is_wildcard(text) => return self.report(at, Code::InvalidWildcard, operand),
            Part::All | Part::Prefix | Part::Suffix | Part::Wildcard => {}
        }
        let text = if how.ignores_case { upper_case(text).into() } else { (**text).into() };
        self.push(Test::Text(how, text));
    }

    /// `[operator, number]`, or a lower and then an upper bound (R12).
    fn range(&mut self, terms: &[Json<'_>], operand: &Json<'_>, at: &Path<'_>) {
        let mut values = [0.0; 2];
        for (index, term) in terms.iter().enumerate() {
            if let (1, Json::Number(lexeme)) = (index % 2, term) {
                let Some(value) = to_double(lexeme) else {
                    return self.report(&at.index(index), Code::OutOfRange, term);
                };
                if let Some(place) = values.get_mut(index / 2) {
                    *place = value;
                }
            }
        }
        let [first, second] = values;
        match terms {
            [Json::String(operator), Json::Number(_)] => {
                if let Some((least, greatest)) = bounds(operator, first) {
                    return self.push(Test::Numeric(least, greatest));
                }
            }
            [Json::String(lower), Json::Number(_), Json::String(upper), Json::Number(_)] => {
                if let (Some((least, f64::INFINITY)), Some((f64::NEG_INFINITY, greatest))) =
                    (bounds(lower, first), bounds(upper, second))
                {
                    // As far as the bounds tell: `> 5, <= 5` and `> 6, < 5` hold no number.
                    let is_one = first == second && lower.len() == 2 && upper.len() == 2;
                    if first < second || is_one {
                        return self.push(Test::Numeric(least, greatest));
                    }
                    return self.report(at, Code::EmptyRange, operand);
                }
            }
            _ => {}
        }
        self.report(at, Code::InvalidNumeric, operand);
    }
}

/// The least and the greatest number that an operator takes.
fn bounds(operator: &str, value: f64) -> Option<(f64, f64)> {
    Some(match operator {
        "=" => (value, value),
        ">" => (value.next_up(), f64::INFINITY),
        ">=" => (value, f64::INFINITY),
        "<" => (f64::NEG_INFINITY, value.next_down()),
        "<=" => (f64::NEG_INFINITY, value),
        _ => return None,
    })
}

/// Whether a text is a wildcard (R9): no `**`, and no escapes but of stars and backslashes.
fn is_wildcard(text: &str) -> bool {
    let mut last = b' ';
    for byte in text.bytes() {
        match (last, byte) {
            (b'*', b'*') => return false,
            // An escape is over with its second byte.
            (b'\\', b'*' | b'\\') => last = b' ',
            (b'\\', _) => return false,
            _ => last = byte,
        }
    }
    last != b'\\'
}
