//! `cargo xtask demo`: the package as a user would see it.

use anyhow::Result;

use crate::{package, shell, steps::Steps, workspace::Workspace};

pub fn run(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    package::build(workspace, steps)?;
    shell::show(&mut workspace.command("node xtask/demo.mjs"))
}
