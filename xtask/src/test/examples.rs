//! The projects under `www/examples`, each run as its README says, with the packed package.

use anyhow::{Result, ensure};

use super::{Outcome, count, installed};
use crate::{shell, steps::Steps, workspace::Workspace};

const FOLDER: &str = "tests/runtimes/examples";

pub fn all(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    steps.run("every example does what its README says", || {
        let tests = installed::files(&workspace.root.join(FOLDER), |name| name.ends_with(".test.mjs"))?;
        ensure!(!tests.is_empty(), "{FOLDER} has no file *.test.mjs");
        // One after the other: they would only wait for each other's processors.
        let mut node = workspace.command("node --test --test-reporter=spec --test-concurrency=1");
        node.args(tests);
        node.env("VARIATE_PACKAGE", installed::package_folder(workspace));
        count(&shell::run(&mut node)?, "ℹ ", |line, outcome| {
            let what = match outcome {
                Outcome::Passed => "pass ",
                Outcome::Skipped => "skipped ",
            };
            line.strip_prefix(what)?.parse().ok()
        })
    })
}
