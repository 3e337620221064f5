//! The arms of a rule, which are a launch's groups and an experiment's treatments: names, and variations of features.

use crate::order::Names;
use crate::problem::{Code, Path, Problem};
use crate::snapshot::{Arms, Item, Place};

use super::checks::{self, Phase};
use super::feature::Draft;
use super::{Compiler, dangling};

impl<'a> Compiler<'a> {
    /// Checks the arms; their names, in order.
    pub(super) fn arms(&mut self, arms: &Arms<'a>, phase: Phase, place: Place, at: &Path<'_>) -> Vec<Option<&'a str>> {
        let mut names = Names::new();
        for (index, arm) in arms.list.iter().enumerate() {
            let at = at.index(index);
            if let Some(name) = arm.name {
                let at = at.key("name");
                checks::name(&mut self.report, place, name, checks::NAME_LENGTH, &at);
                if names.insert(name, index).is_some() {
                    self.add(place, Problem::with_text(&at, Code::DuplicateName, name));
                }
            }
            let at = at.key("featureVariations");
            for (feature, variation) in &arm.feature_variations {
                let at = at.key(feature);
                let draft = self.by_name.get(feature).and_then(|position| self.drafts.get(*position));
                let problem = match (draft, variation) {
                    (None, _) => dangling(&at, Code::UnknownFeature, feature),
                    // R13: AWS lets variations go once what used them has ended.
                    (Some(draft), Some(variation)) if phase != Phase::Ended && !draft.has_variation(variation) => {
                        dangling(&at, Code::UnknownVariation, variation)
                    }
                    _ => continue,
                };
                self.add(place, problem);
            }
        }
        arms.list.iter().map(|arm| arm.name).collect()
    }

    /// Lets a running rule take part in its features. `run` says whether it did; it does not where one runs already (S4).
    pub(super) fn run(
        &mut self,
        arms: &Arms<'a>,
        conflict: Code,
        at: &Path<'_>,
        run: impl Fn(&mut Draft<'a>, &[Option<&str>]) -> bool,
    ) {
        for feature in features(arms) {
            let Some(position) = self.by_name.get(feature).copied() else { continue };
            let Some(draft) = self.drafts.get_mut(position) else { continue };
            if !run(draft, &variations_of(arms, feature)) {
                let place = self.snapshot.features.get(position).map_or(Place::Document, Item::place);
                self.add(place, Problem::with_text(at, conflict, feature));
            }
        }
    }
}

/// The features that the arms speak of, each once.
pub(super) fn features<'a>(arms: &Arms<'a>) -> Vec<&'a str> {
    let all = arms.list.iter().flat_map(|arm| arm.feature_variations.iter().map(|(feature, _)| *feature));
    let mut seen = Names::new();
    all.filter(|feature| seen.insert(feature, 0).is_none()).collect()
}

/// For each arm its variation of one feature.
fn variations_of<'a>(arms: &Arms<'a>, feature: &str) -> Vec<Option<&'a str>> {
    let of_arm = |arm: &crate::snapshot::Arm<'a>| {
        arm.feature_variations.iter().find(|(name, _)| *name == feature).and_then(|(_, variation)| *variation)
    };
    arms.list.iter().map(of_arm).collect()
}
