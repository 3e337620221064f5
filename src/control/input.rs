//! The input shapes of the API model (botocore's `evidently/2021-02-01`, C1): what each operation requires and bounds.

use crate::entity::is_line_break;

use super::shape::Shape::{
    self, Boolean, Choice, Context, Double, Integer, List, Map, Structure, Text, Timestamp, Union,
};
use super::shape::{Form, optional, required};

// Kinds of text.

const ANY: Form = (|_| true, "characters");
const LINE: Form = (|text| !text.contains(is_line_break), "characters without line breaks");
const NAME: Form = (|text| text.bytes().all(is_name_byte), "letters, digits, dots, dashes and underscores");
const PROJECT: Form = (|text| is_reference(text, "project/"), "characters, the name or the ARN of a project");
const SEGMENT: Form = (|text| is_reference(text, "segment/"), "characters, the name or the ARN of a segment");
const RESOURCE: Form = (|text| is_arn(text, ""), "characters, an ARN");
const VISIBLE: Form = (|text| !text.contains(char::is_whitespace), "characters without white space");
const LOG_GROUP: Form =
    (|text| text.bytes().all(|byte| is_name_byte(byte) || byte == b'/'), "characters of a log group's name");
const BUCKET: Form = (is_bucket, "small letters, digits and, between them, dashes");
const PREFIX: Form = (
    |text| text.bytes().all(|byte| is_name_byte(byte) || b"!*'()/".contains(&byte)),
    "letters, digits and characters of -!_.*'()/",
);
const ID: Form = (|text| text.bytes().all(is_id_byte), "small letters and digits");
const TAG_KEY: Form = (
    |text| !text.starts_with("aws:") && text.bytes().all(is_tag_byte),
    "letters, digits and characters of +,-./:;<=, not beginning with aws:",
);

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_')
}

fn is_id_byte(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}

/// `[a-zA-Z+-=._:/]`: what stands between `+` and `=` is a range, and in it are the digits.
fn is_tag_byte(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'+'..=b'=' | b'_')
}

fn is_bucket(text: &str) -> bool {
    text.bytes().all(|byte| is_id_byte(byte) || byte == b'-') && !text.starts_with('-') && !text.ends_with('-')
}

/// A name; or, anywhere in the text (the model does not anchor it), an ARN of that resource.
fn is_reference(text: &str, resource: &str) -> bool {
    text.bytes().all(is_name_byte)
        || text.match_indices("arn:").any(|(start, _)| text.get(start..).is_some_and(|rest| is_arn(rest, resource)))
}

/// `arn:`, four parts that colons end, and a resource that begins so.
fn is_arn(text: &str, resource: &str) -> bool {
    text.starts_with("arn:") && text.splitn(6, ':').nth(5).is_some_and(|last| last.starts_with(resource))
}

// Shapes that several operations have.

const NAME_127: Shape = Text { min: 1, max: 127, form: NAME };
const SEGMENT_NAME: Shape = Text { min: 1, max: 64, form: NAME };
const PROJECT_REF: Shape = Text { min: 0, max: 2048, form: PROJECT };
const SEGMENT_REF: Shape = Text { min: 0, max: 2048, form: SEGMENT };
const ARN: Shape = Text { min: 0, max: 2048, form: RESOURCE };
const DESCRIPTION: Shape = Text { min: 0, max: 160, form: LINE };
const ENTITY_ID: Shape = Text { min: 1, max: 512, form: LINE };
const SALT: Shape = Text { min: 0, max: 127, form: LINE };
const JSON_PATH: Shape = Text { min: 1, max: 256, form: LINE };
const METRIC: Shape = Text { min: 1, max: 255, form: VISIBLE };
pub(super) const PATTERN: Shape = Text { min: 1, max: 1024, form: ANY };
const WEIGHT: Shape = Integer { min: 0, max: 100_000 };
const TAG_NAME: Shape = Text { min: 1, max: 128, form: TAG_KEY };
const TAG_VALUE: Shape = Text { min: 0, max: 256, form: ANY };
const TAGS: Shape = Map { key: &TAG_NAME, value: &TAG_VALUE, max: usize::MAX };
const UP_TO_100: Shape = Integer { min: 1, max: 100 };
const UP_TO_50: Shape = Integer { min: 1, max: 50 };
const NEXT_TOKEN: Shape = Text { min: 1, max: 8192, form: LINE };
const STATUS: Shape = Choice(&["CREATED", "UPDATING", "RUNNING", "COMPLETED", "CANCELLED"]);
const STOP_STATE: Shape = Choice(&["COMPLETED", "CANCELLED"]);
const STRATEGY: Shape = Choice(&["ALL_RULES", "DEFAULT_VARIATION"]);

/// ±(2^53 − 1): `VariableValueLongValueLong`.
const LONG: Shape = Integer { min: -9_007_199_254_740_991, max: 9_007_199_254_740_991 };
const VALUE: Shape = Union(&[
    optional("boolValue", &Boolean),
    optional("doubleValue", &Double),
    optional("longValue", &LONG),
    optional("stringValue", &Text { min: 0, max: 512, form: ANY }),
]);
const VARIATION: Shape = Structure(&[required("name", &NAME_127), required("value", &VALUE)]);
const VARIATIONS: Shape = List { of: &VARIATION, min: 1, max: 5 };
const OVERRIDES: Shape = Map { key: &ENTITY_ID, value: &NAME_127, max: 2500 };

const ARM: Shape = Structure(&[
    optional("description", &DESCRIPTION),
    required("feature", &NAME_127),
    required("name", &NAME_127),
    required("variation", &NAME_127),
]);
const GROUPS: Shape = List { of: &ARM, min: 1, max: 5 };
const TREATMENTS: Shape = List { of: &ARM, min: 0, max: 5 };

pub(super) const GROUP_WEIGHTS: Shape = Map { key: &NAME_127, value: &WEIGHT, max: 5 };
const SEGMENT_OVERRIDE: Shape = Structure(&[
    required("evaluationOrder", &Integer { min: i64::MIN, max: i64::MAX }),
    required("segment", &SEGMENT_REF),
    required("weights", &GROUP_WEIGHTS),
]);
const STEP: Shape = Structure(&[
    required("groupWeights", &GROUP_WEIGHTS),
    optional("segmentOverrides", &List { of: &SEGMENT_OVERRIDE, min: 0, max: 6 }),
    required("startTime", &Timestamp),
]);
const SPLITS: Shape = Structure(&[required("steps", &List { of: &STEP, min: 1, max: 6 })]);
pub(super) const TREATMENT_WEIGHTS: Shape = Map { key: &NAME_127, value: &WEIGHT, max: usize::MAX };
const ONLINE_AB: Shape =
    Structure(&[optional("controlTreatmentName", &NAME_127), optional("treatmentWeights", &TREATMENT_WEIGHTS)]);

const DEFINITION: Shape = Structure(&[
    required("entityIdKey", &JSON_PATH),
    optional("eventPattern", &Text { min: 0, max: 1024, form: ANY }),
    required("name", &METRIC),
    optional("unitLabel", &Text { min: 1, max: 256, form: LINE }),
    required("valueKey", &JSON_PATH),
]);
const GOAL: Shape = Structure(&[
    optional("desiredChange", &Choice(&["INCREASE", "DECREASE"])),
    required("metricDefinition", &DEFINITION),
]);
const GOALS: Shape = List { of: &GOAL, min: 1, max: 3 };
const MONITORS: Shape = List { of: &Structure(&[required("metricDefinition", &DEFINITION)]), min: 0, max: 3 };

const APP_CONFIG_ID: Shape = Text { min: 4, max: 7, form: ID };
pub(super) const APP_CONFIG: Shape =
    Structure(&[optional("applicationId", &APP_CONFIG_ID), optional("environmentId", &APP_CONFIG_ID)]);
const LOGS: Shape = Structure(&[optional("logGroup", &Text { min: 1, max: 512, form: LOG_GROUP })]);
const S3: Shape = Structure(&[
    optional("bucket", &Text { min: 3, max: 63, form: BUCKET }),
    optional("prefix", &Text { min: 1, max: 1024, form: PREFIX }),
]);
const DELIVERY: Shape = Structure(&[optional("cloudWatchLogs", &LOGS), optional("s3Destination", &S3)]);

// Inputs, in the order of the table of operations.

pub(super) const CREATE_PROJECT: Shape = Structure(&[
    optional("appConfigResource", &APP_CONFIG),
    optional("dataDelivery", &DELIVERY),
    optional("description", &DESCRIPTION),
    required("name", &NAME_127),
    optional("tags", &TAGS),
]);
/// For GetProject and DeleteProject.
pub(super) const PROJECT_ONLY: Shape = Structure(&[required("project", &PROJECT_REF)]);
pub(super) const LIST_PROJECTS: Shape =
    Structure(&[optional("maxResults", &UP_TO_50), optional("nextToken", &NEXT_TOKEN)]);
pub(super) const UPDATE_PROJECT: Shape = Structure(&[
    optional("appConfigResource", &APP_CONFIG),
    optional("description", &DESCRIPTION),
    required("project", &PROJECT_REF),
]);
pub(super) const UPDATE_DATA_DELIVERY: Shape =
    Structure(&[optional("cloudWatchLogs", &LOGS), required("project", &PROJECT_REF), optional("s3Destination", &S3)]);

pub(super) const CREATE_FEATURE: Shape = Structure(&[
    optional("defaultVariation", &NAME_127),
    optional("description", &DESCRIPTION),
    optional("entityOverrides", &OVERRIDES),
    optional("evaluationStrategy", &STRATEGY),
    required("name", &NAME_127),
    required("project", &PROJECT_REF),
    optional("tags", &TAGS),
    required("variations", &VARIATIONS),
]);
/// For GetFeature and DeleteFeature.
pub(super) const FEATURE: Shape = Structure(&[required("feature", &NAME_127), required("project", &PROJECT_REF)]);
pub(super) const LIST_FEATURES: Shape = Structure(&[
    optional("maxResults", &UP_TO_100),
    optional("nextToken", &NEXT_TOKEN),
    required("project", &PROJECT_REF),
]);
pub(super) const UPDATE_FEATURE: Shape = Structure(&[
    optional("addOrUpdateVariations", &VARIATIONS),
    optional("defaultVariation", &NAME_127),
    optional("description", &DESCRIPTION),
    optional("entityOverrides", &OVERRIDES),
    optional("evaluationStrategy", &STRATEGY),
    required("feature", &NAME_127),
    required("project", &PROJECT_REF),
    optional("removeVariations", &List { of: &NAME_127, min: 0, max: 5 }),
]);

pub(super) const CREATE_LAUNCH: Shape = Structure(&[
    optional("description", &DESCRIPTION),
    required("groups", &GROUPS),
    optional("metricMonitors", &MONITORS),
    required("name", &NAME_127),
    required("project", &PROJECT_REF),
    optional("randomizationSalt", &SALT),
    optional("scheduledSplitsConfig", &SPLITS),
    optional("tags", &TAGS),
]);
/// For GetLaunch, StartLaunch and DeleteLaunch.
pub(super) const LAUNCH: Shape = Structure(&[required("launch", &NAME_127), required("project", &PROJECT_REF)]);
/// For ListLaunches and ListExperiments.
pub(super) const LIST_BY_STATUS: Shape = Structure(&[
    optional("maxResults", &UP_TO_100),
    optional("nextToken", &NEXT_TOKEN),
    required("project", &PROJECT_REF),
    optional("status", &STATUS),
]);
pub(super) const UPDATE_LAUNCH: Shape = Structure(&[
    optional("description", &DESCRIPTION),
    optional("groups", &GROUPS),
    required("launch", &NAME_127),
    optional("metricMonitors", &MONITORS),
    required("project", &PROJECT_REF),
    optional("randomizationSalt", &SALT),
    optional("scheduledSplitsConfig", &SPLITS),
]);
pub(super) const STOP_LAUNCH: Shape = Structure(&[
    optional("desiredState", &STOP_STATE),
    required("launch", &NAME_127),
    required("project", &PROJECT_REF),
    optional("reason", &DESCRIPTION),
]);

pub(super) const CREATE_EXPERIMENT: Shape = Structure(&[
    optional("description", &DESCRIPTION),
    required("metricGoals", &GOALS),
    required("name", &NAME_127),
    optional("onlineAbConfig", &ONLINE_AB),
    required("project", &PROJECT_REF),
    optional("randomizationSalt", &SALT),
    optional("samplingRate", &WEIGHT),
    optional("segment", &SEGMENT_REF),
    optional("tags", &TAGS),
    required("treatments", &TREATMENTS),
]);
/// For GetExperiment and DeleteExperiment.
pub(super) const EXPERIMENT: Shape = Structure(&[required("experiment", &NAME_127), required("project", &PROJECT_REF)]);
pub(super) const UPDATE_EXPERIMENT: Shape = Structure(&[
    optional("description", &DESCRIPTION),
    required("experiment", &NAME_127),
    optional("metricGoals", &GOALS),
    optional("onlineAbConfig", &ONLINE_AB),
    required("project", &PROJECT_REF),
    optional("randomizationSalt", &SALT),
    optional("removeSegment", &Boolean),
    optional("samplingRate", &WEIGHT),
    optional("segment", &SEGMENT_REF),
    optional("treatments", &TREATMENTS),
]);
pub(super) const START_EXPERIMENT: Shape = Structure(&[
    required("analysisCompleteTime", &Timestamp),
    required("experiment", &NAME_127),
    required("project", &PROJECT_REF),
]);
pub(super) const STOP_EXPERIMENT: Shape = Structure(&[
    optional("desiredState", &STOP_STATE),
    required("experiment", &NAME_127),
    required("project", &PROJECT_REF),
    optional("reason", &DESCRIPTION),
]);
pub(super) const EXPERIMENT_RESULTS: Shape = Structure(&[
    optional("baseStat", &Choice(&["Mean"])),
    optional("endTime", &Timestamp),
    required("experiment", &NAME_127),
    required("metricNames", &List { of: &METRIC, min: 1, max: 1 }),
    optional("period", &Integer { min: 300, max: 90_000 }),
    required("project", &PROJECT_REF),
    optional("reportNames", &List { of: &Choice(&["BayesianInference"]), min: 0, max: 5 }),
    optional("resultStats", &List { of: &RESULT_STAT, min: 0, max: 5 }),
    optional("startTime", &Timestamp),
    required("treatmentNames", &List { of: &NAME_127, min: 1, max: 5 }),
]);
const RESULT_STAT: Shape = Choice(&["BaseStat", "TreatmentEffect", "ConfidenceInterval", "PValue"]);

pub(super) const CREATE_SEGMENT: Shape = Structure(&[
    optional("description", &DESCRIPTION),
    required("name", &SEGMENT_NAME),
    required("pattern", &PATTERN),
    optional("tags", &TAGS),
]);
/// For GetSegment and DeleteSegment.
pub(super) const SEGMENT_ONLY: Shape = Structure(&[required("segment", &SEGMENT_REF)]);
/// The same as that of ListProjects.
pub(super) const LIST_SEGMENTS: Shape = LIST_PROJECTS;
pub(super) const LIST_REFERENCES: Shape = Structure(&[
    optional("maxResults", &UP_TO_100),
    optional("nextToken", &NEXT_TOKEN),
    required("segment", &SEGMENT_REF),
    required("type", &Choice(&["EXPERIMENT", "LAUNCH"])),
]);
pub(super) const TEST_PATTERN: Shape = Structure(&[required("pattern", &PATTERN), required("payload", &Context)]);

pub(super) const LIST_TAGS: Shape = Structure(&[required("resourceArn", &ARN)]);
pub(super) const TAG: Shape = Structure(&[required("resourceArn", &ARN), required("tags", &TAGS)]);
pub(super) const UNTAG: Shape =
    Structure(&[required("resourceArn", &ARN), required("tagKeys", &List { of: &TAG_NAME, min: 0, max: 50 })]);

pub(super) const EVALUATE: Shape = Structure(&[
    required("entityId", &ENTITY_ID),
    optional("evaluationContext", &Context),
    required("feature", &NAME_127),
    required("project", &PROJECT_REF),
]);
const EVALUATION: Shape = Structure(&[
    required("entityId", &ENTITY_ID),
    optional("evaluationContext", &Context),
    required("feature", &NAME_127),
]);
pub(super) const BATCH_EVALUATE: Shape =
    Structure(&[required("project", &PROJECT_REF), required("requests", &List { of: &EVALUATION, min: 1, max: 20 })]);
const EVENT: Shape = Structure(&[
    required("data", &Text { min: 0, max: usize::MAX, form: ANY }),
    required("timestamp", &Timestamp),
    required("type", &Choice(&["aws.evidently.evaluation", "aws.evidently.custom"])),
]);
pub(super) const PUT_EVENTS: Shape =
    Structure(&[required("events", &List { of: &EVENT, min: 0, max: 50 }), required("project", &PROJECT_REF)]);
