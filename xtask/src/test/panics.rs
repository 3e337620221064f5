//! No input makes the core panic (S7). What could, as far as the compiler knows, is in a table with why it does not.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};

use crate::{
    package::{Module, Paths},
    panics::{Trap, traps},
    shell,
    steps::Steps,
    workspace::Workspace,
};

const TABLE: &str = "tests/wasm/panics.md";

/// Scans the modules that were built last, with the names that they had before they were made smaller.
pub fn panics(workspace: &Workspace, steps: &mut Steps) -> Result<()> {
    steps.run("what could panic is known, and why it does not", || {
        let table = shell::read_file(&workspace.root.join(TABLE))?;
        let (both, control) = table.split_once("\n## In control.wasm").context("the table has two parts")?;
        let [core, all] = [Module::Core, Module::Control].map(|module| {
            let file = Paths::new(workspace).compiled(module);
            traps(&std::fs::read(&file)?).with_context(|| file.display().to_string())
        });
        let (core, mut rest) = (core?, all?);
        let both = rows(both)?;
        rest.retain(|trap| !both.iter().any(|row| row.fits(trap)));
        let complaints = [compare(&both, &core, "core.wasm"), compare(&rows(control)?, &rest, "control.wasm")].concat();
        if complaints.is_empty() {
            Ok(format!("{} of the core, {} more of the control plane", core.len(), rest.len()))
        } else {
            bail!("{complaints}\n{TABLE} says what to do")
        }
    })
}

/// What has one reason: functions that are all there, and the cause that each has.
#[derive(Debug, PartialEq, Eq)]
struct Row<'t> {
    functions: Vec<&'t str>,
    cause: &'t str,
}

impl Row<'_> {
    fn fits(&self, trap: &Trap) -> bool {
        is_one(self.cause, &trap.cause) && self.functions.iter().any(|function| is_one(function, &trap.function))
    }
}

/// Whether a name is this one, or begins like it if it ends with a star.
fn is_one(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == pattern,
    }
}

/// The rows of a table: functions in backticks, a cause in backticks, a reason.
fn rows(table: &str) -> Result<Vec<Row<'_>>> {
    let row = |line| {
        let cells: Vec<&str> = str::split(line, '|').map(str::trim).collect();
        let ["", functions, cause, reason, ""] = cells[..] else { bail!("this is no row of three cells: {line}") };
        let functions: Vec<&str> = functions.split('`').skip(1).step_by(2).collect();
        let cause = cause.trim_matches('`');
        if functions.is_empty() || cause.is_empty() || reason.is_empty() {
            bail!("a function, a cause and a reason are wanted: {line}");
        }
        Ok(Row { functions, cause })
    };
    // Neither the head nor the line below it.
    table.lines().filter(|line| line.starts_with("| `")).map(row).collect()
}

/// What one has and the other does not, a line for each.
fn compare(rows: &[Row<'_>], traps: &BTreeSet<Trap>, module: &str) -> String {
    let mut complaints = String::new();
    for trap in traps.iter().filter(|trap| !rows.iter().any(|row| row.fits(trap))) {
        complaints.push_str(&format!("{module} has | `{}` | `{}` |\n", trap.function, trap.cause));
    }
    for Row { functions, cause } in rows {
        for function in functions {
            if !traps.iter().any(|trap| is_one(function, &trap.function) && is_one(cause, &trap.cause)) {
                complaints.push_str(&format!("{module} no longer has | `{function}` | `{cause}` |\n"));
            }
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trap(function: &str, cause: &str) -> Trap {
        Trap { function: function.to_owned(), cause: cause.to_owned() }
    }

    #[test]
    fn the_table_has_what_the_module_has_and_no_more() {
        let table = "| function | cause | reason |\n|---|---|---|\n| `a::*`, `b` | `panic` | no |\n";
        let rows = rows(table).unwrap();
        assert_eq!(rows, [Row { functions: vec!["a::*", "b"], cause: "panic" }]);
        let compare = |traps: &[Trap]| compare(&rows, &traps.iter().cloned().collect(), "m");
        assert_eq!(compare(&[trap("a::f", "panic"), trap("b", "panic")]), "");
        assert_eq!(compare(&[trap("a::f", "panic")]), "m no longer has | `b` | `panic` |\n");
        let more = [trap("a::f", "panic"), trap("b", "panic"), trap("b::c", "panic")];
        assert_eq!(compare(&more), "m has | `b::c` | `panic` |\n");
    }

    #[test]
    fn a_row_has_a_reason() {
        assert!(rows("| `a` | `panic` | |").is_err());
        assert!(rows("| `a` | `panic` |").is_err());
    }
}
