//! What the host asks for once, as JSON text: what is in a project, and what each number of an answer means.

use std::sync::Arc;

use crate::context::Attributes;
use crate::decision::object::{boolean, key, next, raw, text};
use crate::decision::{Decision, FlagDecision};
use crate::flag::FlagEntry;
use crate::json::{push, push_integer, write_string};
use crate::problem::Problem;
use crate::project::{Entry, Project};

/// See [`Core::names`](super::Core::names).
pub(super) fn names(project: Option<&Project>, out: &mut String) {
    push(out, "{");
    match project.and_then(Project::identity) {
        None => raw(out, "project", "null"),
        Some(identity) => {
            raw(out, "project", "{");
            text(out, "name", &identity.name);
            text(out, "arn", &identity.arn);
            push(out, "}");
        }
    }
    raw(out, "features", "[");
    for entry in project.map_or(&[][..], Project::entries) {
        item(out, &entry.name);
    }
    push(out, "]");
    paths(out, "attributes", project.map(Project::attributes));
    raw(out, "flags", "[");
    for entry in project.map_or(&[][..], Project::flags) {
        item(out, &entry.key);
    }
    push(out, "]");
    paths(out, "flagAttributes", project.map(Project::flag_attributes));
    push(out, "}");
}

/// See [`Core::describe`](super::Core::describe).
pub(super) fn feature(entry: Option<&Entry>, out: &mut String) {
    let Some(entry) = entry else { return push(out, "null") };
    push(out, "{");
    text(out, "arn", &entry.arn);
    match &entry.feature {
        Err(quarantine) => {
            boolean(out, "timed", false);
            raw(out, "attributes", "[]");
            raw(out, "variations", "[]");
            raw(out, "answers", "[]");
            problems(out, &quarantine.problems);
        }
        Ok(feature) => {
            boolean(out, "timed", feature.is_timed());
            numbers(out, feature.attributes());
            raw(out, "variations", "[");
            for variation in feature.variations() {
                next(out);
                variation.write_json(out);
            }
            push(out, "]");
            raw(out, "answers", "[");
            for decision in Decision::all(feature) {
                next(out);
                push(out, "{");
                key(out, "variation");
                push_integer(out, decision.variation().position() as i64);
                text(out, "reason", decision.reason().as_str());
                text(out, "details", &decision.details());
                push(out, "}");
            }
            push(out, "]");
            problems(out, &[]);
        }
    }
    push(out, "}");
}

/// See [`Core::describe_flag`](super::Core::describe_flag).
pub(super) fn flag(entry: Option<&FlagEntry>, out: &mut String) {
    let Some(entry) = entry else { return push(out, "null") };
    push(out, "{");
    match &entry.flag {
        Err(found) => {
            raw(out, "attributes", "[]");
            raw(out, "answers", "[]");
            problems(out, found);
        }
        Ok(flag) => {
            numbers(out, flag.attributes());
            raw(out, "answers", "[");
            for decision in FlagDecision::all(flag) {
                next(out);
                decision.write_json(out);
            }
            push(out, "]");
            problems(out, &[]);
        }
    }
    push(out, "}");
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

fn problems(out: &mut String, found: &[Arc<Problem>]) {
    key(out, "problems");
    list_of_problems(out, found);
}

fn paths(out: &mut String, name: &str, attributes: Option<&Attributes>) {
    raw(out, name, "[");
    for path in attributes.map_or(&[][..], Attributes::paths) {
        item(out, path);
    }
    push(out, "]");
}

fn numbers(out: &mut String, attributes: &[u32]) {
    raw(out, "attributes", "[");
    for number in attributes {
        next(out);
        push_integer(out, i64::from(*number));
    }
    push(out, "]");
}

fn item(out: &mut String, text: &str) {
    next(out);
    write_string(text, out);
}
