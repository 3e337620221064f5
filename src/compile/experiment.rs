//! Experiments: sampling, audience, treatments.

use std::sync::Arc;

use crate::bucketing::{Domain, Salt, Split};
use crate::order::Names;
use crate::problem::{Code, Path, Problem};
use crate::project::Experiment;
use crate::snapshot::{self, Item};

use super::checks::{self, Phase};
use super::{Compiler, arms, attributes};

impl<'a> Compiler<'a> {
    pub(super) fn experiments(&mut self) {
        let mut names = Names::new();
        for item in &self.snapshot.experiments {
            if self.report.is_full() {
                break;
            }
            item.with_path(|at| {
                if let Some(name) = item.content.name {
                    self.rule_name(&mut names, name, item.index, item.place(), &at.key("name"));
                }
                self.experiment(item, at);
            });
        }
    }

    fn experiment(&mut self, item: &Item<snapshot::Experiment<'a>>, at: &Path<'_>) {
        let (wire, place) = (&item.content, item.place());
        let phase = checks::status(&mut self.report, place, wire.status, &at.key("status"));
        if let Some(salt) = wire.randomization_salt {
            checks::salt(&mut self.report, place, salt, &at.key("randomizationSalt"));
        }
        let sampling_rate = match wire.sampling_rate {
            // B4: an absent rate is 0.
            None => Some(0),
            Some(rate) => checks::share(&mut self.report, place, rate, &at.key("samplingRate")),
        };
        let segment = wire.segment.and_then(|segment| self.pattern(segment, place, &at.key("segment")));
        let treatments = self.arms(&wire.treatments, phase, place, &at.key("treatments"));
        let definition_at = at.key("onlineAbDefinition");
        let weights_at = definition_at.key("treatmentWeights");
        let weights = &wire.treatment_weights;
        let weights =
            checks::weights(&mut self.report, place, weights, &treatments, Code::UnknownTreatment, &weights_at);
        // E4: the control plays no part, but it is a reference (S4).
        if let Some(control) = wire.control_treatment_name.filter(|name| !treatments.contains_key(name)) {
            self.add(
                place,
                Problem::with_text(&definition_at.key("controlTreatmentName"), Code::UnknownTreatment, control),
            );
        }

        if phase != Phase::Running {
            return;
        }
        let split = weights.and_then(Split::of_experiment);
        let experiment = sampling_rate.zip(split).map(|(sampling_rate, split)| {
            let name = wire.name.unwrap_or_default();
            let salt = wire.randomization_salt.unwrap_or(name);
            Arc::new(Experiment {
                name: name.to_owned(),
                treatments: arms::names(&wire.treatments),
                salt_text: salt.to_owned(),
                salt: Salt::new(Domain::Experiment, salt),
                sampling_rate,
                attributes: attributes::of(segment.as_deref()),
                segment,
                split,
            })
        });
        // It runs on its features also if it has problems of its own.
        self.run(&wire.treatments, Code::SecondRunningExperiment, at, |draft, variations| {
            draft.run_experiment(experiment.as_ref(), variations)
        });
    }
}
