//! How many bytes a user pays.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::{shell, workspace::Workspace};

/// The most that `gzip -9` may leave of each file, in bytes.
const EDGE_JS: u64 = 6_000;
const SLIM_JS: u64 = 6_000;
const CORE_WITH_RULES: u64 = 75_000;
const CORE_WITHOUT_RULES: u64 = 45_000;
const CONTROL_EDGE_JS: u64 = 3_000;
const CONTROL_JS: u64 = 220_000;
const CONTROL: u64 = 170_000;

const FILES: [&str; 7] =
    ["core.wasm", "index.js", "edge.js", "slim.js", "control.wasm", "control.js", "control-edge.js"];
const FORMS: [&str; 3] = ["raw", "gzip", "brotli"];

/// Writes `sizes.json` into the stage folder: per file of `dist`, its bytes as it is, by gzip -9 and by brotli -11.
pub fn measure(workspace: &Workspace, stage: &Path, pkg: &Path) -> Result<String> {
    let dist = pkg.join("dist");
    let mut node = workspace.command("node xtask/sizes.mjs");
    node.args(FILES.map(|file| dist.join(file)));
    let mut sizes: Value = serde_json::from_str(&shell::read(&mut node)?)?;
    let module = fs::read(dist.join("core.wasm"))?;
    sizes["sourcePaths"] = json!(source_paths(&module).iter().map(String::len).sum::<usize>());
    shell::write_file(&stage.join("sizes.json"), format!("{sizes:#}\n"))?;
    Ok(String::new())
}

/// What the files have of their budgets. Fails if one has more.
pub fn check(stage: &Path, parts: &[&str]) -> Result<String> {
    let sizes: Value = serde_json::from_str(&shell::read_file(&stage.join("sizes.json"))?)?;
    let bytes = |file: &str| sizes[file]["gzip"].as_u64().context("sizes.json has no number");
    let core = check_core(parts, bytes("core.wasm")?)?;
    let edge = within("edge.js", bytes("edge.js")?, EDGE_JS)?;
    let slim = within("slim.js", bytes("slim.js")?, SLIM_JS)?;
    let control = within("control.wasm", bytes("control.wasm")?, CONTROL)?;
    let inlined = within("control.js", bytes("control.js")?, CONTROL_JS)?;
    let imported = within("control-edge.js", bytes("control-edge.js")?, CONTROL_EDGE_JS)?;
    Ok([edge, slim, core, control, inlined, imported].join(", "))
}

/// The same for a module with these of the parts that can be left out.
pub fn check_core(parts: &[&str], bytes: u64) -> Result<String> {
    let (what, budget) = if parts.contains(&"rules") {
        ("core.wasm", CORE_WITH_RULES)
    } else {
        ("core.wasm without the rule language", CORE_WITHOUT_RULES)
    };
    within(what, bytes, budget)
}

fn within(what: &str, bytes: u64, budget: u64) -> Result<String> {
    let (size, most) = (grouped(bytes), grouped(budget));
    if bytes > budget {
        bail!("{what} is {size} bytes by gzip -9, {} more than the {most} of its budget", grouped(bytes - budget));
    }
    Ok(format!("{what} {size} of {most} bytes"))
}

pub fn print(stage: &Path) -> Result<()> {
    let sizes: Value = serde_json::from_str(&shell::read_file(&stage.join("sizes.json"))?)?;
    let bytes = |value: &Value| value.as_u64().map(grouped).context("sizes.json has no number");
    println!("\n{:<16}{:>10}{:>12}{:>12}", "bytes", "raw", "gzip -9", "brotli -11");
    for file in FILES {
        print!("{file:<16}");
        for form in FORMS {
            print!("{:>1$}", bytes(&sizes[file][form])?, if form == "raw" { 10 } else { 12 });
        }
        println!();
    }
    println!("{:<16}{:>10}  of core.wasm, for panic messages\n", "source paths", bytes(&sizes["sourcePaths"])?);
    Ok(())
}

/// `12345` as `12,345`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// The Rust source files that the module names. Texts lie in it end to end, with nothing between them.
fn source_paths(module: &[u8]) -> Vec<String> {
    let mut paths = Vec::new();
    let mut run = String::new();
    for &byte in module {
        if byte.is_ascii_alphanumeric() || b"/\\._-+".contains(&byte) {
            run.push(char::from(byte));
            if run.ends_with(".rs") {
                let path = std::mem::take(&mut run);
                // Letters in front of a path belong to another text.
                let start =
                    ["/rustc/", "/rust/deps/"].iter().find_map(|root| path.find(root)).or_else(|| path.find("src/"));
                paths.extend(start.map(|start| path[start..].to_owned()));
            }
        } else {
            run.clear();
        }
    }
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_from_other_texts() {
        let module =
            b"\0evaluatesrc/wasm.rssrc/time.rs\x07index out of bounds: /rustc/59/library/alloc/src/fmt.rsa.rs\0";
        assert_eq!(source_paths(module), ["src/wasm.rs", "src/time.rs", "/rustc/59/library/alloc/src/fmt.rs"]);
    }

    #[test]
    fn a_budget_is_kept_to_the_byte() {
        assert_eq!(within("edge.js", 6000, 6000).unwrap(), "edge.js 6,000 of 6,000 bytes");
        let error = within("edge.js", 6001, 6000).unwrap_err().to_string();
        assert_eq!(error, "edge.js is 6,001 bytes by gzip -9, 1 more than the 6,000 of its budget");
        assert!(check_core(&["rules", "matches"], CORE_WITH_RULES).unwrap().starts_with("core.wasm 75,000"));
        assert!(check_core(&["matches"], CORE_WITHOUT_RULES).unwrap().contains("without the rule language 45,000"));
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!([7, 1234, 1_234_567].map(grouped), ["7", "1,234", "1,234,567"]);
    }
}
