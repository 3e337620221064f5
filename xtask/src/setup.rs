//! What must be on the machine. Whatever can be installed without asking is.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

use anyhow::{Context, Result, bail};

use crate::{
    shell::{self, command, npm},
    steps::Steps,
    workspace::{WASM, Workspace},
};

const OLDEST_NODE: u32 = 20;

pub fn setup(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    steps.run("Node.js and npm are there", node)?;
    steps.run("Rust can compile to WebAssembly", wasm_target)?;
    // No install script is needed here, so none is run.
    let folder = workspace.root.join("xtask");
    steps.run("the build's npm packages are those of the lock file", || npm_packages(&folder, "ci --ignore-scripts"))
}

/// What the tests need beyond that, the native ones included: they ask the reference implementation.
pub fn setup_tests(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    setup(workspace, steps)?;
    steps.run("rustfmt and clippy are there", components)?;
    let folder = workspace.root.join("tests");
    steps.run("the tests' npm packages are those of the lock file", || npm_packages(&folder, "ci --ignore-scripts"))
}

/// What the runtimes and bundlers need in which the package is tested. Bun, Deno and Node are put in place by scripts.
pub fn setup_runtimes(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    let folder = workspace.root.join("tests/runtimes");
    // Not `npm ci`: it wants the binaries of all platforms in the lock file, and not every registry has all of them.
    steps.run("the runtimes are those of the lock file", || npm_packages(&folder, "install --no-save"))
}

/// AWS's own clients, for JavaScript and for Python.
pub fn setup_clients(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    let folder = workspace.root.join("tests/aws");
    steps
        .run("AWS's client for JavaScript is that of the lock file", || npm_packages(&folder, "ci --ignore-scripts"))?;
    steps.run("AWS's client for Python is that of the list", || python_packages(workspace))
}

/// What the playground is bundled from.
pub fn setup_playground(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    let folder = workspace.root.join("www");
    steps.run("the playground's npm packages are those of the lock file", || {
        npm_packages(&folder, "ci --ignore-scripts")
    })
}

/// And what it is tested with, beside a browser.
pub fn setup_playground_tests(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    setup_playground(workspace, steps)?;
    let folder = workspace.root.join("tests/www");
    steps.run("the playground is tested with what the lock file names", || npm_packages(&folder, "ci --ignore-scripts"))
}

/// The Python that has them.
pub fn python(workspace: &Workspace) -> PathBuf {
    let program = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };
    workspace.target.join("python").join(program)
}

/// Those whom the benchmark compares the package with.
pub fn setup_peers(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    let folder = workspace.root.join("benches");
    steps
        .run("the benchmark's npm packages are those of the lock file", || npm_packages(&folder, "ci --ignore-scripts"))
}

/// Debian's own; Playwright would bring others.
pub fn setup_browsers(steps: &mut Steps) -> Result<()> {
    setup_chromium(steps)?;
    steps.run("Chromium's driver is there", || browser("chromium-driver", &["chromedriver"]))?;
    steps.run("Firefox is there", || browser("firefox-esr", &["firefox-esr", "firefox"]))
}

/// The browser that the benchmark runs in, too.
pub fn setup_chromium(steps: &mut Steps) -> Result<()> {
    steps.run("Chromium is there", || browser("chromium", &["chromium"]))
}

/// Installs what the lock file of the folder names, unless that is there already.
fn npm_packages(folder: &Path, install: &str) -> Result<String> {
    let lock = folder.join("package-lock.json");
    let locked = modified(&lock).with_context(|| format!("{} is missing", lock.display()))?;
    // npm writes this file last.
    let done = modified(&folder.join("node_modules/.package-lock.json"));
    if done.is_some_and(|done| done >= locked) {
        return Ok(String::new());
    }
    let mut install = npm(&format!("{install} --no-audit --no-fund"));
    shell::run(install.current_dir(folder))?;
    Ok("installed".to_owned())
}

/// Makes an environment with what the list names, unless it is there already. Where pip looks is for its own settings to say.
fn python_packages(workspace: &Workspace) -> Result<String> {
    let wanted = workspace.root.join("tests/aws/botocore/requirements.txt");
    let folder = workspace.target.join("python");
    let installed = folder.join("requirements.txt");
    let list = shell::read_file(&wanted)?;
    if fs::read_to_string(&installed).is_ok_and(|installed| installed == list) {
        return Ok(String::new());
    }
    let system = if cfg!(windows) { "python" } else { "python3" };
    let advice =
        "install Python 3.9 or newer with its modules venv and pip (Debian: python3-venv) and run the command again";
    shell::run(command(&format!("{system} -m venv --clear")).arg(&folder)).context(advice)?;
    let mut pip = Command::new(python(workspace));
    pip.args("-m pip install --quiet --disable-pip-version-check --requirement".split(' ')).arg(&wanted);
    shell::run(&mut pip)?;
    // Written last: it says that all of it is there.
    shell::write_file(&installed, list)?;
    Ok("installed".to_owned())
}

fn node() -> Result<String> {
    let advice = "install Node.js 20 or newer and run the command again";
    let node = shell::read(&mut command("node --version")).context(advice)?;
    let npm = shell::read(&mut npm("--version")).context(advice)?;
    let node = node.trim().trim_start_matches('v');
    let major = node.split('.').next().and_then(|major| major.parse().ok());
    if major.is_none_or(|major: u32| major < OLDEST_NODE) {
        bail!("Node.js {node} is too old: {advice}");
    }
    Ok(format!("Node.js {node}, npm {}", npm.trim()))
}

fn wasm_target() -> Result<String> {
    // Asking rustc rather than rustup: a Rust from elsewhere may well have the target.
    let mut rustc = command(&format!("rustc --print target-libdir --target {WASM}"));
    let folder = shell::read(&mut rustc)?;
    if fs::read_dir(folder.trim()).is_ok_and(|mut files| files.next().is_some()) {
        return Ok(String::new());
    }
    let add = format!("rustup target add {WASM}");
    shell::run(&mut command(&add)).with_context(|| {
        format!("the Rust target {WASM} is missing: install it (`{add}`) and run the command again")
    })?;
    Ok("installed".to_owned())
}

/// rustup's minimal profile leaves them out.
fn components() -> Result<String> {
    if shell::read(&mut command("cargo fmt --version")).is_ok()
        && shell::read(&mut command("cargo clippy --version")).is_ok()
    {
        return Ok(String::new());
    }
    let add = "rustup component add rustfmt clippy";
    shell::run(&mut command(add)).with_context(|| format!("rustfmt or clippy is missing: install them (`{add}`)"))?;
    Ok("installed".to_owned())
}

/// A package that holds one of these programs.
fn browser(package: &str, programs: &[&str]) -> Result<String> {
    let is_there = |program: &&str| shell::read(&mut command(&format!("{program} --version"))).is_ok();
    if programs.iter().any(is_there) {
        return Ok(String::new());
    }
    let install = format!("apt-get install --yes --quiet --no-install-recommends {package}");
    for line in ["apt-get update --quiet", &install] {
        shell::run(&mut command(line))
            .with_context(|| format!("{package} is missing: install it and run the command again"))?;
    }
    Ok("installed".to_owned())
}

fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata().ok()?.modified().ok()
}

/// This machine, as the compiler calls it.
pub fn host(workspace: &Workspace) -> Result<String> {
    let version = shell::read(&mut workspace.command("rustc -vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc does not name its host")?.to_owned())
}
