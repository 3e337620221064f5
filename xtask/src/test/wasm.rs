//! The core as WebAssembly, tested from Rust in Node and in Chromium: one compilation, both hosts.

use std::{env, fs, path::PathBuf, process::Command};

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::{count, installed::files, rust};
use crate::{
    parts::PARTS,
    shell,
    steps::Steps,
    workspace::{WASM, Workspace},
};

/// What stands for the host is a variable of the test runner's.
const NODE: (&str, &str) = ("WASM_BINDGEN_USE_NODE_EXPERIMENTAL", "1");
const CHROMIUM: (&str, &str) = ("WASM_BINDGEN_USE_BROWSER", "1");

pub fn everywhere(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    steps.run("clippy has nothing to say about the tests on WebAssembly", || {
        // The profile `test` turns on what is only there in tests.
        let mut clippy = tests(workspace, "clippy --quiet --profile test")?;
        shell::run(clippy.args(["--", "-D", "warnings"]))?;
        Ok(String::new())
    })?;
    steps.run("the tests on WebAssembly pass in Node", || run(workspace, NODE))?;
    steps.run("the tests on WebAssembly pass in Chromium", || run(workspace, CHROMIUM))
}

fn run(workspace: &Workspace, host: (&str, &str)) -> Result<String> {
    // Not `--quiet`: cargo would hand that on to the runner, which does not know it.
    let mut cargo = tests(workspace, "test")?;
    // A JSON list of strings is a TOML list of strings.
    let runner = json!([env::current_exe()?, "test-runner"]);
    cargo.arg("--config").arg(format!("target.{WASM}.runner={runner}")).args(["--", "--nocapture"]);
    cargo.envs([host]);
    // The glue that ships; the other one checks the types of arguments.
    cargo.env("WASM_BINDGEN_NO_DEBUG", "1");
    // The runner gives up on a browser after seconds. It must after some: these are two hundred times what it takes.
    cargo.env("WASM_BINDGEN_TEST_TIMEOUT", "600").env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "600");
    // Of the browsers on this machine, Chromium.
    cargo.env("CHROMEDRIVER", "chromedriver");
    // Switches that keep it from calling home.
    cargo.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", workspace.root.join("tests/wasm/webdriver.json"));
    let output = shell::run(&mut cargo)?;
    let (here, natively) = (vectors(&output)?, vectors(&native(workspace)?)?);
    ensure!(here == natively, "{output}\n{here} vectors ran as WebAssembly, {natively} on the native core");
    Ok(format!("{}, {here} vectors", count(&output, "test result: ok. ", rust::outcome)?))
}

/// The same vectors on the native core, compiled already.
fn native(workspace: &Workspace) -> Result<String> {
    let mut cargo = workspace.command("cargo test --quiet --workspace --test native");
    shell::run(cargo.args(["--", "vectors::", "--nocapture"]))
}

/// How many vectors ran, from the line that says so.
fn vectors(output: &str) -> Result<u64> {
    let line = output.lines().find_map(|line| line.split_once(" vectors ran"));
    let (number, _) = line.with_context(|| format!("{output}\nno vectors ran"))?;
    Ok(number.parse()?)
}

/// A command of cargo on the two programs of tests.
fn tests(workspace: &Workspace, subcommand: &str) -> Result<Command> {
    let mut cargo = workspace.command(&format!("cargo {subcommand} --package variate --lib --test wasm"));
    cargo.args(["--no-default-features", "--features", &PARTS.join(","), "--target", WASM]);
    // What debuggers need takes the binding generator longer than all the rest.
    cargo.env("CARGO_PROFILE_TEST_DEBUG", "0").env("VARIATE_VECTORS", write_list(workspace)?);
    Ok(cargo)
}

/// Writes the list of vector files that the tests take in: WebAssembly has no file system. Returns where it is.
fn write_list(workspace: &Workspace) -> Result<PathBuf> {
    let mut list = String::from("&[\n");
    // The control plane is no part of the module.
    let is_for_it = |name: &str| name.ends_with(".json") && !name.starts_with("control");
    for file in files(&workspace.root.join("tests/vectors"), is_for_it)? {
        let name = file.file_name().unwrap_or_default();
        list.push_str(&format!("    ({name:?}, include_str!({file:?})),\n"));
    }
    list.push_str("]\n");
    let path = workspace.target.join("vectors.rs");
    // An unchanged file keeps its time, so that nothing is compiled anew.
    if fs::read_to_string(&path).ok().as_ref() != Some(&list) {
        shell::write_file(&path, list)?;
    }
    Ok(path)
}
