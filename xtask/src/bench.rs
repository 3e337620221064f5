//! `cargo xtask bench`: how fast the package is, beside others and in several hosts. benches/README.md says how it measures.

use std::{path::Path, process::Command};

use anyhow::Result;

use crate::{
    package,
    parts::PARTS,
    setup::{setup, setup_chromium, setup_peers, setup_runtimes},
    shell,
    steps::Steps,
    workspace::Workspace,
};

/// The options are those of benches/run.mjs.
pub fn run(workspace: &Workspace, steps: &mut Steps, options: &[&str]) -> Result<()> {
    setup(workspace, steps)?;
    setup_peers(workspace, steps)?;
    if is_everywhere(options) {
        setup_runtimes(workspace, steps)?;
        setup_chromium(steps)?;
    }
    package::make(workspace, steps, &PARTS)?;
    shell::show(program(workspace).args(options))
}

/// The core alone, as native code.
pub fn native(workspace: &Workspace) -> Result<()> {
    shell::show(&mut workspace.command("cargo bench --package variate --bench native"))
}

/// Whether the benchmark still works, and the package still does what it would be timed for: without any of the others,
/// which need not be installed, and with figures that mean nothing.
pub fn smoke(workspace: &Workspace, steps: &mut Steps, package: &Path) -> Result<()> {
    steps.command(
        "the benchmark's guard refuses whom it must",
        workspace.command("node --test benches/guard.test.mjs"),
    )?;
    let mut program = program(workspace);
    program.arg("--smoke").env("VARIATE_PACKAGE", package);
    steps.command("the benchmark runs, and its guard lets the package pass", program)
}

/// In the folder of whoever asks, for they name files from there.
fn program(workspace: &Workspace) -> Command {
    let mut node = shell::command("node");
    node.arg(workspace.root.join("benches/run.mjs"));
    node
}

/// Whether other hosts than Node take part.
fn is_everywhere(options: &[&str]) -> bool {
    let phases = options.iter().position(|option| *option == "--phase").and_then(|place| options.get(place + 1));
    match phases {
        Some(phases) => phases.split(',').any(|phase| phase == "hosts"),
        None => !options.contains(&"--quick"),
    }
}
