//! The package as users get it: packed, installed in a folder that knows nothing of this one, and run by Node's test
//! runner.

use std::{
    env::consts::EXE_SUFFIX,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Error, Result, ensure};

use super::{Outcome, count};
use crate::{
    setup::python,
    shell::{self, npm},
    sizes,
    steps::Steps,
    workspace::Workspace,
};

pub fn install(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    steps.run("the packed package installs", || {
        let mut pack = npm("pack --pack-destination");
        pack.arg(&workspace.target).current_dir(workspace.root.join("pkg"));
        shell::run(&mut pack)?;
        let tarball = tarball(workspace);
        let folder = folder(workspace);
        shell::fresh_dir(&folder)?;
        // Without a package.json here, npm would look for one further up.
        let manifest = "{ \"private\": true, \"type\": \"module\" }\n";
        shell::write_file(&folder.join("package.json"), manifest)?;
        let mut install = npm("install --offline --no-audit --no-fund");
        shell::run(install.arg(&tarball).current_dir(&folder))?;
        Ok(format!("{} bytes packed", sizes::grouped(fs::metadata(&tarball)?.len())))
    })
}

pub fn reference(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    let guarantee = "the second implementation gives the expected answers";
    node_tests(workspace, steps, guarantee, "tests/reference", "")
}

pub fn package(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    steps.run("publint finds nothing wrong with the packed package", || {
        check_packed(workspace, "node tests/node_modules/publint/src/cli.js run --strict")
    })?;
    steps.run("its types are found by every resolution of modules", || {
        // Not by TypeScript's oldest, which knows no `exports`. A module is imported; no host has `require` for one.
        let options = "--profile node16 --exclude-entrypoints core.wasm control.wasm --";
        check_packed(workspace, &format!("node tests/node_modules/@arethetypeswrong/cli/dist/index.js {options}"))
    })?;
    let guarantee = "the installed package does what is promised";
    node_tests(workspace, steps, guarantee, "tests/package", "")
}

pub fn vectors(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    let guarantee = "the installed package gives the expected answers";
    node_tests(workspace, steps, guarantee, "tests/package", "vectors")
}

pub fn aws(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    node_tests(workspace, steps, "AWS's own clients are answered as by AWS, and no change is lost", "tests/aws", "")
}

/// Runs the files `<start>*.test.mjs` of a folder.
fn node_tests(workspace: &Workspace, steps: &mut Steps, guarantee: &str, folder: &str, start: &str) -> Result<()> {
    steps.run(guarantee, || {
        let wanted = |name: &str| name.starts_with(start) && name.ends_with(".test.mjs");
        let tests = files(&workspace.root.join(folder), wanted)?;
        ensure!(!tests.is_empty(), "{folder} has no file {start}*.test.mjs");
        let mut node = workspace.command("node --test --test-reporter=spec");
        node.args(tests);
        node.env("VARIATE_PACKAGE", package_folder(workspace));
        node.env("VARIATE_PYTHON", python(workspace));
        node.env("VARIATE_CLI", workspace.target.join(format!("debug/variate{EXE_SUFFIX}")));
        count(&shell::run(&mut node).map_err(only_failures)?, "ℹ ", |line, outcome| {
            let what = match outcome {
                Outcome::Passed => "pass ",
                Outcome::Skipped => "skipped ",
            };
            line.strip_prefix(what)?.parse().ok()
        })
    })
}

/// Node tells of the failures at the end once more; of what went well before, nobody needs a thousand lines.
fn only_failures(error: Error) -> Error {
    let output = error.to_string();
    match output.find("✖ failing tests:") {
        Some(start) => Error::msg(output[start..].to_owned()),
        None => error,
    }
}

/// Runs a command line on the packed package.
fn check_packed(workspace: &Workspace, line: &str) -> Result<String> {
    shell::run(workspace.command(line).arg(tarball(workspace)))?;
    Ok(String::new())
}

fn tarball(workspace: &Workspace) -> PathBuf {
    workspace.target.join(format!("variate-{}.tgz", workspace.version))
}

/// The installed package.
pub fn package_folder(workspace: &Workspace) -> PathBuf {
    folder(workspace).join("node_modules/variate")
}

/// Where the package is installed.
pub fn folder(workspace: &Workspace) -> PathBuf {
    workspace.target.join("installed")
}

pub fn files(folder: &Path, wanted: impl Fn(&str) -> bool) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(&wanted) {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}
