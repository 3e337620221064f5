//! Reads snapshots.

use std::sync::Arc;

use variate::{Code, LoadOptions, Problem, Project, load_with};

use super::failure::Failure;
use super::files::{Document, Location};

/// Loads a snapshot that is to be served.
pub fn load(location: &Location, options: LoadOptions) -> Result<Project, Failure> {
    let document = location.read(options.max_bytes)?;
    parse(&document, options).map_err(|problems| {
        let confined = !options.lenient && parse(&document, LoadOptions { lenient: true, ..options }).is_ok();
        Failure::Snapshot { source: location.as_input(), problems, lenient: options.lenient, confined }
    })
}

/// Loads a snapshot, or finds its problems.
pub fn read(location: &Location, options: LoadOptions) -> Result<Result<Project, Vec<Arc<Problem>>>, Failure> {
    Ok(parse(&location.read(options.max_bytes)?, options))
}

/// Loads what was read of a snapshot.
pub fn parse(document: &Document, options: LoadOptions) -> Result<Project, Vec<Arc<Problem>>> {
    load_with(&document.bytes, options).map_err(|mut problems| {
        // The library has seen the beginning only.
        for problem in problems.iter_mut().filter(|problem| problem.code == Code::TooLarge) {
            Arc::make_mut(problem).value = document.size.map(|size| size.to_string());
        }
        problems
    })
}
