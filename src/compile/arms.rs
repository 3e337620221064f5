//! The arms of a rule, which are a launch's groups and an experiment's treatments: names, and variations of features.

use crate::order::Names;
use crate::problem::{Code, Path, Problem};
use crate::snapshot::{Arms, Place};

use super::checks::{self, Phase};
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
}

/// The features that the arms speak of, each once.
pub(super) fn features<'a>(arms: &Arms<'a>) -> Vec<&'a str> {
    let all = arms.list.iter().flat_map(|arm| arm.feature_variations.iter().map(|(feature, _)| *feature));
    let mut seen = Names::new();
    all.filter(|feature| seen.insert(feature, 0).is_none()).collect()
}

/// For each arm its variation of one feature.
pub(super) fn variations_of<'a>(arms: &Arms<'a>, feature: &str) -> Vec<Option<&'a str>> {
    let of_arm = |arm: &crate::snapshot::Arm<'a>| {
        arm.feature_variations.iter().find(|(name, _)| *name == feature).and_then(|(_, variation)| *variation)
    };
    arms.list.iter().map(of_arm).collect()
}
