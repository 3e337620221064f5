//! `variate control`: an operation of the control plane on a snapshot in a file.

use std::io;

use variate::LoadOptions;
use variate::control::{ControlError, Environment, Exception, Reason, apply, operations};

use super::args::Control;
use super::failure::{Failure, closest};
use super::files::{Document, Location};
use super::replace::Replacement;
use super::{Exit, files, snapshot};

pub fn run(args: &Control, options: LoadOptions) -> Result<Exit, Failure> {
    let max_bytes = options.max_bytes;
    let environment = Environment { now: args.time.now(), region: &args.region, account: &args.account, max_bytes };
    let is_known = operations().any(|known| known == args.operation);
    let snapshot = if is_known { read_snapshot(args, max_bytes)? } else { String::new() };
    let input = match &args.input {
        Some(location) => read_input(location, max_bytes)?,
        None => "{}".to_owned(),
    };
    let applied = apply(&snapshot, &args.operation, &input, &environment).map_err(refused)?;
    let unwritable = |error| Failure::Write { target: format!("`{}`", args.snapshot.display()), error };
    let changed = applied.snapshot.filter(|_| !args.dry_run);
    let replacement = changed.map(|text| Replacement::write(&args.snapshot, &text)).transpose().map_err(unwritable)?;
    // First, so that the file is as it was if nobody can be told. Who reads no further has heard enough, and wants the change.
    match files::print(&(applied.output + "\n")) {
        Err(Failure::Write { error, .. }) if error.kind() == io::ErrorKind::BrokenPipe => {}
        printed => printed?,
    }
    replacement.map_or(Ok(()), Replacement::put).map_err(unwritable)?;
    Ok(Exit::Success)
}

/// The snapshot; nothing if it is to be created.
fn read_snapshot(args: &Control, max_bytes: usize) -> Result<String, Failure> {
    let document = match Location::File(args.snapshot.clone()).read(max_bytes) {
        Err(Failure::Read { error, .. })
            if error.kind() == io::ErrorKind::NotFound && args.operation == "CreateProject" =>
        {
            return Ok(String::new());
        }
        read => read?,
    };
    if document.bytes.len() <= max_bytes
        && let Ok(text) = str::from_utf8(&document.bytes)
    {
        return Ok(text.to_owned());
    }
    // It does not load, and why is told as of any other.
    let problems = snapshot::parse(&document, LoadOptions { lenient: false, max_bytes }).err().unwrap_or_default();
    Err(refused(ControlError::of_problems(&problems)))
}

/// The input within the size budget. What is no text is refused as what is no JSON is.
fn read_input(location: &Location, max_bytes: usize) -> Result<String, Failure> {
    let Document { bytes, size } = location.read(max_bytes)?;
    if bytes.len() > max_bytes {
        let size = size.map_or_else(|| "its bytes".to_owned(), |size| format!("{size} bytes of input"));
        return Err(invalid(Reason::FieldValidationFailed, format!("{size} are more than --max-bytes allows")));
    }
    String::from_utf8(bytes).map_err(|_| invalid(Reason::CannotParse, "the input is not UTF-8".to_owned()))
}

fn invalid(reason: Reason, message: String) -> Failure {
    refused(ControlError::validation(reason, message))
}

fn refused(mut error: ControlError) -> Failure {
    if error.reason == Some(Reason::UnknownOperation) {
        let sought = error.message.rsplit_once(' ').map_or("", |(_, name)| name);
        if let Some(name) = closest(operations(), sought) {
            error.message = format!("{}; did you mean {name}?", error.message);
        }
        return Failure::Control { error, status: 2 };
    }
    let status = if error.exception == Exception::Snapshot { 3 } else { 1 };
    Failure::Control { error, status }
}
