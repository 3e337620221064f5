//! What launches and experiments have in common: a name, and arms (groups or treatments) with variations of features.

use std::sync::Arc;

use crate::order::{Names, sorted};
use crate::problem::Code;
use crate::project::{Cause, Experiment, Feature, Launch, Outcome, Rule, share};
use crate::snapshot::Node;
use crate::text::copy;

use super::checks::{self, Phase};
use super::feature::Draft;
use super::quarantine::Touch;
use super::{Compiler, attributes};

/// Groups or treatments.
pub(super) struct Arms<'a> {
    pub(super) labels: Vec<String>,
    /// Positions by name.
    pub(super) names: Names<'a>,
    /// The variations of features, in the order of the arms.
    variations: Vec<ArmVariation<'a>>,
}

/// What an arm gives the entities of a feature.
struct ArmVariation<'a> {
    feature: usize,
    arm: usize,
    /// `None` if it could not be read.
    variation: Option<&'a str>,
}

/// A running rule.
pub(super) enum Source {
    Launch(Arc<Launch>),
    Experiment(Arc<Experiment>),
    /// One with a problem. It runs all the same, so that another one on its features is a problem too.
    BrokenExperiment,
}

impl<'a> Compiler<'a> {
    /// The name of a launch or an experiment: well formed, and not taken.
    #[inline(never)]
    pub(super) fn rule_name(&mut self, node: &Node<'_, 'a>) -> &'a str {
        let Some(name) = self.report.required_text(node, "name") else { return "" };
        let at = node.at.key("name");
        checks::name(&mut self.report, name, checks::NAME_LENGTH, &at);
        let index = self.report.place.index;
        if *self.rule_names.entry(name).or_insert(index) != index {
            self.report.text(&at, Code::DuplicateName, name);
        }
        name
    }

    /// Reads and checks the arms.
    #[inline(never)]
    pub(super) fn arms(&mut self, node: &Node<'_, 'a>, key: &str, phase: Phase, touch: &mut Touch<'a>) -> Arms<'a> {
        let mut arms = Arms { labels: Vec::new(), names: Names::new(), variations: Vec::new() };
        let list = self.report.list(node, key);
        // R14: nobody knows whom a problem touches if some of the features cannot be read.
        touch.unreadable = !list.are_objects() || list.is_given != node.get(key).is_some();
        for index in 0..list.items.len() {
            let Some(node) = self.report.object_in(&list, index) else { continue };
            touch.unreadable |= !node.is_object_or_absent("featureVariations");
            let position = arms.labels.len();
            let name = self.report.required_text(&node, "name");
            if let Some(name) = name {
                let at = node.at.key("name");
                checks::name(&mut self.report, name, checks::NAME_LENGTH, &at);
                if arms.names.insert(name, position).is_some() {
                    self.report.text(&at, Code::DuplicateName, name);
                }
            }
            arms.labels.push(copy(name.unwrap_or_default()));
            self.feature_variations(&node, phase, position, &mut arms, touch);
        }
        arms
    }

    #[inline(never)]
    fn feature_variations(
        &mut self,
        node: &Node<'_, 'a>,
        phase: Phase,
        arm: usize,
        arms: &mut Arms<'a>,
        touch: &mut Touch<'a>,
    ) {
        let outer = node.at.key("featureVariations");
        for (feature, variation) in self.report.members(node, "featureVariations") {
            if self.lenient {
                touch.names.push(feature);
            }
            let at = outer.key(feature);
            let variation = self.report.as_text(variation, &at);
            let Some(position) = self.by_name.get(feature).copied() else {
                self.report.text(&at, Code::UnknownFeature, feature);
                continue;
            };
            arms.variations.push(ArmVariation { feature: position, arm, variation });
            // R13: AWS lets variations go once what used them has ended.
            if let (Some(variation), Some(draft)) = (variation, self.drafts.get(position))
                && phase != Phase::Ended
                && draft.variation(variation).is_none()
            {
                self.report.text(&at, Code::UnknownVariation, variation);
            }
        }
    }

    /// Lets a running rule take part in its features.
    #[inline(never)]
    pub(super) fn run(&mut self, arms: Arms<'a>, source: &Source, node: &Node<'_, 'a>) {
        let own = self.report.place;
        let by_feature = sorted(arms.variations, |a, b| a.feature.cmp(&b.feature));
        for variations in by_feature.chunk_by(|a, b| a.feature == b.feature) {
            if let Some(first) = variations.first() {
                self.take_part(first.feature, variations, source, node);
            }
        }
        self.report.place = own;
    }

    /// Gives a feature its launch or its experiment. It may have only one of each (S4).
    #[inline(never)]
    fn take_part(&mut self, feature: usize, variations: &[ArmVariation<'a>], source: &Source, node: &Node<'_, 'a>) {
        let (Some(draft), Some(entry)) = (self.drafts.get_mut(feature), self.features.get_mut(feature)) else { return };
        let (runs, conflict) = match source {
            Source::Launch(_) => (&mut draft.has_launch, Code::SecondRunningLaunch),
            Source::Experiment(_) | Source::BrokenExperiment => {
                (&mut draft.has_experiment, Code::SecondRunningExperiment)
            }
        };
        if std::mem::replace(runs, true) {
            self.report.place = draft.place;
            self.report.text(&node.at, conflict, draft.name);
            return;
        }
        let Some(feature) = entry.feature.as_mut().ok().filter(|_| draft.all_rules) else { return };
        let outcomes = outcomes(feature, draft, variations, source);
        match source {
            Source::Launch(source) => {
                feature.attributes = share(&source.attributes);
                feature.launch = Some(Rule { source: share(source), outcomes });
            }
            Source::Experiment(source) => {
                feature.attributes = attributes::of_both(&feature.attributes, &source.attributes);
                feature.experiment = Some(Rule { source: share(source), outcomes });
            }
            Source::BrokenExperiment => {}
        }
    }
}

/// Adds the outcomes of a rule to those of a feature; their numbers, by arm.
#[inline(never)]
fn outcomes(
    feature: &mut Feature,
    draft: &Draft<'_>,
    variations: &[ArmVariation<'_>],
    source: &Source,
) -> Vec<(usize, usize)> {
    let mut outcomes = Vec::new();
    for arm in variations {
        let cause = match source {
            Source::Launch(launch) => Cause::Launch(share(launch), arm.arm),
            Source::Experiment(experiment) => Cause::Experiment(share(experiment), arm.arm),
            Source::BrokenExperiment => continue,
        };
        if let Some(variation) = arm.variation.and_then(|name| draft.variation(name)) {
            feature.others.push(Outcome { variation, cause });
            outcomes.push((arm.arm, feature.others.len()));
        }
    }
    outcomes
}
