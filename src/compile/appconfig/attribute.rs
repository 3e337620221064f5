//! Values of attributes: plain ones in flags (R23), and the union of runs. A value with a problem is left out.

use crate::flag::AttributeValue;
use crate::json::{Json, to_double};
use crate::problem::{Code, Path};
use crate::snapshot::{Node, Report};
use crate::text::{copy, is_longer};

use super::constraints::{Kind, are_numbers};

/// The longest text of an attribute, in characters.
const TEXT_LENGTH: usize = 1024;

/// The members of the union of a run's attribute values, each with what it takes.
const UNION: [(&str, &str); 5] = [
    ("StringValue", "a string"),
    ("NumberValue", "a number"),
    ("BooleanValue", "true or false"),
    ("StringArray", "an array"),
    ("NumberArray", "an array"),
];

/// The value of an attribute; `kind` is what its definition says, if it says something.
pub(super) fn plain(
    report: &mut Report,
    value: &Json<'_>,
    kind: Option<&Kind<'_>>,
    at: &Path<'_>,
) -> Option<AttributeValue> {
    match (value, kind) {
        (Json::Bool(value), None | Some(Kind::Bool)) => Some(AttributeValue::Bool(*value)),
        (Json::Number(_), None | Some(Kind::Number { .. })) => {
            number(report, value, kind, at).map(AttributeValue::Number)
        }
        (Json::String(_), None | Some(Kind::Text { .. })) => text(report, value, kind, at).map(AttributeValue::Text),
        (Json::Array(items), None) => Some(array(report, items, None, are_numbers(items, None), at)),
        (Json::Array(items), Some(Kind::Array(elements))) => {
            let elements = elements.as_deref();
            let kind = elements.map(|elements| &elements.kind);
            Some(array(report, items, kind, are_numbers(items, elements), at))
        }
        (value, kind) => {
            report.wrong_type(at, value, expected(kind));
            None
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

fn number(report: &mut Report, value: &Json<'_>, kind: Option<&Kind<'_>>, at: &Path<'_>) -> Option<f64> {
    let Json::Number(lexeme) = value else {
        report.wrong_type(at, value, "a number");
        return None;
    };
    let number = to_double(lexeme);
    let fault = match number {
        None => Some(Code::OutOfRange),
        Some(_) => kind.and_then(|kind| kind.number_fault(lexeme)),
    };
    if let Some(code) = fault {
        report.json(at, code, value, &[]);
        return None;
    }
    number
}

fn text(report: &mut Report, value: &Json<'_>, kind: Option<&Kind<'_>>, at: &Path<'_>) -> Option<String> {
    let text = report.as_text(value, at)?;
    let fault = match is_longer(text, TEXT_LENGTH) {
        true => Some(Code::TooLong),
        false => kind.and_then(|kind| kind.text_fault(text)),
    };
    if let Some(code) = fault {
        report.json(at, code, value, &[]);
        return None;
    }
    Some(copy(text))
}

/// An array of strings or of numbers. All items are read, so that every problem is found.
fn array(
    report: &mut Report,
    items: &[Json<'_>],
    kind: Option<&Kind<'_>>,
    are_numbers: bool,
    at: &Path<'_>,
) -> AttributeValue {
    let mut numbers = Vec::new();
    let mut texts = Vec::new();
    for (index, item) in items.iter().enumerate() {
        if report.is_full() {
            break;
        }
        let at = at.index(index);
        if are_numbers {
            numbers.extend(number(report, item, kind, &at));
        } else {
            texts.extend(text(report, item, kind, &at));
        }
    }
    if are_numbers { AttributeValue::Numbers(numbers) } else { AttributeValue::Texts(texts) }
}

/// The value of a run's attribute: the one member of its union.
pub(super) fn of_union(report: &mut Report, union: &Node<'_, '_>) -> Option<AttributeValue> {
    if !report.is_object(union) {
        return None;
    }
    let mut known = None;
    for (key, expected) in UNION {
        let Some(value) = union.get(key) else { continue };
        if known.is_some() {
            report.json(&union.at, Code::DoubledValue, union.json, &[]);
            return None;
        }
        known = Some((key, expected, value));
    }
    let Some((key, expected, value)) = known else {
        report.json(&union.at, Code::EmptyValue, union.json, &[]);
        return None;
    };
    let at = union.at.key(key);
    match (key, value) {
        ("StringValue", Json::String(_)) | ("NumberValue", Json::Number(_)) | ("BooleanValue", Json::Bool(_)) => {
            plain(report, value, None, &at)
        }
        ("StringArray", Json::Array(items)) => Some(array(report, items, None, false, &at)),
        ("NumberArray", Json::Array(items)) => Some(array(report, items, None, true, &at)),
        _ => {
            report.wrong_type(&at, value, expected);
            None
        }
    }
}
