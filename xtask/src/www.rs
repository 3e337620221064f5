//! `cargo xtask www`: the playground, a static page around the package that `cargo xtask build` made.
//!
//! ```text
//! www/src/*.ts(x) + pkg/dist/index.js ─ esbuild ─▶ target/www/*.js
//! www/index.html, style.css, icon.svg ───────────▶ target/www/, with the licences of what is in it
//! ```

use std::{collections::BTreeSet, fs, net::TcpListener, path::PathBuf, process::Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::{
    package,
    parts::PARTS,
    setup::{setup, setup_playground},
    shell, sizes,
    steps::Steps,
    workspace::Workspace,
};

/// Builds the page, for any static host.
pub fn build(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    setup(workspace, steps)?;
    setup_playground(workspace, steps)?;
    package::make(workspace, steps, &PARTS)?;
    page(workspace, steps)?;
    println!("\n{}", folder(workspace).display());
    Ok(())
}

/// Builds the page and serves it to this machine, until it is told to stop.
pub fn serve(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    build(workspace, steps)?;
    let address = address()?;
    println!("http://{address}/ (Ctrl+C ends it)");
    let mut esbuild = workspace.npm_tool("esbuild --log-level=warning");
    esbuild.arg(format!("--serve={address}")).arg(format!("--servedir={}", folder(workspace).display()));
    // It ends when its input does, and ours may be none.
    let mut server = esbuild.stdin(Stdio::piped()).spawn().context("esbuild cannot be started")?;
    let _input = server.stdin.take();
    let status = server.wait()?;
    ensure!(status.success(), "the server ended ({status})");
    Ok(())
}

/// The page of the package that is in `pkg/`.
pub fn page(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    steps.run("TypeScript accepts the playground's sources", || {
        let project = workspace.root.join("www/tsconfig.json");
        shell::run(workspace.npm_tool("tsc --noEmit --project").arg(project))?;
        Ok(String::new())
    })?;
    steps.run("the playground is a static page", || bundle(workspace))
}

/// Where the page is.
pub fn folder(workspace: &Workspace) -> PathBuf {
    workspace.target.join("www")
}

/// The page and its worker share what both need, the package first of all.
const ESBUILD: &str = "esbuild --bundle --splitting --format=esm --platform=browser --target=es2023 --minify \
                       --legal-comments=none --jsx=automatic --jsx-import-source=preact --loader:.json=text \
                       --log-level=warning";

const ENTRIES: [&str; 2] = ["main.tsx", "population-worker.ts"];

/// What is as it stands.
const FILES: [&str; 3] = ["index.html", "style.css", "icon.svg"];

fn bundle(workspace: &Workspace) -> Result<String> {
    let (sources, page) = (workspace.root.join("www"), folder(workspace));
    shell::fresh_dir(&page)?;
    let mut esbuild = workspace.npm_tool(ESBUILD);
    esbuild.args(ENTRIES.map(|entry| sources.join("src").join(entry)));
    esbuild.arg(format!("--alias:variate={}", workspace.root.join("pkg/dist/index.js").display()));
    let contents = workspace.target.join("www.json");
    esbuild.arg(format!("--metafile={}", contents.display()));
    let warnings = shell::run(esbuild.arg(format!("--outdir={}", page.display())))?;
    ensure!(warnings.trim().is_empty(), "esbuild warns:\n{warnings}");
    for file in FILES {
        shell::copy_file(&sources.join(file), &page.join(file))?;
    }
    shell::write_file(&page.join("licences.txt"), licences(workspace, &shell::read_file(&contents)?)?)?;
    let mut bytes = 0;
    for file in fs::read_dir(&page)? {
        bytes += file?.metadata()?.len();
    }
    Ok(format!("{} bytes", sizes::grouped(bytes)))
}

/// The licences of everything in the page, which want to go with it. esbuild lists what that is.
fn licences(workspace: &Workspace, contents: &str) -> Result<String> {
    let contents: Value = serde_json::from_str(contents).context("esbuild's list is not JSON")?;
    let inputs = contents["inputs"].as_object().context("esbuild lists no inputs")?;
    let packages: BTreeSet<String> = inputs
        .keys()
        .filter_map(|input| {
            let mut steps = input.split_once("www/node_modules/")?.1.split('/');
            let name = steps.next()?;
            Some(if name.starts_with('@') { format!("{name}/{}", steps.next()?) } else { name.to_owned() })
        })
        .collect();
    ensure!(!packages.is_empty(), "esbuild bundled nothing from npm");
    let mut text = format!("variate\n\n{}", shell::read_file(&workspace.root.join("LICENSE"))?);
    for package in packages {
        let licence = shell::read_file(&workspace.root.join("www/node_modules").join(&package).join("LICENSE"))?;
        text.push_str(&format!("\n\n{package}\n\n{}\n", licence.trim_end()));
    }
    Ok(text)
}

/// The usual port, or another if somebody has it.
fn address() -> Result<String> {
    let listener = TcpListener::bind(("127.0.0.1", 8000)).or_else(|_| TcpListener::bind(("127.0.0.1", 0)));
    let address = listener.and_then(|listener| listener.local_addr()).context("no port of this machine is free")?;
    Ok(address.to_string())
}
