//! Segments: their patterns, and the references to them by name or ARN (R4).

use std::sync::Arc;

use crate::order::Names;
use crate::pattern::Pattern;
use crate::problem::{Code, Path, Problem};
use crate::snapshot::{Item, Place, Segment};

use super::{Compiler, checks};

/// The segments of a snapshot, to be found by reference.
#[derive(Default)]
pub(super) struct Segments<'a> {
    list: Vec<Known<'a>>,
    /// The patterns that have no problem.
    patterns: Vec<Arc<Pattern>>,
    by_name: Names<'a>,
    by_arn: Names<'a>,
}

struct Known<'a> {
    arn: Option<&'a str>,
    place: Place,
    /// Which of the patterns; `None` if it has a problem.
    pattern: Option<usize>,
}

impl<'a> Segments<'a> {
    fn find(&self, reference: &str) -> Option<&Known<'a>> {
        let at = |position: &usize| self.list.get(*position);
        if let Some(found) = self.by_name.get(reference).or_else(|| self.by_arn.get(reference)) {
            return at(found);
        }
        // An ARN stands for the segment of its name, unless that segment says it has another ARN.
        let (kind, name) = reference.strip_prefix("arn:")?.rsplit_once('/')?;
        self.by_name
            .get(name)
            .filter(|_| kind.ends_with(":segment"))
            .and_then(at)
            .filter(|segment| segment.arn.is_none())
    }

    /// The item that a reference leads to.
    pub(super) fn place(&self, reference: &str) -> Option<Place> {
        self.find(reference).map(|segment| segment.place)
    }
}

impl<'a> Compiler<'a> {
    pub(super) fn segments(&mut self) {
        let mut patterns = Vec::new();
        for item in &self.snapshot.segments {
            if self.report.is_full() {
                break;
            }
            item.with_path(|at| self.segment(item, at, &mut patterns));
        }
        self.attributes = Pattern::number(&mut patterns);
        self.segments.patterns = patterns.into_iter().map(Arc::new).collect();
    }

    fn segment(&mut self, item: &Item<Segment<'a>>, at: &Path<'_>, patterns: &mut Vec<Pattern>) {
        let (wire, place) = (&item.content, item.place());
        let mut problems = Vec::new();
        let pattern = wire.pattern.and_then(|text| Pattern::parse(text, &at.key("pattern"), &mut problems));
        problems.into_iter().for_each(|problem| self.add(place, problem));
        let pattern = pattern.map(|pattern| {
            patterns.push(pattern);
            patterns.len() - 1
        });

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
            Some(segment) => self.segments.patterns.get(segment.pattern?).cloned(),
            None => {
                self.add(place, Problem::with_text(at, Code::UnknownSegment, reference));
                None
            }
        }
    }
}
