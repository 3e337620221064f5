//! Evidently's control plane on a snapshot (section C): each operation of the API as a pure function.
//!
//! ```text
//!  (snapshot text, operation, input JSON, Environment)
//!       │  document       the snapshot, which must load
//!       │  input, shape   what the API model says of the input; what it would come to: every fault
//!       │                                                                      ValidationException
//!       │  project, feature, launch, experiment, segment, tag, …               an exception of the API
//!       │  layout         the text; all that was not touched is as it was
//!       ▼
//!  Applied { snapshot, output, events }, and the new snapshot loads (C5)
//! ```
//!
//! Names, inputs, outputs and errors are those of the API model (C1): botocore's `evidently/2021-02-01`. The time, the region
//! and the account are given; nothing is stored between two calls, and a call that fails has changed nothing (C4).

mod answer;
mod arms;
mod call;
mod document;
mod error;
mod evaluation;
mod event;
mod experiment;
mod feature;
mod input;
mod launch;
mod layout;
mod lifecycle;
mod list;
mod number;
mod operations;
mod project;
mod segment;
mod shape;
mod tag;
mod well_formed;

use serde_json::Value;

use crate::load::DEFAULT_MAX_BYTES;
use crate::time::Timestamp;

use call::Call;
use document::{Document, Item};
use error::Faults;
use operations::Operation;
use well_formed::well_formed;

pub use error::{ControlError, Exception, InvalidField, Reason};
pub use event::Event;

/// What an operation knows of the world, for it has no clock of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Environment<'a> {
    /// The time of the call: of `createdTime`, `startedTime`, and so on.
    pub now: Timestamp,
    /// The region in the ARN of a project that is created: a [`part_of_arn`].
    pub region: &'a str,
    /// The account in the ARN of a project that is created: a [`part_of_arn`].
    pub account: &'a str,
    /// The size budget of the snapshot, of what it becomes and of the input, in bytes (S7).
    pub max_bytes: usize,
}

impl Environment<'static> {
    /// The region and the account of a project that has no ARN (E8), and the budget that loading has.
    pub fn local(now: Timestamp) -> Environment<'static> {
        Environment { now, region: "local", account: "000000000000", max_bytes: DEFAULT_MAX_BYTES }
    }
}

impl Environment<'_> {
    fn check(&self) -> Result<(), ControlError> {
        let mut faults = Faults::default();
        for (name, text) in [("region", self.region), ("account", self.account)] {
            if let Err(why) = part_of_arn(text) {
                faults.add(name, why);
            }
        }
        faults.check()
    }
}

/// A region or an account, if the text can be one: of anything else the ARN of a project could not be read again (R4).
///
/// # Errors
/// A sentence that says what it is made of.
pub fn part_of_arn(text: &str) -> Result<&str, &'static str> {
    let is_good = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if (1..=64).contains(&text.len()) && text.bytes().all(is_good) {
        Ok(text)
    } else {
        Err("a part of an ARN is made of 1 to 64 letters, digits and dashes")
    }
}

/// What an operation came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The text of the new snapshot; `None` if nothing has changed.
    pub snapshot: Option<String>,
    /// The output of the operation: JSON of the model's output shape.
    pub output: String,
    /// The events that PutProjectEvents took, for whoever wants to store them.
    pub events: Vec<Event>,
}

/// The names of all operations, as the API model has them.
pub fn operations() -> impl Iterator<Item = &'static str> {
    operations::ALL.iter().map(|operation| operation.name)
}

/// Applies an operation to a snapshot.
///
/// The snapshot must load, as [`load`](crate::load) does it; an empty text is a snapshot of nothing. The input is the JSON
/// object of the operation's input shape: members of the path, the query and the body side by side.
///
/// # Errors
/// [`ControlError`]: the exception that the API would answer with; `SnapshotError` if the snapshot has problems. What is wrong
/// with the environment and the input comes first, then what is not found, what is in conflict, and quotas.
///
/// # Examples
/// ```
/// use variate::Timestamp;
/// use variate::control::{Environment, apply};
///
/// let environment = Environment::local(Timestamp::from_millis(1_700_000_000_000).unwrap());
/// let created = apply("", "CreateProject", r#"{"name": "shop"}"#, &environment).unwrap();
/// let snapshot = created.snapshot.unwrap();
///
/// let feature = r#"{"project": "shop", "name": "checkout", "variations": [{"name": "a", "value": {"boolValue": "yes"}}]}"#;
/// let error = apply(&snapshot, "CreateFeature", feature, &environment).unwrap_err();
/// assert_eq!((error.name(), error.field_list[0].name.as_str()), ("ValidationException", "variations[0].value.boolValue"));
/// ```
pub fn apply(
    snapshot: &str,
    operation: &str,
    input: &str,
    environment: &Environment<'_>,
) -> Result<Applied, ControlError> {
    let Some(operation) = Operation::named(operation) else {
        return Err(ControlError::validation(Reason::UnknownOperation, format!("Unknown operation: {operation}")));
    };
    environment.check()?;
    let input = read(input, environment.max_bytes)?;
    let (document, project) = Document::read(snapshot, environment.max_bytes)?;
    let mut call = Call { document, project, input: input.clone(), environment, events: Vec::new() };
    let input = Value::Object(input);
    let mut faults = Faults::default();
    operation.input.check(&input, "", &mut faults);
    (operation.check)(&call, &mut faults);
    faults.check()?;
    if let Value::Object(kept) = operation.input.keep(&input) {
        call.input = kept;
    }
    let output = (operation.run)(&mut call).map_err(|error| operation.declared(error))?;
    let Call { document, events, .. } = call;
    Ok(Applied { snapshot: document.written()?, output: output.to_string(), events })
}

/// The input, if it is a JSON object.
fn read(input: &str, max_bytes: usize) -> Result<Item, ControlError> {
    if input.len() > max_bytes {
        let message = format!("the input is larger than the size budget: `{}`", input.len());
        return Err(ControlError::validation(Reason::FieldValidationFailed, message));
    }
    let cannot_parse = |message| ControlError::validation(Reason::CannotParse, message);
    match serde_json::from_str(&well_formed(input)) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(cannot_parse("the input is not a JSON object".to_owned())),
        Err(error) => Err(cannot_parse(format!("the input is not JSON: {error}"))),
    }
}
