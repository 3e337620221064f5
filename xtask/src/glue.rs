//! What `core.wasm` and `control.wasm` ask of their host.
//!
//! The package calls their exports itself (`pkg-template/src/exports.ts`) and does without the JavaScript that
//! wasm-bindgen writes, which is a third as large as all the rest, and does while it is imported what some hosts cannot
//! do. Of that JavaScript only the names of the functions count that the module imports.

use anyhow::{Result, bail};

/// A function without which a module does what it should: it fills a table that only calls with JavaScript values use.
const NOT_NEEDED: &str = "__wbindgen_init_externref_table";

/// From the generated `*_bg.js`, the module `imports.js`. Whatever else a core might ask for, or export in another form,
/// is an error and not a surprise.
pub fn imports(generated: &str) -> Result<String> {
    let mut functions = String::new();
    for line in generated.lines() {
        let Some(declaration) = line.strip_prefix("export function ") else { continue };
        let name = declaration.split('(').next().unwrap_or_default();
        // What the module exports stands there too, wrapped.
        let is_export = name == "__wbg_set_wasm" || name.contains("core_") || name.contains("control_");
        if name == NOT_NEEDED {
            functions.push_str(&format!("    {name}() {{}},\n"));
        } else if !is_export {
            bail!("the module imports `{name}`, which the package does not have: see xtask/src/glue.rs");
        }
    }
    Ok(format!("export const IMPORTS = {{\n  './variate_bg.js': {{\n{functions}  }},\n}};\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_module_imports_is_there_and_does_nothing() {
        let generated = "\
export function core_free(core) {
    wasm.core_free(core);
}
export function core_loaded(core) {
    return wasm.core_loaded(core) !== 0;
}
export function __wbindgen_init_externref_table() {
}
let wasm;
export function __wbg_set_wasm(val) {
    wasm = val;
}
";
        let imports = imports(generated).unwrap();
        assert!(imports.contains("{\n    __wbindgen_init_externref_table() {},\n  },"), "{imports}");
    }

    #[test]
    fn an_import_that_must_do_something_is_refused() {
        let error = imports("export function __wbg_now_807e54(arg0) {\n}\n").unwrap_err().to_string();
        assert!(error.contains("imports `__wbg_now_807e54`"), "{error}");
    }
}
