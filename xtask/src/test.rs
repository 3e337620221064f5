//! `cargo xtask test`: whatever must hold before a change is a change. The first failure ends it.

use anyhow::Result;

use crate::{
    bench, package,
    parts::{self, PARTS},
    setup::{setup_browsers, setup_clients, setup_playground_tests, setup_runtimes, setup_tests},
    steps::{Reported, Steps},
    workspace::Workspace,
};

mod examples;
mod installed;
mod panics;
mod runtimes;
mod rust;
mod types;
mod wasm;
mod www;

pub fn everything(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    let outcome = all_steps(workspace, steps);
    conclude(steps, outcome)
}

pub fn quick(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    let outcome = quick_steps(workspace, steps);
    conclude(steps, outcome)
}

fn all_steps(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    setup_tests(workspace, steps)?;
    setup_runtimes(workspace, steps)?;
    setup_clients(workspace, steps)?;
    setup_playground_tests(workspace, steps)?;
    setup_browsers(steps)?;
    rust::style(workspace, steps)?;
    rust::native(workspace, steps)?;
    wasm::everywhere(workspace, steps)?;
    package::make(workspace, steps, &PARTS)?;
    panics::panics(workspace, steps)?;
    installed::install(workspace, steps)?;
    installed::reference(workspace, steps)?;
    installed::package(workspace, steps)?;
    installed::aws(workspace, steps)?;
    bench::smoke(workspace, steps, &installed::package_folder(workspace))?;
    runtimes::everywhere(workspace, steps)?;
    examples::all(workspace, steps)?;
    www::playground(workspace, steps)?;
    types::types(workspace, steps)?;
    parts::print(workspace, steps)?;
    rust::documentation(workspace, steps)
}

fn quick_steps(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    setup_tests(workspace, steps)?;
    setup_runtimes(workspace, steps)?;
    rust::native(workspace, steps)?;
    package::make(workspace, steps, &PARTS)?;
    installed::install(workspace, steps)?;
    installed::vectors(workspace, steps)?;
    runtimes::quick(workspace, steps)
}

/// The scan alone, of what was built last.
pub fn panics(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    let outcome = panics::panics(workspace, steps);
    conclude(steps, outcome)
}

/// The summary is last, also after an error outside all steps.
fn conclude(steps: &Steps, outcome: Result<()>) -> Result<()> {
    if let Err(error) = &outcome
        && !error.is::<Reported>()
    {
        println!("\n{error:#}");
    }
    steps.summary();
    outcome.map_err(|_| Reported.into())
}

/// Adds up what a test runner says in the lines that begin with `start`. A run of nothing is a failure.
fn count(output: &str, start: &str, number: fn(&str, Outcome) -> Option<u64>) -> Result<String> {
    let sum = |outcome| -> u64 {
        let lines = output.lines().filter_map(|line| line.strip_prefix(start));
        lines.filter_map(|line| number(line, outcome)).sum()
    };
    match (sum(Outcome::Passed), sum(Outcome::Skipped)) {
        (0, _) => anyhow::bail!("{}\nno test ran", output.trim_end()),
        (passed, 0) => Ok(format!("{passed} tests")),
        (passed, skipped) => Ok(format!("{passed} tests, {skipped} skipped")),
    }
}

#[derive(Clone, Copy)]
enum Outcome {
    Passed,
    Skipped,
}
