//! Pattern × context → what each of its tests came to, for people. The tests are those that decide: what is written is only
//! walked along with them.

use crate::condition::{Condition, Found, MAX_FOUND, Room};
use crate::context::{Context, Leaf};
use crate::json::{Arena, Json, Member};

use super::matches::{self, Wanted};
use super::test::{Test, Tests};
use super::{Field, Pattern};

const ONE_ELEMENT: &str = "what is met is not met by one and the same element of an array";

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
    pub(crate) fn condition(&self, context: &Context<'_>, room: &mut Room) -> Condition {
        let matches = self.matches(context);
        if room.is_full() {
            return Condition { more: self.fields.len(), ..Condition::new("all", "", matches) };
        }
        let arena = Arena::new();
        let mut fields = Fields { fields: self.fields.iter(), context, room };
        let mut whole = match Json::parse(&self.source.text, &arena) {
            Ok(Json::Object(members)) => fields.all_of(members, true),
            // INVARIANT: it was read while loading.
            _ => Condition::new("all", "", false),
        };
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
    room: &'a mut Room,
}

impl Fields<'_> {
    /// What is not told is tested all the same.
    fn all_of(&mut self, members: &[Member<'_>], is_told: bool) -> Condition {
        let mut all = Condition::new("all", "", true);
        self.add(members, &mut all, is_told);
        all
    }

    /// Adds the fields of an object and of those in it, which must all be met.
    fn add(&mut self, members: &[Member<'_>], all: &mut Condition, is_told: bool) {
        for (key, value) in members {
            let part = match value {
                Json::Array(items) if *key == "$or" => {
                    let is_told = is_told && self.room.take(all.parts.len());
                    (self.any_of(items, is_told), is_told)
                }
                Json::Array(items) => {
                    let Some(field) = self.fields.next() else { continue };
                    let is_told = is_told && self.room.take(all.parts.len());
                    (field.condition(if is_told { items } else { &[] }, self.context, self.room), is_told)
                }
                Json::Object(members) => {
                    self.add(members, all, is_told);
                    continue;
                }
                _ => continue,
            };
            let (part, is_told) = part;
            all.passed &= part.passed;
            all.add(part, is_told);
        }
    }

    fn any_of(&mut self, items: &[Json<'_>], is_told: bool) -> Condition {
        let mut any = Condition::new("any", "", false);
        for item in items {
            if let Json::Object(members) = item {
                let is_told = is_told && self.room.take(any.parts.len());
                let part = self.all_of(members, is_told);
                any.passed |= part.passed;
                any.add(part, is_told);
            }
        }
        any
    }
}

impl Field {
    /// The field, whose matchers are written so; without any, only its outcome.
    fn condition(&self, items: &[Json<'_>], context: &Context<'_>, room: &mut Room) -> Condition {
        let mut condition = Condition::new("field", &self.path, self.is_met(self.tests(), context));
        if items.is_empty() {
            return condition;
        }
        self.find(context, &mut condition.found, room);
        let mut ends = Vec::new();
        let mut end = 0_usize;
        for _ in items {
            let inside = match self.tests.get(end) {
                Some(Test::NoneOf(count)) => *count,
                _ => 0,
            };
            end = end.saturating_add(inside).saturating_add(1);
            ends.push(end);
        }
        let holds = |from: usize, to: usize| self.is_met(Tests(self.tests.get(from..to).unwrap_or_default()), context);
        let (mut start, mut has_one) = (0, false);
        for (item, end) in items.iter().zip(&ends) {
            if !room.take(condition.parts.len()) {
                break;
            }
            let passed = holds(start, *end);
            has_one |= passed;
            condition.parts.push(matcher(item, passed));
            start = *end;
        }
        if condition.passed && !has_one {
            // The first that holds: it is what people look for.
            if let Some(item) = items.get(ends.partition_point(|end| !holds(0, *end))) {
                condition.parts.push(matcher(item, true));
            }
        }
        condition.more = items.len().saturating_sub(condition.parts.len());
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
    fn find(&self, context: &Context<'_>, found: &mut Vec<Found>, room: &mut Room) {
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
            if room.take(found.len()) {
                found.push(Found::new(&self.path, Some(leaf)));
            }
        }
    }
}

/// A matcher as it is written, and its outcome.
#[inline(never)]
fn matcher(item: &Json<'_>, passed: bool) -> Condition {
    let mut text = String::new();
    item.write(&mut text);
    let operator = match item {
        Json::Object([(name, _), ..]) => name,
        _ => "literal",
    };
    Condition::new(operator, &text, passed)
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
