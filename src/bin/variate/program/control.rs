//! `variate control`: an operation of the control plane on a snapshot in a file.

use std::fs;
use std::io;

use variate::LoadOptions;
use variate::control::{ControlError, Environment, Reason, apply, operations};

use super::args::Control;
use super::failure::{Failure, closest};
use super::files::Location;
use super::{Exit, files, replace};

pub fn run(args: &Control, options: LoadOptions) -> Result<Exit, Failure> {
    let environment = Environment { now: args.time.now(), region: &args.region, account: &args.account };
    let snapshot = if operations().any(|known| known == args.operation) { read_snapshot(args)? } else { String::new() };
    let input = match &args.input {
        Some(location) => String::from_utf8(location.read(options.max_bytes)?.bytes)
            .map_err(|error| location.unreadable(io::Error::new(io::ErrorKind::InvalidData, error)))?,
        None => "{}".to_owned(),
    };
    let applied = apply(&snapshot, &args.operation, &input, &environment).map_err(refused)?;
    if let Some(text) = applied.snapshot.filter(|_| !args.dry_run) {
        replace::replace(&args.snapshot, &text)
            .map_err(|error| Failure::Write { target: format!("`{}`", args.snapshot.display()), error })?;
    }
    files::print(&(applied.output + "\n"))?;
    Ok(Exit::Success)
}

/// The snapshot; nothing if it is to be created.
fn read_snapshot(args: &Control) -> Result<String, Failure> {
    match fs::read_to_string(&args.snapshot) {
        Err(error) if error.kind() == io::ErrorKind::NotFound && args.operation == "CreateProject" => Ok(String::new()),
        read => read.map_err(|error| Location::File(args.snapshot.clone()).unreadable(error)),
    }
}

fn refused(mut error: ControlError) -> Failure {
    if error.reason == Some(Reason::UnknownOperation) {
        let sought = error.message.rsplit_once(' ').map_or("", |(_, name)| name);
        if let Some(name) = closest(operations(), sought) {
            error.message = format!("{}; did you mean {name}?", error.message);
        }
        return Failure::Control { error, status: 2 };
    }
    let status = if error.name == "SnapshotError" { 3 } else { 1 };
    Failure::Control { error, status }
}
