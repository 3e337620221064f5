//! The wire types of a snapshot: what was written, member for member, in the response shapes of AWS's API (S1).
//!
//! Reading checks shapes only: that a list is a list and a text a text. What the texts and numbers mean is checked by
//! `compile`. A member with a problem is left out, and reading goes on, so that every problem is found (S4); items of lists
//! keep their positions for that.

mod appconfig;
mod reader;

use crate::json::Json;
use crate::problem::{Code, Path};

pub(crate) use appconfig::{
    AppConfig, Attributes, Constraints, Definition, Flags, Keyed, Run, Treatment, Value, Variant,
};
pub(crate) use reader::{Reader, Report};

/// A snapshot document, version 1.
#[derive(Debug, Default)]
pub(crate) struct Snapshot<'a> {
    pub(crate) project: Option<Project<'a>>,
    pub(crate) features: Vec<Item<Feature<'a>>>,
    pub(crate) segments: Vec<Item<Segment<'a>>>,
    pub(crate) launches: Vec<Item<Launch<'a>>>,
    pub(crate) experiments: Vec<Item<Experiment<'a>>>,
    pub(crate) app_config: AppConfig<'a>,
}

/// Where a problem belongs when the rest of the snapshot is to be served without it (S5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// The document as a whole.
    Document,
    /// An item of one of the lists, by its position there.
    Item(List, usize),
    /// The definition of a flag, by its position among them.
    Definition(usize),
    /// The value of a flag, by its position among them.
    Value(usize),
    /// An experiment run, by its position among them.
    Run(usize),
}

/// The lists of a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum List {
    Features,
    Segments,
    Launches,
    Experiments,
}

impl List {
    /// The member that holds the list, and the one-member wrapper that the Get call puts around an item.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            List::Features => ("features", "feature"),
            List::Segments => ("segments", "segment"),
            List::Launches => ("launches", "launch"),
            List::Experiments => ("experiments", "experiment"),
        }
    }
}

/// An item of a list.
#[derive(Debug)]
pub(crate) struct Item<T> {
    pub(crate) index: usize,
    pub(crate) list: List,
    /// Whether it stands in its one-member wrapper.
    wrapped: bool,
    pub(crate) content: T,
}

impl<T> Item<T> {
    pub(crate) fn place(&self) -> Place {
        Place::Item(self.list, self.index)
    }

    /// Calls `body` with the path of the item.
    pub(crate) fn with_path<R>(&self, body: impl FnOnce(&Path<'_>) -> R) -> R {
        let (list, wrapper) = self.list.names();
        let list = Path::ROOT.key(list);
        let item = list.index(self.index);
        if self.wrapped { body(&item.key(wrapper)) } else { body(&item) }
    }
}

/// `Project` of GetProject.
#[derive(Debug)]
pub(crate) struct Project<'a> {
    pub(crate) name: Option<&'a str>,
    pub(crate) arn: Option<&'a str>,
    pub(crate) wrapped: bool,
}

/// `Feature` of GetFeature.
#[derive(Debug)]
pub(crate) struct Feature<'a> {
    pub(crate) name: Option<&'a str>,
    pub(crate) arn: Option<&'a str>,
    pub(crate) value_type: Option<&'a str>,
    pub(crate) evaluation_strategy: Option<&'a str>,
    pub(crate) default_variation: Option<&'a str>,
    /// `None` when it could not be read, which is reported.
    pub(crate) variations: Option<Vec<(usize, Variation<'a>)>>,
    pub(crate) entity_overrides: Vec<(&'a str, Option<&'a str>)>,
}

/// `Variation`.
#[derive(Debug)]
pub(crate) struct Variation<'a> {
    pub(crate) name: Option<&'a str>,
    /// The members of the value union.
    pub(crate) value: Option<&'a Json<'a>>,
}

/// `Segment` of GetSegment.
#[derive(Debug)]
pub(crate) struct Segment<'a> {
    pub(crate) name: Option<&'a str>,
    pub(crate) arn: Option<&'a str>,
    pub(crate) pattern: Option<&'a str>,
}

/// `Launch` of GetLaunch.
#[derive(Debug)]
pub(crate) struct Launch<'a> {
    pub(crate) name: Option<&'a str>,
    pub(crate) status: Option<&'a str>,
    pub(crate) randomization_salt: Option<&'a str>,
    pub(crate) groups: Arms<'a>,
    pub(crate) steps: Vec<(usize, ScheduledSplit<'a>)>,
}

/// `LaunchGroup`s or `Treatment`s: names, each with variations of features.
#[derive(Debug, Default)]
pub(crate) struct Arms<'a> {
    pub(crate) list: Vec<(usize, Arm<'a>)>,
    /// Whether some of the features could not be read, so that nobody knows whom a problem touches (R14).
    pub(crate) unreadable: bool,
}

/// One `LaunchGroup` or `Treatment`.
#[derive(Debug)]
pub(crate) struct Arm<'a> {
    pub(crate) name: Option<&'a str>,
    /// Feature → variation.
    pub(crate) feature_variations: Vec<(&'a str, Option<&'a str>)>,
}

/// Names with their weights, each still a JSON value.
pub(crate) type Weights<'a> = Vec<(&'a str, &'a Json<'a>)>;

/// `ScheduledSplit`: a step.
#[derive(Debug)]
pub(crate) struct ScheduledSplit<'a> {
    pub(crate) start_time: Option<&'a Json<'a>>,
    pub(crate) group_weights: Weights<'a>,
    pub(crate) segment_overrides: Vec<(usize, SegmentOverride<'a>)>,
}

/// `SegmentOverride`.
#[derive(Debug)]
pub(crate) struct SegmentOverride<'a> {
    pub(crate) segment: Option<&'a str>,
    pub(crate) evaluation_order: Option<&'a Json<'a>>,
    pub(crate) weights: Weights<'a>,
}

/// `Experiment` of GetExperiment.
#[derive(Debug)]
pub(crate) struct Experiment<'a> {
    pub(crate) name: Option<&'a str>,
    pub(crate) status: Option<&'a str>,
    pub(crate) randomization_salt: Option<&'a str>,
    pub(crate) sampling_rate: Option<&'a Json<'a>>,
    pub(crate) segment: Option<&'a str>,
    pub(crate) treatments: Arms<'a>,
    pub(crate) control_treatment_name: Option<&'a str>,
    pub(crate) treatment_weights: Weights<'a>,
}

impl<'a> Snapshot<'a> {
    /// Reads a snapshot from its JSON document.
    pub(crate) fn read(document: &'a Json<'a>, report: &mut Report) -> Snapshot<'a> {
        let reader = &mut Reader { report, place: Place::Document };
        let root = &Path::ROOT;
        if !reader.is_object(document, root) {
            return Snapshot::default();
        }
        match reader.required(document, "version", root) {
            Some(Json::Number(lexeme)) if crate::json::Decimal::parse(lexeme).to_integer() == Some(1) => {}
            Some(other) => reader.report_json(&root.key("version"), Code::UnsupportedVersion, other),
            None => {}
        }
        let project = reader.optional(document, "project").and_then(|value| project(reader, value));
        let snapshot = Snapshot {
            project,
            features: items(reader, document, List::Features, feature),
            segments: items(reader, document, List::Segments, segment),
            launches: items(reader, document, List::Launches, launch),
            experiments: items(reader, document, List::Experiments, experiment),
            app_config: AppConfig::read(reader, document),
        };
        let needs_project = [List::Features, List::Segments, List::Launches, List::Experiments]
            .iter()
            .any(|list| reader.optional(document, list.names().0).is_some());
        if needs_project && reader.optional(document, "project").is_none() {
            reader.report_bare(&root.key("project"), Code::MissingMember);
        }
        snapshot
    }
}

fn project<'a>(reader: &mut Reader<'_>, value: &'a Json<'a>) -> Option<Project<'a>> {
    let root = Path::ROOT;
    let outer = root.key("project");
    if !reader.is_object(value, &outer) {
        return None;
    }
    let (value, wrapped) = unwrap(value, "project");
    let inner = outer.key("project");
    let at = if wrapped { &inner } else { &outer };
    metadata(reader, value, at);
    Some(Project {
        name: reader.required_text(value, "name", at),
        arn: reader.optional_text(value, "arn", at),
        wrapped,
    })
}

/// The item itself: what stands in the one-member wrapper of a Get call, if it stands in one (S1).
fn unwrap<'a>(value: &'a Json<'a>, wrapper: &str) -> (&'a Json<'a>, bool) {
    // An item has a name of its own; only its wrapper has none.
    let named = value.get("name").is_some_and(|name| *name != Json::Null);
    match value.get(wrapper) {
        Some(inner @ Json::Object(_)) if !named => (inner, true),
        _ => (value, false),
    }
}

fn items<'a, T>(
    reader: &mut Reader<'_>,
    document: &'a Json<'a>,
    list: List,
    read: impl Fn(&mut Reader<'_>, &'a Json<'a>, &Path<'_>) -> T,
) -> Vec<Item<T>> {
    let (name, wrapper) = list.names();
    let root = Path::ROOT;
    let at = root.key(name);
    let Some(values) = reader.optional_list(document, name, &root) else { return Vec::new() };
    let mut items = Vec::new();
    for (index, value) in values.iter().enumerate() {
        if reader.report.is_full() {
            break;
        }
        reader.place = Place::Item(list, index);
        let at = at.index(index);
        // A launch or an experiment of which nothing can be read may concern any feature (R14).
        if matches!(list, List::Launches | List::Experiments) && !matches!(value, Json::Object(_)) {
            reader.place = Place::Document;
        }
        if reader.is_object(value, &at) {
            let (value, wrapped) = unwrap(value, wrapper);
            let inner = at.key(wrapper);
            let at = if wrapped { &inner } else { &at };
            metadata(reader, value, at);
            items.push(Item { index, list, wrapped, content: read(reader, value, at) });
        }
        reader.place = Place::Document;
    }
    items
}

fn feature<'a>(reader: &mut Reader<'_>, value: &'a Json<'a>, at: &Path<'_>) -> Feature<'a> {
    Feature {
        name: reader.required_text(value, "name", at),
        arn: reader.optional_text(value, "arn", at),
        value_type: reader.optional_text(value, "valueType", at),
        evaluation_strategy: reader.optional_text(value, "evaluationStrategy", at),
        default_variation: reader.optional_text(value, "defaultVariation", at),
        variations: reader.required_list(value, "variations", at).map(|variations| {
            let at = at.key("variations");
            reader.objects(variations, &at, |reader, value, at| Variation {
                name: reader.required_text(value, "name", at),
                value: reader.required(value, "value", at).filter(|union| reader.is_object(union, &at.key("value"))),
            })
        }),
        entity_overrides: reader.optional_texts(value, "entityOverrides", at),
    }
}

fn segment<'a>(reader: &mut Reader<'_>, value: &'a Json<'a>, at: &Path<'_>) -> Segment<'a> {
    Segment {
        name: reader.required_text(value, "name", at),
        arn: reader.optional_text(value, "arn", at),
        pattern: reader.required_text(value, "pattern", at),
    }
}

fn launch<'a>(reader: &mut Reader<'_>, value: &'a Json<'a>, at: &Path<'_>) -> Launch<'a> {
    let definition_at = at.key("scheduledSplitsDefinition");
    let definition = reader.optional_object(value, "scheduledSplitsDefinition", at);
    let steps = definition.and_then(|definition| reader.optional_list(definition, "steps", &definition_at));
    Launch {
        name: reader.required_text(value, "name", at),
        status: reader.required_text(value, "status", at),
        randomization_salt: reader.optional_text(value, "randomizationSalt", at),
        groups: arms(reader, value, "groups", at),
        steps: steps.map_or_else(Vec::new, |steps| {
            reader.objects(steps, &definition_at.key("steps"), |reader, step, at| ScheduledSplit {
                start_time: reader.required(step, "startTime", at),
                group_weights: reader.members(step, "groupWeights", at),
                segment_overrides: segment_overrides(reader, step, at),
            })
        }),
    }
}

fn segment_overrides<'a>(
    reader: &mut Reader<'_>,
    step: &'a Json<'a>,
    at: &Path<'_>,
) -> Vec<(usize, SegmentOverride<'a>)> {
    let Some(list) = reader.optional_list(step, "segmentOverrides", at) else { return Vec::new() };
    reader.objects(list, &at.key("segmentOverrides"), |reader, value, at| SegmentOverride {
        segment: reader.required_text(value, "segment", at),
        evaluation_order: reader.required(value, "evaluationOrder", at),
        weights: reader.members(value, "weights", at),
    })
}

fn experiment<'a>(reader: &mut Reader<'_>, value: &'a Json<'a>, at: &Path<'_>) -> Experiment<'a> {
    let definition_at = at.key("onlineAbDefinition");
    let definition = reader.optional_object(value, "onlineAbDefinition", at).unwrap_or(&Json::Null);
    Experiment {
        name: reader.required_text(value, "name", at),
        status: reader.required_text(value, "status", at),
        randomization_salt: reader.optional_text(value, "randomizationSalt", at),
        sampling_rate: reader.optional(value, "samplingRate"),
        segment: reader.optional_text(value, "segment", at),
        treatments: arms(reader, value, "treatments", at),
        control_treatment_name: reader.optional_text(definition, "controlTreatmentName", &definition_at),
        treatment_weights: reader.members(definition, "treatmentWeights", &definition_at),
    }
}

fn arms<'a>(reader: &mut Reader<'_>, value: &'a Json<'a>, key: &str, at: &Path<'_>) -> Arms<'a> {
    let Some(list) = reader.optional_list(value, key, at) else {
        return Arms { list: Vec::new(), unreadable: reader.optional(value, key).is_some() };
    };
    let mut unreadable = list.iter().any(|arm| !matches!(arm, Json::Object(_)));
    let list = reader.objects(list, &at.key(key), |reader, arm, at| {
        unreadable |= !matches!(reader.optional(arm, "featureVariations"), None | Some(Json::Object(_)));
        Arm {
            name: reader.required_text(arm, "name", at),
            feature_variations: reader.optional_texts(arm, "featureVariations", at),
        }
    });
    Arms { list, unreadable }
}

/// The timestamps of an item that play no part in evaluation: they are checked all the same (S4).
fn metadata(reader: &mut Reader<'_>, value: &Json<'_>, at: &Path<'_>) {
    reader.timestamps(value, &["createdTime", "lastUpdatedTime"], at);
    for (holder, keys) in
        [("execution", ["startedTime", "endedTime"].as_slice()), ("schedule", &["analysisCompleteTime"])]
    {
        if let Some(inner) = value.get(holder) {
            reader.timestamps(inner, keys, &at.key(holder));
        }
    }
}
