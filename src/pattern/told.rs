//! Pattern × context → what each of its tests came to, for people. The tests are those that decide: what is written is only
//! walked along with them.

use crate::condition::{Condition, Found, MAX_FOUND};
use crate::context::{Context, Leaf};
use crate::json::{Arena, Json, Member};

use super::matches::{self, Wanted};
use super::test::{Test, Tests};
use super::{Field, Pattern};

const ONE_ELEMENT: &str = "each part is met, but not by one and the same element of an array";

impl Pattern {
    /// The pattern with the name of its segment.
    pub(crate) fn named(mut self, segment: &str) -> Pattern {
        self.source.name = segment.into();
        self
    }

    /// The name of its segment.
    pub(crate) fn name(&self) -> &str {
        &self.source.name
    }

    /// Each test and its outcome; of the whole the same as [`matches`](Pattern::matches).
    pub(crate) fn condition(&self, context: &Context<'_>) -> Condition {
        let arena = Arena::new();
        let mut fields = Fields { fields: self.fields.iter(), context };
        let mut whole = match Json::parse(&self.source.text, &arena) {
            Ok(Json::Object(members)) => fields.all_of(members),
            // INVARIANT: it was read while loading.
            _ => Condition::new("all", "", false),
        };
        let matches = self.matches(context);
        if whole.passed != matches {
            whole.passed = matches;
            whole.note = Some(ONE_ELEMENT);
        }
        whole
    }
}

/// The compiled fields, in the order in which they are written.
struct Fields<'a> {
    fields: std::slice::Iter<'a, Field>,
    context: &'a Context<'a>,
}

impl Fields<'_> {
    fn all_of(&mut self, members: &[Member<'_>]) -> Condition {
        let mut all = Condition::new("all", "", true);
        self.add(members, &mut all.parts);
        all.passed = all.parts.iter().all(|part| part.passed);
        all
    }

    /// Adds the fields of an object and of those in it, which must all be met.
    fn add(&mut self, members: &[Member<'_>], parts: &mut Vec<Condition>) {
        for (key, value) in members {
            match value {
                Json::Array(items) if *key == "$or" => {
                    let mut any = Condition::new("any", "", false);
                    for item in *items {
                        if let Json::Object(members) = item {
                            any.parts.push(self.all_of(members));
                        }
                    }
                    any.passed = any.parts.iter().any(|part| part.passed);
                    parts.push(any);
                }
                Json::Array(items) => {
                    if let Some(field) = self.fields.next() {
                        parts.push(field.condition(items, self.context));
                    }
                }
                Json::Object(members) => self.add(members, parts),
                _ => {}
            }
        }
    }
}

impl Field {
    /// The field, whose matchers are written so.
    fn condition(&self, items: &[Json<'_>], context: &Context<'_>) -> Condition {
        let mut condition = Condition::new("field", &self.path, self.is_met(self.tests(), context));
        self.find(context, &mut condition.found);
        let mut tests = self.tests.as_slice();
        for item in items {
            let count = match tests.first() {
                Some(Test::NoneOf(count)) => count.saturating_add(1),
                _ => 1,
            };
            let (own, rest) = tests.split_at_checked(count).unwrap_or_default();
            tests = rest;
            let mut text = String::new();
            item.write(&mut text);
            let operator = match item {
                Json::Object([(name, _), ..]) => name,
                _ => "literal",
            };
            condition.parts.push(Condition::new(operator, &text, self.is_met(Tests(own), context)));
        }
        condition
    }

    /// Whether a context meets these tests of the field, as if they were the whole pattern.
    #[inline(never)]
    fn is_met(&self, tests: Tests<'_>, context: &Context<'_>) -> bool {
        match context {
            Context::Document(value) => matches::all_hold(
                &[Wanted::below(Some(&self.path), tests)],
                &[matches::Found { rest: None, value: value.json() }],
            ),
            Context::Slots(slots) => tests.hold_for(slots.get(self.attribute)),
            Context::Empty => tests.hold_for_absence(),
        }
    }

    /// The leaves that a context has for the field.
    fn find(&self, context: &Context<'_>, found: &mut Vec<Found>) {
        let mut leaves = Vec::new();
        match context {
            Context::Document(value) => {
                add_leaves(Some(&self.path), vec![matches::Found { rest: None, value: value.json() }], &mut leaves);
            }
            Context::Slots(slots) => leaves.extend(slots.get(self.attribute)),
            Context::Empty => {}
        }
        if leaves.is_empty() {
            found.push(Found::new(&self.path, None));
        }
        for leaf in leaves {
            found.push(Found::new(&self.path, Some(leaf)));
        }
    }
}

/// Adds the leaves at a path below what was found, as many as are reported. The steps are taken as they are to match.
fn add_leaves<'c>(path: Option<&str>, places: Vec<matches::Found<'c>>, leaves: &mut Vec<Leaf<'c>>) {
    let (step, rest) = match path.and_then(|path| path.split_once('.')) {
        Some((step, rest)) => (Some(step), Some(rest)),
        None => (path, None),
    };
    for place in places {
        if leaves.len() >= MAX_FOUND {
            return;
        }
        if let Some(elements) = place.array() {
            for value in elements {
                if leaves.len() >= MAX_FOUND {
                    return;
                }
                add_leaves(path, vec![matches::Found { rest: None, value }], leaves);
            }
            continue;
        }
        match step {
            None if place.rest.is_none() => leaves.extend(Leaf::from_json(place.value)),
            None => {}
            Some(step) => {
                let mut next = Vec::new();
                matches::step_into(&place, step, &mut next);
                add_leaves(rest, next, leaves);
            }
        }
    }
}
