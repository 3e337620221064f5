//! Segments: their patterns, and the references to them by name or ARN (R4).

use std::sync::Arc;

use crate::order::Names;
use crate::pattern::Pattern;
use crate::problem::Code;
use crate::project::share;
use crate::snapshot::{Node, Place};

use super::quarantine::Touch;
use super::{Compiler, checks};

/// The segments of a snapshot, to be found by reference.
#[derive(Default)]
pub(super) struct Segments<'a> {
    list: Vec<Known<'a>>,
    /// The patterns that have no problem, until they are numbered.
    parsed: Vec<Pattern>,
    /// The same, numbered.
    patterns: Vec<Arc<Pattern>>,
    by_name: Names<'a>,
    by_arn: Names<'a>,
}

#[derive(Clone, Copy)]
struct Known<'a> {
    arn: Option<&'a str>,
    place: Place,
    /// Which of the patterns; `None` if it has a problem.
    pattern: Option<usize>,
}

impl<'a> Segments<'a> {
    fn find(&self, reference: &str) -> Option<Known<'a>> {
        if let Some(found) = self.by_name.get(reference).or_else(|| self.by_arn.get(reference)) {
            return self.list.get(*found).copied();
        }
        // An ARN stands for the segment of its name, unless that segment says it has another ARN.
        let resource = reference.strip_prefix("arn:")?;
        let slash = resource.bytes().rposition(|byte| byte == b'/')?;
        let (kind, name) = resource.split_at_checked(slash)?;
        let found = self.list.get(*self.by_name.get(name.strip_prefix('/')?)?)?;
        (kind.ends_with(":segment") && found.arn.is_none()).then_some(*found)
    }
}

impl<'a> Compiler<'a> {
    #[inline(never)]
    pub(super) fn segment(&mut self, node: &Node<'_, 'a>) {
        let place = self.report.place;
        let name = self.report.required_text(node, "name");
        let arn = self.report.optional_text(node, "arn");
        let mut pattern = None;
        if let Some(text) = self.report.required_text(node, "pattern") {
            let mut problems = Vec::new();
            if let Some(parsed) = Pattern::parse(text, &node.at.key("pattern"), &mut problems) {
                #[cfg(feature = "explain")]
                let parsed = parsed.named(name.unwrap_or_default());
                pattern = Some(self.segments.parsed.len());
                self.segments.parsed.push(parsed);
            }
            self.report.all(problems);
        }
        let position = self.segments.list.len();
        self.segments.list.push(Known { arn, place, pattern });
        if let Some(name) = name {
            let at = node.at.key("name");
            checks::name(&mut self.report, name, checks::SEGMENT_NAME_LENGTH, &at);
            let first = *self.segments.by_name.entry(name).or_insert(position);
            if first != position {
                // Whoever refers to the name refers to the first; the problem is the first one's too.
                self.report.place = self.segments.list.get(first).map_or(place, |first| first.place);
                self.report.text(&at, Code::DuplicateName, name);
                self.report.place = place;
            }
        }
        if let Some(arn) = arn {
            self.segments.by_arn.entry(arn).or_insert(position);
        }
    }

    /// Numbers what the patterns read, once all are known.
    pub(super) fn number_attributes(&mut self) {
        let mut parsed = std::mem::take(&mut self.segments.parsed);
        self.attributes = Pattern::number(&mut parsed);
        for pattern in parsed {
            self.segments.patterns.push(Arc::new(pattern));
        }
    }

    /// The pattern that a reference leads to, if there is one; a problem if there is no such segment.
    pub(super) fn pattern(&mut self, node: &Node<'_, 'a>, key: &str, touch: &mut Touch<'a>) -> Option<Arc<Pattern>> {
        let reference = self.report.optional_text(node, key)?;
        let Some(segment) = self.segments.find(reference) else {
            self.report.text(&node.at.key(key), Code::UnknownSegment, reference);
            return None;
        };
        touch.places.push(segment.place);
        self.segments.patterns.get(segment.pattern?).map(share)
    }
}
