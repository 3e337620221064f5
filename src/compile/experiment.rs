//! Experiments: sampling, audience, treatments.

use std::mem::take;
use std::sync::Arc;

use crate::bucketing::{Domain, Salt, Split};
use crate::json::Json;
use crate::problem::Code;
use crate::project::Experiment;
use crate::snapshot::Node;
use crate::text::copy;

use super::arms::Source;
use super::checks::{self, Phase};
use super::quarantine::Touch;
use super::{Compiler, attributes};

impl<'a> Compiler<'a> {
    #[inline(never)]
    pub(super) fn experiment(&mut self, node: &Node<'_, 'a>) {
        let mut touch = Touch::rule(self.report.place);
        let name = self.rule_name(node);
        let phase = checks::status(&mut self.report, node);
        let salt = checks::salt(&mut self.report, node);
        let sampling_rate = match node.get("samplingRate") {
            // B4: an absent rate is 0.
            None => Some(0),
            Some(rate) => checks::share(&mut self.report, rate, &node.at.key("samplingRate")),
        };
        let segment = self.pattern(node, "segment", &mut touch);
        let mut arms = self.arms(node, "treatments", phase, &mut touch);
        self.touch(touch);
        let definition = self.report.optional_object(node, "onlineAbDefinition").unwrap_or(&Json::Null);
        let definition = node.key("onlineAbDefinition", definition);
        let unknown = Code::UnknownTreatment;
        let weights = checks::weights(&mut self.report, &definition, "treatmentWeights", &arms.names, unknown);
        // E4: the control plays no part, but it is a reference (S4).
        let control = self.report.optional_text(&definition, "controlTreatmentName");
        if let Some(control) = control.filter(|name| !arms.names.contains_key(name)) {
            self.report.text(&definition.at.key("controlTreatmentName"), unknown, control);
        }
        if phase != Phase::Running {
            return;
        }
        let source = match (sampling_rate, weights.and_then(Split::of_experiment)) {
            (Some(sampling_rate), Some(split)) => {
                let salt = salt.unwrap_or(name);
                let mut read = Vec::new();
                if let Some(segment) = &segment {
                    read.extend(segment.attributes());
                }
                Source::Experiment(Arc::new(Experiment {
                    name: copy(name),
                    treatments: take(&mut arms.labels),
                    salt_text: copy(salt),
                    salt: Salt::new(Domain::Experiment, salt),
                    sampling_rate,
                    attributes: attributes::ascending(read),
                    segment,
                    split,
                }))
            }
            _ => Source::BrokenExperiment,
        };
        self.run(arms, &source, node);
    }
}
