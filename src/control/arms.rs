//! What launches and experiments have in common: groups or treatments with variations of features, and weights for them.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::bucketing::TOTAL;
use crate::project::Identity;

use super::answer::segment_arn;
use super::call::{Call, not_found};
use super::document::{Item, Kind, object, objects, text};
use super::error::{ControlError, Faults};
use super::number;
use super::shape::{Shape, given, item, member};

/// The names in a list of groups or treatments, of a request or a response; `None` if there is no list.
pub(super) fn names<'i>(of: &'i Item, list: &str) -> Option<BTreeSet<&'i str>> {
    given(of, list)?;
    Some(objects(of, list).map(|arm| text(arm, "name")).collect())
}

/// Names once each.
pub(super) fn check_names(input: &Item, list: &str, faults: &mut Faults) {
    let mut names = BTreeSet::new();
    for (index, arm) in objects(input, list).enumerate() {
        if !names.insert(text(arm, "name")) {
            faults.add(member(&item(list, index), "name"), "the name is taken by an earlier item");
        }
    }
}

/// The names are known, if it is known what is, and the weights sum to no more than all. Weights that are no weights, or too
/// many, are not looked into.
pub(super) fn check_weights(
    weights: Option<&Value>,
    shape: &Shape,
    names: Option<&BTreeSet<&str>>,
    at: &str,
    faults: &mut Faults,
) {
    let (Some(value), mut of_shape) = (weights, Faults::default()) else { return };
    shape.check(value, at, &mut of_shape);
    let (Value::Object(weights), Ok(())) = (value, of_shape.check()) else { return };
    for name in weights.keys() {
        if names.is_some_and(|names| !names.contains(name.as_str())) {
            faults.add(member(at, name), "there is no group or treatment of that name");
        }
    }
    let sum = weights.values().filter_map(number::integer).fold(0_i64, i64::saturating_add);
    if sum > i64::from(TOTAL) {
        faults.add(at, format!("the weights sum to {sum}, above {TOTAL}"));
    }
}

/// The bytes of a salt end at U+0000 (B1).
pub(super) fn check_salt(input: &Item, faults: &mut Faults) {
    if text(input, "randomizationSalt").contains('\0') {
        faults.add("randomizationSalt", "a salt has no U+0000");
    }
}

/// The variations exist that the list of the input names, where their features do.
pub(super) fn check_variations(call: &Call<'_>, list: &str, faults: &mut Faults) {
    for (index, arm) in objects(&call.input, list).enumerate() {
        let Some(feature) = call.document.find(Kind::Feature, text(arm, "feature")) else { continue };
        let variation = text(arm, "variation");
        if !variation.is_empty() && !objects(feature, "variations").any(|known| text(known, "name") == variation) {
            faults.add(member(&item(list, index), "variation"), "the feature has no such variation");
        }
    }
}

/// Refuses features in a list of the input that do not exist.
///
/// # Errors
/// `ResourceNotFoundException`.
pub(super) fn resolve(call: &Call<'_>, list: &str, identity: &Identity) -> Result<(), ControlError> {
    objects(&call.input, list).try_for_each(|arm| call.find(Kind::Feature, text(arm, "feature"), identity).map(drop))
}

/// Refuses a segment that does not exist.
///
/// # Errors
/// `ResourceNotFoundException`.
pub(super) fn resolve_segment(call: &Call<'_>, reference: &str, identity: &Identity) -> Result<(), ControlError> {
    match call.document.segment(reference) {
        Some(_) => Ok(()),
        None => Err(not_found(Kind::Segment, segment_arn(reference, &call.document, identity))),
    }
}

/// Refuses a launch to run on a feature that another launch runs on, and an experiment likewise.
///
/// # Errors
/// `ConflictException` (C3).
pub(super) fn check_alone<'f>(
    call: &Call<'_>,
    kind: Kind,
    name: &str,
    features: impl Iterator<Item = &'f str>,
    arn: &str,
) -> Result<(), ControlError> {
    for feature in features {
        if let Some(other) = call.document.running_on(kind, feature).filter(|other| text(other, "name") != name) {
            let kind_name = kind.name();
            let message = format!("The {kind_name} '{}' is running on the feature '{feature}'.", text(other, "name"));
            return Err(ControlError::conflict(message, kind_name, arn.to_owned()));
        }
    }
    Ok(())
}

/// Groups or treatments of a request as responses have them (tests/RULES.md, Requests and responses).
pub(super) fn answered(input: &Item, list: &str) -> Option<Value> {
    given(input, list)?;
    let arm = |arm: &Item| {
        let variations = object([(text(arm, "feature"), arm.get("variation").cloned())]);
        Value::Object(object([
            ("description", arm.get("description").cloned()),
            ("featureVariations", Some(Value::Object(variations))),
            ("name", arm.get("name").cloned()),
        ]))
    };
    Some(objects(input, list).map(arm).collect())
}
