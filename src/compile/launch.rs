//! Launches: steps in order, weights to splits, the running one to its features.

use std::mem::take;
use std::sync::Arc;

use crate::bucketing::{Domain, Salt, Split};
use crate::order::{Names, sorted};
use crate::problem::Code;
use crate::project::{Launch, Step, StepSplit};
use crate::snapshot::{List, Node};
use crate::text::copy;
use crate::time::Timestamp;

use super::arms::Source;
use super::checks::{self, Phase};
use super::quarantine::Touch;
use super::{Compiler, attributes};

impl<'a> Compiler<'a> {
    #[inline(never)]
    pub(super) fn launch(&mut self, node: &Node<'_, 'a>) {
        let mut touch = Touch::rule(self.report.place);
        let name = self.rule_name(node);
        let phase = checks::status(&mut self.report, node);
        let salt = checks::salt(&mut self.report, node);
        let mut arms = self.arms(node, "groups", phase, &mut touch);
        let mut read = Vec::new();
        let steps = self.steps(node, &arms.names, &mut read, &mut touch);
        self.touch(touch);
        if phase != Phase::Running {
            return;
        }
        let launch = Arc::new(Launch {
            name: copy(name),
            groups: take(&mut arms.labels),
            salt: Salt::new(Domain::Launch, salt.unwrap_or(name)),
            steps,
            attributes: attributes::ascending(read),
        });
        self.run(arms, &Source::Launch(launch), node);
    }

    /// The steps in order; `read` gets what their segments read.
    #[inline(never)]
    fn steps(
        &mut self,
        node: &Node<'_, 'a>,
        groups: &Names<'a>,
        read: &mut Vec<u32>,
        touch: &mut Touch<'a>,
    ) -> Vec<Step> {
        let mut steps = Vec::new();
        let Some(definition) = self.report.optional_object(node, "scheduledSplitsDefinition") else { return steps };
        let definition = node.key("scheduledSplitsDefinition", definition);
        let list = self.report.list(&definition, "steps");
        for index in 0..list.items.len() {
            let Some(step) = self.report.object_in(&list, index) else { continue };
            steps.extend(self.step(&step, groups, read, touch));
        }
        // E3: a stable sort, so that of equal starts the later in the list comes last and wins.
        sorted(steps, |a, b| a.start.cmp(&b.start))
    }

    #[inline(never)]
    fn step(
        &mut self,
        node: &Node<'_, 'a>,
        groups: &Names<'a>,
        read: &mut Vec<u32>,
        touch: &mut Touch<'a>,
    ) -> Option<Step> {
        let start = self.start(node);
        let mut splits = Vec::new();
        let list = self.report.list(node, "segmentOverrides");
        if !list.items.is_empty() {
            self.segment_overrides(&list, groups, read, touch, &mut splits);
        }
        let weights = checks::weights(&mut self.report, node, "groupWeights", groups, Code::UnknownGroup);
        splits.push(StepSplit { segment: None, split: Split::of_launch(weights?)? });
        Some(Step { start: start?, splits })
    }

    #[inline(never)]
    fn start(&mut self, node: &Node<'_, 'a>) -> Option<Timestamp> {
        let value = self.report.required(node, "startTime")?;
        let start = Timestamp::from_json(value);
        if start.is_none() {
            self.report.json(&node.at.key("startTime"), Code::InvalidTimestamp, value, &[]);
        }
        start
    }

    /// Adds the splits of segments, in the order in which they are tried.
    #[inline(never)]
    fn segment_overrides(
        &mut self,
        list: &List<'_, 'a>,
        groups: &Names<'a>,
        read: &mut Vec<u32>,
        touch: &mut Touch<'a>,
        splits: &mut Vec<StepSplit>,
    ) {
        let mut overrides = Vec::new();
        for index in 0..list.items.len() {
            let Some(node) = self.report.object_in(list, index) else { continue };
            let order = self.report.required(&node, "evaluationOrder").and_then(|order| {
                let words = "-9223372036854775808 to 9223372036854775807";
                checks::integer(&mut self.report, order, &(i64::MIN..=i64::MAX), words, &node.at.key("evaluationOrder"))
            });
            self.report.required(&node, "segment");
            let segment = self.pattern(&node, "segment", touch);
            let weights = checks::weights(&mut self.report, &node, "weights", groups, Code::UnknownGroup);
            if let (Some(order), Some(segment), Some(split)) = (order, segment, weights.and_then(Split::of_launch)) {
                read.extend(segment.attributes());
                overrides.push((order, StepSplit { segment: Some(segment), split }));
            }
        }
        // E3: ties in the order of the list.
        for (_, split) in sorted(overrides, |(a, _), (b, _)| a.cmp(b)) {
            splits.push(split);
        }
    }
}
