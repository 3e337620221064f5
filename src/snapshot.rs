//! A snapshot document: its parts, and reading them member by member in the response shapes of AWS's API (S1).
//!
//! Reading checks shapes only: that a list is a list and a text a text. What the texts and numbers mean is checked by
//! `compile`. What has a problem is reported and left out, and reading goes on, so that every problem is found (S4).

mod report;

use crate::json::Json;
use crate::problem::Path;

pub(crate) use report::{Members, Report};

/// The parts of a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// The document as a whole.
    Document,
    Features,
    Segments,
    Launches,
    Experiments,
    /// Definitions of flags.
    Definitions,
    /// Values of flags.
    Values,
    /// Experiment runs.
    Runs,
}

impl Part {
    /// The member of the document that holds the part, and the one-member wrapper that a Get call puts around an item.
    pub(crate) fn names(self) -> (&'static str, &'static str) {
        match self {
            Part::Features => ("features", "feature"),
            Part::Segments => ("segments", "segment"),
            Part::Launches => ("launches", "launch"),
            Part::Experiments => ("experiments", "experiment"),
            Part::Definitions => ("flags", ""),
            Part::Values => ("values", ""),
            Part::Runs => ("experimentRuns", ""),
            Part::Document => ("", ""),
        }
    }
}

/// Where a problem belongs when the rest of the snapshot is to be served without it (S5): an item of a part, by its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) part: Part,
    pub(crate) index: usize,
}

impl Place {
    pub(crate) const DOCUMENT: Place = Place { part: Part::Document, index: 0 };
}

/// A value of the document, and its path.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node<'p, 'a> {
    pub(crate) json: &'a Json<'a>,
    pub(crate) at: Path<'p>,
}

impl<'p, 'a> Node<'p, 'a> {
    pub(crate) fn root(document: &'a Json<'a>) -> Node<'static, 'a> {
        Node { json: document, at: Path::ROOT }
    }

    /// A member of this value.
    pub(crate) fn key(&'p self, key: &'p str, json: &'a Json<'a>) -> Node<'p, 'a> {
        Node { json, at: self.at.key(key) }
    }

    /// The member of that key; `null` is absent (R2).
    pub(crate) fn get(&self, key: &str) -> Option<&'a Json<'a>> {
        self.json.get(key).filter(|value| !matches!(value, Json::Null))
    }

    pub(crate) fn is_object(&self) -> bool {
        matches!(self.json, Json::Object(_))
    }

    /// Whether a member that may be absent is an object, if it is there.
    pub(crate) fn is_object_or_absent(&self, key: &str) -> bool {
        matches!(self.json.get(key), None | Some(Json::Null | Json::Object(_)))
    }
}

/// A list of the document, and its path.
#[derive(Clone, Copy, Debug)]
pub(crate) struct List<'p, 'a> {
    pub(crate) items: &'a [Json<'a>],
    pub(crate) at: Path<'p>,
    /// Whether there is such a list: neither absent nor anything else.
    pub(crate) is_given: bool,
}

impl List<'_, '_> {
    /// Whether the item at that position is an object.
    pub(crate) fn is_object(&self, index: usize) -> bool {
        matches!(self.items.get(index), Some(Json::Object(_)))
    }

    /// Whether every item is an object.
    pub(crate) fn are_objects(&self) -> bool {
        self.items.iter().all(|item| matches!(item, Json::Object(_)))
    }
}
