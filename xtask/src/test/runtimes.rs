//! The packed package in every runtime and through every bundler that the README names: the same vectors everywhere.

use anyhow::{Result, ensure};

use super::installed;
use crate::{shell, steps::Steps, workspace::Workspace};

pub fn everywhere(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    run(workspace, steps, "every runtime gives the expected answers", "")
}

/// Which those are, and which are left out, is said by the list in run.mjs.
pub fn quick(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    run(workspace, steps, "the quick runtimes give the expected answers", "--quick")
}

fn run(workspace: &Workspace, steps: &mut Steps, guarantee: &str, option: &str) -> Result<()> {
    let mut table = String::new();
    steps.run(guarantee, || {
        let mut node = workspace.command(&format!("node tests/runtimes/run.mjs {option}"));
        node.env("VARIATE_PACKAGE", installed::package_folder(workspace));
        let output = shell::run(&mut node)?;
        let runtimes = output.lines().skip(1).filter(|line| line.contains("dist/")).count();
        ensure!(runtimes > 0, "{output}\nno runtime ran");
        table = output;
        Ok(format!("{runtimes} runtimes"))
    })?;
    println!("\n{table}");
    Ok(())
}
