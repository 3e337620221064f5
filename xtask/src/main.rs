//! The build tool: `cargo xtask <command>`. This file is the table of commands; each module is one subject.

use std::{
    env,
    ffi::OsString,
    process::{ExitCode, exit},
};

use anyhow::Result;

use crate::{steps::Steps, workspace::Workspace};

mod bench;
mod class_names;
mod demo;
mod fuzz;
mod glue;
mod package;
mod panics;
mod parts;
mod readme;
mod setup;
mod shell;
mod sizes;
mod steps;
mod test;
mod workspace;
mod www;

const USAGE: &str = "\
usage: cargo xtask <command>

  build [--without <part>]...   the npm package, into pkg/; parts of core.wasm: rules, matches, explain
  test [--quick]                everything that must hold; --quick: only the native tests, the build, and the vectors in Node and
                                the quick runtimes; no browsers, clients, examples or playground
  bench [--quick] [<option>]... how fast the package is, beside others; --quick: only in Node, with fewer rounds;
                                benches/README.md has the other options
  bench --native                how fast the core is as native code
  fuzz [--minutes <n>] [<target>]...
                                inputs that nobody thought of, n minutes of a processor for each target (default 1);
                                fuzz/README.md
  fuzz --keep [<target>]...     the inputs that led somewhere new, into fuzz/corpus/
  panics                        what could panic in the modules that were built last; tests/wasm/panics.md has the reasons
  demo                          the package at work on a real snapshot
  www [--build]                 the playground, on this machine; --build: only into target/www, for any static host
  wasm-bindgen <args>           the binding generator, at the version of Cargo.lock
";

fn main() -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(|word| word.to_str().unwrap_or("")).collect();
    let result = match words.as_slice() {
        ["build", options @ ..] => match left_out(options) {
            Some(left_out) => parts::without(&left_out)
                .and_then(|parts| with_steps(|workspace, steps| package::build(workspace, steps, &parts))),
            None => usage(),
        },
        ["test"] => with_steps(test::everything),
        ["test", "--quick"] => with_steps(test::quick),
        ["bench", "--native"] => Workspace::find().and_then(|workspace| bench::native(&workspace)),
        ["bench", options @ ..] => with_steps(|workspace, steps| bench::run(workspace, steps, options)),
        ["fuzz", "--keep", targets @ ..] => with_steps(|workspace, steps| fuzz::keep(workspace, steps, targets)),
        ["fuzz", options @ ..] => with_steps(|workspace, steps| fuzz::run(workspace, steps, options)),
        ["demo"] => with_steps(demo::run),
        ["www"] => with_steps(www::serve),
        ["www", "--build"] => with_steps(www::build),
        // It reads its arguments as a program does: the first is its name.
        ["wasm-bindgen", ..] => wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(arguments),
        // Cargo calls it with each program of tests that it has compiled to WebAssembly.
        ["test-runner", ..] => wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(arguments),
        ["panics"] => with_steps(test::panics),
        ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(())
        }
        _ => usage(),
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

fn usage() -> ! {
    eprint!("{USAGE}");
    exit(2);
}

/// What stands behind each `--without`.
fn left_out<'a>(options: &[&'a str]) -> Option<Vec<&'a str>> {
    let part = |option: &[&'a str]| match option {
        ["--without", part] => Some(*part),
        _ => None,
    };
    options.chunks(2).map(part).collect()
}

fn with_steps(command: impl FnOnce(&Workspace, &mut Steps) -> Result<()>) -> Result<()> {
    command(&Workspace::find()?, &mut Steps::default())
}
