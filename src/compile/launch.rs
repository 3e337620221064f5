//! Launches: steps in order, weights to splits, the running one to its features.

use std::sync::Arc;

use crate::bucketing::{Domain, Salt, Split};
use crate::order::{Names, sorted};
use crate::problem::{Code, Path, Problem};
use crate::project::{Launch, Step, StepSplit};
use crate::snapshot::{self, Item, Place, ScheduledSplit, Weights};
use crate::time::Timestamp;

use super::checks::{self, Phase};
use super::{Compiler, arms, attributes};

impl<'a> Compiler<'a> {
    pub(super) fn launches(&mut self) {
        let mut names = Names::new();
        for item in &self.snapshot.launches {
            if self.report.is_full() {
                break;
            }
            item.with_path(|at| {
                if let Some(name) = item.content.name {
                    self.rule_name(&mut names, name, item.index, item.place(), &at.key("name"));
                }
                self.launch(item, at);
            });
        }
    }

    fn launch(&mut self, item: &Item<snapshot::Launch<'a>>, at: &Path<'_>) {
        let (wire, place) = (&item.content, item.place());
        let phase = checks::status(&mut self.report, place, wire.status, &at.key("status"));
        if let Some(salt) = wire.randomization_salt {
            checks::salt(&mut self.report, place, salt, &at.key("randomizationSalt"));
        }
        let groups = self.arms(&wire.groups, phase, place, &at.key("groups"));
        let definition_at = at.key("scheduledSplitsDefinition");
        let steps_at = definition_at.key("steps");
        let mut steps = Vec::with_capacity(wire.steps.len());
        for (index, step) in &wire.steps {
            steps.extend(self.step(step, &groups, place, &steps_at.index(*index)));
        }
        // E3: a stable sort, so that of equal starts the later in the list comes last and wins.
        let steps = sorted(steps, |a, b| a.start.cmp(&b.start));

        if phase != Phase::Running {
            return;
        }
        let name = wire.name.unwrap_or_default();
        let launch = Arc::new(Launch {
            name: name.to_owned(),
            groups: arms::names(&wire.groups),
            salt: Salt::new(Domain::Launch, wire.randomization_salt.unwrap_or(name)),
            attributes: attributes::of(
                steps.iter().flat_map(|step| &step.splits).filter_map(|split| split.segment.as_deref()),
            ),
            steps,
        });
        self.run(&wire.groups, Code::SecondRunningLaunch, at, |draft, variations| {
            draft.run_launch(&launch, variations)
        });
    }

    fn step(&mut self, wire: &ScheduledSplit<'a>, groups: &Names<'_>, place: Place, at: &Path<'_>) -> Option<Step> {
        let start = wire.start_time.and_then(|value| {
            let start = Timestamp::from_json(value);
            if start.is_none() {
                self.add(place, Problem::with_json(&at.key("startTime"), Code::InvalidTimestamp, value));
            }
            start
        });
        let overrides_at = at.key("segmentOverrides");
        let mut overrides = Vec::with_capacity(wire.segment_overrides.len());
        for (index, over) in &wire.segment_overrides {
            let at = overrides_at.index(*index);
            let order = over.evaluation_order.and_then(|order| {
                checks::integer(&mut self.report, place, order, i64::MIN..=i64::MAX, &at.key("evaluationOrder"))
            });
            let segment = over.segment.and_then(|segment| self.pattern(segment, place, &at.key("segment")));
            let split = self.launch_split(&over.weights, groups, place, &at.key("weights"));
            if let (Some(order), Some(segment), Some(split)) = (order, segment, split) {
                overrides.push((order, StepSplit { segment: Some(segment), split }));
            }
        }
        // E3: ties in the order of the list.
        let overrides = sorted(overrides, |(a, _), (b, _)| a.cmp(b));
        let split = self.launch_split(&wire.group_weights, groups, place, &at.key("groupWeights"));
        let everybody = StepSplit { segment: None, split: split? };
        Some(Step { start: start?, splits: overrides.into_iter().map(|(_, split)| split).chain([everybody]).collect() })
    }

    fn launch_split(
        &mut self,
        weights: &Weights<'_>,
        groups: &Names<'_>,
        place: Place,
        at: &Path<'_>,
    ) -> Option<Split<usize>> {
        let weights = checks::weights(&mut self.report, place, weights, groups, Code::UnknownGroup, at)?;
        Split::of_launch(weights)
    }
}
