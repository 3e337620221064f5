//! Which features and flags a problem touches (S5, R14, R37).

use std::sync::Arc;

use crate::flag::FlagEntry;
use crate::order::{Names, positions};
use crate::problem::{Problem, Quarantine};
use crate::project::{FeatureEntry, share};
use crate::snapshot::{Part, Place};

use super::Compiler;

/// How many problems a quarantined feature keeps; the project has them all. It bounds what one broken launch over many
/// features can cost (S7).
const MAX_PROBLEMS_OF_A_FEATURE: usize = 8;

/// Which features or flags the problems of some places touch.
#[derive(Debug)]
pub(super) struct Touch<'a> {
    own: Place,
    /// The places of the segments that an item refers to.
    pub(super) places: Vec<Place>,
    /// The names of features; keys of flags if the item belongs to those.
    pub(super) names: Vec<&'a str>,
    /// Whether some of the names could not be read, so that nobody knows whom a problem touches.
    pub(super) unreadable: bool,
}

impl<'a> Touch<'a> {
    /// A launch or an experiment, of which nothing more is known yet.
    pub(super) fn rule(own: Place) -> Touch<'a> {
        Touch { own, places: Vec::new(), names: Vec::new(), unreadable: false }
    }

    /// A feature or a flag.
    pub(super) fn feature(own: Place, name: &'a str) -> Touch<'a> {
        let mut touch = Touch::rule(own);
        touch.names.push(name);
        touch
    }
}

impl<'a> Compiler<'a> {
    pub(super) fn touch(&mut self, touch: Touch<'a>) {
        if self.lenient {
            self.touches.push(touch);
        }
    }

    /// Quarantines what the problems touch. False if one of them may touch any feature or flag, or nothing is to be quarantined.
    #[inline(never)]
    pub(super) fn quarantine(&mut self) -> bool {
        let places = &self.report.places;
        if !self.lenient || places.contains(&Place::DOCUMENT) {
            return false;
        }
        let place_at = |position: usize| places.get(position);
        let found = positions(places.len(), &|a, b| place_at(a).cmp(&place_at(b)));
        for mut touch in std::mem::take(&mut self.touches) {
            touch.places.push(touch.own);
            let mut touching = Vec::new();
            for place in touch.places {
                let start = found.partition_point(|position| place_at(*position) < Some(&place));
                let end = found.partition_point(|position| place_at(*position) <= Some(&place));
                let own = found.get(start..end).unwrap_or_default();
                if place == touch.own && touch.unreadable && !own.is_empty() {
                    return false;
                }
                // A segment may be named often; more than can be kept of one is of no use.
                touching.extend_from_slice(own);
                touching.truncate(MAX_PROBLEMS_OF_A_FEATURE);
            }
            if touching.is_empty() {
                continue;
            }
            for name in touch.names {
                let kept = match touch.own.part {
                    Part::Definitions | Part::Values | Part::Runs => kept_of_flag(&self.by_key, &mut self.flags, name),
                    _ => kept_of_feature(&self.by_name, &mut self.features, name),
                };
                let Some(kept) = kept else { continue };
                for position in &touching {
                    let Some(problem) = self.report.problems.get(*position) else { continue };
                    // A launch may name a feature in each of its groups.
                    let is_known = kept.iter().any(|known| Arc::ptr_eq(known, problem));
                    if kept.len() < MAX_PROBLEMS_OF_A_FEATURE && !is_known {
                        kept.push(share(problem));
                    }
                }
            }
        }
        true
    }
}

/// Takes a feature out of service; its problems.
fn kept_of_feature<'e>(
    by_name: &Names<'_>,
    features: &'e mut [FeatureEntry],
    name: &str,
) -> Option<&'e mut Vec<Arc<Problem>>> {
    let entry = features.get_mut(*by_name.get(name)?)?;
    if entry.feature.is_ok() {
        entry.feature = Err(Quarantine { problems: Vec::new() });
    }
    entry.feature.as_mut().err().map(|quarantine| &mut quarantine.problems)
}

/// Takes a flag out of service; its problems.
fn kept_of_flag<'e>(by_key: &Names<'_>, flags: &'e mut [FlagEntry], key: &str) -> Option<&'e mut Vec<Arc<Problem>>> {
    let entry = flags.get_mut(*by_key.get(key)?)?;
    if entry.flag.is_ok() {
        entry.flag = Err(Quarantine { problems: Vec::new() });
    }
    entry.flag.as_mut().err().map(|quarantine| &mut quarantine.problems)
}
