//! What launches and experiments have in common: a name, and arms (groups or treatments) with variations of features.

use crate::order::Names;
use crate::problem::{Code, Path, Problem};
use crate::snapshot::{Arms, Item, Place};

use super::Compiler;
use super::checks::{self, Phase};
use super::feature::Draft;

impl<'a> Compiler<'a> {
    /// The name of a launch or an experiment: well formed, and not taken.
    pub(super) fn rule_name(
        &mut self,
        names: &mut Names<'a>,
        name: &'a str,
        index: usize,
        place: Place,
        at: &Path<'_>,
    ) {
        checks::name(&mut self.report, place, name, checks::NAME_LENGTH, at);
        if *names.entry(name).or_insert(index) != index {
            self.add(place, Problem::with_text(at, Code::DuplicateName, name));
        }
    }

    /// Checks the arms; their positions by name.
    pub(super) fn arms(&mut self, arms: &Arms<'a>, phase: Phase, place: Place, at: &Path<'_>) -> Names<'a> {
        let mut names = Names::new();
        for (position, (index, arm)) in arms.list.iter().enumerate() {
            let at = at.index(*index);
            if let Some(name) = arm.name {
                let at = at.key("name");
                checks::name(&mut self.report, place, name, checks::NAME_LENGTH, &at);
                if names.insert(name, position).is_some() {
                    self.add(place, Problem::with_text(&at, Code::DuplicateName, name));
                }
            }
            let at = at.key("featureVariations");
            for (feature, variation) in &arm.feature_variations {
                let at = at.key(feature);
                let draft = self.by_name.get(feature).and_then(|position| self.drafts.get(*position));
                let problem = match (draft, variation) {
                    (None, _) => Problem::with_text(&at, Code::UnknownFeature, feature),
                    // R13: AWS lets variations go once what used them has ended.
                    (Some(draft), Some(variation)) if phase != Phase::Ended && !draft.has_variation(variation) => {
                        Problem::with_text(&at, Code::UnknownVariation, variation)
                    }
                    _ => continue,
                };
                self.add(place, problem);
            }
        }
        names
    }

    /// Lets a running rule take part in its features. `run` says whether it did; it does not where one runs already (S4).
    pub(super) fn run(
        &mut self,
        arms: &Arms<'a>,
        conflict: Code,
        at: &Path<'_>,
        run: impl Fn(&mut Draft<'a>, &Variations<'a>) -> bool,
    ) {
        for (feature, variations) in by_feature(arms) {
            let Some(position) = self.by_name.get(feature).copied() else { continue };
            let Some(draft) = self.drafts.get_mut(position) else { continue };
            if !run(draft, &variations) {
                let place = self.snapshot.features.get(position).map_or(Place::Document, Item::place);
                self.add(place, Problem::with_text(at, conflict, feature));
            }
        }
    }
}

/// The arms that have a variation of some feature, ascending, each with its name.
pub(super) type Variations<'a> = Vec<(usize, &'a str)>;

/// The features that the arms speak of, each once, with its variations. One pass, for a launch may have many of both.
fn by_feature<'a>(arms: &Arms<'a>) -> Vec<(&'a str, Variations<'a>)> {
    let mut positions = Names::new();
    let mut features: Vec<(&str, Variations<'_>)> = Vec::new();
    for (index, (_, arm)) in arms.list.iter().enumerate() {
        for (feature, variation) in &arm.feature_variations {
            let position = *positions.entry(feature).or_insert(features.len());
            if position == features.len() {
                features.push((feature, Vec::new()));
            }
            if let Some((_, variations)) = features.get_mut(position) {
                variations.extend(variation.map(|variation| (index, variation)));
            }
        }
    }
    features
}

/// The features that the arms speak of, each once.
pub(super) fn features<'a>(arms: &Arms<'a>) -> impl Iterator<Item = &'a str> {
    by_feature(arms).into_iter().map(|(feature, _)| feature)
}

/// The names of the arms.
pub(super) fn names(arms: &Arms<'_>) -> Vec<String> {
    arms.list.iter().map(|(_, arm)| arm.name.unwrap_or_default().to_owned()).collect()
}
