//! Pattern × context → bool (P4, P5).
//!
//! Arrays (R6): a pattern matches if, for some choice of one element from every array of the context, it matches what is
//! left. Fields below one array thus speak of one element; an empty array leaves nothing. Arrays at one place, which only
//! another spelling of its path can bring there, are one array.

use crate::context::{Context, Leaf, Slots};
use crate::json::Json;
use crate::order::Names;

use super::Pattern;
use super::test::Tests;

impl Pattern {
    /// Whether a context belongs to the segment.
    pub fn matches(&self, context: &Context<'_>) -> bool {
        let slots = match context {
            Context::Document(document) => return self.matches_document(document),
            Context::Slots(slots) => *slots,
            Context::Empty => Slots::new(&[]),
        };
        let mut all_hold = true;
        for index in self.alternatives.indices() {
            match self.fields.get(*index) {
                Some(field) => all_hold = all_hold && field.holds_in(slots),
                None if all_hold => return true,
                None => all_hold = true,
            }
        }
        false
    }

    fn matches_document(&self, document: &Json<'_>) -> bool {
        self.alternatives.lists().any(|list| {
            let mut wanted = Vec::new();
            for field in list.iter().filter_map(|index| self.fields.get(*index)) {
                wanted.push(Wanted::below(Some(&field.path), field.tests()));
            }
            all_hold(&wanted, &[Found { rest: None, value: document }])
        })
    }
}

/// What is asked of a field, and the steps that lead to it from here: the first and those behind it; `None` when this is the place.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'p> {
    step: Option<&'p str>,
    rest: Option<&'p str>,
    tests: Tests<'p>,
}

impl<'p> Wanted<'p> {
    pub(super) fn below(path: Option<&'p str>, tests: Tests<'p>) -> Wanted<'p> {
        match path.and_then(|path| path.split_once('.')) {
            Some((step, rest)) => Wanted { step: Some(step), rest: Some(rest), tests },
            None => Wanted { step: path, rest: None, tests },
        }
    }
}

/// A value, and the steps that its key still has before it (P3: `{"a.b": 1}` is `{"a": {"b": 1}}`).
#[derive(Clone, Copy)]
pub(super) struct Found<'c> {
    pub(super) rest: Option<&'c str>,
    pub(super) value: &'c Json<'c>,
}

/// Whether all the fields hold for what was found at one place, for some choice of elements. There are several things at
/// one place only when the context spells one path in two ways.
pub(super) fn all_hold(wanted: &[Wanted<'_>], found: &[Found<'_>]) -> bool {
    if found.iter().any(|found| found.array().is_some()) {
        return holds_for_some_element(wanted, found);
    }
    for (index, Wanted { step, tests, .. }) in wanted.iter().enumerate() {
        let Some(step) = step else {
            if !holds_here(*tests, found) {
                return false;
            }
            continue;
        };
        // Each first step is a place of its own: what is chosen below one does not bear on the others.
        if wanted.iter().take(index).any(|earlier| earlier.step == Some(step)) {
            continue;
        }
        let mut next = Vec::new();
        for found in found {
            step_into(found, step, &mut next);
        }
        let mut below = Vec::new();
        for Wanted { step: same, rest, tests } in wanted.iter().skip(index) {
            if *same == Some(*step) {
                // Nothing there, and so nothing below it: no need to walk the rest of the paths.
                if next.is_empty() && !tests.hold_for_absence() {
                    return false;
                }
                below.push(Wanted::below(*rest, *tests));
            }
        }
        if !next.is_empty() && !all_hold(&below, &next) {
            return false;
        }
    }
    true
}

/// As [`all_hold`], where an array is among what was found. Arrays at one place are one array: to choose from each of them
/// would multiply.
fn holds_for_some_element(wanted: &[Wanted<'_>], found: &[Found<'_>]) -> bool {
    let mut chosen: Vec<Found<'_>> = Vec::new();
    for found in found {
        if found.array().is_none() {
            chosen.push(*found);
        }
    }
    let mut is_empty = true;
    for array in found.iter().filter_map(Found::array) {
        for value in array {
            is_empty = false;
            chosen.push(Found { rest: None, value });
            if all_hold(wanted, &chosen) {
                return true;
            }
            chosen.pop();
        }
    }
    is_empty && all_hold(wanted, &chosen)
}

/// Whether any test holds for any of the leaves at its place, or for there being none.
fn holds_here(tests: Tests<'_>, found: &[Found<'_>]) -> bool {
    let mut is_absent = true;
    for found in found.iter().filter(|found| found.rest.is_none()) {
        if let Some(leaf) = Leaf::from_json(found.value) {
            is_absent = false;
            if tests.hold(&leaf) {
                return true;
            }
        }
    }
    is_absent && tests.hold_for_absence()
}

impl<'c> Found<'c> {
    /// The elements, if an array is what stands here.
    pub(super) fn array(&self) -> Option<&'c [Json<'c>]> {
        match self {
            Found { rest: None, value: Json::Array(elements) } => Some(elements),
            _ => None,
        }
    }
}

/// Appends what is found one step further.
pub(super) fn step_into<'c>(found: &Found<'c>, step: &str, next: &mut Vec<Found<'c>>) {
    match found {
        Found { rest: Some(path), value } => {
            if let Some(rest) = behind(step, path) {
                next.push(Found { rest, value });
            }
        }
        Found { rest: None, value: Json::Object(members) } => {
            // From the back: of a doubled key the last value counts (R2).
            let mut seen = Names::new();
            for (key, value) in members.iter().rev() {
                if let Some(rest) = behind(step, key)
                    && seen.insert(key, 0).is_none()
                {
                    next.push(Found { rest, value });
                }
            }
        }
        Found { .. } => {}
    }
}

/// The steps of a path behind its first one; `None` if that is not this one.
fn behind<'c>(step: &str, path: &'c str) -> Option<Option<&'c str>> {
    match path.strip_prefix(step)? {
        "" => Some(None),
        rest => rest.strip_prefix('.').map(Some),
    }
}
