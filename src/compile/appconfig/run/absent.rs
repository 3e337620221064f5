//! Experiment runs in a build without the rule language: each has an audience rule, so there is none that could be read.

use crate::problem::Code;
use crate::snapshot::{List, Place};

use super::super::Compiler;
use super::constraints::Definitions;

impl<'a> Compiler<'a> {
    pub(super) fn experiment_run(&mut self, runs: &List<'_, 'a>, index: usize, _definitions: &Definitions<'a>) {
        self.report.place = Place::DOCUMENT;
        self.report.bare(&runs.at.index(index), Code::LeftOut);
    }
}
