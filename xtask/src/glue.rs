//! What `core.wasm` and `control.wasm` are to the JavaScript that calls them.
//!
//! The package calls their exports itself (`pkg-template/src/exports.ts`) and does without the JavaScript that
//! wasm-bindgen writes, which is a third as large as all the rest, and does while it is imported what some hosts cannot
//! do. So nothing of that JavaScript may be needed; and as nobody else calls the exports, their names may be short.

use std::path::Path;

use anyhow::{Result, ensure};
use serde_json::{Map, Value};
use walrus::{ExportItem, FunctionKind, Module, ir::Instr};

/// Fills a table that only calls with JavaScript values use, and does nothing else.
const START: &str = "__wbindgen_start";

/// Leaves in a module only the exports that the package calls, and gives the functions names of one letter. Returns those,
/// by the names in the sources. Whatever the module asks of its host is an error and not a surprise.
pub fn shorten(file: &Path) -> Result<Map<String, Value>> {
    let mut module = Module::from_file(file)?;
    let names = shorten_exports(&mut module)?;
    module.emit_wasm_file(file)?;
    Ok(names)
}

fn shorten_exports(module: &mut Module) -> Result<Map<String, Value>> {
    if let Ok(start) = module.exports.get_func(START) {
        ensure!(only_calls_the_host(module, start), "`{START}` does more than to fill a table: see xtask/src/glue.rs");
    }
    let mut exports: Vec<_> = module.exports.iter().map(|export| (export.name.clone(), export.id())).collect();
    exports.sort();
    let mut names = Map::new();
    for (name, id) in exports {
        if is_called(&name) {
            let short = short(names.len())?;
            module.exports.get_mut(id).name.clone_from(&short);
            names.insert(name, short.into());
        } else if !matches!(module.exports.get(id).item, ExportItem::Memory(_)) {
            module.exports.delete(id);
        }
    }
    walrus::passes::gc::run(module);
    let imports: Vec<_> = module.imports.iter().map(|import| import.name.as_str()).collect();
    ensure!(imports.is_empty(), "the module imports {}: the package has no such functions", imports.join(", "));
    Ok(names)
}

fn is_called(export: &str) -> bool {
    let functions = ["__wbindgen_malloc", "__wbindgen_free"];
    export.starts_with("core_") || export.starts_with("control_") || functions.contains(&export)
}

/// Whether the function is one call, of something imported.
fn only_calls_the_host(module: &Module, function: walrus::FunctionId) -> bool {
    let FunctionKind::Local(function) = &module.funcs.get(function).kind else { return true };
    match &function.block(function.entry_block()).instrs[..] {
        [(Instr::Call(call), _)] => matches!(module.funcs.get(call.func).kind, FunctionKind::Import(_)),
        _ => false,
    }
}

fn short(index: usize) -> Result<String> {
    let letter = ('A'..='Z').nth(index);
    ensure!(letter.is_some(), "the module exports more functions than there are letters");
    Ok(letter.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::FunctionBuilder;

    /// A module like that of wasm-bindgen, with one function of ours for each name.
    fn module(exports: &[&str]) -> Module {
        let mut module = Module::default();
        let nothing = module.types.add(&[], &[]);
        let (init, _) = module.add_import_func("./variate_bg.js", "__wbindgen_init_externref_table", nothing);
        let mut start = FunctionBuilder::new(&mut module.types, &[], &[]);
        start.func_body().call(init);
        let start = start.finish(Vec::new(), &mut module.funcs);
        module.exports.add(START, start);
        for name in exports {
            let function = FunctionBuilder::new(&mut module.types, &[], &[]).finish(Vec::new(), &mut module.funcs);
            module.exports.add(name, function);
        }
        let memory = module.memories.add_local(false, false, 1, None, None);
        module.exports.add("memory", memory);
        module
    }

    #[test]
    fn only_what_is_called_stays_and_is_called_briefly() {
        let mut module = module(&["core_new", "core_free", "__wbindgen_malloc", "__wbindgen_realloc", "else"]);
        let names = shorten_exports(&mut module).unwrap();
        assert_eq!(Value::Object(names).to_string(), r#"{"__wbindgen_malloc":"A","core_free":"B","core_new":"C"}"#);
        let mut left: Vec<_> = module.exports.iter().map(|export| export.name.as_str()).collect();
        left.sort_unstable();
        assert_eq!(left, ["A", "B", "C", "memory"]);
    }

    #[test]
    fn an_import_that_must_do_something_is_refused() {
        let mut module = module(&[]);
        let nothing = module.types.add(&[], &[]);
        let (now, _) = module.add_import_func("./variate_bg.js", "__wbg_now_807e54", nothing);
        module.exports.add("core_now", now);
        let error = shorten_exports(&mut module).unwrap_err().to_string();
        assert!(error.contains("imports __wbg_now_807e54"), "{error}");
    }

    #[test]
    fn a_start_that_does_more_is_refused() {
        let mut module = module(&["core_new"]);
        let more = module.exports.get_func("core_new").unwrap();
        let start = module.exports.get_func(START).unwrap();
        module.funcs.get_mut(start).kind.unwrap_local_mut().builder_mut().func_body().call(more);
        let error = shorten_exports(&mut module).unwrap_err().to_string();
        assert!(error.contains("does more"), "{error}");
    }
}
