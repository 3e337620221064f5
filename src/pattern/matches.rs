//! Pattern × context → bool (P4, P5).
//!
//! Arrays (R6): a pattern matches if, for some choice of one element from every array of the context, it matches what is
//! left. Fields below one array thus speak of one element; an empty array leaves nothing. Arrays at one place, which only
//! another spelling of its path can bring there, are one array.

use crate::context::{Context, Leaf};
use crate::json::Json;
use crate::order::Names;

use super::{Field, Pattern};

impl Pattern {
    /// Whether a context belongs to the segment.
    pub fn matches(&self, context: &Context<'_>) -> bool {
        self.alternatives.iter().any(|alternative| {
            let mut fields = alternative.iter().filter_map(|index| self.fields.get(*index));
            match context {
                Context::Empty => fields.all(|field| field.holds(&[])),
                Context::Slots(slots) => fields.all(|field| match slots.get(field.attribute) {
                    Some(leaf) => field.holds(&[leaf]),
                    None => field.holds(&[]),
                }),
                Context::Document(document) => {
                    let wanted: Vec<_> = fields.map(|field| Wanted { rest: Some(&field.path), field }).collect();
                    all_hold(&wanted, &[Found { rest: None, value: document }])
                }
            }
        })
    }
}

impl Field {
    /// Whether any matcher holds for any of the leaves, or for there being none.
    fn holds(&self, leaves: &[Leaf<'_>]) -> bool {
        self.matchers.iter().any(|matcher| match leaves {
            [] => matcher.holds_for_absence(),
            leaves => leaves.iter().any(|leaf| matcher.holds(*leaf)),
        })
    }
}

/// A field, and the steps that lead to it from here; `None` when this is the place.
#[derive(Clone, Copy)]
struct Wanted<'p> {
    rest: Option<&'p str>,
    field: &'p Field,
}

/// A value, and the steps that its key still has before it (P3: `{"a.b": 1}` is `{"a": {"b": 1}}`).
#[derive(Clone, Copy)]
struct Found<'c> {
    rest: Option<&'c str>,
    value: &'c Json<'c>,
}

/// Whether all the fields hold for what was found at one place, for some choice of elements. There are several things at
/// one place only when the context spells one path in two ways.
fn all_hold(wanted: &[Wanted<'_>], found: &[Found<'_>]) -> bool {
    if found.iter().any(|found| found.array().is_some()) {
        let mut chosen: Vec<Found<'_>> = found.iter().filter(|found| found.array().is_none()).copied().collect();
        // Arrays at one place are one array: to choose from each of them would multiply.
        let mut elements = found.iter().filter_map(Found::array).flatten().peekable();
        if elements.peek().is_none() {
            return all_hold(wanted, &chosen);
        }
        return elements.any(|value| {
            chosen.push(Found { rest: None, value });
            let holds = all_hold(wanted, &chosen);
            chosen.pop();
            holds
        });
    }

    let leaves: Vec<Leaf<'_>> =
        found.iter().filter(|f| f.rest.is_none()).filter_map(|f| Leaf::from_json(f.value)).collect();
    // Each first step is a place of its own: what is chosen below one does not bear on the others.
    let mut below: Vec<(&str, Vec<Wanted<'_>>)> = Vec::new();
    for Wanted { rest, field } in wanted {
        let Some(path) = rest else {
            if !field.holds(&leaves) {
                return false;
            }
            continue;
        };
        let (step, rest) = first_step(path);
        let next = Wanted { rest, field };
        match below.iter_mut().find(|(s, _)| *s == step) {
            Some((_, fields)) => fields.push(next),
            None => below.push((step, vec![next])),
        }
    }
    below.iter().all(|(step, wanted)| {
        let found: Vec<_> = found.iter().flat_map(|f| step_into(*f, step)).collect();
        match found.as_slice() {
            // Nothing there, and so nothing below it: no need to walk the rest of the paths.
            [] => wanted.iter().all(|wanted| wanted.field.holds(&[])),
            found => all_hold(wanted, found),
        }
    })
}

impl<'c> Found<'c> {
    /// The elements, if an array is what stands here.
    fn array(&self) -> Option<&'c [Json<'c>]> {
        match self {
            Found { rest: None, value: Json::Array(elements) } => Some(elements),
            _ => None,
        }
    }
}

/// What is found one step further.
fn step_into<'c>(found: Found<'c>, step: &str) -> Vec<Found<'c>> {
    let mut next = Vec::new();
    match found {
        Found { rest: Some(rest), value } => {
            let (first, rest) = first_step(rest);
            if first == step {
                next.push(Found { rest, value });
            }
        }
        Found { rest: None, value: Json::Object(members) } => {
            // From the back: of a doubled key the last value counts (R2).
            let mut seen = Names::new();
            for (key, value) in members.iter().rev() {
                let (first, rest) = first_step(key);
                if first == step && seen.insert(key, 0).is_none() {
                    next.push(Found { rest, value });
                }
            }
        }
        Found { .. } => {}
    }
    next
}

fn first_step(path: &str) -> (&str, Option<&str>) {
    match path.split_once('.') {
        Some((step, rest)) => (step, Some(rest)),
        None => (path, None),
    }
}
