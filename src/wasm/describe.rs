//! What the host asks for once, as JSON text: what is in a project, and what each number of an answer means. Lists where the
//! host can tell their items by position: it has no use for names.

use std::sync::Arc;

use crate::context::Attributes;
use crate::decision::object::{key, next, text};
use crate::decision::{Decision, FlagDecision};
use crate::flag::FlagEntry;
use crate::json::{push, push_integer, write_string};
use crate::problem::{Problem, quarantined_by};
use crate::project::{FeatureEntry, Project};

/// See [`Core::names`](super::Core::names).
pub(super) fn names(project: Option<&Project>, out: &mut String) {
    push(out, "[");
    match project.and_then(Project::identity) {
        None => item(out, "null"),
        Some(identity) => {
            item(out, "{");
            text(out, "name", &identity.name);
            text(out, "arn", &identity.arn);
            push(out, "}");
        }
    }
    item(out, "[");
    for entry in project.map_or(&[][..], Project::features) {
        item_text(out, &entry.name);
    }
    push(out, "]");
    paths(out, project.map(Project::attributes));
    item(out, "[");
    for entry in project.map_or(&[][..], Project::flags) {
        item_text(out, &entry.key);
    }
    push(out, "]");
    paths(out, project.map(Project::flag_attributes));
    push(out, "]");
}

/// See [`Core::describe`](super::Core::describe).
pub(super) fn feature(entry: Option<&FeatureEntry>, out: &mut String) {
    let Some(entry) = entry else { return push(out, "null") };
    push(out, "[");
    match &entry.feature {
        Err(quarantine) => {
            item(out, "[],[]");
            refused(out, "Feature", &quarantine.problems);
            item_text(out, &entry.arn);
            item(out, "false,[]");
        }
        Ok(feature) => {
            numbers(out, feature.attributes());
            item(out, "[");
            for decision in Decision::all(feature) {
                item(out, "{");
                key(out, "variation");
                push_integer(out, decision.variation().position() as i64);
                text(out, "reason", decision.reason().as_str());
                text(out, "details", &decision.details());
                push(out, "}");
            }
            push(out, "]");
            item(out, "[],null");
            item_text(out, &entry.arn);
            item(out, if feature.is_timed() { "true" } else { "false" });
            item(out, "[");
            for variation in feature.variations() {
                next(out);
                variation.write_json(out);
            }
            push(out, "]");
        }
    }
    push(out, "]");
}

/// See [`Core::describe_flag`](super::Core::describe_flag).
pub(super) fn flag(entry: Option<&FlagEntry>, out: &mut String) {
    let Some(entry) = entry else { return push(out, "null") };
    push(out, "[");
    match &entry.flag {
        Err(quarantine) => {
            item(out, "[],[]");
            refused(out, "Flag", &quarantine.problems);
        }
        Ok(flag) => {
            numbers(out, flag.attributes());
            item(out, "[");
            for decision in FlagDecision::all(flag) {
                next(out);
                decision.write_json(out);
            }
            push(out, "]");
            item(out, "[],null");
        }
    }
    push(out, "]");
}

/// Appends a list of problems.
pub(super) fn list_of_problems(out: &mut String, problems: &[Arc<Problem>]) {
    push(out, "[");
    for problem in problems {
        next(out);
        problem.write_json(out);
    }
    push(out, "]");
}

/// Appends two items: the problems, and what takes the place of an answer in a list of several.
fn refused(out: &mut String, noun: &str, problems: &[Arc<Problem>]) {
    next(out);
    list_of_problems(out, problems);
    item(out, "{");
    text(out, "reason", &quarantined_by(noun, problems));
    push(out, "}");
}

fn paths(out: &mut String, attributes: Option<&Attributes>) {
    item(out, "[");
    for path in attributes.map_or(&[][..], Attributes::paths) {
        item_text(out, path);
    }
    push(out, "]");
}

fn numbers(out: &mut String, attributes: &[u32]) {
    item(out, "[");
    for number in attributes {
        next(out);
        push_integer(out, i64::from(*number));
    }
    push(out, "]");
}

fn item_text(out: &mut String, text: &str) {
    next(out);
    write_string(text, out);
}

/// Appends an item that is JSON already: a literal, or the bracket that opens a list or an object.
fn item(out: &mut String, value: &str) {
    next(out);
    push(out, value);
}
