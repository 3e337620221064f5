//! Where things are.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::shell;

pub const WASM: &str = "wasm32-unknown-unknown";

/// The folders every command works in; all paths are absolute, so the working directory does not matter.
#[derive(Debug)]
pub struct Workspace {
    pub root: PathBuf,
    /// Cargo's, wherever the user has put it.
    pub target: PathBuf,
    /// The version of the crate `variate`, and so of the npm package.
    pub version: String,
}

impl Workspace {
    pub fn find() -> Result<Workspace> {
        // Cargo sets the variable when it runs us; a binary started by hand remembers where it was compiled.
        let manifest_dir = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&manifest_dir).parent().context("xtask lies in no workspace")?.to_owned();
        let metadata = metadata(&root, &["--no-deps"])?;
        let version = metadata["packages"]
            .as_array()
            .and_then(|packages| packages.iter().find(|package| package["name"] == "variate"))
            .and_then(|package| package["version"].as_str())
            .context("the workspace has no crate `variate`")?;
        let target = metadata["target_directory"].as_str().context("cargo names no target folder")?;
        Ok(Workspace { target: target.into(), version: version.to_owned(), root })
    }

    /// A command line, to be run in the root. Arguments with spaces in them are for the caller to add.
    pub fn command(&self, line: &str) -> Command {
        let mut command = shell::command(line);
        command.current_dir(&self.root);
        command
    }

    /// The same for a program that xtask/package.json pins.
    pub fn npm_tool(&self, line: &str) -> Command {
        let folder = self.root.join("xtask/node_modules/.bin");
        let suffix = if cfg!(windows) { ".cmd" } else { "" };
        let (name, arguments) = line.split_once(' ').unwrap_or((line, ""));
        let mut tool = Command::new(folder.join(format!("{name}{suffix}")));
        tool.args(arguments.split_whitespace()).current_dir(&self.root);
        tool
    }

    /// The folders that hold the sources of crates from elsewhere, as far as the wasm build reads them.
    pub fn dependency_folders(&self) -> Result<Vec<PathBuf>> {
        let metadata = metadata(&self.root, &["--filter-platform", WASM])?;
        let mut folders: Vec<PathBuf> = metadata["packages"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|package| package["manifest_path"].as_str())
            .filter_map(|manifest| Path::new(manifest).parent()?.parent())
            .filter(|folder| !self.root.starts_with(folder) && !folder.starts_with(&self.root))
            .map(Path::to_owned)
            .collect();
        folders.sort();
        folders.dedup();
        Ok(folders)
    }
}

fn metadata(root: &Path, options: &[&str]) -> Result<Value> {
    let mut cargo = shell::command("cargo metadata --format-version 1");
    cargo.args(options).current_dir(root);
    serde_json::from_str(&shell::read(&mut cargo)?).context("cargo metadata is not JSON")
}
