//! `variate control`: an operation of the control plane on a snapshot in a file.

use std::io;

use variate::LoadOptions;
use variate::control::{ControlError, Environment, Reason, apply, operations};

use super::args::Control;
use super::failure::{Failure, closest};
use super::files::Location;
use super::{Exit, files, replace};

pub fn run(args: &Control, options: LoadOptions) -> Result<Exit, Failure> {
    let max_bytes = options.max_bytes;
    let environment = Environment { now: args.time.now(), region: &args.region, account: &args.account, max_bytes };
    let is_known = operations().any(|known| known == args.operation);
    let snapshot = if is_known { read_snapshot(args, max_bytes)? } else { String::new() };
    let input = match &args.input {
        Some(location) => text(location, max_bytes)?,
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
fn read_snapshot(args: &Control, max_bytes: usize) -> Result<String, Failure> {
    let location = Location::File(args.snapshot.clone());
    match text(&location, max_bytes) {
        Err(Failure::Read { error, .. })
            if error.kind() == io::ErrorKind::NotFound && args.operation == "CreateProject" =>
        {
            Ok(String::new())
        }
        read => read,
    }
}

/// A text within the size budget.
fn text(location: &Location, max_bytes: usize) -> Result<String, Failure> {
    let document = location.read(max_bytes)?;
    let invalid = |why: String| location.unreadable(io::Error::new(io::ErrorKind::InvalidData, why));
    if document.bytes.len() > max_bytes {
        return Err(invalid(format!("it is larger than the size budget of {max_bytes} bytes; --max-bytes raises it")));
    }
    String::from_utf8(document.bytes).map_err(|error| invalid(error.to_string()))
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
