//! The playground in Chromium, as it would lie on a static host.

use anyhow::{Result, ensure};

use super::{Outcome, count, installed};
use crate::{shell, steps::Steps, workspace::Workspace, www};

const FOLDER: &str = "tests/www";

pub fn playground(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    www::page(workspace, steps)?;
    steps.run("the playground shows what the package decides, to everybody", || {
        let tests = installed::files(&workspace.root.join(FOLDER), |name| name.ends_with(".test.mjs"))?;
        ensure!(!tests.is_empty(), "{FOLDER} has no file *.test.mjs");
        // One after the other: they would only wait for each other's processors.
        let mut node = workspace.command("node --test --test-reporter=spec --test-concurrency=1");
        node.args(tests);
        node.env("VARIATE_PAGE", www::folder(workspace));
        count(&shell::run(&mut node)?, "ℹ ", |line, outcome| {
            let what = match outcome {
                Outcome::Passed => "pass ",
                Outcome::Skipped => "skipped ",
            };
            line.strip_prefix(what)?.parse().ok()
        })
    })
}
