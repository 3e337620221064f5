//! The problems found so far, and reading members of objects with a problem for each that is not what it should be.

use std::sync::Arc;

use crate::json::{Json, Member};
use crate::order::Names;
use crate::problem::{Code, MAX_PROBLEMS, Offending, Path, Problem};
use crate::time::Timestamp;

use super::{List, Node, Place};

#[derive(Debug)]
pub(crate) struct Report {
    /// Shared, for the features that a problem touches keep it too.
    pub(crate) problems: Vec<Arc<Problem>>,
    /// The place that each of `problems` belongs to.
    pub(crate) places: Vec<Place>,
    /// The place of what is being read.
    pub(crate) place: Place,
}

impl Report {
    pub(crate) fn new() -> Report {
        Report { problems: Vec::new(), places: Vec::new(), place: Place::DOCUMENT }
    }

    /// Adds a problem; one too many stands for all the rest, and belongs to the document: nobody knows what they touch.
    #[inline(never)]
    pub(crate) fn add(&mut self, problem: Problem) {
        if self.is_full() {
            return;
        }
        let is_one_too_many = self.problems.len() == MAX_PROBLEMS;
        let rest = || Problem::new(&Path::ROOT, Code::TooManyProblems);
        self.problems.push(Arc::new(if is_one_too_many { rest() } else { problem }));
        self.places.push(if is_one_too_many { Place::DOCUMENT } else { self.place });
    }

    /// The problems of a pattern or a rule.
    pub(crate) fn all(&mut self, problems: Vec<Problem>) {
        for problem in problems {
            self.add(problem);
        }
    }

    /// Whether no more problems are reported. The document is refused, and reading on would cost memory for nothing.
    pub(crate) fn is_full(&self) -> bool {
        self.problems.len() > MAX_PROBLEMS
    }

    #[inline(never)]
    pub(crate) fn bare(&mut self, at: &Path<'_>, code: Code) {
        self.add(Problem::new(at, code));
    }

    #[inline(never)]
    pub(crate) fn text(&mut self, at: &Path<'_>, code: Code, text: &str) {
        self.add(Problem::with_text(at, code, text));
    }

    pub(crate) fn detailed_text(&mut self, at: &Path<'_>, code: Code, text: &str, detail: &str) {
        self.add(Problem::with(at, code, Offending::Text(text), &[detail]));
    }

    #[inline(never)]
    pub(crate) fn json(&mut self, at: &Path<'_>, code: Code, value: &Json<'_>, detail: &[&str]) {
        self.add(Problem::with(at, code, Offending::Json(value), detail));
    }

    /// A value of another type than the one expected.
    #[inline(never)]
    pub(crate) fn wrong_type(&mut self, at: &Path<'_>, value: &Json<'_>, expected: &str) {
        self.json(at, Code::WrongType, value, &["expected ", expected, ", found ", value.kind()]);
    }

    /// A list without an item.
    pub(crate) fn empty_list(&mut self, at: &Path<'_>) {
        self.json(at, Code::EmptyList, &Json::Array(&[]), &[]);
    }

    /// A text that is none of the documented ones.
    pub(crate) fn unknown_value(&mut self, at: &Path<'_>, known: &str, value: &str) {
        self.detailed_text(at, Code::UnknownValue, value, known);
    }

    #[inline(never)]
    pub(crate) fn required<'a>(&mut self, node: &Node<'_, 'a>, key: &str) -> Option<&'a Json<'a>> {
        let value = node.get(key);
        if value.is_none() {
            self.bare(&node.at.key(key), Code::MissingMember);
        }
        value
    }

    #[inline(never)]
    pub(crate) fn is_object(&mut self, node: &Node<'_, '_>) -> bool {
        if !node.is_object() {
            self.wrong_type(&node.at, node.json, "an object");
        }
        node.is_object()
    }

    /// A member that is an object.
    #[inline(never)]
    pub(crate) fn optional_object<'a>(&mut self, node: &Node<'_, 'a>, key: &str) -> Option<&'a Json<'a>> {
        let value = node.get(key)?;
        self.is_object(&node.key(key, value)).then_some(value)
    }

    pub(crate) fn required_object<'a>(&mut self, node: &Node<'_, 'a>, key: &str) -> Option<&'a Json<'a>> {
        let value = self.required(node, key)?;
        self.is_object(&node.key(key, value)).then_some(value)
    }

    #[inline(never)]
    pub(crate) fn as_text<'a>(&mut self, value: &'a Json<'a>, at: &Path<'_>) -> Option<&'a str> {
        let text = value.as_str();
        if text.is_none() {
            self.wrong_type(at, value, "a string");
        }
        text
    }

    #[inline(never)]
    pub(crate) fn optional_text<'a>(&mut self, node: &Node<'_, 'a>, key: &str) -> Option<&'a str> {
        let value = node.get(key)?;
        self.as_text(value, &node.at.key(key))
    }

    #[inline(never)]
    pub(crate) fn required_text<'a>(&mut self, node: &Node<'_, 'a>, key: &str) -> Option<&'a str> {
        let value = self.required(node, key)?;
        self.as_text(value, &node.at.key(key))
    }

    /// A member that is a list, if it is there.
    #[inline(never)]
    pub(crate) fn list<'p, 'a>(&mut self, node: &'p Node<'_, 'a>, key: &'p str) -> List<'p, 'a> {
        let at = node.at.key(key);
        match node.get(key) {
            Some(Json::Array(items)) => List { items, at, is_given: true },
            other => {
                if let Some(value) = other {
                    self.wrong_type(&at, value, "an array");
                }
                List { items: &[], at, is_given: false }
            }
        }
    }

    /// An item of a list if it is an object; anything else is reported.
    #[inline(never)]
    pub(crate) fn object_in<'p, 'a>(&mut self, list: &'p List<'_, 'a>, index: usize) -> Option<Node<'p, 'a>> {
        let node = Node { json: list.items.get(index)?, at: list.at.index(index) };
        (!self.is_full() && self.is_object(&node)).then_some(node)
    }

    pub(crate) fn optional_flag(&mut self, node: &Node<'_, '_>, key: &str) -> Option<bool> {
        self.as_flag(node.get(key)?, &node.at.key(key))
    }

    pub(crate) fn required_flag(&mut self, node: &Node<'_, '_>, key: &str) -> Option<bool> {
        let value = self.required(node, key)?;
        self.as_flag(value, &node.at.key(key))
    }

    /// `true` or `false`, also as AWS coerces them from texts (R22).
    #[inline(never)]
    fn as_flag(&mut self, value: &Json<'_>, at: &Path<'_>) -> Option<bool> {
        match value {
            Json::Bool(value) => Some(*value),
            Json::String("true") => Some(true),
            Json::String("false") => Some(false),
            other => {
                self.wrong_type(at, other, "true or false");
                None
            }
        }
    }

    /// Checks timestamps that play no part in evaluation (S4).
    #[inline(never)]
    pub(crate) fn timestamps(&mut self, node: &Node<'_, '_>, keys: &[&str]) {
        for key in keys {
            if let Some(time) = node.get(key)
                && Timestamp::from_json(time).is_none()
            {
                self.json(&node.at.key(key), Code::InvalidTimestamp, time, &[]);
            }
        }
    }

    /// The members of an object that may be absent.
    #[inline(never)]
    pub(crate) fn members<'a>(&mut self, node: &Node<'_, 'a>, key: &str) -> Members<'a> {
        Members::of(self.optional_object(node, key).unwrap_or(&Json::Null))
    }
}

/// The members of an object, each key once, with its last value (R2).
#[derive(Debug)]
pub(crate) struct Members<'a> {
    all: &'a [Member<'a>],
    /// How many are behind.
    seen: usize,
    /// Positions by key, if there are more than a few.
    last: Option<Names<'a>>,
}

/// Up to so many members are compared with each other, which takes less than a map of them.
const FEW: usize = 16;

impl<'a> Members<'a> {
    /// Those of this value, which is an object; any other has none.
    pub(crate) fn of(object: &Json<'a>) -> Members<'a> {
        let Json::Object(all) = *object else { return Members { all: &[], seen: 0, last: None } };
        let last = (all.len() > FEW).then(|| {
            let mut last = Names::new();
            for (index, (key, _)) in all.iter().enumerate() {
                last.insert(key, index);
            }
            last
        });
        Members { all, seen: 0, last }
    }
}

impl<'a> Iterator for Members<'a> {
    type Item = (&'a str, &'a Json<'a>);

    #[inline(never)]
    #[expect(clippy::arithmetic_side_effects, reason = "a position in the list")]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (key, value) = self.all.get(self.seen)?;
            let index = self.seen;
            self.seen += 1;
            let is_last = match &self.last {
                Some(last) => last.get(key) == Some(&index),
                None => !self.all.iter().skip(self.seen).any(|(other, _)| other == key),
            };
            if is_last {
                return Some((key, value));
            }
        }
    }
}
