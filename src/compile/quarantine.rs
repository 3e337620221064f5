//! Which features a problem touches (S5, R14).

use crate::order::{Names, sorted};
use crate::problem::Problem;
use crate::snapshot::{Arms, Item, List, Place};

use super::{Compiler, arms};

/// How many problems a quarantined feature keeps; the project has them all. It bounds what one broken launch over many
/// features can cost (S7).
const MAX_PROBLEMS_OF_A_FEATURE: usize = 8;

/// For each feature, by position, the problems that keep it from being served; `None` if one may touch any feature.
pub(super) fn quarantined(compiler: &Compiler<'_>) -> Option<Vec<Vec<Problem>>> {
    let mut quarantined = vec![Vec::new(); compiler.drafts.len()];
    if compiler.report.found.is_empty() {
        return Some(quarantined);
    }
    let users = users_of_segments(compiler);
    let by_place = sorted(compiler.report.found.iter().collect(), |(_, a), (_, b)| a.cmp(b));
    for problems in by_place.chunk_by(|(_, a), (_, b)| a == b) {
        let Some((_, place)) = problems.first() else { continue };
        for feature in touched(compiler, *place, &users)? {
            let position = compiler.by_name.get(feature);
            if let Some(kept) = position.and_then(|position| quarantined.get_mut(*position)) {
                let room = MAX_PROBLEMS_OF_A_FEATURE.saturating_sub(kept.len());
                kept.extend(problems.iter().take(room).map(|(problem, _)| problem.clone()));
            }
        }
    }
    Some(quarantined)
}

/// The features that a problem at this place touches; `None` if they are not all known.
fn touched<'a>(compiler: &Compiler<'a>, place: Place, users: &[Names<'a>]) -> Option<Vec<&'a str>> {
    let snapshot = compiler.snapshot;
    let (list, index) = match place {
        Place::Document => return None,
        Place::Item(list, index) => (list, index),
    };
    match list {
        List::Features => {
            Some(find(&snapshot.features, index).and_then(|item| item.content.name).into_iter().collect())
        }
        List::Segments => Some(users.get(index).into_iter().flat_map(Names::keys).copied().collect()),
        List::Launches => find(&snapshot.launches, index).and_then(|item| readable(&item.content.groups)),
        List::Experiments => find(&snapshot.experiments, index).and_then(|item| readable(&item.content.treatments)),
    }
}

/// The features of a launch or an experiment, if they can all be read.
fn readable<'a>(arms: &Arms<'a>) -> Option<Vec<&'a str>> {
    (!arms.unreadable).then(|| arms::features(arms))
}

/// For each segment, by its place in the document, the features whose rules refer to it.
fn users_of_segments<'a>(compiler: &Compiler<'a>) -> Vec<Names<'a>> {
    let snapshot = compiler.snapshot;
    let count = snapshot.segments.last().map_or(0, |last| last.index + 1);
    let mut users = vec![Names::new(); count];
    let mut add = |reference: &str, arms: &Arms<'a>| {
        if let Some(Place::Item(List::Segments, index)) = compiler.segments.place(reference)
            && let Some(users) = users.get_mut(index)
        {
            for feature in arms::features(arms) {
                users.insert(feature, 0);
            }
        }
    };
    for item in &snapshot.launches {
        let overrides = item.content.steps.iter().flat_map(|step| &step.segment_overrides);
        overrides.filter_map(|over| over.segment).for_each(|segment| add(segment, &item.content.groups));
    }
    for item in &snapshot.experiments {
        item.content.segment.into_iter().for_each(|segment| add(segment, &item.content.treatments));
    }
    users
}

/// The item that stands at this index of the document's list.
fn find<T>(items: &[Item<T>], index: usize) -> Option<&Item<T>> {
    items.binary_search_by(|item| item.index.cmp(&index)).ok().and_then(|position| items.get(position))
}
