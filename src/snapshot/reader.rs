//! Reading members of JSON objects, with a problem for each that is not what it should be.

use std::sync::Arc;

use crate::json::Json;
use crate::order::Names;
use crate::problem::{Code, MAX_PROBLEMS, Path, Problem};
use crate::time::Timestamp;

use super::Place;

/// The problems found so far, each with the place it belongs to.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// Shared, for the features that a problem touches keep it too.
    pub(crate) found: Vec<(Arc<Problem>, Place)>,
}

impl Report {
    /// Adds a problem; one too many stands for all the rest, and belongs to the document: nobody knows what they touch.
    pub(crate) fn add(&mut self, place: Place, problem: Problem) {
        match self.found.len() {
            ..MAX_PROBLEMS => self.found.push((problem.into(), place)),
            MAX_PROBLEMS => self.found.push((Problem::new(&Path::ROOT, Code::TooManyProblems).into(), Place::Document)),
            _ => {}
        }
    }

    /// Whether no more problems are reported. The document is refused, and reading on would cost memory for nothing.
    pub(crate) fn is_full(&self) -> bool {
        self.found.len() > MAX_PROBLEMS
    }
}

/// Reads members on behalf of one place.
#[derive(Debug)]
pub(crate) struct Reader<'r> {
    pub(crate) report: &'r mut Report,
    pub(crate) place: Place,
}

impl Reader<'_> {
    pub(crate) fn report_bare(&mut self, at: &Path<'_>, code: Code) {
        self.report.add(self.place, Problem::new(at, code));
    }

    pub(crate) fn report_json(&mut self, at: &Path<'_>, code: Code, value: &Json<'_>) {
        self.report.add(self.place, Problem::with_json(at, code, value));
    }

    /// A member that may be absent; `null` is absent (R2).
    pub(crate) fn optional<'a>(&self, object: &'a Json<'a>, key: &str) -> Option<&'a Json<'a>> {
        object.get(key).filter(|value| **value != Json::Null)
    }

    pub(crate) fn required<'a>(&mut self, object: &'a Json<'a>, key: &str, at: &Path<'_>) -> Option<&'a Json<'a>> {
        let value = self.optional(object, key);
        if value.is_none() {
            self.report_bare(&at.key(key), Code::MissingMember);
        }
        value
    }

    pub(crate) fn is_object(&mut self, value: &Json<'_>, at: &Path<'_>) -> bool {
        self.expect(value, at, "an object", |value| matches!(value, Json::Object(_)).then_some(())).is_some()
    }

    pub(crate) fn required_text<'a>(&mut self, object: &'a Json<'a>, key: &str, at: &Path<'_>) -> Option<&'a str> {
        let value = self.required(object, key, at)?;
        self.expect(value, &at.key(key), "a string", Json::as_str)
    }

    pub(crate) fn optional_text<'a>(&mut self, object: &'a Json<'a>, key: &str, at: &Path<'_>) -> Option<&'a str> {
        let value = self.optional(object, key)?;
        self.expect(value, &at.key(key), "a string", Json::as_str)
    }

    pub(crate) fn required_list<'a>(
        &mut self,
        object: &'a Json<'a>,
        key: &str,
        at: &Path<'_>,
    ) -> Option<&'a [Json<'a>]> {
        let value = self.required(object, key, at)?;
        self.expect(value, &at.key(key), "an array", as_list)
    }

    pub(crate) fn optional_list<'a>(
        &mut self,
        object: &'a Json<'a>,
        key: &str,
        at: &Path<'_>,
    ) -> Option<&'a [Json<'a>]> {
        let value = self.optional(object, key)?;
        self.expect(value, &at.key(key), "an array", as_list)
    }

    pub(crate) fn optional_object<'a>(
        &mut self,
        object: &'a Json<'a>,
        key: &str,
        at: &Path<'_>,
    ) -> Option<&'a Json<'a>> {
        let value = self.optional(object, key)?;
        self.is_object(value, &at.key(key)).then_some(value)
    }

    /// `true` or `false`, also as AWS coerces them from texts (R22).
    pub(crate) fn required_flag(&mut self, object: &Json<'_>, key: &str, at: &Path<'_>) -> Option<bool> {
        let value = self.required(object, key, at)?;
        self.expect(value, &at.key(key), "true or false", as_flag)
    }

    /// As `required_flag`, but it may be absent.
    pub(crate) fn optional_flag(&mut self, object: &Json<'_>, key: &str, at: &Path<'_>) -> Option<bool> {
        let value = self.optional(object, key)?;
        self.expect(value, &at.key(key), "true or false", as_flag)
    }

    /// The items of a list that are texts; the others are reported.
    pub(crate) fn texts<'a>(&mut self, list: &'a [Json<'a>], at: &Path<'_>) -> Vec<&'a str> {
        let text = |(index, item)| self.expect(item, &at.index(index), "a string", Json::as_str);
        list.iter().enumerate().filter_map(text).collect()
    }

    /// Checks timestamps that play no part in evaluation (S4).
    pub(crate) fn timestamps(&mut self, object: &Json<'_>, keys: &[&str], at: &Path<'_>) {
        for key in keys {
            if let Some(time) = self.optional(object, key)
                && Timestamp::from_json(time).is_none()
            {
                self.report_json(&at.key(key), Code::InvalidTimestamp, time);
            }
        }
    }

    /// Reads every item of a list that is an object, each with its position, and reports the others.
    pub(crate) fn objects<'a, T>(
        &mut self,
        list: &'a [Json<'a>],
        at: &Path<'_>,
        mut read: impl FnMut(&mut Self, &'a Json<'a>, &Path<'_>) -> T,
    ) -> Vec<(usize, T)> {
        let mut objects = Vec::new();
        for (index, value) in list.iter().enumerate() {
            if self.report.is_full() {
                break;
            }
            let at = at.index(index);
            if self.is_object(value, &at) {
                objects.push((index, read(self, value, &at)));
            }
        }
        objects
    }

    /// The members of an object that may be absent, each key once, with its last value (R2).
    pub(crate) fn members<'a>(
        &mut self,
        object: &'a Json<'a>,
        key: &str,
        at: &Path<'_>,
    ) -> Vec<(&'a str, &'a Json<'a>)> {
        self.optional_object(object, key, at).map_or_else(Vec::new, |object| self.members_of(object))
    }

    /// The members of an object, each key once, with its last value (R2).
    pub(crate) fn members_of<'a>(&self, object: &'a Json<'a>) -> Vec<(&'a str, &'a Json<'a>)> {
        let Json::Object(members) = object else { return Vec::new() };
        let mut last = Names::new();
        for (index, (key, _)) in members.iter().enumerate() {
            last.insert(key, index);
        }
        let is_last = |index: usize, key: &str| last.get(key) == Some(&index);
        members
            .iter()
            .enumerate()
            .filter(|(index, (key, _))| is_last(*index, key))
            .map(|(_, (key, value))| (&**key, value))
            .collect()
    }

    /// The members of an object of texts; a value that is no text is reported and `None`.
    pub(crate) fn optional_texts<'a>(
        &mut self,
        object: &'a Json<'a>,
        key: &str,
        at: &Path<'_>,
    ) -> Vec<(&'a str, Option<&'a str>)> {
        let members = self.members(object, key, at);
        let at = at.key(key);
        members
            .into_iter()
            .map(|(key, value)| (key, self.expect(value, &at.key(key), "a string", Json::as_str)))
            .collect()
    }

    fn expect<'a, T>(
        &mut self,
        value: &'a Json<'a>,
        at: &Path<'_>,
        expected: &str,
        read: impl FnOnce(&'a Json<'a>) -> Option<T>,
    ) -> Option<T> {
        let read = read(value);
        if read.is_none() {
            let detail = format!("expected {expected}, found {}", value.kind());
            self.report.add(self.place, Problem::with_json(at, Code::WrongType, value).detailed(detail));
        }
        read
    }
}

fn as_flag(value: &Json<'_>) -> Option<bool> {
    match value {
        Json::Bool(value) => Some(*value),
        Json::String(text) if text == "true" => Some(true),
        Json::String(text) if text == "false" => Some(false),
        _ => None,
    }
}

fn as_list<'a>(value: &'a Json<'a>) -> Option<&'a [Json<'a>]> {
    match value {
        Json::Array(items) => Some(items),
        _ => None,
    }
}
