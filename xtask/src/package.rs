//! `cargo xtask build`: from the crate to the folder that `npm publish` would send.
//!
//! ```text
//! src/*.rs ─ rustc ─▶ module ─ wasm-bindgen, short names ─▶ module ─ wasm-opt ─▶ core.wasm, control.wasm
//! pkg-template/src/*.ts + *.bytes.js ─▶ target/package/ ─ esbuild ─▶ pkg/dist/{index,slim,control}.{js,cjs},
//!                                                                               {,control-}edge.js
//! pkg-template/src/{aws,node}/*.ts ─ esbuild ─▶ pkg/dist/{aws,aws-node}.{js,cjs}, cli.js, which import those by name
//! ```

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value, json};

use crate::{
    class_names, glue,
    parts::{self, PARTS},
    readme,
    setup::setup,
    shell, sizes,
    steps::Steps,
    workspace::{WASM, Workspace},
};

/// The whole build, with these of the parts that can be left out. Of the whole package it says what they cost.
pub fn build(workspace: &Workspace, steps: &mut Steps, parts: &[&str]) -> Result<()> {
    setup(workspace, steps)?;
    make(workspace, steps, parts)?;
    if parts == PARTS { parts::print(workspace, steps) } else { Ok(()) }
}

/// The build on a machine that is set up.
pub fn make(workspace: &Workspace, steps: &mut Steps, parts: &[&str]) -> Result<()> {
    let paths = Paths::new(workspace);
    shell::fresh_dir(&paths.stage)?;
    for (module, what) in [(Module::Core, "the core"), (Module::Control, "the control plane")] {
        steps.run(&format!("{what} compiles to WebAssembly"), || compile(workspace, module, parts))?;
        steps.run("the glue is of the module's own version", || bind(workspace, &paths, module))?;
        steps.run("the module asks nothing of its host", || shorten(&paths, module))?;
        steps.run("the module is optimised", || optimise(workspace, &paths, module))?;
    }
    steps.run("the package's sources lie together", || stage(workspace, &paths))?;
    steps.run("each entry of the package is one file", || bundle(workspace, &paths))?;
    steps.run("the package is complete, and importing it does nothing", || verify(workspace, &paths))?;
    steps.run("the sizes are known", || sizes::measure(workspace, &paths.stage, &paths.pkg))?;
    sizes::print(&paths.stage)?;
    steps.run("the package keeps within its budget", || sizes::check(&paths.stage, parts))
}

/// The core alone: `core.wasm` in the stage folder.
pub fn core(workspace: &Workspace, paths: &Paths, parts: &[&str]) -> Result<()> {
    shell::fresh_dir(&paths.stage)?;
    compile(workspace, Module::Core, parts)?;
    bind(workspace, paths, Module::Core)?;
    shorten(paths, Module::Core)?;
    optimise(workspace, paths, Module::Core)?;
    Ok(())
}

/// A WebAssembly module of the package.
#[derive(Clone, Copy)]
pub enum Module {
    /// What evaluates.
    Core,
    /// The control plane, apart so that the core does not grow.
    Control,
}

impl Module {
    const ALL: [Module; 2] = [Module::Core, Module::Control];

    pub fn name(self) -> &'static str {
        match self {
            Module::Core => "core",
            Module::Control => "control",
        }
    }

    fn file(self) -> String {
        format!("{}.wasm", self.name())
    }

    /// The cargo features of the boundary that is compiled.
    fn features(self, parts: &[&str]) -> String {
        match self {
            Module::Core => parts.join(","),
            // It decides nothing, and so it has nothing to explain.
            Module::Control => {
                let parts = parts.iter().filter(|part| **part != "explain");
                [&"control"].into_iter().chain(parts).copied().collect::<Vec<_>>().join(",")
            }
        }
    }
}

/// The folders of one build. All but `template` are made here.
pub struct Paths {
    template: PathBuf,
    /// With a folder for each module.
    bindgen: PathBuf,
    pub stage: PathBuf,
    pkg: PathBuf,
}

impl Paths {
    pub fn new(workspace: &Workspace) -> Paths {
        Paths {
            template: workspace.root.join("pkg-template"),
            bindgen: workspace.target.join("bindgen"),
            stage: workspace.target.join("package"),
            pkg: workspace.root.join("pkg"),
        }
    }

    /// A module as rustc has left it.
    pub fn compiled(&self, module: Module) -> PathBuf {
        self.bindgen.join(module.file())
    }

    /// For a module beside the package's.
    pub fn apart(workspace: &Workspace, name: &str) -> Paths {
        let folder = workspace.target.join("parts").join(name);
        Paths { bindgen: folder.join("bindgen"), stage: folder.join("stage"), ..Paths::new(workspace) }
    }

    /// The module as wasm-bindgen leaves it.
    fn bound(&self, module: Module) -> PathBuf {
        self.bindgen.join(module.name()).join("variate_bg.wasm")
    }

    /// What its exports are called.
    fn names(&self, module: Module) -> PathBuf {
        self.bindgen.join(module.name()).join("names.json")
    }
}

fn compile(workspace: &Workspace, module: Module, parts: &[&str]) -> Result<String> {
    // Only the one crate type: beside an rlib, rustc would not optimise across crates, which is worth a tenth of the size.
    let mut cargo = workspace.command("cargo rustc --quiet --package variate --lib --release --crate-type cdylib");
    cargo.args(["--no-default-features", "--target", WASM, "--features", &module.features(parts)]);
    // Panic messages name source files. Cut off where those lie on this machine: shorter, and the same bytes everywhere.
    let mut flags: Vec<String> = workspace
        .dependency_folders()?
        .iter()
        .map(|folder| format!("--remap-path-prefix={}=", folder.display()))
        .collect();
    // More in line than the optimisation for size alone puts there: most of the speed of `s`, at the size of `z`.
    flags.push("-Cllvm-args=-inline-threshold=25".to_owned());
    // A JSON list of strings is a TOML list of strings.
    cargo.arg("--config").arg(format!("target.{WASM}.rustflags={}", json!(flags)));
    shell::run(&mut cargo)?;
    Ok(String::new())
}

fn bind(workspace: &Workspace, paths: &Paths, module: Module) -> Result<String> {
    let folder = paths.bindgen.join(module.name());
    shell::fresh_dir(&folder)?;
    // Kept: the last module that is compiled lies where the first did, and this one still has names.
    let compiled = paths.compiled(module);
    shell::copy_file(&workspace.target.join(WASM).join("release/variate.wasm"), &compiled)?;
    wasm_bindgen_cli::wasm_bindgen::run_cli_with_args([
        "wasm-bindgen".as_ref(),
        compiled.as_os_str(),
        "--out-name".as_ref(),
        "variate".as_ref(),
        "--out-dir".as_ref(),
        folder.as_os_str(),
        "--target".as_ref(),
        "bundler".as_ref(),
        "--remove-name-section".as_ref(),
        "--remove-producers-section".as_ref(),
    ])?;
    Ok(String::new())
}

/// Writes down what each export is called from here on, for the JavaScript that calls it.
fn shorten(paths: &Paths, module: Module) -> Result<String> {
    let names = glue::shorten(&paths.bound(module))?;
    let count = names.len();
    shell::write_file(&paths.names(module), Value::Object(names).to_string())?;
    Ok(format!("and exports {count} functions"))
}

fn optimise(workspace: &Workspace, paths: &Paths, module: Module) -> Result<String> {
    let before = paths.bound(module);
    let after = paths.stage.join(module.file());
    // The module's own list of features is what wasm-opt may use; `--all-features` makes modules that no engine takes.
    // No large function goes into its only caller: an engine compiles a function as a whole, when it is first called and
    // again when it proves hot, so those that are called rarely are best left apart. It is smaller, too.
    let mut wasm_opt = workspace.npm_tool("wasm-opt -O3 --one-caller-inline-max-function-size=0");
    shell::run(wasm_opt.arg(&before).arg("-o").arg(&after))?;
    let size = |path| fs::metadata(path).map(|file| sizes::grouped(file.len()));
    Ok(format!("{} → {} bytes", size(before)?, size(after)?))
}

fn stage(workspace: &Workspace, paths: &Paths) -> Result<String> {
    let sources = paths.template.join("src");
    ensure!(sources.join("index.ts").exists(), "pkg-template/src/index.ts is missing");
    shell::copy_dir(&sources, &paths.stage)?;
    for module in Module::ALL {
        let file = paths.stage.join(module.file());
        // Node encodes; one dependency less here.
        let mut encode = workspace.command("node --print");
        encode.arg("fs.readFileSync(process.argv[1], 'base64')").arg(&file);
        let base64 = shell::read(&mut encode)?;
        let base64 = base64.trim();
        let bytes = fs::metadata(&file)?.len();
        ensure!(base64.len() as u64 == bytes.div_ceil(3) * 4, "{} was not encoded as base64", file.display());
        let encoded = paths.stage.join(format!("{}.bytes.js", module.name()));
        shell::write_file(&encoded, format!("export const base64 = \"{base64}\";\n"))?;
    }
    // Says to Node and TypeScript what the files are.
    shell::write_file(&paths.stage.join("package.json"), "{ \"type\": \"module\" }\n")?;
    Ok(String::new())
}

/// A file that users import: the face it shows, the module that it runs and where that comes from, its name.
struct Entry {
    face: &'static str,
    module: Module,
    source: &'static str,
    file: &'static str,
}

impl Entry {
    const fn new(face: &'static str, module: Module, source: &'static str, file: &'static str) -> Entry {
        Entry { face, module, source, file }
    }
}

const ENTRIES: [Entry; 8] = [
    Entry::new("index.ts", Module::Core, "inlined.ts", "index.js"),
    Entry::new("index.ts", Module::Core, "inlined.ts", "index.cjs"),
    Entry::new("index.ts", Module::Core, "imported.ts", "edge.js"),
    Entry::new("slim.ts", Module::Core, "given.ts", "slim.js"),
    Entry::new("slim.ts", Module::Core, "given.ts", "slim.cjs"),
    Entry::new("control.ts", Module::Control, "inlined.ts", "control.js"),
    Entry::new("control.ts", Module::Control, "inlined.ts", "control.cjs"),
    Entry::new("control.ts", Module::Control, "imported.ts", "control-edge.js"),
];

/// Files that run on top of those: they import `variate` and its entries by these names, so that each host takes its own, and
/// no code and no module is there twice.
const ON_TOP: [(&str, &str); 5] = [
    ("aws/index.ts", "aws.js"),
    ("aws/index.ts", "aws.cjs"),
    ("node/index.ts", "aws-node.js"),
    ("node/index.ts", "aws-node.cjs"),
    ("node/cli/main.ts", "cli.js"),
];

/// The declarations of the entries.
const TYPES: [&str; 5] = ["index", "slim", "control", "aws", "aws-node"];

/// Documents that the package has as the repository has them.
const BESIDE: [&str; 2] = ["CHANGELOG.md", "LICENSE"];

/// Short identifiers are a fifth of the size; `class_names` gives classes their names back. No source maps: they would be
/// larger than what they explain.
const ESBUILD: &str =
    "esbuild --bundle --target=es2022 --minify --legal-comments=none --log-level=warning --tsconfig-raw={}";

/// Saves another 3 %, of modules. CommonJS files have a list of their exports for Node that is never run: it would go.
/// All ASCII: V8 keeps a source with any other character in two bytes for each.
/// `unsafe`: a template becomes a sum of texts, which is another thing only for what has `Symbol.toPrimitive`.
const TERSER: &str = "terser --module --ecma 2022 --compress passes=3,hoist_funs=true,unsafe=true --mangle --keep-classnames --format ascii_only=true";

/// Members of the package's own classes that need no name, for nobody else sees them: neither are they members of what
/// users hold (`index.d.ts`) or of what a host has, nor does the core write them in JSON. They are 2 % of the size.
const OWN_MEMBERS: &str = "addFound|answers|arnOf|attribute|attributes|bytes|cells|complaint|core|decide|decideAll\
                           |describe|failure|fault|freed|identity|ids|index|isFlags|isLost|missing|names|noun|numbers\
                           |outcomes|readers|refusal|reopen|timed|trap|ways";

fn bundle(workspace: &Workspace, paths: &Paths) -> Result<String> {
    shell::fresh_dir(&paths.pkg)?;
    let dist = paths.pkg.join("dist");
    fs::create_dir(&dist)?;
    let types = |name: &str| shell::read_file(&paths.template.join(format!("{name}.d.ts")));
    let declared = TYPES.map(types).into_iter().collect::<Result<String>>()?;
    for member in OWN_MEMBERS.split('|') {
        let is_declared = ["?: ", ": ", "("].iter().any(|end| declared.contains(&format!(" {member}{end}")));
        ensure!(!is_declared, "users see a `{member}`: OWN_MEMBERS in xtask/src/package.rs must not have it");
    }
    for Entry { face, module, source, file } in ENTRIES {
        let mut esbuild = workspace.npm_tool(ESBUILD);
        esbuild.arg(paths.stage.join(face));
        let bytes = paths.stage.join(format!("{}.bytes.js", module.name()));
        esbuild.arg(format!("--alias:variate-module={}", paths.stage.join(source).display()));
        esbuild.arg(format!("--alias:variate-bytes={}", bytes.display()));
        // What brings its module along runs everywhere; of hosts that it is given to, more can be asked.
        let coders = if source == "inlined.ts" { "oldest-coders.ts" } else { "coders.ts" };
        esbuild.arg(format!("--alias:variate-coders={}", paths.stage.join(coders).display()));
        // The host's own bundler takes care of this one.
        esbuild.arg(format!("--alias:variate-wasm=./{}?module", module.file()));
        esbuild.arg(format!("--external:./{}?module", module.file()));
        let exported: Map<String, Value> = serde_json::from_str(&shell::read_file(&paths.names(module))?)?;
        let exported: Vec<&str> = exported.keys().map(String::as_str).collect();
        esbuild.arg(format!("--mangle-props=^({OWN_MEMBERS}|{})$", exported.join("|")));
        esbuild.arg(format!("--mangle-cache={}", paths.names(module).display()));
        write_entry(workspace, esbuild, &dist.join(file))?;
    }
    for (face, file) in ON_TOP {
        let mut esbuild = workspace.npm_tool(ESBUILD);
        esbuild.arg(paths.stage.join(face)).arg("--external:variate").arg("--external:node:*");
        write_entry(workspace, esbuild, &dist.join(file))?;
    }
    for name in TYPES {
        let module = types(name)?;
        let common = TYPES
            .iter()
            .fold(module.clone(), |text, other| text.replace(&format!("'./{other}.js'"), &format!("'./{other}.cjs'")));
        shell::write_file(&dist.join(format!("{name}.d.ts")), module)?;
        shell::write_file(&dist.join(format!("{name}.d.cts")), common)?;
    }
    for module in Module::ALL {
        let (file, types) = (module.file(), format!("{}.d.ts", module.file()));
        shell::copy_file(&paths.stage.join(&file), &dist.join(&file))?;
        shell::copy_file(&paths.template.join(&types), &dist.join(&types))?;
    }
    for name in BESIDE {
        shell::copy_file(&workspace.root.join(name), &paths.pkg.join(name))?;
    }
    let text = shell::read_file(&workspace.root.join("README.md"))?;
    shell::write_file(&paths.pkg.join("README.md"), readme::packaged(&text, &workspace.root, &BESIDE)?)?;
    let manifest = shell::read_file(&paths.template.join("package.json"))?;
    shell::write_file(&paths.pkg.join("package.json"), with_version(&manifest, &workspace.version)?)?;
    Ok(String::new())
}

/// Lets esbuild write a file of the package, and finishes it.
fn write_entry(workspace: &Workspace, mut esbuild: Command, file: &Path) -> Result<()> {
    let is_module = file.extension().is_some_and(|extension| extension == "js");
    // Of all platforms, only `node` lists the names a CommonJS file exports in the form that Node reads them from.
    let (format, platform) = if is_module { ("esm", "neutral") } else { ("cjs", "node") };
    esbuild.arg(format!("--format={format}")).arg(format!("--platform={platform}"));
    let warnings = shell::run(esbuild.arg(format!("--outfile={}", file.display())))?;
    ensure!(warnings.trim().is_empty(), "esbuild warns:\n{warnings}");
    shell::write_file(file, class_names::restore(&shell::read_file(file)?)?)?;
    if is_module {
        shell::run(workspace.npm_tool(TERSER).arg(file).arg("--output").arg(file))?;
    }
    Ok(())
}

/// The template has a version that is nobody's, so that the crate's is the only one to be raised.
fn with_version(manifest: &str, version: &str) -> Result<String> {
    const PLACEHOLDER: &str = "\"version\": \"0.0.0\"";
    if manifest.matches(PLACEHOLDER).count() != 1 {
        bail!("pkg-template/package.json must have the line {PLACEHOLDER} once");
    }
    Ok(manifest.replace(PLACEHOLDER, &format!("\"version\": \"{version}\"")))
}

fn verify(workspace: &Workspace, paths: &Paths) -> Result<String> {
    let mut node = workspace.command("node xtask/verify.mjs");
    let exports = shell::read(node.arg(&paths.pkg)).context("pkg/ is not fit to be published")?;
    Ok(exports.trim().to_owned())
}
