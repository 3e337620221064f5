//! CreateFeature, UpdateFeature, DeleteFeature.

use std::collections::BTreeSet;

use serde_json::Value;

use super::answer::value_type;
use super::call::{Call, conflict, empty, set};
use super::document::{Item, Kind, arn_of, object, objects, text, uses};
use super::error::{ControlError, Faults};
use super::shape::{given, item, member};
use super::tag;

/// Features in a project (tests/RULES.md, Quotas).
const QUOTA: usize = 100;

/// Variations of a feature.
const MAX_VARIATIONS: usize = 5;

/// All overrides together: 40 KB, taken as KiB of UTF-8, with 6 bytes for each.
const MAX_OVERRIDES_BYTES: usize = 40 * 1024;
const OVERRIDE_BYTES: usize = 6;

pub(super) fn check_create(call: &Call<'_>, faults: &mut Faults) {
    let input = &call.input;
    tag::check_tags(input, faults);
    check_overrides_size(input, faults);
    let variations: Vec<&Item> = objects(input, "variations").collect();
    check_variations(&variations, "variations", None, faults);
    let names = names(variations.iter().copied());
    check_default(input, &names, faults);
    check_overrides(input, &names, faults);
}

pub(super) fn create(call: &mut Call<'_>) -> Result<Value, ControlError> {
    let identity = call.identity()?;
    call.vacant(Kind::Feature, &identity)?;
    let arn = arn_of(Kind::Feature, &call.text("name"), &identity);
    call.room(Kind::Feature, |_| true, QUOTA, "features in the project", arn.clone())?;
    let first = objects(&call.input, "variations").next();
    let default = call.given("defaultVariation").or_else(|| first?.get("name").cloned());
    let value_type = first.and_then(|variation| value_type(variation.get("value")?));
    let feature = object([
        ("arn", Some(arn.into())),
        ("createdTime", Some(call.now())),
        ("defaultVariation", default),
        ("description", call.given("description")),
        ("entityOverrides", call.given("entityOverrides")),
        ("evaluationStrategy", call.given("evaluationStrategy").or(Some("ALL_RULES".into()))),
        ("lastUpdatedTime", Some(call.now())),
        ("name", call.given("name")),
        ("project", Some(identity.arn.as_str().into())),
        ("status", Some("AVAILABLE".into())),
        ("tags", call.given("tags")),
        ("valueType", value_type.map(Value::from)),
        ("variations", call.given("variations")),
    ]);
    Ok(call.add(Kind::Feature, feature, &identity))
}

pub(super) fn check_update(call: &Call<'_>, faults: &mut Faults) {
    let input = &call.input;
    check_overrides_size(input, faults);
    let added = names(objects(input, "addOrUpdateVariations"));
    for (index, removed) in removed(input).into_iter().enumerate() {
        if added.contains(removed) {
            faults.add(item("removeVariations", index), "the same call adds or updates it");
        }
    }
    let feature = call.document.find(Kind::Feature, text(input, "feature"));
    // R20. The type of a feature stays.
    let known_type = feature.and_then(|feature| {
        let first_type = || value_type(objects(feature, "variations").next()?.get("value")?);
        given(feature, "valueType").and_then(Value::as_str).or_else(first_type)
    });
    let added: Vec<&Item> = objects(input, "addOrUpdateVariations").collect();
    check_variations(&added, "addOrUpdateVariations", known_type, faults);
    if let Some(feature) = feature {
        judge(feature, &updated(feature, input), input, faults);
    }
}

/// UpdateFeature. What it comes to is judged, not its parts in turn (C4): one call may move the default and remove the old one.
pub(super) fn update(call: &mut Call<'_>) -> Result<Value, ControlError> {
    let (identity, feature) = call.named(Kind::Feature)?;
    let name = call.text("feature");
    let removed = removed(&call.input);
    for kind in [Kind::Launch, Kind::Experiment] {
        // Those that have not begun too: they could not begin any more (S4, R13).
        let needs =
            |rule: &&Item| !has_ended(rule) && uses(rule, kind).any(|(of, used)| of == name && removed.contains(&used));
        if let Some(rule) = call.document.items(kind).find(needs) {
            let why = format!("has a variation that the {} '{}' uses", kind.name(), text(rule, "name"));
            return Err(conflict(Kind::Feature, feature, &identity, &why));
        }
    }
    let variations = updated(feature, &call.input);
    let now = call.now();
    let given =
        ["defaultVariation", "description", "entityOverrides", "evaluationStrategy"].map(|key| (key, call.given(key)));
    Ok(call.change(Kind::Feature, &name, &identity, |feature| {
        for (key, value) in given {
            set(feature, key, value);
        }
        set(feature, "variations", Some(Value::Array(variations)));
        set(feature, "lastUpdatedTime", Some(now));
    }))
}

pub(super) fn delete(call: &mut Call<'_>) -> Result<Value, ControlError> {
    let name = call.text("feature");
    // As seen on the service: for a missing project it tells the ARN of the feature (C3).
    let identity = call.identity().map_err(|_| {
        let arn = format!("{}/feature/{name}", call.project_arn(&call.text("project")));
        let message = format!("Project with arn '{arn}' does not exist.");
        ControlError::not_found(message, Some(Kind::Project.name()), Some(arn))
    })?;
    let feature = call.find(Kind::Feature, &name, &identity)?;
    for kind in [Kind::Launch, Kind::Experiment] {
        let user = call.document.items(kind).find(|rule| uses(rule, kind).any(|(used, _)| used == name));
        if let Some(rule) = user {
            let why = format!("is used by the {} '{}'", kind.name(), text(rule, "name"));
            return Err(conflict(Kind::Feature, feature, &identity, &why));
        }
    }
    call.document.remove(Kind::Feature, &name);
    Ok(empty())
}

const NO_VARIATION: &str = "the feature has no such variation";

/// A launch or an experiment that is over may name variations that are gone (R13).
fn has_ended(rule: &Item) -> bool {
    matches!(text(rule, "status"), "COMPLETED" | "CANCELLED")
}

fn names<'v>(variations: impl Iterator<Item = &'v Item>) -> BTreeSet<&'v str> {
    variations.map(|variation| text(variation, "name")).collect()
}

fn removed(input: &Item) -> Vec<&str> {
    given(input, "removeVariations").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Names once each, and all of one type.
fn check_variations(variations: &[&Item], at: &str, known_type: Option<&str>, faults: &mut Faults) {
    let value_type = |variation: &Item| variation.get("value").and_then(value_type);
    let expected = known_type.or_else(|| variations.iter().find_map(|variation| value_type(variation)));
    let mut names = BTreeSet::new();
    for (index, variation) in variations.iter().enumerate() {
        let at = item(at, index);
        if !names.insert(text(variation, "name")) {
            faults.add(member(&at, "name"), "the name is taken by an earlier variation");
        }
        if value_type(variation).is_some_and(|found| Some(found) != expected) {
            let expected = expected.unwrap_or_default();
            faults.add(member(&at, "value"), format!("the values of the feature are of the type {expected}"));
        }
    }
}

fn check_default(input: &Item, names: &BTreeSet<&str>, faults: &mut Faults) {
    if given(input, "defaultVariation").and_then(Value::as_str).is_some_and(|default| !names.contains(default)) {
        faults.add("defaultVariation", NO_VARIATION);
    }
}

fn check_overrides(input: &Item, names: &BTreeSet<&str>, faults: &mut Faults) {
    for (entity, variation) in overrides(input) {
        if !names.contains(variation) {
            faults.add(member("entityOverrides", entity), NO_VARIATION);
        }
    }
}

#[expect(clippy::arithmetic_side_effects, reason = "lengths of texts in memory")]
fn check_overrides_size(input: &Item, faults: &mut Faults) {
    let sizes = overrides(input).map(|(entity, variation)| entity.len() + variation.len() + OVERRIDE_BYTES);
    if sizes.sum::<usize>() > MAX_OVERRIDES_BYTES {
        faults.add("entityOverrides", "all overrides together have at most 40 KB, 6 bytes more for each");
    }
}

fn overrides(of: &Item) -> impl Iterator<Item = (&str, &str)> {
    let entries = given(of, "entityOverrides").and_then(Value::as_object).into_iter().flatten();
    entries.filter_map(|(entity, variation)| Some((entity.as_str(), variation.as_str()?)))
}

/// The variations after an update: those that stay, in their places and with their new values, and then the new ones.
fn updated(feature: &Item, input: &Item) -> Vec<Value> {
    let removed = removed(input);
    let added: Vec<&Item> = objects(input, "addOrUpdateVariations").collect();
    let named = |name: &str| added.iter().find(|variation| text(variation, "name") == name);
    // One that is added too is a fault of its own.
    let stays = |name: &str| !removed.contains(&name) || named(name).is_some();
    let stay = objects(feature, "variations").filter(|variation| stays(text(variation, "name")));
    let mut variations: Vec<Value> =
        stay.map(|variation| Value::Object((*named(text(variation, "name")).unwrap_or(&variation)).clone())).collect();
    let before = names(objects(feature, "variations"));
    let new = added.iter().filter(|variation| !before.contains(text(variation, "name")));
    variations.extend(new.map(|variation| Value::Object((*variation).clone())));
    variations
}

/// What is wrong with what an update comes to.
fn judge(feature: &Item, variations: &[Value], input: &Item, faults: &mut Faults) {
    if variations.is_empty() {
        faults.add("removeVariations", "a feature has at least one variation");
    }
    if variations.len() > MAX_VARIATIONS {
        faults.add("addOrUpdateVariations", format!("a feature has at most {MAX_VARIATIONS} variations"));
    }
    let names = names(variations.iter().filter_map(Value::as_object));
    // What stays and still needs a variation is the fault of its removal.
    let mut missed = |variation: &str| {
        if let Some(index) = removed(input).iter().position(|removed| *removed == variation) {
            faults.add(item("removeVariations", index), "the default variation or an override still needs it");
        }
    };
    // E5: also the first one, where none is named.
    let first = objects(feature, "variations").next().map(|variation| text(variation, "name"));
    let default = given(feature, "defaultVariation").and_then(Value::as_str).or(first);
    if let Some(default) = default.filter(|default| !names.contains(default))
        && given(input, "defaultVariation").is_none()
    {
        missed(default);
    }
    if given(input, "entityOverrides").is_none() {
        let lost: BTreeSet<&str> =
            overrides(feature).map(|(_, variation)| variation).filter(|variation| !names.contains(variation)).collect();
        lost.into_iter().for_each(&mut missed);
    }
    check_default(input, &names, faults);
    check_overrides(input, &names, faults);
}
