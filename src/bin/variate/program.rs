//! From arguments to an exit status. Start with args.rs; main.rs says which file serves which command.

mod args;
mod assign;
mod batch;
#[cfg(feature = "control")]
mod control;
mod diff;
mod entities;
mod explain;
mod failure;
mod files;
mod flag;
mod lines;
mod lint;
mod matrix;
mod population;
mod progress;
#[cfg(feature = "control")]
mod replace;
mod simulate;
mod single;
mod snapshot;
mod subject;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Command, Program};
use failure::Failure;

/// How a command ended that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    Success,
    /// There were problems, refused lines, or entities that move, and the output says which.
    Refused,
}

pub fn main() -> ExitCode {
    let program = match Program::try_parse() {
        Ok(program) => program,
        Err(error) => return Failure::Usage(error).report(),
    };
    let options = program.loading.options();
    let outcome = match &program.command {
        Command::Evaluate(args) => single::run(args, options),
        Command::Batch(args) => batch::run(args, options),
        Command::Assign(args) => assign::run(args, options),
        Command::Flag(args) => flag::run(args, options),
        Command::Explain(args) => explain::run(args, options),
        Command::Lint(args) => lint::run(args, options),
        Command::Diff(args) => diff::run(args, options),
        Command::Simulate(args) => simulate::run(args, options),
        #[cfg(feature = "control")]
        Command::Control(args) => control::run(args, options),
    };
    match outcome {
        Ok(Exit::Success) => ExitCode::SUCCESS,
        Ok(Exit::Refused) => ExitCode::from(1),
        Err(failure) => failure.report(),
    }
}
