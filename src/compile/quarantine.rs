//! Which features a problem touches (S5, R14).

use std::collections::{BTreeMap, BTreeSet};

use crate::project::Quarantine;
use crate::snapshot::{Arms, List, Place};

use super::{Compiler, arms};

/// The features not to be served, with their problems; `None` if a problem may touch any feature.
pub(super) fn quarantined(compiler: &Compiler<'_>) -> Option<BTreeMap<String, Quarantine>> {
    let mut quarantined: BTreeMap<String, Quarantine> = BTreeMap::new();
    if compiler.report.found.is_empty() {
        return Some(quarantined);
    }
    let touched = touched(compiler);
    for (problem, place) in &compiler.report.found {
        let features = match place {
            Place::Document => return None,
            place if unreadable(compiler, *place) => return None,
            place => touched.get(place).into_iter().flatten(),
        };
        for feature in features {
            let quarantine = quarantined.entry((*feature).to_owned());
            quarantine.or_insert_with(|| Quarantine { problems: Vec::new() }).problems.push(problem.clone());
        }
    }
    Some(quarantined)
}

/// For every item, the features that depend on it.
fn touched<'a>(compiler: &Compiler<'a>) -> BTreeMap<Place, BTreeSet<&'a str>> {
    let snapshot = compiler.snapshot;
    let mut touched: BTreeMap<Place, BTreeSet<&str>> = BTreeMap::new();
    for item in &snapshot.features {
        touched.entry(item.place()).or_default().extend(item.content.name);
    }
    let mut touch = |place: Place, segments: Vec<&str>, arms: &Arms<'a>| {
        let features = arms::features(arms);
        for segment in segments.into_iter().filter_map(|segment| compiler.segments.place(segment)) {
            touched.entry(segment).or_default().extend(&features);
        }
        touched.entry(place).or_default().extend(&features);
    };
    for item in &snapshot.launches {
        let overrides = item.content.steps.iter().flat_map(|step| &step.segment_overrides);
        touch(item.place(), overrides.filter_map(|over| over.segment).collect(), &item.content.groups);
    }
    for item in &snapshot.experiments {
        touch(item.place(), item.content.segment.into_iter().collect(), &item.content.treatments);
    }
    touched
}

/// Whether an item is a launch or an experiment whose features are not all known.
fn unreadable(compiler: &Compiler<'_>, place: Place) -> bool {
    let Place::Item(list, index) = place else { return false };
    match list {
        List::Features | List::Segments => false,
        List::Launches => {
            compiler.snapshot.launches.iter().any(|item| item.index == index && item.content.groups.unreadable)
        }
        List::Experiments => {
            compiler.snapshot.experiments.iter().any(|item| item.index == index && item.content.treatments.unreadable)
        }
    }
}
