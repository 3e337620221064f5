//! JSON text → [`Pattern`], and every refusal (P6).

use crate::json::{Json, MAX_DEPTH, Member, to_double, well_formed};
use crate::order::Names;
use crate::problem::{Code, Path, Problem};

use super::matcher::{Block, Bound, Range, Test, TextTest, fold_case};
use super::{Field, Matcher, Pattern};

/// How many combinations the `$or` of a pattern may multiply out to, as EventBridge has it (S7).
const MAX_ALTERNATIVES: usize = 1000;

/// How many fields all combinations together may hold: enough for 1000 combinations of 100 fields.
const MAX_ALTERNATIVE_FIELDS: usize = 100_000;

/// How long all paths of a pattern may be together, for each byte of its text.
const PATH_BYTES_PER_BYTE: usize = 16;

/// Lists of indices of fields: all of one list must hold.
type Alternatives = Vec<Vec<usize>>;

impl Pattern {
    /// Compiles the text of a pattern that stands at this path of the snapshot.
    ///
    /// Its attributes have no numbers yet. `None` when the pattern is refused: then at least one problem was added.
    pub(crate) fn parse(text: &str, at: &Path<'_>, problems: &mut Vec<Problem>) -> Option<Pattern> {
        let well_formed = well_formed(text);
        let document = match Json::parse(&well_formed) {
            Ok(document) => document,
            Err(error) => {
                let mut problem = Problem::not_json(at, &error);
                if problem.code == Code::NotJson {
                    problem.value = Problem::with_text(at, Code::NotJson, text).value;
                }
                problems.push(problem);
                return None;
            }
        };
        let before = problems.len();
        let mut parser = Parser {
            fields: Vec::new(),
            too_many: false,
            path_bytes: PATH_BYTES_PER_BYTE * (text.len() + 1024),
            problems,
        };
        let alternatives = match &document {
            Json::Object(members) => parser.object(members, None, at),
            other => {
                parser.report(at, Code::NotAnObject, other);
                Vec::new()
            }
        };
        let Parser { fields, too_many, problems, .. } = parser;
        if too_many {
            problems.push(Problem::new(at, Code::TooManyAlternatives));
        }
        (problems.len() == before).then_some(Pattern { fields, alternatives })
    }
}

struct Parser<'a> {
    fields: Vec<Field>,
    /// Whether the alternatives or the paths went over the budget; then they are no longer kept.
    too_many: bool,
    /// What is left of the budget for paths: a long key is in the path of every field below it.
    path_bytes: usize,
    problems: &'a mut Vec<Problem>,
}

impl Parser<'_> {
    fn report(&mut self, at: &Path<'_>, code: Code, value: &Json<'_>) {
        self.problems.push(Problem::with_json(at, code, value));
    }

    /// The alternatives of an object whose keys go on from `prefix`.
    fn object(&mut self, members: &[Member<'_>], prefix: Option<&str>, at: &Path<'_>) -> Alternatives {
        if members.is_empty() {
            self.report(at, Code::EmptyObject, &Json::Object(Vec::new()));
        }
        let mut keys = Names::new();
        // What holds in every alternative is added to them at the end, once.
        let mut always = Vec::new();
        let mut alternatives = vec![Vec::new()];
        for (key, value) in members {
            if self.too_many {
                break;
            }
            let at = at.key(key);
            if keys.insert(key, 0).is_some() {
                self.problems.push(Problem::with_text(&at, Code::DuplicateKey, key));
            }
            let mut more = match (&**key, value) {
                ("$or", value) => self.or(value, prefix, &at),
                (key, Json::Array(items)) => {
                    always.push(self.field(items, &join(prefix, key), &at));
                    continue;
                }
                (key, Json::Object(members)) => self.object(members, Some(&join(prefix, key)), &at),
                (_, scalar) => {
                    self.report(&at, Code::NotAList, scalar);
                    continue;
                }
            };
            match more.as_mut_slice() {
                [only] => always.append(only),
                _ => alternatives = self.multiply(&alternatives, &more),
            }
        }
        self.multiply(&alternatives, &[always])
    }

    /// Both of every pair: `(a or b) and (c or d)` is `ac or ad or bc or bd`. Nothing once the budget is used up.
    fn multiply(&mut self, left: &[Vec<usize>], right: &[Vec<usize>]) -> Alternatives {
        let count = left.len().saturating_mul(right.len());
        let fields = |side: &[Vec<usize>]| side.iter().map(Vec::len).sum::<usize>();
        let held = left.len().saturating_mul(fields(right)).saturating_add(right.len().saturating_mul(fields(left)));
        if count > MAX_ALTERNATIVES || (count > 1 && held > MAX_ALTERNATIVE_FIELDS) {
            self.too_many = true;
        }
        if self.too_many {
            return vec![Vec::new()];
        }
        left.iter().flat_map(|l| right.iter().map(move |r| [l.as_slice(), r.as_slice()].concat())).collect()
    }

    fn or(&mut self, value: &Json<'_>, prefix: Option<&str>, at: &Path<'_>) -> Alternatives {
        let members = match value {
            Json::Array(members) if members.len() >= 2 => members,
            other => {
                self.report(at, Code::InvalidOr, other);
                return Vec::new();
            }
        };
        let mut alternatives = Vec::new();
        for (index, member) in members.iter().enumerate() {
            let at = at.index(index);
            match member {
                Json::Object(members) => alternatives.append(&mut self.object(members, prefix, &at)),
                other => self.report(&at, Code::InvalidOr, other),
            }
        }
        alternatives
    }

    /// A field and its list of matchers; its index.
    fn field(&mut self, items: &[Json<'_>], path: &str, at: &Path<'_>) -> usize {
        if items.is_empty() {
            self.report(at, Code::EmptyList, &Json::Array(Vec::new()));
        }
        if path.split('.').count() > MAX_DEPTH {
            self.problems.push(Problem::new(at, Code::TooDeep));
        }
        self.path_bytes = self.path_bytes.saturating_sub(path.len());
        if self.path_bytes == 0 {
            self.too_many = true;
        }
        let matchers =
            items.iter().enumerate().filter_map(|(index, item)| self.matcher(item, &at.index(index))).collect();
        if self.too_many {
            return 0;
        }
        self.fields.push(Field { path: path.into(), attribute: 0, matchers });
        self.fields.len() - 1
    }

    fn matcher(&mut self, item: &Json<'_>, at: &Path<'_>) -> Option<Matcher> {
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
                    TextTest::Prefix(text) => TextTest::PrefixIgnoreCase(fold_case(&text).into()),
                    TextTest::Suffix(text) => TextTest::SuffixIgnoreCase(fold_case(&text).into()),
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
            [(first, _), (second, _), ..] if first == second => {
                self.problems.push(Problem::with_text(&at.key(second), Code::DuplicateKey, second));
            }
            _ => self.report(at, Code::TooManyMatchers, whole),
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
            // Read them all, so that every refusal is reported.
            Json::Array(items) => {
                let tests: Vec<_> =
                    items.iter().enumerate().map(|(index, item)| read(self, item, &at.index(index))).collect();
                tests.into_iter().collect()
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
            _ => Some(TextTest::EqualsIgnoreCase(fold_case(text).into())),
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

/// The path of a key (P3). No prefix is another thing than an empty one: below the key "" every path begins with a dot.
fn join(prefix: Option<&str>, key: &str) -> String {
    match prefix {
        None => key.to_owned(),
        Some(prefix) => format!("{prefix}.{key}"),
    }
}
