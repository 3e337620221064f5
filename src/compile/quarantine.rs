//! Which features a problem touches (S5, R14).

use std::sync::Arc;

use crate::order::{Names, sorted};
use crate::problem::Problem;
use crate::snapshot::{Arms, Item, Place};

use super::{Compiler, arms};

/// How many problems a quarantined feature keeps; the project has them all. It bounds what one broken launch over many
/// features can cost (S7).
const MAX_PROBLEMS_OF_A_FEATURE: usize = 8;

/// The problems of one place.
type Group<'r> = &'r [&'r (Arc<Problem>, Place)];

/// For each feature and each flag, by position, the first of the problems that keep it from being served.
#[derive(Default)]
pub(super) struct Quarantined {
    pub(super) features: Vec<Vec<Arc<Problem>>>,
    pub(super) flags: Vec<Vec<Arc<Problem>>>,
}

/// Whom the problems touch; `None` if one of them may touch any feature or flag.
pub(super) fn quarantined(compiler: &Compiler<'_>) -> Option<Quarantined> {
    let by_place = sorted(compiler.report.found.iter().collect(), |(_, a), (_, b)| a.cmp(b));
    let groups: Vec<Group<'_>> = by_place.chunk_by(|(_, a), (_, b)| a == b).collect();
    let mut quarantined = Search { compiler, groups, kept: vec![Vec::new(); compiler.drafts.len()] };
    if !quarantined.at(Place::Document).is_empty() {
        return None;
    }
    let snapshot = compiler.snapshot;
    for item in &snapshot.features {
        quarantined.touch(item.content.name.into_iter(), &[quarantined.at(item.place())]);
    }
    for item in &snapshot.launches {
        let overrides = item.content.steps.iter().flat_map(|(_, step)| &step.segment_overrides);
        quarantined.rule(item, &item.content.groups, overrides.filter_map(|(_, over)| over.segment))?;
    }
    for item in &snapshot.experiments {
        quarantined.rule(item, &item.content.treatments, item.content.segment.into_iter())?;
    }
    Some(Quarantined { flags: quarantined.flags(), features: quarantined.kept })
}

struct Search<'r, 'a> {
    compiler: &'r Compiler<'a>,
    /// In order of their places.
    groups: Vec<Group<'r>>,
    /// For each feature, by position.
    kept: Vec<Vec<Arc<Problem>>>,
}

impl<'r, 'a> Search<'r, 'a> {
    /// The problems at a place.
    fn at(&self, place: Place) -> Group<'r> {
        let place_of = |group: &Group<'_>| group.first().map(|(_, place)| *place);
        let found = self.groups.binary_search_by(|group| place_of(group).cmp(&Some(place)));
        found.ok().and_then(|position| self.groups.get(position)).copied().unwrap_or_default()
    }

    /// A launch or an experiment touches its features with its own problems and those of its segments. `None` if it has
    /// problems and its features cannot all be read.
    fn rule<T>(&mut self, item: &Item<T>, arms: &Arms<'a>, segments: impl Iterator<Item = &'a str>) -> Option<()> {
        let own = self.at(item.place());
        if arms.unreadable && !own.is_empty() {
            return None;
        }
        let mut seen = Names::new();
        let segments = segments.filter(|segment| seen.insert(segment, 0).is_none());
        let places = segments.filter_map(|segment| self.compiler.segments.place(segment));
        let of_segments = places.map(|place| self.at(place)).filter(|group| !group.is_empty());
        let mut groups: Vec<Group<'_>> = of_segments.take(MAX_PROBLEMS_OF_A_FEATURE).collect();
        groups.push(own);
        if groups.iter().any(|group| !group.is_empty()) {
            self.touch(arms::features(arms), &groups);
        }
        Some(())
    }

    fn touch<'n>(&mut self, features: impl Iterator<Item = &'n str>, groups: &[Group<'_>]) {
        for feature in features {
            let position = self.compiler.by_name.get(feature);
            if let Some(kept) = position.and_then(|position| self.kept.get_mut(*position)) {
                keep(kept, groups);
            }
        }
    }

    /// A flag is touched by the problems of its definition, its value, and its runs (R37).
    fn flags(&self) -> Vec<Vec<Arc<Problem>>> {
        let wire = &self.compiler.snapshot.app_config;
        let drafts = &self.compiler.flags;
        let mut kept = vec![Vec::new(); drafts.drafts.len()];
        let mut touch = |key: &str, place: Place| {
            let position = drafts.by_key.get(key);
            if let Some(kept) = position.and_then(|position| kept.get_mut(*position)) {
                keep(kept, &[self.at(place)]);
            }
        };
        if let Some(flags) = &wire.flags {
            flags.definitions.iter().flatten().for_each(|item| touch(item.key, item.place));
            flags.values.iter().for_each(|item| touch(item.key, item.place));
        }
        for run in &wire.runs {
            touch(run.flag_key.unwrap_or_default(), run.place);
        }
        kept
    }
}

/// Adds the problems for which there is room.
fn keep(kept: &mut Vec<Arc<Problem>>, groups: &[Group<'_>]) {
    let room = MAX_PROBLEMS_OF_A_FEATURE.saturating_sub(kept.len());
    let problems = groups.iter().copied().flatten().map(|(problem, _)| problem.clone());
    kept.extend(problems.take(room));
}
