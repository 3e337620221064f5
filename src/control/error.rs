//! Why an operation fails: the exceptions of Evidently's API (C1), and the texts seen on the service (C3).

use std::fmt;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::problem::Problem;

/// The service's name in errors about quotas.
const SERVICE: &str = "evidently";

/// The exception that an operation ends with. The snapshot is then as it was (C4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlError {
    /// Which one it is.
    pub exception: Exception,
    /// A sentence. Those seen on the service are the service's; the others may change.
    pub message: String,
    /// `reason` of a `ValidationException`.
    pub reason: Option<Reason>,
    /// `fieldList` of a `ValidationException`: every member that is wrong. Of a `SnapshotError`: the places of its problems.
    pub field_list: Vec<InvalidField>,
    /// The ARN of the resource that the error is about.
    pub resource_id: Option<String>,
    /// What that resource is: `project`, `feature`, `launch`, `experiment` or `segment`.
    pub resource_type: Option<&'static str>,
}

/// The exceptions of Evidently's API that an operation may answer, and ours for a snapshot that does not load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exception {
    /// The input is wrong. Every operation declares it.
    Validation,
    /// Something is not in the snapshot.
    NotFound,
    /// The snapshot is not in the state for the operation.
    Conflict,
    /// There would be too many of something.
    Quota,
    /// The snapshot does not load. It is not of the API.
    Snapshot,
}

impl Exception {
    /// Its name in AWS's API.
    pub fn name(self) -> &'static str {
        match self {
            Exception::Validation => "ValidationException",
            Exception::NotFound => "ResourceNotFoundException",
            Exception::Conflict => "ConflictException",
            Exception::Quota => "ServiceQuotaExceededException",
            Exception::Snapshot => "SnapshotError",
        }
    }

    /// The status of the HTTP response that carries it.
    pub fn http_status(self) -> u16 {
        match self {
            Exception::Validation => 400,
            Exception::Quota => 402,
            Exception::NotFound => 404,
            Exception::Conflict => 409,
            Exception::Snapshot => 500,
        }
    }

    /// Whether its shape has the members of a resource.
    fn is_of_resource(self) -> bool {
        match self {
            Exception::NotFound | Exception::Conflict | Exception::Quota => true,
            Exception::Validation | Exception::Snapshot => false,
        }
    }
}

/// `ValidationExceptionReason` of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// There is no operation of that name.
    UnknownOperation,
    /// The input, or JSON text in it, is not JSON.
    CannotParse,
    /// The members in `fieldList` are wrong.
    FieldValidationFailed,
    /// Anything else.
    Other,
}

impl Reason {
    /// The text that the API gives.
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::UnknownOperation => "unknownOperation",
            Reason::CannotParse => "cannotParse",
            Reason::FieldValidationFailed => "fieldValidationFailed",
            Reason::Other => "other",
        }
    }
}

/// `ValidationExceptionField` of the API: a member of the input, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidField {
    /// Its place as JavaScript would write it: `groups[0].feature`.
    pub name: String,
    /// What is wrong.
    pub message: String,
}

impl ControlError {
    fn new(exception: Exception, message: String) -> ControlError {
        ControlError {
            exception,
            message,
            reason: None,
            field_list: Vec::new(),
            resource_id: None,
            resource_type: None,
        }
    }

    /// The refusal of an input as a whole.
    pub fn validation(reason: Reason, message: String) -> ControlError {
        ControlError { reason: Some(reason), ..ControlError::new(Exception::Validation, message) }
    }

    pub(super) fn invalid(reason: Reason, field_list: Vec<InvalidField>) -> ControlError {
        let sentences: Vec<String> =
            field_list.iter().map(|field| format!("{}: {}", field.name, field.message)).collect();
        ControlError { field_list, ..ControlError::validation(reason, sentences.join("; ")) }
    }

    /// The refusal of a snapshot that does not load, by what is wrong with it.
    pub fn of_problems(problems: &[Arc<Problem>]) -> ControlError {
        ControlError::snapshot(fields(problems))
    }

    /// The snapshot that the operation was to work on has these problems.
    pub(super) fn snapshot(field_list: Vec<InvalidField>) -> ControlError {
        let count = field_list.len();
        let first = field_list.first().map_or("", |field| &field.message);
        let message = match count {
            1 => format!("the snapshot has a problem: {first}"),
            _ => format!("the snapshot has {count} problems: {first}, …"),
        };
        ControlError { field_list, ..ControlError::new(Exception::Snapshot, message) }
    }

    pub(super) fn not_found(message: String, resource_type: Option<&'static str>, arn: Option<String>) -> ControlError {
        ControlError { resource_id: arn, resource_type, ..ControlError::new(Exception::NotFound, message) }
    }

    pub(super) fn conflict(message: String, resource_type: &'static str, arn: String) -> ControlError {
        let error = ControlError::new(Exception::Conflict, message);
        ControlError { resource_id: Some(arn), resource_type: Some(resource_type), ..error }
    }

    pub(super) fn quota(message: String, resource_type: &'static str, arn: String) -> ControlError {
        let error = ControlError::new(Exception::Quota, message);
        ControlError { resource_id: Some(arn), resource_type: Some(resource_type), ..error }
    }

    /// The same refusal by an operation that does not declare this exception: a `ValidationException` (C1).
    pub(super) fn undeclared(self) -> ControlError {
        ControlError::validation(Reason::Other, self.message)
    }

    /// `serviceCode` of a `ServiceQuotaExceededException`. Its `quotaCode` is nowhere documented, and left out.
    pub fn service_code(&self) -> Option<&'static str> {
        (self.exception == Exception::Quota).then_some(SERVICE)
    }

    /// The name of the exception in AWS's API; `SnapshotError`, which is ours, for a snapshot that does not load.
    pub fn name(&self) -> &'static str {
        self.exception.name()
    }

    /// The status of the HTTP response that carries the error.
    pub fn http_status(&self) -> u16 {
        self.exception.http_status()
    }

    /// The error as a JSON object: `name`, `message`, and the members of the API's error shape. As on the service, a resource
    /// that is not known is `null`.
    pub fn to_json(&self) -> String {
        let mut body = Map::new();
        let mut put = |key: &str, value: Value| drop(body.insert(key.to_owned(), value));
        put("name", self.name().into());
        put("message", self.message.as_str().into());
        if let Some(reason) = self.reason {
            put("reason", reason.as_str().into());
        }
        if !self.field_list.is_empty() {
            put("fieldList", self.field_list.iter().map(InvalidField::to_value).collect());
        }
        if self.exception.is_of_resource() {
            put("resourceId", self.resource_id.clone().into());
            put("resourceType", self.resource_type.into());
        }
        if let Some(service) = self.service_code() {
            put("serviceCode", service.into());
        }
        Value::Object(body).to_string()
    }
}

impl InvalidField {
    fn to_value(&self) -> Value {
        let members = [("name", &self.name), ("message", &self.message)];
        members.into_iter().map(|(key, text)| (key.to_owned(), Value::from(text.as_str()))).collect()
    }
}

/// Problems of a snapshot by their places.
pub(super) fn fields(problems: &[Arc<Problem>]) -> Vec<InvalidField> {
    let field = |problem: &Arc<Problem>| InvalidField { name: problem.path.clone(), message: problem.message() };
    problems.iter().map(field).collect()
}

impl fmt::Display for ControlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name(), self.message)
    }
}

impl std::error::Error for ControlError {}

/// What is wrong with an input, gathered while it is checked: every field is named (C4).
#[derive(Debug, Default)]
pub(super) struct Faults {
    cannot_parse: bool,
    fields: Vec<InvalidField>,
}

impl Faults {
    pub(super) fn add(&mut self, name: impl Into<String>, message: impl Into<String>) {
        self.fields.push(InvalidField { name: name.into(), message: message.into() });
    }

    /// As [`Faults::add`], for JSON text that is none (R18).
    pub(super) fn add_unparsable(&mut self, name: impl Into<String>, message: impl Into<String>) {
        self.cannot_parse = true;
        self.add(name, message);
    }

    pub(super) fn check(self) -> Result<(), ControlError> {
        match (self.fields.is_empty(), self.cannot_parse) {
            (true, _) => Ok(()),
            (false, true) => Err(ControlError::invalid(Reason::CannotParse, self.fields)),
            (false, false) => Err(ControlError::invalid(Reason::FieldValidationFailed, self.fields)),
        }
    }
}
