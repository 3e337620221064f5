//! The wire types of AppConfig: the `AWS.AppConfig.FeatureFlags` document, and runs as GetExperimentRun returns them (S1).

use crate::json::Json;
use crate::problem::{Code, Path};

use super::{Place, Reader};

/// `appConfig` of a snapshot.
#[derive(Debug, Default)]
pub(crate) struct AppConfig<'a> {
    /// `None` when there is no document of flags, or none that could be read, which is reported.
    pub(crate) flags: Option<Flags<'a>>,
    pub(crate) runs: Vec<Run<'a>>,
}

/// A document of flags.
#[derive(Debug)]
pub(crate) struct Flags<'a> {
    /// `None` when they could not be read, which is reported.
    pub(crate) definitions: Option<Vec<Keyed<'a, Definition<'a>>>>,
    pub(crate) values: Vec<Keyed<'a, Value<'a>>>,
}

/// An item of one of a document's two objects.
#[derive(Debug)]
pub(crate) struct Keyed<'a, T> {
    pub(crate) key: &'a str,
    pub(crate) place: Place,
    pub(crate) content: T,
}

/// A flag's definition: its attributes by key, each with the constraints of its values.
#[derive(Debug)]
pub(crate) struct Definition<'a> {
    /// `None` when they could not be read, which is reported.
    pub(crate) attributes: Option<Vec<(&'a str, Option<Constraints<'a>>)>>,
}

/// What an attribute's values, or the elements of its arrays, must be.
#[derive(Debug)]
pub(crate) struct Constraints<'a> {
    /// All of it, for messages.
    pub(crate) json: &'a Json<'a>,
    pub(crate) kind: Option<&'a str>,
    pub(crate) required: bool,
    pub(crate) minimum: Option<&'a Json<'a>>,
    pub(crate) maximum: Option<&'a Json<'a>>,
    pub(crate) pattern: Option<&'a str>,
    pub(crate) choices: Option<Vec<&'a str>>,
    pub(crate) elements: Option<Box<Constraints<'a>>>,
}

/// Keys of attributes, each with its value.
pub(crate) type Attributes<'a> = Vec<(&'a str, &'a Json<'a>)>;

/// A flag's value.
#[derive(Debug)]
pub(crate) enum Value<'a> {
    Basic {
        enabled: bool,
        attributes: Attributes<'a>,
    },
    /// The variants that could be read, by position, of so many.
    Variants(Vec<(usize, Variant<'a>)>, usize),
    /// It has been reported.
    Unreadable,
}

/// One of several values of a flag.
#[derive(Debug)]
pub(crate) struct Variant<'a> {
    pub(crate) name: Option<&'a str>,
    pub(crate) enabled: Option<bool>,
    /// `Some(None)` if it is no text, which is reported.
    pub(crate) rule: Option<Option<&'a str>>,
    /// `None` when they could not be read, which is reported.
    pub(crate) attributes: Option<Attributes<'a>>,
}

/// An experiment run.
#[derive(Debug)]
pub(crate) struct Run<'a> {
    pub(crate) index: usize,
    /// The document, if the run does not name its flag (R37).
    pub(crate) place: Place,
    pub(crate) application_id: Option<&'a str>,
    pub(crate) experiment_definition_id: Option<&'a str>,
    pub(crate) run: Option<&'a Json<'a>>,
    pub(crate) status: Option<&'a str>,
    pub(crate) exposure_percentage: Option<&'a Json<'a>>,
    /// Entity id → key of a treatment.
    pub(crate) overrides: Vec<(&'a str, Option<&'a str>)>,
    pub(crate) flag_key: Option<&'a str>,
    pub(crate) audience_rule: Option<&'a str>,
    pub(crate) treatments: Vec<(usize, Treatment<'a>)>,
    /// Whether some treatment could not be read, which is reported.
    unreadable: bool,
    pub(crate) control: Option<Treatment<'a>>,
}

/// A treatment, the control included.
#[derive(Debug)]
pub(crate) struct Treatment<'a> {
    pub(crate) key: Option<&'a str>,
    pub(crate) weight: Option<&'a Json<'a>>,
    pub(crate) enabled: Option<bool>,
    /// Each value is a union.
    pub(crate) attributes: Attributes<'a>,
}

impl<'a> Flags<'a> {
    /// Calls `body` with the path of a definition (`flags`) or a value (`values`).
    pub(crate) fn with_path<R>(part: &str, key: &str, body: impl FnOnce(&Path<'_>) -> R) -> R {
        let outer = Path::ROOT.key("appConfig");
        let document = outer.key("flags");
        let part = document.key(part);
        body(&part.key(key))
    }
}

impl Run<'_> {
    /// Whether the keys of all treatments are known.
    pub(crate) fn has_all_keys(&self) -> bool {
        let treatments = self.treatments.iter().map(|(_, treatment)| treatment).chain(&self.control);
        !self.unreadable && self.control.is_some() && treatments.map(|treatment| treatment.key).all(|key| key.is_some())
    }

    /// Calls `body` with the path of the run.
    pub(crate) fn with_path<R>(index: usize, body: impl FnOnce(&Path<'_>) -> R) -> R {
        let outer = Path::ROOT.key("appConfig");
        let list = outer.key("experimentRuns");
        body(&list.index(index))
    }
}

impl<'a> AppConfig<'a> {
    /// Reads the member of a snapshot's document, if it is there.
    pub(super) fn read(reader: &mut Reader<'_>, document: &'a Json<'a>) -> AppConfig<'a> {
        let root = Path::ROOT;
        let Some(value) = reader.optional_object(document, "appConfig", &root) else { return AppConfig::default() };
        let at = root.key("appConfig");
        let flags = reader.optional_object(value, "flags", &at).map(|value| flags(reader, value, &at.key("flags")));
        let runs = reader.optional_list(value, "experimentRuns", &at).unwrap_or_default();
        let mut read = Vec::new();
        for (index, value) in runs.iter().enumerate() {
            if reader.report.is_full() {
                break;
            }
            read.extend(Run::with_path(index, |at| run(reader, value, index, at)));
            reader.place = Place::Document;
        }
        AppConfig { flags, runs: read }
    }
}

fn flags<'a>(reader: &mut Reader<'_>, value: &'a Json<'a>, at: &Path<'_>) -> Flags<'a> {
    if let Some(version) = reader.required(value, "version", at).filter(|version| version.as_str() != Some("1")) {
        reader.report_json(&at.key("version"), Code::UnsupportedVersion, version);
    }
    let definitions = keyed(reader, value, "flags", at, Place::Definition, |reader, value, at| {
        let is_readable = reader.is_object(value, at) && is_object_or_absent(value, "attributes");
        reader.timestamps(value, &["_createdAt", "_updatedAt"], at);
        let attributes = reader.members(value, "attributes", at);
        let at = at.key("attributes");
        let attribute = |(key, value)| (key, attribute(reader, value, &at.key(key)));
        let attributes = attributes.into_iter().map(attribute).collect();
        Definition { attributes: is_readable.then_some(attributes) }
    });
    let definitions = is_object_or_absent(value, "flags").then_some(definitions);
    Flags { definitions, values: keyed(reader, value, "values", at, Place::Value, flag_value) }
}

/// Whether a member that may be absent is an object, if it is there.
fn is_object_or_absent(value: &Json<'_>, key: &str) -> bool {
    matches!(value.get(key), None | Some(Json::Null | Json::Object(_)))
}

fn keyed<'a, T>(
    reader: &mut Reader<'_>,
    document: &'a Json<'a>,
    part: &str,
    at: &Path<'_>,
    place: fn(usize) -> Place,
    read: impl Fn(&mut Reader<'_>, &'a Json<'a>, &Path<'_>) -> T,
) -> Vec<Keyed<'a, T>> {
    let members = reader.members(document, part, at);
    let at = at.key(part);
    let mut items = Vec::new();
    for (index, (key, value)) in members.into_iter().enumerate() {
        if reader.report.is_full() {
            break;
        }
        // R2: null is absence.
        if *value == Json::Null {
            continue;
        }
        reader.place = place(index);
        items.push(Keyed { key, place: reader.place, content: read(reader, value, &at.key(key)) });
        reader.place = Place::Document;
    }
    items
}

/// The constraints in the definition of an attribute, if it has any.
fn attribute<'a>(reader: &mut Reader<'_>, value: &'a Json<'a>, at: &Path<'_>) -> Option<Constraints<'a>> {
    if !reader.is_object(value, at) {
        return None;
    }
    let constraints = reader.optional_object(value, "constraints", at)?;
    Some(self::constraints(reader, constraints, &at.key("constraints")))
}

fn constraints<'a>(reader: &mut Reader<'_>, value: &'a Json<'a>, at: &Path<'_>) -> Constraints<'a> {
    let list = reader.optional_list(value, "enum", at);
    // Nothing is compared with a list of which a part could not be read.
    let choices =
        list.and_then(|list| Some(reader.texts(list, &at.key("enum"))).filter(|texts| texts.len() == list.len()));
    Constraints {
        json: value,
        kind: reader.required_text(value, "type", at),
        required: reader.optional_flag(value, "required", at).unwrap_or(false),
        minimum: reader.optional(value, "minimum"),
        maximum: reader.optional(value, "maximum"),
        pattern: reader.optional_text(value, "pattern", at),
        choices,
        elements: reader
            .optional_object(value, "elements", at)
            .map(|elements| Box::new(constraints(reader, elements, &at.key("elements")))),
    }
}

fn flag_value<'a>(reader: &mut Reader<'_>, value: &'a Json<'a>, at: &Path<'_>) -> Value<'a> {
    if !reader.is_object(value, at) {
        return Value::Unreadable;
    }
    reader.timestamps(value, &["_createdAt", "_updatedAt"], at);
    // R21: what begins with an underscore is AWS's own.
    let attributes = attributes(reader.members_of(value), |key| key != "enabled" && !key.starts_with('_'));
    if reader.optional(value, "_variants").is_none() {
        let enabled = reader.optional_flag(value, "enabled", at).unwrap_or(false);
        return Value::Basic { enabled, attributes };
    }
    let beside = reader.optional(value, "enabled").map(|enabled| ("enabled", enabled));
    for (key, value) in beside.into_iter().chain(attributes) {
        reader.report_json(&at.key(key), Code::StrictVariants, value);
    }
    let Some(list) = reader.optional_list(value, "_variants", at) else { return Value::Unreadable };
    if list.is_empty() {
        reader.report_json(&at.key("_variants"), Code::EmptyList, &Json::Array(Vec::new()));
    }
    let variants = reader.objects(list, &at.key("_variants"), |reader, value, at| Variant {
        name: reader.required_text(value, "name", at),
        enabled: reader.required_flag(value, "enabled", at),
        rule: reader.optional(value, "rule").map(|_| reader.optional_text(value, "rule", at)),
        attributes: {
            let members = reader.members(value, "attributeValues", at);
            let attributes = self::attributes(members, |key| !key.starts_with('_'));
            is_object_or_absent(value, "attributeValues").then_some(attributes)
        },
    });
    Value::Variants(variants, list.len())
}

/// Those of the members that are attributes; `null` is absent (R2).
fn attributes<'a>(members: Attributes<'a>, is_one: impl Fn(&str) -> bool) -> Attributes<'a> {
    members.into_iter().filter(|(key, value)| **value != Json::Null && is_one(key)).collect()
}

fn run<'a>(reader: &mut Reader<'_>, value: &'a Json<'a>, index: usize, at: &Path<'_>) -> Option<Run<'a>> {
    let definition = value.get("ExperimentDefinitionSnapshot").unwrap_or(&Json::Null);
    let key = definition.get("FlagKey").and_then(Json::as_str);
    reader.place = if key.is_some() { Place::Run(index) } else { Place::Document };
    if !reader.is_object(value, at) {
        return None;
    }
    reader.timestamps(value, &["StartedAt", "UpdatedAt", "EndedAt"], at);
    let definition_at = at.key("ExperimentDefinitionSnapshot");
    let definition = reader.required(value, "ExperimentDefinitionSnapshot", at);
    let definition = definition.filter(|definition| reader.is_object(definition, &definition_at))?;
    reader.timestamps(definition, &["CreatedAt", "UpdatedAt"], &definition_at);
    let overrides = reader.optional_object(value, "TreatmentOverrides", at).unwrap_or(&Json::Null);
    let list = reader.optional_list(definition, "Treatments", &definition_at);
    let unreadable = match list {
        Some(list) => list.iter().any(|treatment| !matches!(treatment, Json::Object(_))),
        None => reader.optional(definition, "Treatments").is_some(),
    };
    let treatments = list.unwrap_or_default();
    let control_at = definition_at.key("Control");
    Some(Run {
        index,
        place: reader.place,
        application_id: reader.required_text(value, "ApplicationId", at),
        experiment_definition_id: reader.required_text(value, "ExperimentDefinitionId", at),
        run: reader.required(value, "Run", at),
        status: reader.required_text(value, "Status", at),
        exposure_percentage: reader.optional(value, "ExposurePercentage"),
        overrides: reader.optional_texts(overrides, "Inline", &at.key("TreatmentOverrides")),
        flag_key: reader.required_text(definition, "FlagKey", &definition_at),
        audience_rule: reader.required_text(definition, "AudienceRule", &definition_at),
        treatments: reader.objects(treatments, &definition_at.key("Treatments"), |reader, value, at| {
            let key = reader.required_text(value, "Key", at);
            treatment(reader, value, key, at)
        }),
        unreadable,
        control: reader
            .required(definition, "Control", &definition_at)
            .filter(|control| reader.is_object(control, &control_at))
            .map(|control| {
                // A7: `c` unless it has another key.
                let key = match reader.optional(control, "Key") {
                    None => Some("c"),
                    Some(_) => reader.optional_text(control, "Key", &control_at),
                };
                treatment(reader, control, key, &control_at)
            }),
    })
}

fn treatment<'a>(reader: &mut Reader<'_>, value: &'a Json<'a>, key: Option<&'a str>, at: &Path<'_>) -> Treatment<'a> {
    let value_at = at.key("FlagValue");
    let weight = reader.required(value, "Weight", at);
    let value = reader.required(value, "FlagValue", at).filter(|value| reader.is_object(value, &value_at));
    Treatment {
        key,
        weight,
        enabled: value.and_then(|value| reader.required_flag(value, "Enabled", &value_at)),
        attributes: value
            .map_or_else(Vec::new, |value| attributes(reader.members(value, "AttributeValues", &value_at), |_| true)),
    }
}
