//! One call of an operation: what it works on, and what most operations ask of it.

use serde_json::Value;

use crate::project::{Identity, Project};

use super::document::{Document, Item, Kind, arn, arn_of, object, text};
use super::error::ControlError;
use super::shape::given;
use super::{Environment, Event, answer, number};

/// What an operation works on.
pub(super) struct Call<'a> {
    pub(super) document: Document,
    /// The snapshot as it was loaded, before the operation.
    pub(super) project: Project,
    /// The input: checked, without what its shape does not know.
    pub(super) input: Item,
    pub(super) environment: &'a Environment<'a>,
    /// What PutProjectEvents hands out.
    pub(super) events: Vec<Event>,
}

impl Call<'_> {
    /// A text of the input; empty if it is absent.
    pub(super) fn text(&self, key: &str) -> String {
        text(&self.input, key).to_owned()
    }

    /// A member of the input.
    pub(super) fn given(&self, key: &str) -> Option<Value> {
        given(&self.input, key).cloned()
    }

    /// The time of the call as the API writes it.
    pub(super) fn now(&self) -> Value {
        number::seconds(self.environment.now)
    }

    /// The identity of the project that the call is for.
    ///
    /// # Errors
    /// The snapshot has no such project (E9).
    pub(super) fn identity(&self) -> Result<Identity, ControlError> {
        let requested = text(&self.input, "project");
        match self.project.identity() {
            Some(identity) if identity.is(requested) => Ok(identity.clone()),
            _ => {
                let arn = self.project_arn(requested);
                let message = format!("Project with arn '{arn}' does not exist.");
                Err(ControlError::not_found(message, Some(Kind::Project.name()), Some(arn)))
            }
        }
    }

    /// The identity of the snapshot's project; of one without a name if there is none.
    pub(super) fn any_identity(&self) -> Identity {
        self.project.identity().cloned().unwrap_or_else(|| Identity { name: String::new(), arn: self.new_arn("") })
    }

    /// The ARN that a reference to a project stands for.
    pub(super) fn project_arn(&self, reference: &str) -> String {
        match self.project.identity() {
            Some(identity) => identity.arn_of(reference),
            None if reference.starts_with("arn:") => reference.to_owned(),
            None => self.new_arn(reference),
        }
    }

    /// The ARN of a project that is to be created.
    pub(super) fn new_arn(&self, name: &str) -> String {
        format!("arn:aws:evidently:{}:{}:project/{name}", self.environment.region, self.environment.account)
    }

    /// The item of that name.
    ///
    /// # Errors
    /// There is none.
    pub(super) fn find(&self, kind: Kind, name: &str, identity: &Identity) -> Result<&Item, ControlError> {
        self.document.find(kind, name).ok_or_else(|| not_found(kind, arn_of(kind, name, identity)))
    }

    /// The project, and the item of that kind that the input names.
    ///
    /// # Errors
    /// There is no such project, or no such item in it.
    pub(super) fn named(&self, kind: Kind) -> Result<(Identity, &Item), ControlError> {
        let identity = self.identity()?;
        let item = self.find(kind, text(&self.input, kind.name()), &identity)?;
        Ok((identity, item))
    }

    /// GetFeature, GetLaunch, GetExperiment.
    pub(super) fn get(&mut self, kind: Kind) -> Result<Value, ControlError> {
        let (identity, item) = self.named(kind)?;
        Ok(self.wrapped(kind, item, &identity))
    }

    /// Refuses the name in the input if another item has it.
    ///
    /// # Errors
    /// `ConflictException` (C3).
    pub(super) fn vacant(&self, kind: Kind, identity: &Identity) -> Result<(), ControlError> {
        match self.document.find(kind, text(&self.input, "name")) {
            None => Ok(()),
            Some(item) => {
                let arn = arn(item, kind, identity);
                Err(ControlError::conflict(
                    format!("{} with arn '{arn}' already exists.", kind.title()),
                    kind.name(),
                    arn,
                ))
            }
        }
    }

    /// Refuses one more item if there are as many of those that are counted as the quota allows.
    ///
    /// # Errors
    /// `ServiceQuotaExceededException` (tests/RULES.md, Quotas).
    pub(super) fn room(
        &self,
        kind: Kind,
        counted: impl Fn(&Item) -> bool,
        quota: usize,
        what: &str,
        arn: String,
    ) -> Result<(), ControlError> {
        if self.document.items(kind).filter(|item| counted(item)).count() < quota {
            return Ok(());
        }
        Err(ControlError::quota(format!("There are {quota} {what} already, which is the quota."), kind.name(), arn))
    }

    /// Adds an item; the output has it.
    pub(super) fn add(&mut self, kind: Kind, item: Item, identity: &Identity) -> Value {
        self.document.add(kind, item.clone());
        self.wrapped(kind, &item, identity)
    }

    /// Changes an item; the output has it.
    pub(super) fn change(
        &mut self,
        kind: Kind,
        name: &str,
        identity: &Identity,
        change: impl FnOnce(&mut Item),
    ) -> Value {
        if let Some(item) = self.document.find_mut(kind, name) {
            change(item);
        }
        let item = if kind == Kind::Project { self.document.project() } else { self.document.find(kind, name) };
        item.map_or_else(empty, |item| self.wrapped(kind, item, identity))
    }

    fn wrapped(&self, kind: Kind, item: &Item, identity: &Identity) -> Value {
        Value::Object(object([(kind.name(), Some(answer::whole(kind, item, &self.document, identity)))]))
    }
}

/// The refusal of a name or an ARN that nothing has, in the words of the control plane (C3).
pub(super) fn not_found(kind: Kind, arn: String) -> ControlError {
    let message = format!("{} with arn '{arn}' does not exist.", kind.title());
    ControlError::not_found(message, Some(kind.name()), Some(arn))
}

/// The refusal of a call that the state of an item does not allow.
pub(super) fn conflict(kind: Kind, item: &Item, identity: &Identity, why: &str) -> ControlError {
    let arn = arn(item, kind, identity);
    ControlError::conflict(format!("{} with arn '{arn}' {why}.", kind.title()), kind.name(), arn)
}

/// An output without members.
pub(super) fn empty() -> Value {
    Value::Object(Item::new())
}

/// Puts a member into an item, if the input has it.
pub(super) fn set(item: &mut Item, key: &str, value: Option<Value>) {
    if let Some(value) = value {
        item.insert(key.to_owned(), value);
    }
}
