//! Segments: their patterns, and the references to them by name or ARN (R4).

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::pattern::Pattern;
use crate::problem::{Code, Path, Problem};
use crate::snapshot::{Item, Place, Segment};

use super::{Compiler, checks, dangling};

/// The segments of a snapshot, to be found by reference.
#[derive(Default)]
pub(super) struct Segments<'a> {
    list: Vec<Known<'a>>,
    by_name: BTreeMap<&'a str, usize>,
    by_arn: BTreeMap<&'a str, usize>,
}

struct Known<'a> {
    arn: Option<&'a str>,
    place: Place,
    /// `None` if it has a problem.
    pattern: Option<Arc<Pattern>>,
}

impl<'a> Segments<'a> {
    fn find(&self, reference: &str) -> Option<&Known<'a>> {
        let at = |position: &usize| self.list.get(*position);
        if let Some(found) = self.by_name.get(reference).or_else(|| self.by_arn.get(reference)) {
            return at(found);
        }
        // An ARN stands for the segment of its name, unless that segment says it has another ARN.
        let (_, name) = reference.strip_prefix("arn:")?.rsplit_once(":segment/")?;
        self.by_name.get(name).and_then(at).filter(|segment| segment.arn.is_none())
    }

    /// The item that a reference leads to.
    pub(super) fn place(&self, reference: &str) -> Option<Place> {
        self.find(reference).map(|segment| segment.place)
    }
}

impl<'a> Compiler<'a> {
    pub(super) fn segments(&mut self) {
        for item in &self.snapshot.segments {
            item.with_path(|at| self.segment(item, at));
        }
    }

    fn segment(&mut self, item: &Item<Segment<'a>>, at: &Path<'_>) {
        let (wire, place) = (&item.content, item.place());
        let mut problems = Vec::new();
        let pattern = wire
            .pattern
            .and_then(|text| Pattern::parse(text, &at.key("pattern"), &mut self.attributes, &mut problems))
            .map(Arc::new);
        problems.into_iter().for_each(|problem| self.add(place, problem));

        let position = self.segments.list.len();
        self.segments.list.push(Known { arn: wire.arn, place, pattern });
        if let Some(name) = wire.name {
            let at = at.key("name");
            checks::name(&mut self.report, place, name, checks::SEGMENT_NAME_LENGTH, &at);
            let first = *self.segments.by_name.entry(name).or_insert(position);
            if first != position {
                // Whoever refers to the name refers to the first; the problem is the first one's too.
                let first = self.segments.list.get(first).map_or(place, |first| first.place);
                self.add(first, Problem::with_text(&at, Code::DuplicateName, name));
            }
        }
        if let Some(arn) = wire.arn {
            self.segments.by_arn.entry(arn).or_insert(position);
        }
    }

    /// The pattern that a reference leads to; a problem if there is no such segment.
    pub(super) fn pattern(&mut self, reference: &str, place: Place, at: &Path<'_>) -> Option<Arc<Pattern>> {
        match self.segments.find(reference) {
            Some(segment) => segment.pattern.clone(),
            None => {
                self.add(place, dangling(at, Code::UnknownSegment, reference));
                None
            }
        }
    }
}
