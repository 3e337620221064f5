//! The generated JavaScript around the core, as the package calls it.

use js_sys::{Function, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use super::super::QUARANTINED;
use super::{GERMAN, shop, write};

/// Runs the body of a JavaScript function of `core`.
fn run(core: &JsValue, body: &str) -> Result<JsValue, JsValue> {
    Function::new_with_args("core", body).call1(&JsValue::UNDEFINED, core)
}

#[wasm_bindgen_test]
fn the_host_calls_what_is_exported() {
    let mut core = shop();
    write(&mut core, 0, b"anna");
    let expected = core.evaluate(GERMAN, 0, 0, 4, 0.0);
    let core = JsValue::from(core);
    let number = |body| run(&core, body).unwrap().as_f64();
    assert_eq!(number("return core.evaluate(0, 0, 0, 4, 0)"), Some(expected.into()));
    assert_eq!(number("return core.evaluateFlag(0, 0, 0, 2 ** 32 - 1)"), Some(2.0));
    assert_eq!(number("return core.evaluateAll(0, 0, 4, 0)"), Some(0.0));
    assert_eq!(number("return core.evaluateFlags(0, 0, 4)"), Some(0.0));
    assert_eq!(number("return core.assign(0, 0, 0, 3, 0)"), Some(0.0));
    assert_eq!(number("return core.reserve(8) % 8 + core.outcomes() % 4"), Some(0.0));
    assert_eq!(number("return core.loaded ? 1 : 0"), Some(1.0));
    assert_eq!(number("return JSON.parse(core.problems()).length"), Some(2.0));
    assert_eq!(number("return JSON.parse(core.names()).features.length"), Some(2.0));
    assert_eq!(number("return JSON.parse(core.describe(0)).variations.length"), Some(2.0));
    assert_eq!(number("return JSON.parse(core.describeFlag(0)).answers.length"), Some(3.0));
    assert_eq!(number("return JSON.parse(core.failure(-2, 'entityId')).fieldList.length"), Some(1.0));
}

#[wasm_bindgen_test]
fn a_handle_that_is_no_small_number_is_one_all_the_same() {
    let core = JsValue::from(shop());
    for handle in ["-1", "2", "1e9", "2 ** 31", "2 ** 32 - 1", "2 ** 32 + 7"] {
        let status = run(&core, &format!("return core.evaluate({handle}, 0, 0, 4, 0) >>> 0")).unwrap();
        assert_eq!(status.as_f64(), Some(QUARANTINED.into()), "{handle}");
    }
}

#[wasm_bindgen_test]
fn a_core_that_is_freed_refuses_every_call_and_traps_nothing_else() {
    let core = JsValue::from(shop());
    let other = JsValue::from(shop());
    run(&core, "core.free()").unwrap();
    let calls = [
        "core.loaded",
        "core.problems()",
        "core.names()",
        "core.describe(0)",
        "core.describeFlag(0)",
        "core.reserve(8)",
        "core.outcomes()",
        "core.evaluate(0, 0, 0, 4, 0)",
        "core.evaluateAll(0, 0, 4, 0)",
        "core.evaluateFlag(0, 0, 0, 4)",
        "core.evaluateFlags(0, 0, 4)",
        "core.assign(0, 0, 0, 1, 0)",
        "core.failure(-2, 'entityId')",
        "core.free()",
    ];
    for call in calls {
        let error = run(&core, call).expect_err(call);
        let message = Reflect::get(&error, &"message".into()).unwrap();
        assert!(message.as_string().is_some_and(|message| message.contains("null pointer")), "{call}: {message:?}");
    }
    assert_eq!(run(&other, "return core.loaded").unwrap(), JsValue::TRUE);
}
