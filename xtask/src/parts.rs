//! What the parts that can be left out of core.wasm cost: explanations, the rule language, the regular expressions in it.

use std::fs;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{
    package::{self, Paths},
    shell, sizes,
    steps::Steps,
    workspace::Workspace,
};

/// The cargo features that a build may leave out; each is a part of core.wasm.
pub const PARTS: [&str; 3] = ["rules", "matches", "explain"];

/// The parts that are left in when these are left out.
pub fn without(left_out: &[&str]) -> Result<Vec<&'static str>> {
    if let Some(unknown) = left_out.iter().find(|part| !PARTS.contains(part)) {
        bail!("there is no part `{unknown}` to leave out: {}", PARTS.join(", "));
    }
    Ok(PARTS.into_iter().filter(|part| !left_out.contains(part)).collect())
}

/// Builds the module anew without parts, and prints the difference.
pub fn print(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    let mut modules = vec![Paths::new(workspace).stage.join("core.wasm")];
    let mut measured = Value::Null;
    steps.run("what the parts cost is known", || {
        for (name, parts) in [("decisions", &["rules", "matches"][..]), ("rules", &["rules"]), ("none", &[])] {
            let paths = Paths::apart(workspace, name);
            package::core(workspace, &paths, parts)?;
            let named = paths.stage.join(format!("{name}.wasm"));
            fs::rename(paths.stage.join("core.wasm"), &named).with_context(|| named.display().to_string())?;
            modules.push(named);
        }
        let mut node = workspace.command("node xtask/sizes.mjs");
        measured = serde_json::from_str(&shell::read(node.args(&modules))?)?;
        sizes::check_core(&[], measured["none.wasm"]["gzip"].as_u64().context("sizes.mjs gives no number")?)
    })?;
    let bytes = |file: &str, form: &str| measured[file][form].as_u64().context("sizes.mjs gives no number");
    println!("\n{:<44}{:>10}{:>12}{:>10}", "of core.wasm, bytes", "raw", "gzip -9", "of gzip");
    let whole = bytes("core.wasm", "gzip")?;
    for (part, with, without) in [
        ("explanations (`explain`)", "core.wasm", "decisions.wasm"),
        ("rule language with regular expressions", "decisions.wasm", "none.wasm"),
        ("  regular expressions (`matches`, `pattern`)", "decisions.wasm", "rules.wasm"),
        ("  all else", "rules.wasm", "none.wasm"),
    ] {
        let cost = |form| Ok::<_, anyhow::Error>(bytes(with, form)?.saturating_sub(bytes(without, form)?));
        let (raw, gzip) = (cost("raw")?, cost("gzip")?);
        println!("{part:<44}{:>10}{:>12}{:>8} %", sizes::grouped(raw), sizes::grouped(gzip), gzip * 100 / whole);
    }
    println!();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_left_out_by_name() {
        assert_eq!(without(&[]).unwrap(), PARTS);
        assert_eq!(without(&["matches"]).unwrap(), ["rules", "explain"]);
        assert!(without(&["flags"]).is_err());
    }
}
