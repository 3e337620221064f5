//! CreateExperiment, UpdateExperiment, StartExperiment, GetExperimentResults.

use std::collections::BTreeSet;

use serde_json::Value;

use super::answer::segment_arn;
use super::arms::{answered, check_names, check_salt, check_weights, names, resolve, resolve_segment};
use super::call::{Call, conflict, set};
use super::document::{EXPERIMENT_TYPE, Item, Kind, arn_of, is_running, object, objects, text};
use super::error::{ControlError, Faults};
use super::shape::{given, item, member};
use super::{lifecycle, number, tag};

/// Experiments in a project (§4.2).
const QUOTA: usize = 500;

/// The response shape has two at least, though that of the request has none.
const MIN_TREATMENTS: usize = 2;

/// An experiment is analysed for 30 days at most.
const MAX_ANALYSIS_MS: i64 = 30 * 24 * 60 * 60 * 1000;

pub(super) fn check_create(input: &Item, faults: &mut Faults) {
    tag::check_tags(input, faults);
    check_update(input, faults);
}

pub(super) fn check_update(input: &Item, faults: &mut Faults) {
    check_salt(input, faults);
    check_names(input, "treatments", faults);
    if let Some(Value::Array(treatments)) = given(input, "treatments")
        && treatments.len() < MIN_TREATMENTS
    {
        faults.add("treatments", format!("an experiment has at least {MIN_TREATMENTS} treatments"));
    }
    if let Some(Value::Object(online_ab)) = given(input, "onlineAbConfig") {
        check_online_ab(online_ab, names(input, "treatments").as_ref(), faults);
    }
    if given(input, "segment").is_some() && given(input, "removeSegment") == Some(&Value::Bool(true)) {
        faults.add("segment", "the same call removes the segment");
        faults.add("removeSegment", "the same call sets a segment");
    }
}

pub(super) fn create(call: &mut Call<'_>) -> Result<Value, ControlError> {
    let identity = call.identity()?;
    call.vacant(Kind::Experiment, &identity)?;
    resolve(call, "treatments", &identity)?;
    if let Some(segment) = given(&call.input, "segment") {
        resolve_segment(call, segment.as_str().unwrap_or_default(), &identity)?;
    }
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
    lifecycle::check_not_ended(Kind::Experiment, experiment, &identity)?;
    let treatments = answered(&call.input, "treatments");
    if is_running(experiment)
        && let Some(member) = frozen(experiment, &call.input, treatments.as_ref())
    {
        return Err(conflict(Kind::Experiment, experiment, &identity, &format!("is running: {member} stays as it is")));
    }
    resolve(call, "treatments", &identity)?;
    if let Some(segment) = given(&call.input, "segment") {
        resolve_segment(call, segment.as_str().unwrap_or_default(), &identity)?;
    }
    let mut faults = Faults::default();
    judge(experiment, &call.input, &mut faults);
    faults.check()?;

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

pub(super) fn start(call: &mut Call<'_>) -> Result<Value, ControlError> {
    let (_, experiment) = call.named(Kind::Experiment)?;
    let end = call.given("analysisCompleteTime");
    let end_ms = end.as_ref().and_then(number::timestamp).map_or(i64::MIN, crate::time::Timestamp::millis);
    let left_ms = end_ms.saturating_sub(call.environment.now.millis());
    // An experiment that cannot be started at all is the greater fault.
    if text(experiment, "status") == "CREATED" && !(0..=MAX_ANALYSIS_MS).contains(&left_ms) {
        let mut faults = Faults::default();
        faults.add("analysisCompleteTime", "it lies between now and 30 days from now");
        faults.check()?;
    }
    let (identity, name) = lifecycle::start(call, Kind::Experiment)?;
    call.change(Kind::Experiment, &name, &identity, |experiment| {
        let schedule = object([("analysisCompleteTime", end)]);
        set(experiment, "schedule", Some(Value::Object(schedule)));
    });
    Ok(Value::Object(object([("startedTime", Some(call.now()))])))
}

/// GetExperimentResults. A snapshot has no events, and so never enough of them: what the API says then is the truth here.
pub(super) fn results(call: &mut Call<'_>) -> Result<Value, ControlError> {
    let (identity, experiment) = call.named(Kind::Experiment)?;
    let mut faults = Faults::default();
    let metrics: BTreeSet<&str> = objects(experiment, "metricGoals")
        .filter_map(|goal| goal.get("metricDefinition")?.as_object())
        .map(|definition| text(definition, "name"))
        .collect();
    check_known(&call.input, "metricNames", &metrics, faults_of("metric"), &mut faults);
    let treatments = names(experiment, "treatments").unwrap_or_default();
    check_known(&call.input, "treatmentNames", &treatments, faults_of("treatment"), &mut faults);
    faults.check()?;
    if !matches!(text(experiment, "status"), "RUNNING" | "COMPLETED" | "CANCELLED") {
        return Err(conflict(Kind::Experiment, experiment, &identity, "has not been started"));
    }
    Ok(Value::Object(object([("details", Some("Not enough events to generate results".into()))])))
}

fn faults_of(what: &str) -> String {
    format!("the experiment has no such {what}")
}

fn check_known(input: &Item, list: &str, known: &BTreeSet<&str>, message: String, faults: &mut Faults) {
    let names = given(input, list).and_then(Value::as_array).into_iter().flatten();
    for (index, name) in names.enumerate() {
        if !known.contains(name.as_str().unwrap_or_default()) {
            faults.add(item(list, index), message.as_str());
        }
    }
}

/// The treatments are among these, if it is known which there are.
fn check_online_ab(online_ab: &Item, treatments: Option<&BTreeSet<&str>>, faults: &mut Faults) {
    check_weights(online_ab.get("treatmentWeights"), treatments, "onlineAbConfig.treatmentWeights", faults);
    let control = given(online_ab, "controlTreatmentName").and_then(Value::as_str);
    if control.is_some_and(|control| treatments.is_some_and(|treatments| !treatments.contains(control))) {
        faults.add(member("onlineAbConfig", "controlTreatmentName"), "the experiment has no such treatment");
    }
}

/// What is wrong with what an update comes to, where it changes the treatments or their weights alone.
fn judge(experiment: &Item, input: &Item, faults: &mut Faults) {
    let config = given(input, "onlineAbConfig").and_then(Value::as_object);
    match (names(input, "treatments"), config) {
        (None, Some(config)) => {
            check_online_ab(config, Some(&names(experiment, "treatments").unwrap_or_default()), faults);
        }
        (Some(treatments), None) => {
            let definition = given(experiment, "onlineAbDefinition").and_then(Value::as_object);
            let mut of_definition = Faults::default();
            check_online_ab(definition.unwrap_or(&Item::new()), Some(&treatments), &mut of_definition);
            if of_definition.check().is_err() {
                faults.add("treatments", "the weights or the control are for treatments that are missing");
            }
        }
        _ => {}
    }
}

/// The first member of an update that may not change while the experiment runs (§2.5), if there is one that does.
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
