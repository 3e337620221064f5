//! The crate: its form, its tests on this machine, its documentation.

use anyhow::{Result, ensure};

use super::{Outcome, count};
use crate::{
    parts::PARTS,
    setup::host,
    shell,
    steps::Steps,
    workspace::{WASM, Workspace},
};

pub fn style(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    let cargo = |line: &str| workspace.command(line);
    steps.command("Rust is formatted", cargo("cargo fmt --all --check"))?;
    steps
        .command("clippy has nothing to say", cargo("cargo clippy --quiet --workspace --all-targets -- -D warnings"))?;
    let clippy = "cargo clippy --quiet --package variate --lib --no-default-features";
    steps.command(
        "clippy has nothing to say about the core on WebAssembly",
        cargo(&format!("{clippy} --features {} --target {WASM} -- -D warnings", PARTS.join(","))),
    )?;
    steps.command(
        "clippy has nothing to say about the control plane on WebAssembly",
        cargo(&format!("{clippy} --features control,rules,matches --target {WASM} -- -D warnings")),
    )?;
    steps.command(
        "clippy has nothing to say about the core without the rule language",
        cargo(&format!("{clippy} -- -D warnings")),
    )
}

pub fn native(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    steps.run("the native tests pass", || {
        let output = shell::run(&mut workspace.command("cargo test --quiet --workspace"))?;
        count(&output, "test result: ok. ", outcome)
    })?;
    // The same choice of packages as for the tests, so that nothing is compiled twice.
    steps.command(
        "the program `variate` is built",
        workspace.command("cargo build --quiet --workspace --bin variate"),
    )?;
    steps.run("no native dependency knows of JavaScript", || {
        let host = host(workspace)?;
        for features in ["", "--all-features", "--no-default-features"] {
            let tree = shell::read(&mut workspace.command(&format!(
                "cargo tree --package variate --edges normal --prefix none --target {host} {features}"
            )))?;
            let knows = |line: &&str| ["wasm-bindgen", "js-sys", "web-sys"].iter().any(|name| line.starts_with(name));
            let found = tree.lines().find(knows);
            ensure!(found.is_none(), "a native build needs {}", found.unwrap_or_default());
        }
        Ok(String::new())
    })
}

/// A number in the line that ends the tests of one program: `5 passed; 0 failed; …`.
pub fn outcome(line: &str, outcome: Outcome) -> Option<u64> {
    let what = match outcome {
        Outcome::Passed => " passed",
        Outcome::Skipped => " ignored",
    };
    line.split("; ").find_map(|part| part.strip_suffix(what)?.parse().ok())
}

pub fn documentation(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    let mut cargo = workspace.command("cargo doc --quiet --package variate --no-deps --lib");
    cargo.env("RUSTDOCFLAGS", "-Dwarnings");
    steps.command("the documentation builds without a warning", cargo)
}
