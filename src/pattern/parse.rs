//! JSON text → [`Pattern`], and every refusal (P6).

mod tests;

use crate::json::{Arena, Json, MAX_DEPTH, Member, push};
use crate::order::Names;
use crate::problem::{Code, MAX_PROBLEMS, Path, Problem};

use super::{Alternatives, Field, Pattern, Test};

/// How long all paths of a pattern may be together, for each byte of its text.
const PATH_BYTES_PER_BYTE: usize = 16;

impl Pattern {
    /// Compiles the text of a pattern that stands at this path of the snapshot.
    ///
    /// Its attributes have no numbers yet. `None` when the pattern is refused: then at least one problem was added.
    pub(crate) fn parse(text: &str, at: &Path<'_>, problems: &mut Vec<Problem>) -> Option<Pattern> {
        let before = problems.len();
        let path_bytes = text.len().saturating_add(1024).saturating_mul(PATH_BYTES_PER_BYTE);
        let mut parser = Parser { fields: Vec::new(), tests: Vec::new(), too_many: false, path_bytes, problems };
        let alternatives = parser.pattern(text, at);
        if parser.too_many {
            parser.add(Problem::new(at, Code::TooManyAlternatives));
        }
        let is_sound = parser.problems.len() == before;
        let pattern = Pattern {
            fields: parser.fields,
            alternatives,
            #[cfg(feature = "explain")]
            source: super::Source { name: Box::default(), text: text.into() },
        };
        is_sound.then_some(pattern)
    }
}

struct Parser<'a> {
    fields: Vec<Field>,
    /// Those of the field that is being read.
    tests: Vec<Test>,
    /// Whether the alternatives or the paths went over the budget; then they are no longer kept.
    too_many: bool,
    /// What is left of the budget for paths: a long key is in the path of every field below it.
    path_bytes: usize,
    problems: &'a mut Vec<Problem>,
}

impl Parser<'_> {
    fn pattern(&mut self, text: &str, at: &Path<'_>) -> Alternatives {
        match Json::parse(text, &Arena::new()) {
            Ok(Json::Object(members)) => return self.object(members, None, at),
            Ok(other) => self.report(at, Code::NotAnObject, &other),
            Err(error) => {
                let mut problem = Problem::not_json(at, &error);
                if problem.code == Code::NotJson {
                    problem.value = Problem::with_text(at, Code::NotJson, text).value;
                }
                self.add(problem);
            }
        }
        Alternatives::none()
    }

    /// Whether reading on would only cost: a budget is used up, or more problems are found than are reported.
    fn is_refused(&self) -> bool {
        self.too_many || self.problems.len() > MAX_PROBLEMS
    }

    #[inline(never)]
    fn report(&mut self, at: &Path<'_>, code: Code, value: &Json<'_>) {
        self.add(Problem::with_json(at, code, value));
    }

    #[inline(never)]
    fn report_text(&mut self, at: &Path<'_>, code: Code, text: &str) {
        self.add(Problem::with_text(at, code, text));
    }

    #[inline(never)]
    fn add(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// The alternatives of an object whose keys go on from `prefix`.
    fn object(&mut self, members: &[Member<'_>], prefix: Option<&str>, at: &Path<'_>) -> Alternatives {
        if members.is_empty() {
            self.report(at, Code::EmptyObject, &Json::Object(&[]));
        }
        let mut keys = Names::new();
        // What holds in every alternative is added to them at the end, once.
        let mut always = Vec::new();
        let mut alternatives = Alternatives::of(Vec::new());
        for (key, value) in members {
            if self.is_refused() {
                break;
            }
            let at = at.key(key);
            if keys.insert(key, 0).is_some() {
                self.report_text(&at, Code::DuplicateKey, key);
            }
            let more = match value {
                value if *key == "$or" => self.or(value, prefix, &at),
                Json::Array(items) => {
                    always.push(self.field(items, &join(prefix, key), &at));
                    continue;
                }
                Json::Object(members) => self.object(members, Some(&join(prefix, key)), &at),
                scalar => {
                    self.report(&at, Code::NotAList, scalar);
                    continue;
                }
            };
            match more.only() {
                Some(only) => always.extend_from_slice(only),
                None => alternatives = self.both(&alternatives, &more),
            }
        }
        self.both(&alternatives, &Alternatives::of(always))
    }

    /// Nothing once the budget is used up.
    fn both(&mut self, left: &Alternatives, right: &Alternatives) -> Alternatives {
        let both = left.both(right);
        self.too_many |= both.is_none();
        both.filter(|_| !self.too_many).unwrap_or_else(|| Alternatives::of(Vec::new()))
    }

    #[inline(never)]
    fn or(&mut self, value: &Json<'_>, prefix: Option<&str>, at: &Path<'_>) -> Alternatives {
        let mut alternatives = Alternatives::none();
        let members = match value {
            Json::Array(members) if members.len() >= 2 => members,
            other => {
                self.report(at, Code::InvalidOr, other);
                return alternatives;
            }
        };
        for (index, member) in members.iter().enumerate() {
            if self.is_refused() {
                break;
            }
            let at = at.index(index);
            match member {
                Json::Object(members) => alternatives.append(&self.object(members, prefix, &at)),
                other => self.report(&at, Code::InvalidOr, other),
            }
        }
        alternatives
    }

    /// A field and its list of matchers; its index.
    #[inline(never)]
    #[expect(clippy::arithmetic_side_effects, reason = "the list has the field just added")]
    fn field(&mut self, items: &[Json<'_>], path: &str, at: &Path<'_>) -> usize {
        if items.is_empty() {
            self.report(at, Code::EmptyList, &Json::Array(&[]));
        }
        if path.bytes().filter(|byte| *byte == b'.').count() >= MAX_DEPTH {
            self.add(Problem::new(at, Code::TooDeep));
        }
        self.path_bytes = self.path_bytes.saturating_sub(path.len());
        if self.path_bytes == 0 {
            self.too_many = true;
        }
        for (index, item) in items.iter().enumerate() {
            if self.is_refused() {
                break;
            }
            self.matcher(item, &at.index(index));
        }
        let tests = std::mem::take(&mut self.tests);
        if self.too_many {
            return 0;
        }
        self.fields.push(Field { path: path.into(), attribute: 0, tests });
        self.fields.len() - 1
    }
}

/// The path of a key (P3). No prefix is another thing than an empty one: below the key "" every path begins with a dot.
fn join(prefix: Option<&str>, key: &str) -> String {
    let mut path = String::new();
    if let Some(prefix) = prefix {
        push(&mut path, prefix);
        push(&mut path, ".");
    }
    push(&mut path, key);
    path
}
