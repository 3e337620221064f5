//! What TypeScript says: of the package's sources, of the border to the module, and to the package's users.

use std::path::Path;

use anyhow::{Result, ensure};

use super::installed;
use crate::{shell, steps::Steps, workspace::Workspace};

pub fn types(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    steps.run("TypeScript accepts the package's sources", || sources(workspace))?;
    steps.run("what the package calls of the modules is what they export", || exports(workspace))?;
    steps.run("TypeScript users see the types that were promised", || users(workspace))?;
    steps.run("AWS's client takes our request handler as one of its own", || {
        check(workspace, &workspace.root.join("tests/aws/types/tsconfig.json"))
    })
}

fn sources(workspace: &Workspace) -> Result<String> {
    // What runs on every host, and what asks for more of it.
    check(workspace, &workspace.root.join("pkg-template/tsconfig.json"))?;
    check(workspace, &workspace.root.join("pkg-template/tsconfig.aws.json"))
}

/// The sources are written against declarations made by hand; wasm-bindgen knows for certain what the modules export.
fn exports(workspace: &Workspace) -> Result<String> {
    for (module, exports) in [("core", "Exports"), ("control", "ControlExports")] {
        let comparison = workspace.target.join("bindgen").join(module).join("comparison.ts");
        let declared = workspace.root.join("pkg-template/src/exports.js");
        let types = format!(
            "import type * as generated from './variate_bg.wasm';\n\
             import type {{ {exports} }} from {declared:?};\n\
             export const exports = (exports: typeof generated): {exports} => exports;\n"
        );
        shell::write_file(&comparison, types)?;
        let mut tsc =
            workspace.npm_tool("tsc --noEmit --strict --skipLibCheck --target es2022 --module preserve --ignoreConfig");
        shell::run(tsc.arg(&comparison))?;
    }
    Ok(String::new())
}

/// Checks a copy in the user's place, where `variate` is found by the rules of package.json.
fn users(workspace: &Workspace) -> Result<String> {
    let folder = installed::folder(workspace).join("types");
    shell::copy_dir(&workspace.root.join("tests/package/types"), &folder)?;
    let is_project = |name: &str| name.starts_with("tsconfig") && name.ends_with(".json");
    let projects = installed::files(&folder, is_project)?;
    ensure!(!projects.is_empty(), "tests/package/types has no tsconfig.json");
    for project in &projects {
        check(workspace, project)?;
    }
    Ok(String::new())
}

fn check(workspace: &Workspace, project: &Path) -> Result<String> {
    let mut tsc = workspace.npm_tool("tsc --noEmit --project");
    // The types of Node, for projects that ask for them; no folder above the project has them.
    tsc.arg(project).arg("--typeRoots").arg(workspace.root.join("xtask/node_modules/@types"));
    shell::run(&mut tsc)?;
    Ok(String::new())
}
