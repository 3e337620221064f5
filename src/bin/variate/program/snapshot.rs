//! Reads snapshots.

use std::sync::Arc;

use variate::{Code, LoadOptions, Problem, Project, load_with};

use super::failure::Failure;
use super::files::Location;

/// Loads a snapshot that is to be served.
pub fn load(location: &Location, options: LoadOptions) -> Result<Project, Failure> {
    read(location, options)?.map_err(|problems| {
        let source = location.as_input();
        Failure::Snapshot { source, problems, lenient: options.lenient }
    })
}

/// Loads a snapshot, or finds its problems.
pub fn read(location: &Location, options: LoadOptions) -> Result<Result<Project, Vec<Arc<Problem>>>, Failure> {
    let document = location.read(options.max_bytes)?;
    Ok(load_with(&document.bytes, options).map_err(|mut problems| {
        // The library has seen the beginning only.
        for problem in problems.iter_mut().filter(|problem| problem.code == Code::TooLarge) {
            Arc::make_mut(problem).value = Some(document.size.to_string());
        }
        problems
    }))
}
