//! Pattern × context → bool (P4, P5).
//!
//! Arrays (R6): a pattern matches if, for some choice of one element from every array of the context, it matches what is
//! left. Fields below one array thus speak of one element; an empty array leaves nothing. What is at the place of an array
//! by another spelling of its path is of that array: the elements of another one, and all else together as one element.
//! So each value of the context is visited once, for the fields that lead to it; to choose from each spelling would multiply.

use crate::context::{Context, Leaf, Slots};
use crate::json::{Json, Ordered, are_ordered, place, positions_by_steps};
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

    fn matches_document(&self, document: &Ordered<'_>) -> bool {
        self.alternatives.lists().any(|list| {
            let field = |at: usize| self.fields.get(*list.get(at)?);
            // Those that share their first steps stand together: here, and so in what is left of them below.
            let order = positions_by_steps(list.len(), &|at| field(at).map_or("", |field| &field.path));
            let mut wanted = Vec::new();
            for field in order.into_iter().filter_map(field) {
                wanted.push(Wanted::below(Some(&field.path), field.tests()));
            }
            all_hold(&wanted, &[Found { rest: None, value: document.json() }])
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

/// Whether all the fields, in order of their steps, hold for what was found at one place, for some choice of elements. There
/// are several things at one place only when the context spells one path in two ways.
pub(super) fn all_hold(wanted: &[Wanted<'_>], found: &[Found<'_>]) -> bool {
    if found.iter().any(|found| found.array().is_some()) {
        return holds_for_some_element(wanted, found);
    }
    let mut left = wanted;
    while let Some((Wanted { step, tests, .. }, behind)) = left.split_first() {
        let Some(step) = step else {
            if !holds_here(*tests, found) {
                return false;
            }
            left = behind;
            continue;
        };
        // Each first step is a place of its own: what is chosen below one does not bear on the others.
        let mut next = Vec::new();
        for found in found {
            step_into(found, step, &mut next);
        }
        let mut below = Vec::new();
        while let Some((Wanted { step: same, rest, tests }, behind)) = left.split_first()
            && *same == Some(*step)
        {
            // Nothing there, and so nothing below it: no need to walk the rest of the paths.
            if next.is_empty() && !tests.hold_for_absence() {
                return false;
            }
            below.push(Wanted::below(*rest, *tests));
            left = behind;
        }
        if !next.is_empty() && !all_hold(&below, &next) {
            return false;
        }
    }
    true
}

/// As [`all_hold`], where an array is among what was found.
fn holds_for_some_element(wanted: &[Wanted<'_>], found: &[Found<'_>]) -> bool {
    let mut others: Vec<Found<'_>> = Vec::new();
    let mut is_empty = true;
    for found in found {
        match found.array() {
            Some(elements) => is_empty = is_empty && elements.is_empty(),
            None => others.push(*found),
        }
    }
    if (is_empty || !others.is_empty()) && all_hold(wanted, &others) {
        return true;
    }
    let mut elements = found.iter().filter_map(Found::array).flatten();
    elements.any(|value| all_hold(wanted, &[Found { rest: None, value }]))
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
            if are_ordered(members) {
                for (key, value) in members.get(place(members, step)..).unwrap_or_default() {
                    let Some(rest) = behind(step, key) else { return };
                    next.push(Found { rest, value });
                }
                return;
            }
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
