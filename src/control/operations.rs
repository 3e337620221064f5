//! The table of operations: what the API model says of each, and who carries it out.

use serde_json::Value;

use super::call::Call;
use super::document::Kind;
use super::error::{ControlError, Exception, Faults};
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
    /// The exceptions that the model declares for it beside ValidationException, which all declare (C1).
    declares: &'static [Exception],
}

impl Operation {
    pub(super) fn named(name: &str) -> Option<&'static Operation> {
        ALL.iter().find(|operation| operation.name == name)
    }

    /// An error as the operation may answer it (C1): where it does not declare the exception, a ValidationException.
    pub(super) fn declared(&self, error: ControlError) -> ControlError {
        match error.exception {
            Exception::Validation | Exception::Snapshot => error,
            exception if self.declares.contains(&exception) => error,
            Exception::NotFound | Exception::Conflict | Exception::Quota => error.undeclared(),
        }
    }
}

const fn operation(
    name: &'static str,
    declares: &'static [Exception],
    input: &'static Shape,
    check: fn(&Call<'_>, &mut Faults),
    run: fn(&mut Call<'_>) -> Result<Value, ControlError>,
) -> Operation {
    Operation { name, input, check, run, declares }
}

/// Nothing can be wrong with the input but its shape.
fn nothing(_: &Call<'_>, _: &mut Faults) {}

const C: Exception = Exception::Conflict;
const Q: Exception = Exception::Quota;
const N: Exception = Exception::NotFound;

#[rustfmt::skip]
pub(super) const ALL: &[Operation] = &[
    operation("CreateProject", &[C, Q], &input::CREATE_PROJECT, project::check_create, project::create),
    operation("GetProject", &[N], &input::PROJECT_ONLY, nothing, project::get),
    operation("ListProjects", &[], &input::LIST_PROJECTS, list::check_page, list::projects),
    operation("UpdateProject", &[C, Q, N], &input::UPDATE_PROJECT, project::check_app_config, project::update),
    operation("UpdateProjectDataDelivery", &[C, Q, N], &input::UPDATE_DATA_DELIVERY, project::check_delivery, project::deliver),
    operation("DeleteProject", &[C, N], &input::PROJECT_ONLY, nothing, project::delete),

    operation("CreateFeature", &[C, Q, N], &input::CREATE_FEATURE, feature::check_create, feature::create),
    operation("GetFeature", &[N], &input::FEATURE, nothing, |call| call.get(Kind::Feature)),
    operation("ListFeatures", &[N], &input::LIST_FEATURES, list::check_page, |call| list::items(call, Kind::Feature)),
    operation("UpdateFeature", &[C, Q, N], &input::UPDATE_FEATURE, feature::check_update, feature::update),
    operation("DeleteFeature", &[C, N], &input::FEATURE, nothing, feature::delete),

    operation("CreateLaunch", &[C, Q, N], &input::CREATE_LAUNCH, launch::check_create, launch::create),
    operation("GetLaunch", &[N], &input::LAUNCH, nothing, |call| call.get(Kind::Launch)),
    // E9: the model forgets that a project may be missing.
    operation("ListLaunches", &[N], &input::LIST_BY_STATUS, list::check_page, |call| list::items(call, Kind::Launch)),
    operation("UpdateLaunch", &[C, N], &input::UPDATE_LAUNCH, launch::check_update, launch::update),
    operation("StartLaunch", &[C, Q, N], &input::LAUNCH, nothing, launch::start),
    operation("StopLaunch", &[N], &input::STOP_LAUNCH, nothing, |call| lifecycle::stop(call, Kind::Launch)),
    operation("DeleteLaunch", &[C, N], &input::LAUNCH, nothing, |call| lifecycle::delete(call, Kind::Launch)),

    operation("CreateExperiment", &[C, Q, N], &input::CREATE_EXPERIMENT, experiment::check_create, experiment::create),
    operation("GetExperiment", &[N], &input::EXPERIMENT, nothing, |call| call.get(Kind::Experiment)),
    operation("ListExperiments", &[N], &input::LIST_BY_STATUS, list::check_page, |call| list::items(call, Kind::Experiment)),
    operation("UpdateExperiment", &[C, N], &input::UPDATE_EXPERIMENT, experiment::check_update, experiment::update),
    operation("StartExperiment", &[C, Q, N], &input::START_EXPERIMENT, experiment::check_start, experiment::start),
    operation("StopExperiment", &[C, Q, N], &input::STOP_EXPERIMENT, nothing, |call| lifecycle::stop(call, Kind::Experiment)),
    operation("DeleteExperiment", &[C, N], &input::EXPERIMENT, nothing, |call| lifecycle::delete(call, Kind::Experiment)),
    operation("GetExperimentResults", &[C, N], &input::EXPERIMENT_RESULTS, nothing, experiment::results),

    operation("CreateSegment", &[C, Q], &input::CREATE_SEGMENT, segment::check_create, segment::create),
    operation("GetSegment", &[N], &input::SEGMENT_ONLY, nothing, segment::get),
    operation("ListSegments", &[], &input::LIST_SEGMENTS, list::check_page, list::segments),
    operation("ListSegmentReferences", &[N], &input::LIST_REFERENCES, list::check_page, list::references),
    operation("DeleteSegment", &[C, N], &input::SEGMENT_ONLY, nothing, segment::delete),
    operation("TestSegmentPattern", &[], &input::TEST_PATTERN, segment::check_pattern, segment::test),

    operation("TagResource", &[C, N], &input::TAG, tag::check, tag::tag),
    operation("UntagResource", &[C, N], &input::UNTAG, nothing, tag::untag),
    operation("ListTagsForResource", &[C, N], &input::LIST_TAGS, nothing, tag::list),

    operation("EvaluateFeature", &[N], &input::EVALUATE, nothing, evaluation::one),
    operation("BatchEvaluateFeature", &[N], &input::BATCH_EVALUATE, nothing, evaluation::batch),
    operation("PutProjectEvents", &[N], &input::PUT_EVENTS, nothing, event::put),
];
