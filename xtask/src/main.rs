//! The build tool: `cargo xtask <command>`. This file is the table of commands; each module is one subject.

use std::{
    env,
    ffi::OsString,
    process::{ExitCode, exit},
};

use anyhow::Result;

use crate::{steps::Steps, workspace::Workspace};

mod class_names;
mod demo;
mod glue;
mod package;
mod setup;
mod shell;
mod sizes;
mod steps;
mod test;
mod workspace;

const USAGE: &str = "\
usage: cargo xtask <command>

  build                 the npm package, into pkg/
  test [--quick]        everything that must hold; --quick: native tests, build, package vectors
  demo                  the package at work on a real snapshot
  wasm-bindgen <args>   the binding generator, at the version of Cargo.lock
";

fn main() -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(|word| word.to_str().unwrap_or("")).collect();
    let result = match words.as_slice() {
        ["build"] => with_steps(package::build),
        ["test"] => with_steps(test::everything),
        ["test", "--quick"] => with_steps(test::quick),
        ["demo"] => with_steps(demo::run),
        // It reads its arguments as a program does: the first is its name.
        ["wasm-bindgen", ..] => wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(arguments),
        ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(())
        }
        _ => {
            eprint!("{USAGE}");
            exit(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            if !error.is::<steps::Reported>() {
                eprintln!("error: {error:#}");
            }
            ExitCode::FAILURE
        }
    }
}

fn with_steps(command: fn(&Workspace, &mut Steps) -> Result<()>) -> Result<()> {
    command(&Workspace::find()?, &mut Steps::default())
}
