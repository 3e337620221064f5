//! Bytes → Project: the whole road from a document to something that evaluates.

use std::sync::Arc;

use crate::compile::compile;
use crate::json::{Arena, Json};
use crate::problem::{Code, Offending, Path, Problem};
use crate::project::Project;

/// The size budget of a document unless told otherwise: 32 MiB (S7).
pub const DEFAULT_MAX_BYTES: usize = 32 * 1024 * 1024;

/// How to load a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoadOptions {
    /// Quarantine the features and flags that a problem touches, instead of refusing the snapshot (S5).
    pub lenient: bool,
    /// The largest document that is read, in bytes (S7); by default [`DEFAULT_MAX_BYTES`].
    pub max_bytes: usize,
}

impl Default for LoadOptions {
    fn default() -> LoadOptions {
        LoadOptions { lenient: false, max_bytes: DEFAULT_MAX_BYTES }
    }
}

/// Loads a snapshot: all or nothing (S5).
///
/// # Errors
/// Every problem of the document (S4).
///
/// # Examples
/// ```
/// let project = variate::load(br#"{"version": 1, "project": {"name": "shop"}}"#).unwrap();
/// assert_eq!(project.features().len(), 0);
///
/// let problems = variate::load(br#"{"version": 2, "features": 5}"#).unwrap_err();
/// let paths: Vec<&str> = problems.iter().map(|problem| problem.path.as_str()).collect();
/// assert_eq!(paths, ["version", "project", "features"]);
/// ```
pub fn load(document: &[u8]) -> Result<Project, Vec<Arc<Problem>>> {
    load_with(document, LoadOptions::default())
}

/// Loads a snapshot with options.
///
/// # Errors
/// Every problem of the document; under `lenient` only if one of them is not confined to some features
/// or flags.
pub fn load_with(document: &[u8], options: LoadOptions) -> Result<Project, Vec<Arc<Problem>>> {
    let whole = &Path::ROOT;
    if document.len() > options.max_bytes {
        return Err(vec![Problem::with(whole, Code::TooLarge, Offending::Number(document.len() as u64), &[]).into()]);
    }
    let text = std::str::from_utf8(document).map_err(|_| vec![Problem::new(whole, Code::NotUtf8).into()])?;
    let arena = Arena::new();
    let document = Json::parse(text, &arena).map_err(|error| vec![Problem::not_json(whole, &error).into()])?;
    compile(&document, options.lenient)
}
