//! The operations that list: ListProjects, ListFeatures, ListLaunches, ListExperiments, ListSegments, ListSegmentReferences.
//!
//! Items come in the order of the snapshot, page by page. A token is the position of the page's first item.

use serde_json::Value;

use crate::project::Identity;

use super::call::Call;
use super::document::{Item, Kind, arn, object, text};
use super::error::{ControlError, Faults};
use super::shape::given;
use super::{answer, number, segment};

/// The largest pages, which are taken when the input asks for no size.
const PAGE: usize = 100;
const SMALL_PAGE: usize = 50;

pub(super) fn check_page(call: &Call<'_>, faults: &mut Faults) {
    let token = given(&call.input, "nextToken").and_then(Value::as_str);
    if token.is_some_and(|token| token.parse::<usize>().is_err()) {
        faults.add("nextToken", NO_TOKEN);
    }
}

const NO_TOKEN: &str = "it is no token that this operation has given";

pub(super) fn projects(call: &mut Call<'_>) -> Result<Value, ControlError> {
    let identity = call.any_identity();
    let project: Vec<&Item> = call.document.project().into_iter().collect();
    let (page, next) = page(call, &project, SMALL_PAGE)?;
    Ok(listed("projects", page, next, |item| answer::summary(Kind::Project, item, &call.document, &identity)))
}

/// ListFeatures, ListLaunches, ListExperiments; the last two of one status if the input has one.
pub(super) fn items(call: &mut Call<'_>, kind: Kind) -> Result<Value, ControlError> {
    let identity = call.identity()?;
    let status = given(&call.input, "status").and_then(Value::as_str);
    let is_listed = |item: &&Item| status.is_none_or(|status| text(item, "status") == status);
    let all: Vec<&Item> = call.document.items(kind).filter(is_listed).collect();
    let (page, next) = page(call, &all, PAGE)?;
    Ok(listed(kind.list(), page, next, |item| answer::summary(kind, item, &call.document, &identity)))
}

pub(super) fn segments(call: &mut Call<'_>) -> Result<Value, ControlError> {
    let identity = call.any_identity();
    let all: Vec<&Item> = call.document.items(Kind::Segment).collect();
    let (page, next) = page(call, &all, SMALL_PAGE)?;
    Ok(listed("segments", page, next, |item| answer::whole(Kind::Segment, item, &call.document, &identity)))
}

/// ListSegmentReferences: the launches or the experiments that use a segment, running or not.
pub(super) fn references(call: &mut Call<'_>) -> Result<Value, ControlError> {
    let (identity, segment) = segment::named(call)?;
    let reference_type = text(&call.input, "type");
    let kind = if reference_type == "LAUNCH" { Kind::Launch } else { Kind::Experiment };
    let all: Vec<&Item> = call.document.users(kind, text(segment, "name")).collect();
    let (page, next) = page(call, &all, SMALL_PAGE)?;
    Ok(listed("referencedBy", page, next, |item| reference(item, kind, reference_type, &identity)))
}

/// `RefResource` of the API, whose times are texts.
fn reference(item: &Item, kind: Kind, reference_type: &str, identity: &Identity) -> Value {
    let time = |value: Option<&Value>| Some(Value::from(number::timestamp(value?)?.to_string()));
    let execution = |key| given(item, "execution").and_then(|execution| execution.get(key));
    Value::Object(object([
        ("arn", Some(arn(item, kind, identity).into())),
        ("endTime", time(execution("endedTime"))),
        ("lastUpdatedOn", time(given(item, "lastUpdatedTime"))),
        ("name", item.get("name").cloned()),
        ("startTime", time(execution("startedTime"))),
        ("status", item.get("status").cloned()),
        ("type", Some(reference_type.into())),
    ]))
}

/// The page that the input asks for, and the token of the next one.
fn page<'i>(
    call: &Call<'_>,
    all: &[&'i Item],
    default_size: usize,
) -> Result<(Vec<&'i Item>, Option<String>), ControlError> {
    let size = given(&call.input, "maxResults").and_then(number::integer);
    let size = size.and_then(|size| usize::try_from(size).ok()).unwrap_or(default_size);
    let start = match given(&call.input, "nextToken").and_then(Value::as_str) {
        None => 0,
        Some(token) => match token.parse() {
            Ok(start) if start <= all.len() => start,
            _ => {
                let mut faults = Faults::default();
                faults.add("nextToken", NO_TOKEN);
                faults.check()?;
                0
            }
        },
    };
    let end = start.saturating_add(size).min(all.len());
    let next = (end < all.len()).then(|| end.to_string());
    Ok((all.get(start..end).unwrap_or_default().to_vec(), next))
}

fn listed(key: &str, page: Vec<&Item>, next: Option<String>, answer: impl Fn(&Item) -> Value) -> Value {
    let items: Value = page.into_iter().map(answer).collect();
    Value::Object(object([(key, Some(items)), ("nextToken", next.map(Value::from))]))
}
