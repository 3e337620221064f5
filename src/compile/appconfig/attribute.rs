//! Values of attributes: plain ones in flags (R23), and the union of runs.

use crate::flag::AttributeValue;
use crate::json::{Json, to_double};
use crate::problem::{Code, Path, Problem};
use crate::snapshot::{Place, Report};

use super::constraints::Kind;

/// The longest text of an attribute, in characters.
const TEXT_LENGTH: usize = 1024;

/// The members of the union of a run's attribute values.
const UNION: [&str; 5] = ["StringValue", "NumberValue", "BooleanValue", "StringArray", "NumberArray"];

/// Reads values on behalf of one place.
pub(super) struct Values<'r> {
    pub(super) report: &'r mut Report,
    pub(super) place: Place,
}

impl Values<'_> {
    fn refuse<T>(&mut self, at: &Path<'_>, code: Code, value: &Json<'_>) -> Option<T> {
        self.report.add(self.place, Problem::with_json(at, code, value));
        None
    }

    fn wrong_type<T>(&mut self, at: &Path<'_>, value: &Json<'_>, expected: &str) -> Option<T> {
        let detail = format!("expected {expected}, found {}", value.kind());
        self.report.add(self.place, Problem::with_json(at, Code::WrongType, value).detailed(detail));
        None
    }

    /// The value of an attribute; `kind` is what its definition says, if it says something.
    pub(super) fn plain(&mut self, value: &Json<'_>, kind: Option<&Kind<'_>>, at: &Path<'_>) -> Option<AttributeValue> {
        match (value, kind) {
            (Json::Bool(value), None | Some(Kind::Bool)) => Some(AttributeValue::Bool(*value)),
            (Json::Number(_), None | Some(Kind::Number { .. })) => {
                self.number(value, kind, at).map(AttributeValue::Number)
            }
            (Json::String(_), None | Some(Kind::Text { .. })) => self.text(value, kind, at).map(AttributeValue::Text),
            (Json::Array(items), None) => self.array(items, None, at),
            (Json::Array(items), Some(Kind::Array(elements))) => self.array(items, elements.as_deref(), at),
            (value, kind) => self.wrong_type(at, value, expected(kind)),
        }
    }

    fn number(&mut self, value: &Json<'_>, kind: Option<&Kind<'_>>, at: &Path<'_>) -> Option<f64> {
        let Json::Number(lexeme) = value else { return self.wrong_type(at, value, "a number") };
        let Some(number) = to_double(lexeme) else { return self.refuse(at, Code::OutOfRange, value) };
        match kind.and_then(|kind| kind.number_fault(lexeme)) {
            Some(code) => self.refuse(at, code, value),
            None => Some(number),
        }
    }

    fn text(&mut self, value: &Json<'_>, kind: Option<&Kind<'_>>, at: &Path<'_>) -> Option<String> {
        let Json::String(text) = value else { return self.wrong_type(at, value, "a string") };
        if text.chars().count() > TEXT_LENGTH {
            return self.refuse(at, Code::TooLong, value);
        }
        match kind.and_then(|kind| kind.text_fault(text)) {
            Some(code) => self.refuse(at, code, value),
            None => Some(text.clone().into_owned()),
        }
    }

    /// An array of strings or of numbers: as the definition says, else as its first item.
    fn array(&mut self, items: &[Json<'_>], elements: Option<&Kind<'_>>, at: &Path<'_>) -> Option<AttributeValue> {
        let is_numbers = match elements {
            Some(kind) => matches!(kind, Kind::Number { .. }),
            None => matches!(items.first(), Some(Json::Number(_))),
        };
        if is_numbers {
            self.items(items, at, |values, item, at| values.number(item, elements, at)).map(AttributeValue::Numbers)
        } else {
            self.items(items, at, |values, item, at| values.text(item, elements, at)).map(AttributeValue::Texts)
        }
    }

    /// All of them are read, so that every problem is found.
    fn items<T>(
        &mut self,
        items: &[Json<'_>],
        at: &Path<'_>,
        read: impl Fn(&mut Self, &Json<'_>, &Path<'_>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let mut values = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            if self.report.is_full() {
                break;
            }
            values.extend(read(self, item, &at.index(index)));
        }
        (values.len() == items.len()).then_some(values)
    }

    /// The value of a run's attribute: the one member of its union.
    pub(super) fn union(&mut self, union: &Json<'_>, at: &Path<'_>) -> Option<AttributeValue> {
        if !matches!(union, Json::Object(_)) {
            return self.wrong_type(at, union, "an object");
        }
        let known = |key: &'static str| union.get(key).filter(|value| **value != Json::Null).map(|value| (key, value));
        let mut present = UNION.into_iter().filter_map(known);
        let (key, value) = match (present.next(), present.next()) {
            (Some(member), None) => member,
            (None, _) => return self.refuse(at, Code::EmptyValue, union),
            (Some(_), Some(_)) => return self.refuse(at, Code::DoubledValue, union),
        };
        let at = at.key(key);
        match (key, value) {
            ("StringValue", value) => self.text(value, None, &at).map(AttributeValue::Text),
            ("NumberValue", value) => self.number(value, None, &at).map(AttributeValue::Number),
            ("BooleanValue", Json::Bool(value)) => Some(AttributeValue::Bool(*value)),
            ("BooleanValue", value) => self.wrong_type(&at, value, "true or false"),
            ("StringArray", Json::Array(items)) => {
                self.items(items, &at, |values, item, at| values.text(item, None, at)).map(AttributeValue::Texts)
            }
            ("NumberArray", Json::Array(items)) => {
                self.items(items, &at, |values, item, at| values.number(item, None, at)).map(AttributeValue::Numbers)
            }
            (_, value) => self.wrong_type(&at, value, "an array"),
        }
    }
}

/// What a definition asks for, for messages.
fn expected(kind: Option<&Kind<'_>>) -> &'static str {
    match kind {
        None => "a string, a number, a boolean or an array of strings or numbers",
        Some(Kind::Number { .. }) => "a number",
        Some(Kind::Text { .. }) => "a string",
        Some(Kind::Bool) => "true or false",
        Some(Kind::Array(_)) => "an array",
    }
}
