//! CreateExperiment, UpdateExperiment, StartExperiment, GetExperimentResults.

use std::collections::BTreeSet;

use serde_json::Value;

use super::answer::segment_arn;
use super::arms::{
    answered, check_names, check_salt, check_variations, check_weights, names, resolve, resolve_segment,
};
use super::call::{Call, conflict, set};
use super::document::{EXPERIMENT_TYPE, Item, Kind, arn_of, is_running, object, text};
use super::error::{ControlError, Faults, Reason};
use super::input::TREATMENT_WEIGHTS;
use super::shape::{given, member};
use super::{lifecycle, number, tag};

/// Experiments in a project (tests/RULES.md, Quotas).
const QUOTA: usize = 500;

/// The response shape has two at least, though that of the request has none.
const MIN_TREATMENTS: usize = 2;

/// An experiment is analysed for 30 days at most.
const MAX_ANALYSIS_MS: i64 = 30 * 24 * 60 * 60 * 1000;

pub(super) fn check_create(call: &Call<'_>, faults: &mut Faults) {
    tag::check_tags(&call.input, faults);
    check(call, None, faults);
}

pub(super) fn check_update(call: &Call<'_>, faults: &mut Faults) {
    check(call, call.document.find(Kind::Experiment, text(&call.input, "experiment")), faults);
    if given(&call.input, "segment").is_some() && given(&call.input, "removeSegment") == Some(&Value::Bool(true)) {
        faults.add("segment", "the same call removes the segment");
        faults.add("removeSegment", "the same call sets a segment");
    }
}

/// The treatments and weights of the input, beside those that an experiment has already.
fn check(call: &Call<'_>, experiment: Option<&Item>, faults: &mut Faults) {
    let input = &call.input;
    check_salt(input, faults);
    check_names(input, "treatments", faults);
    check_variations(call, "treatments", faults);
    if let Some(Value::Array(treatments)) = given(input, "treatments")
        && treatments.len() < MIN_TREATMENTS
    {
        faults.add("treatments", format!("an experiment has at least {MIN_TREATMENTS} treatments"));
    }
    let known = || names(experiment?, "treatments");
    match (names(input, "treatments"), given(input, "onlineAbConfig").and_then(Value::as_object)) {
        (treatments, Some(config)) => check_online_ab(config, treatments.or_else(known).as_ref(), faults),
        (Some(treatments), None) => {
            let definition = experiment.and_then(|experiment| given(experiment, "onlineAbDefinition")?.as_object());
            let mut of_definition = Faults::default();
            check_online_ab(definition.unwrap_or(&Item::new()), Some(&treatments), &mut of_definition);
            if of_definition.check().is_err() {
                faults.add("treatments", "the weights or the control are for treatments that are missing");
            }
        }
        (None, None) => {}
    }
}

pub(super) fn create(call: &mut Call<'_>) -> Result<Value, ControlError> {
    let identity = call.identity()?;
    resolve(call, "treatments", &identity)?;
    if let Some(segment) = given(&call.input, "segment") {
        resolve_segment(call, segment.as_str().unwrap_or_default(), &identity)?;
    }
    call.vacant(Kind::Experiment, &identity)?;
    let arn = arn_of(Kind::Experiment, &call.text("name"), &identity);
    call.room(Kind::Experiment, |_| true, QUOTA, "experiments in the project", arn.clone())?;
    let segment = call.given("segment").map(|_| segment_arn(&call.text("segment"), &call.document, &identity).into());
    let experiment = object([
        ("arn", Some(arn.into())),
        ("createdTime", Some(call.now())),
        ("description", call.given("description")),
        ("lastUpdatedTime", Some(call.now())),
        ("metricGoals", call.given("metricGoals")),
        ("name", call.given("name")),
        ("onlineAbDefinition", call.given("onlineAbConfig")),
        ("project", Some(identity.arn.as_str().into())),
        // B2: the service answers the salt that it uses.
        ("randomizationSalt", call.given("randomizationSalt").or(call.given("name"))),
        ("samplingRate", call.given("samplingRate")),
        ("segment", segment),
        ("status", Some("CREATED".into())),
        ("tags", call.given("tags")),
        ("treatments", answered(&call.input, "treatments")),
        ("type", Some(EXPERIMENT_TYPE.into())),
    ]);
    Ok(call.add(Kind::Experiment, experiment, &identity))
}

/// UpdateExperiment. While it runs, nothing may move an entity to another treatment: only the sampling rate changes who is in.
pub(super) fn update(call: &mut Call<'_>) -> Result<Value, ControlError> {
    let (identity, experiment) = call.named(Kind::Experiment)?;
    resolve(call, "treatments", &identity)?;
    if let Some(segment) = given(&call.input, "segment") {
        resolve_segment(call, segment.as_str().unwrap_or_default(), &identity)?;
    }
    lifecycle::check_not_ended(Kind::Experiment, experiment, &identity)?;
    let treatments = answered(&call.input, "treatments");
    if is_running(experiment)
        && let Some(member) = frozen(experiment, &call.input, treatments.as_ref())
    {
        return Err(conflict(Kind::Experiment, experiment, &identity, &format!("is running: {member} stays as it is")));
    }
    let (name, now) = (call.text("experiment"), call.now());
    let online_ab = call.given("onlineAbConfig");
    let segment = call.given("segment").map(|_| segment_arn(&call.text("segment"), &call.document, &identity).into());
    let removes_segment = call.given("removeSegment") == Some(Value::Bool(true));
    let given = ["description", "metricGoals", "randomizationSalt", "samplingRate"].map(|key| (key, call.given(key)));
    Ok(call.change(Kind::Experiment, &name, &identity, |experiment| {
        for (key, value) in given {
            set(experiment, key, value);
        }
        set(experiment, "onlineAbDefinition", online_ab);
        set(experiment, "segment", segment);
        set(experiment, "treatments", treatments);
        if removes_segment {
            experiment.shift_remove("segment");
        }
        set(experiment, "lastUpdatedTime", Some(now));
    }))
}

pub(super) fn check_start(call: &Call<'_>, faults: &mut Faults) {
    let Some(end) = given(&call.input, "analysisCompleteTime").and_then(number::timestamp) else { return };
    let left_ms = end.millis().saturating_sub(call.environment.now.millis());
    if !(0..=MAX_ANALYSIS_MS).contains(&left_ms) {
        faults.add("analysisCompleteTime", "it lies between now and 30 days from now");
    }
}

pub(super) fn start(call: &mut Call<'_>) -> Result<Value, ControlError> {
    let end = call.given("analysisCompleteTime");
    let (identity, name) = lifecycle::start(call, Kind::Experiment)?;
    call.change(Kind::Experiment, &name, &identity, |experiment| {
        let schedule = object([("analysisCompleteTime", end)]);
        set(experiment, "schedule", Some(Value::Object(schedule)));
    });
    Ok(Value::Object(object([("startedTime", Some(call.now()))])))
}

/// GetExperimentResults. Results come from events, and a snapshot has none: whoever stores them may have enough.
pub(super) fn results(call: &mut Call<'_>) -> Result<Value, ControlError> {
    call.named(Kind::Experiment)?;
    let message = "Results are computed from events, which a snapshot does not hold.".to_owned();
    Err(ControlError::validation(Reason::Other, message))
}

/// The treatments are among these, if it is known which there are.
fn check_online_ab(online_ab: &Item, treatments: Option<&BTreeSet<&str>>, faults: &mut Faults) {
    let weights = given(online_ab, "treatmentWeights");
    check_weights(weights, &TREATMENT_WEIGHTS, treatments, "onlineAbConfig.treatmentWeights", faults);
    let control = given(online_ab, "controlTreatmentName").and_then(Value::as_str);
    if control.is_some_and(|control| treatments.is_some_and(|treatments| !treatments.contains(control))) {
        faults.add(member("onlineAbConfig", "controlTreatmentName"), "the experiment has no such treatment");
    }
}

/// The first member of an update that may not change while the experiment runs (R53), if there is one that does.
fn frozen(experiment: &Item, input: &Item, treatments: Option<&Value>) -> Option<&'static str> {
    let weights = |of: &Item, key: &str| {
        let weights = given(of, key).and_then(|definition| definition.get("treatmentWeights")?.as_object());
        let pairs = weights.into_iter().flatten().map(|(name, weight)| (name.clone(), number::integer(weight)));
        // B5: an absent weight is 0.
        pairs.filter(|(_, weight)| *weight != Some(0)).collect::<BTreeSet<_>>()
    };
    let new_weights = given(input, "onlineAbConfig").map(|_| weights(input, "onlineAbConfig"));
    let salt = given(input, "randomizationSalt").and_then(Value::as_str);
    let known_salt = given(experiment, "randomizationSalt").and_then(Value::as_str);
    if given(input, "segment").is_some() {
        Some("segment")
    } else if given(input, "removeSegment") == Some(&Value::Bool(true)) {
        Some("removeSegment")
    } else if new_weights.is_some_and(|new| new != weights(experiment, "onlineAbDefinition")) {
        Some("onlineAbConfig.treatmentWeights")
    } else if treatments.is_some_and(|new| arms(new) != experiment.get("treatments").map(arms).unwrap_or_default()) {
        Some("treatments")
    } else if salt.is_some_and(|new| new != known_salt.unwrap_or(text(experiment, "name"))) {
        Some("randomizationSalt")
    } else {
        None
    }
}

/// The treatments in order, without their descriptions: what decides.
fn arms(treatments: &Value) -> Vec<[Option<&Value>; 2]> {
    let arms = treatments.as_array().into_iter().flatten();
    arms.map(|arm| ["name", "featureVariations"].map(|key| arm.get(key))).collect()
}
