//! The packed package in every runtime and through every bundler that the README names: the same vectors everywhere.

use anyhow::{Result, ensure};

use super::installed;
use crate::{shell, steps::Steps, workspace::Workspace};

pub fn everywhere(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    let mut table = String::new();
    steps.run("every runtime gives the expected answers", || {
        let mut node = workspace.command("node tests/runtimes/run.mjs");
        node.env("VARIATE_PACKAGE", installed::folder(workspace).join("node_modules/variate"));
        let output = shell::run(&mut node)?;
        let runtimes = output.lines().skip(1).filter(|line| line.contains("dist/")).count();
        ensure!(runtimes > 0, "{output}\nno runtime ran");
        table = output;
        Ok(format!("{runtimes} runtimes"))
    })?;
    println!("\n{table}");
    Ok(())
}
