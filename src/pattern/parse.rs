//! JSON text → [`Pattern`], and every refusal (P6).

mod matchers;

use crate::json::{Json, MAX_DEPTH, Member, well_formed};
use crate::order::Names;
use crate::problem::{Code, MAX_PROBLEMS, Path, Problem};

use super::{Field, Pattern};

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
    /// Whether reading on would only cost: a budget is used up, or more problems are found than are reported.
    fn is_refused(&self) -> bool {
        self.too_many || self.problems.len() > MAX_PROBLEMS
    }

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
            if self.is_refused() {
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
            if self.is_refused() {
                break;
            }
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
        let mut matchers = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            if self.is_refused() {
                break;
            }
            matchers.extend(self.matcher(item, &at.index(index)));
        }
        if self.too_many {
            return 0;
        }
        self.fields.push(Field { path: path.into(), attribute: 0, matchers });
        self.fields.len() - 1
    }
}

/// The path of a key (P3). No prefix is another thing than an empty one: below the key "" every path begins with a dot.
fn join(prefix: Option<&str>, key: &str) -> String {
    match prefix {
        None => key.to_owned(),
        Some(prefix) => format!("{prefix}.{key}"),
    }
}
