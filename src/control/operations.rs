//! The table of operations: what the API model says of each, and who carries it out.

use serde_json::Value;

use super::call::Call;
use super::document::Kind;
use super::error::{ControlError, Faults};
use super::shape::Shape;
use super::{evaluation, event, experiment, feature, input, launch, lifecycle, list, project, segment, tag};

/// An operation of the API.
pub(super) struct Operation {
    pub(super) name: &'static str,
    /// The shape of its input.
    pub(super) input: &'static Shape,
    /// What may be wrong beyond the shape, in the input itself and in what it would make of the snapshot (C4). It sees inputs of
    /// other shapes too, and reports what it can read.
    pub(super) check: fn(&Call<'_>, &mut Faults),
    pub(super) run: fn(&mut Call<'_>) -> Result<Value, ControlError>,
    /// The exceptions that it declares beside ValidationException: of a Conflict, a Quota, and what is Not found (C1).
    errors: &'static str,
}

impl Operation {
    pub(super) fn named(name: &str) -> Option<&'static Operation> {
        ALL.iter().find(|operation| operation.name == name)
    }

    /// An error as the operation may answer it (C1): where it does not declare the exception, a ValidationException.
    pub(super) fn declared(&self, error: ControlError) -> ControlError {
        match error.letter() {
            Some(letter) if !self.errors.contains(letter) => error.undeclared(),
            _ => error,
        }
    }
}

const fn operation(
    name: &'static str,
    errors: &'static str,
    input: &'static Shape,
    check: fn(&Call<'_>, &mut Faults),
    run: fn(&mut Call<'_>) -> Result<Value, ControlError>,
) -> Operation {
    Operation { name, input, check, run, errors }
}

/// Nothing can be wrong with the input but its shape.
fn nothing(_: &Call<'_>, _: &mut Faults) {}

#[rustfmt::skip]
pub(super) const ALL: &[Operation] = &[
    operation("CreateProject", "CQ", &input::CREATE_PROJECT, project::check_create, project::create),
    operation("GetProject", "N", &input::PROJECT_ONLY, nothing, project::get),
    operation("ListProjects", "", &input::LIST_PROJECTS, list::check_page, list::projects),
    operation("UpdateProject", "CQN", &input::UPDATE_PROJECT, project::check_app_config, project::update),
    operation("UpdateProjectDataDelivery", "CQN", &input::UPDATE_DATA_DELIVERY, project::check_delivery, project::deliver),
    operation("DeleteProject", "CN", &input::PROJECT_ONLY, nothing, project::delete),

    operation("CreateFeature", "CQN", &input::CREATE_FEATURE, feature::check_create, feature::create),
    operation("GetFeature", "N", &input::FEATURE, nothing, |call| call.get(Kind::Feature)),
    operation("ListFeatures", "N", &input::LIST_FEATURES, list::check_page, |call| list::items(call, Kind::Feature)),
    operation("UpdateFeature", "CQN", &input::UPDATE_FEATURE, feature::check_update, feature::update),
    operation("DeleteFeature", "CN", &input::FEATURE, nothing, feature::delete),

    operation("CreateLaunch", "CQN", &input::CREATE_LAUNCH, launch::check_create, launch::create),
    operation("GetLaunch", "N", &input::LAUNCH, nothing, |call| call.get(Kind::Launch)),
    // E9: the model forgets that a project may be missing.
    operation("ListLaunches", "N", &input::LIST_BY_STATUS, list::check_page, |call| list::items(call, Kind::Launch)),
    operation("UpdateLaunch", "CN", &input::UPDATE_LAUNCH, launch::check_update, launch::update),
    operation("StartLaunch", "CQN", &input::LAUNCH, nothing, launch::start),
    operation("StopLaunch", "N", &input::STOP_LAUNCH, nothing, |call| lifecycle::stop(call, Kind::Launch)),
    operation("DeleteLaunch", "CN", &input::LAUNCH, nothing, |call| lifecycle::delete(call, Kind::Launch)),

    operation("CreateExperiment", "CQN", &input::CREATE_EXPERIMENT, experiment::check_create, experiment::create),
    operation("GetExperiment", "N", &input::EXPERIMENT, nothing, |call| call.get(Kind::Experiment)),
    operation("ListExperiments", "N", &input::LIST_BY_STATUS, list::check_page, |call| list::items(call, Kind::Experiment)),
    operation("UpdateExperiment", "CN", &input::UPDATE_EXPERIMENT, experiment::check_update, experiment::update),
    operation("StartExperiment", "CQN", &input::START_EXPERIMENT, experiment::check_start, experiment::start),
    operation("StopExperiment", "CQN", &input::STOP_EXPERIMENT, nothing, |call| lifecycle::stop(call, Kind::Experiment)),
    operation("DeleteExperiment", "CN", &input::EXPERIMENT, nothing, |call| lifecycle::delete(call, Kind::Experiment)),
    operation("GetExperimentResults", "CN", &input::EXPERIMENT_RESULTS, nothing, experiment::results),

    operation("CreateSegment", "CQ", &input::CREATE_SEGMENT, segment::check_create, segment::create),
    operation("GetSegment", "N", &input::SEGMENT_ONLY, nothing, segment::get),
    operation("ListSegments", "", &input::LIST_SEGMENTS, list::check_page, list::segments),
    operation("ListSegmentReferences", "N", &input::LIST_REFERENCES, list::check_page, list::references),
    operation("DeleteSegment", "CN", &input::SEGMENT_ONLY, nothing, segment::delete),
    operation("TestSegmentPattern", "", &input::TEST_PATTERN, segment::check_pattern, segment::test),

    operation("TagResource", "CN", &input::TAG, tag::check, tag::tag),
    operation("UntagResource", "CN", &input::UNTAG, nothing, tag::untag),
    operation("ListTagsForResource", "CN", &input::LIST_TAGS, nothing, tag::list),

    operation("EvaluateFeature", "N", &input::EVALUATE, nothing, evaluation::one),
    operation("BatchEvaluateFeature", "N", &input::BATCH_EVALUATE, nothing, evaluation::batch),
    operation("PutProjectEvents", "N", &input::PUT_EVENTS, nothing, event::put),
];
