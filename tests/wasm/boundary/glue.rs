//! The exports of the module, as the package calls them.

use js_sys::Function;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use super::super::QUARANTINED;
use super::super::host::{core_new, core_reserve};
use super::{Core, SHOP, view};

/// What the host does with a text: it reads and frees it.
const READ: &str = "const read = ([address, bytes]) => {
    const text = new TextDecoder().decode(new Uint8Array(wasm.memory.buffer, address >>> 0, bytes));
    wasm.__wbindgen_free(address, bytes, 1);
    return JSON.parse(text);
};";

/// What an expression comes to, in which `wasm` are the exports and `core` is an address.
fn run(core: *mut Core, expression: &str) -> Option<f64> {
    let body = format!("{READ} return {expression}");
    let function = Function::new_with_args("wasm, core", &body);
    function.call2(&JsValue::UNDEFINED, &wasm_bindgen::exports(), &JsValue::from(core as u32)).unwrap().as_f64()
}

/// A core with an entity id in its scratch memory.
fn anna() -> *mut Core {
    let core = core_new(SHOP.as_bytes(), true, 1e6);
    view(core_reserve(core, 8), 4).copy_from(b"anna");
    core
}

#[wasm_bindgen_test]
fn the_host_calls_what_is_exported() {
    let core = anna();
    let expected = [
        ("wasm.core_evaluate(core, 0, 0, 0, 0, 4, 0)", 0.0),
        ("wasm.core_evaluate(core, 1, 0, 0, 0, -1, 0)", 2.0),
        ("wasm.core_evaluate(core, 1, 0, 0, 0, 2 ** 32 - 1, 0)", 2.0),
        ("wasm.core_evaluateAll(core, 0, 0, 0, 4, 0)", 0.0),
        ("wasm.core_evaluateAll(core, 1, 0, 0, 4, 0)", 0.0),
        ("wasm.core_assign(core, 0, 0, 0, 4, 0)", 1.0),
        ("wasm.core_reserve(core, 8) % 8 + wasm.core_outcomes(core) % 4", 0.0),
        ("wasm.core_loaded(core)", 1.0),
        ("read(wasm.core_problems(core)).length", 2.0),
        ("read(wasm.core_names(core))[1].length", 2.0),
        ("read(wasm.core_describe(core, 0, 0))[6].length", 2.0),
        ("read(wasm.core_describe(core, 1, 0))[1].length", 3.0),
        ("read(wasm.core_failure(core, -2)).message.length", 54.0),
    ];
    for (call, number) in expected {
        assert_eq!(run(core, call), Some(number), "{call}");
    }
    run(core, "wasm.core_free(core)");
}

#[wasm_bindgen_test]
fn a_number_that_is_not_small_is_one_all_the_same() {
    let core = anna();
    for number in ["-1", "2", "1e9", "2 ** 31", "2 ** 32 - 1", "2 ** 32 + 7"] {
        let status = run(core, &format!("wasm.core_evaluate(core, 0, {number}, 0, 0, 4, 0) >>> 0"));
        assert_eq!(status, Some(QUARANTINED.into()), "{number}");
    }
    run(core, "wasm.core_free(core)");
}

#[wasm_bindgen_test]
fn a_core_that_is_freed_leaves_the_others_as_they_are() {
    let cores = [anna(), anna(), anna()];
    for freed in 0..cores.len() {
        run(cores[freed], "wasm.core_free(core)");
        for core in &cores[freed + 1..] {
            assert_eq!(run(*core, "wasm.core_loaded(core)"), Some(1.0));
            assert_eq!(run(*core, "wasm.core_evaluate(core, 0, 0, 0, 0, 4, 0)"), Some(0.0));
        }
    }
}
