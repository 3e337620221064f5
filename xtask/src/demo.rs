//! `cargo xtask demo`: the package as a user would see it.

use anyhow::Result;

use crate::{package, parts::PARTS, setup::setup, shell, steps::Steps, workspace::Workspace};

pub fn run(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    setup(workspace, steps)?;
    package::make(workspace, steps, &PARTS)?;
    shell::show(&mut workspace.command("node xtask/demo.mjs"))
}
