//! One item of a field's list → [`Matcher`].

use crate::json::{Json, Member, to_double};
use crate::order::Names;
use crate::pattern::matcher::{Block, Bound, Matcher, Range, Test, TextTest};
use crate::pattern::upper::upper_case;
use crate::problem::{Code, Path, Problem};

use super::Parser;

impl Parser<'_> {
    pub(super) fn matcher(&mut self, item: &Json<'_>, at: &Path<'_>) -> Option<Matcher> {
        let (name, operand) = match item {
            Json::Object(members) => self.single(members, item, at)?,
            Json::Array(_) => {
                self.report(at, Code::WrongType, item);
                return None;
            }
            scalar => return self.literal(scalar, at).map(Matcher::Is),
        };
        let at = at.key(name);
        match (name, operand) {
            ("exists", Json::Bool(expected)) => Some(Matcher::Exists(*expected)),
            ("anything-but", operand) => self.anything_but(operand, &at).map(Matcher::AnythingBut),
            ("numeric", Json::Array(terms)) => {
                self.range(terms, operand, &at).map(|range| Matcher::Is(Test::Numeric(range)))
            }
            ("cidr", Json::String(text)) => match Block::parse(text) {
                Some(block) => Some(Matcher::Is(Test::Cidr(block))),
                None => {
                    self.report(&at, Code::InvalidCidr, operand);
                    None
                }
            },
            ("prefix" | "suffix", Json::Object(members)) => {
                let (inner, text) = self.single(members, operand, &at)?;
                let at = at.key(inner);
                if inner != "equals-ignore-case" {
                    self.problems.push(Problem::with_text(&at, Code::UnknownMatcher, inner));
                    return None;
                }
                let test = self.text(name, text, &at)?;
                Some(Matcher::Is(Test::Text(match test {
                    TextTest::Prefix(text) => TextTest::PrefixIgnoreCase(upper_case(&text).into()),
                    TextTest::Suffix(text) => TextTest::SuffixIgnoreCase(upper_case(&text).into()),
                    other => other,
                })))
            }
            ("prefix" | "suffix" | "equals-ignore-case" | "wildcard", operand) => {
                self.text(name, operand, &at).map(|test| Matcher::Is(Test::Text(test)))
            }
            ("exists" | "cidr", operand) => {
                self.report(&at, Code::InvalidOperand, operand);
                None
            }
            ("numeric", operand) => {
                self.report(&at, Code::InvalidNumeric, operand);
                None
            }
            (unknown, _) => {
                self.problems.push(Problem::with_text(&at, Code::UnknownMatcher, unknown));
                None
            }
        }
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
                        self.problems.push(Problem::with_text(&at.key(name), Code::DuplicateKey, name));
                    }
                }
                if names.len() > 1 {
                    self.report(at, Code::TooManyMatchers, whole);
                }
            }
        }
        None
    }

    fn literal(&mut self, scalar: &Json<'_>, at: &Path<'_>) -> Option<Test> {
        match scalar {
            Json::Null => Some(Test::Null),
            Json::Bool(value) => Some(Test::Bool(*value)),
            Json::String(text) => Some(Test::Text(TextTest::Equals((**text).into()))),
            Json::Number(lexeme) => self.number(lexeme, scalar, at).map(Test::Number),
            other => {
                self.report(at, Code::InvalidOperand, other);
                None
            }
        }
    }

    fn number(&mut self, lexeme: &str, value: &Json<'_>, at: &Path<'_>) -> Option<f64> {
        let double = to_double(lexeme);
        if double.is_none() {
            self.report(at, Code::OutOfRange, value);
        }
        double
    }

    /// A scalar, a list of scalars, or one text matcher with a text or a list of texts (R11).
    fn anything_but(&mut self, operand: &Json<'_>, at: &Path<'_>) -> Option<Vec<Test>> {
        match operand {
            Json::Object(members) => {
                let (name, texts) = self.single(members, operand, at)?;
                let at = at.key(name);
                if !matches!(name, "prefix" | "suffix" | "equals-ignore-case" | "wildcard") {
                    self.problems.push(Problem::with_text(&at, Code::UnknownMatcher, name));
                    return None;
                }
                self.each(texts, &at, |parser, text, at| parser.text(name, text, at).map(Test::Text))
            }
            scalars => self.each(scalars, at, |parser, scalar, at| parser.literal(scalar, at)),
        }
    }

    /// One operand, or every item of a list of them.
    fn each(
        &mut self,
        operand: &Json<'_>,
        at: &Path<'_>,
        mut read: impl FnMut(&mut Self, &Json<'_>, &Path<'_>) -> Option<Test>,
    ) -> Option<Vec<Test>> {
        match operand {
            Json::Array(items) if items.is_empty() => {
                self.report(at, Code::EmptyList, operand);
                None
            }
            Json::Array(items) => {
                let mut tests = Vec::with_capacity(items.len());
                for (index, item) in items.iter().enumerate() {
                    if self.is_refused() {
                        break;
                    }
                    tests.extend(read(self, item, &at.index(index)));
                }
                // One is missing if it was refused; the others were read for their own refusals.
                (tests.len() == items.len()).then_some(tests)
            }
            one => read(self, one, at).map(|test| vec![test]),
        }
    }

    /// The text matcher of that name.
    fn text(&mut self, name: &str, operand: &Json<'_>, at: &Path<'_>) -> Option<TextTest> {
        let Json::String(text) = operand else {
            self.report(at, Code::InvalidOperand, operand);
            return None;
        };
        match name {
            "prefix" | "suffix" if text.is_empty() => {
                self.report(at, Code::EmptyText, operand);
                None
            }
            "prefix" => Some(TextTest::Prefix((**text).into())),
            "suffix" => Some(TextTest::Suffix((**text).into())),
            "wildcard" => {
                let pieces = wildcard_pieces(text);
                if pieces.is_none() {
                    self.report(at, Code::InvalidWildcard, operand);
                }
                pieces.map(TextTest::Wildcard)
            }
            _ => Some(TextTest::EqualsIgnoreCase(upper_case(text).into())),
        }
    }

    /// `[operator, number]`, or a lower and then an upper bound (R12).
    fn range(&mut self, terms: &[Json<'_>], operand: &Json<'_>, at: &Path<'_>) -> Option<Range> {
        let mut numbers = Vec::new();
        for (index, term) in terms.iter().enumerate().skip(1).step_by(2) {
            if let Json::Number(lexeme) = term {
                numbers.push(self.number(lexeme, term, &at.index(index))?);
            }
        }
        let operators: Vec<_> = terms.iter().step_by(2).filter_map(Json::as_str).collect();
        let range = match (operators.as_slice(), numbers.as_slice()) {
            _ if terms.len() != operators.len() + numbers.len() => None,
            (["="], [value]) => Some(Range::only(*value)),
            ([operator], [value]) => bounds(operator, *value),
            ([lower @ (">" | ">="), upper @ ("<" | "<=")], [from, to]) => {
                let lower = bounds(lower, *from).and_then(|range| range.lower);
                let upper = bounds(upper, *to).and_then(|range| range.upper);
                Some(Range { lower, upper })
            }
            _ => None,
        };
        match range {
            None => self.report(at, Code::InvalidNumeric, operand),
            Some(range) if !range.holds_any() => self.report(at, Code::EmptyRange, operand),
            Some(range) => return Some(range),
        }
        None
    }
}

/// The range on one side of a number.
fn bounds(operator: &str, value: f64) -> Option<Range> {
    let bound = Some(Bound { value, inclusive: operator.ends_with('=') });
    match operator {
        ">" | ">=" => Some(Range { lower: bound, upper: None }),
        "<" | "<=" => Some(Range { lower: None, upper: bound }),
        _ => None,
    }
}

/// The texts between the stars of a wildcard (R9); `None` for `**` and unknown escapes.
fn wildcard_pieces(text: &str) -> Option<Vec<Box<str>>> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut after_star = false;
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        let star = character == '*';
        match character {
            '*' if after_star => return None,
            '*' => pieces.push(std::mem::take(&mut piece).into()),
            '\\' => piece.push(characters.next().filter(|escaped| matches!(escaped, '*' | '\\'))?),
            other => piece.push(other),
        }
        after_star = star;
    }
    pieces.push(piece.into());
    Some(pieces)
}
