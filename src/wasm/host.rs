//! The functions that the host calls. Each calls the method of [`Core`] of the same name; where `is_flag` is a parameter, that
//! method or its twin for flags. This file and `wasm/control.rs`, the boundary of the other module, are the only ones that
//! name wasm-bindgen.
//!
//! Plain functions, as wasm-bindgen's classes count their borrowers in every call, which is a kilobyte of the module.

use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};
use wasm_bindgen::prelude::wasm_bindgen;

use super::{Core, address};

/// In place of the allocator that the standard library brings, which is four times as large.
#[global_allocator]
static MEMORY: WasmDynamicTalc = new_wasm_dynamic_allocator();

#[wasm_bindgen]
pub fn core_new(snapshot: &[u8], lenient: bool, max_bytes: f64) -> *mut Core {
    address::give(Core::new(snapshot, lenient, max_bytes))
}

/// Afterwards the address means nothing.
#[wasm_bindgen]
pub fn core_free(core: *mut Core) {
    address::take(core);
}

#[wasm_bindgen]
pub fn core_loaded(core: *mut Core) -> bool {
    address::at(core).loaded()
}

#[wasm_bindgen]
pub fn core_problems(core: *mut Core) -> String {
    address::at(core).problems()
}

#[wasm_bindgen]
pub fn core_names(core: *mut Core) -> String {
    address::at(core).names()
}

#[wasm_bindgen]
pub fn core_describe(core: *mut Core, is_flag: bool, subject: u32) -> String {
    let core = address::at(core);
    if is_flag { core.describe_flag(subject) } else { core.describe(subject) }
}

#[wasm_bindgen]
pub fn core_reserve(core: *mut Core, bytes: usize) -> usize {
    address::at(core).reserve(bytes)
}

#[wasm_bindgen]
pub fn core_outcomes(core: *mut Core) -> usize {
    address::at(core).outcomes()
}

#[wasm_bindgen]
pub fn core_evaluate(
    core: *mut Core,
    is_flag: bool,
    subject: u32,
    context_form: u32,
    context_bytes: usize,
    id_bytes: u32,
    now: f64,
) -> u32 {
    let core = address::at(core);
    if is_flag {
        core.evaluate_flag(subject, context_form, context_bytes, id_bytes)
    } else {
        core.evaluate(subject, context_form, context_bytes, id_bytes as usize, now)
    }
}

#[wasm_bindgen(js_name = "core_evaluateAll")]
pub fn core_evaluate_all(
    core: *mut Core,
    are_flags: bool,
    context_form: u32,
    context_bytes: usize,
    id_bytes: u32,
    now: f64,
) -> u32 {
    let core = address::at(core);
    if are_flags {
        core.evaluate_flags(context_form, context_bytes, id_bytes)
    } else {
        core.evaluate_all(context_form, context_bytes, id_bytes as usize, now)
    }
}

#[wasm_bindgen]
pub fn core_assign(
    core: *mut Core,
    feature: u32,
    context_form: u32,
    context_bytes: usize,
    id_bytes: usize,
    now: f64,
) -> u32 {
    address::at(core).assign(feature, context_form, context_bytes, id_bytes, now)
}

#[cfg(feature = "explain")]
#[wasm_bindgen]
pub fn core_explain(
    core: *mut Core,
    is_flag: bool,
    subject: u32,
    context_form: u32,
    context_bytes: usize,
    id_bytes: u32,
    now: f64,
) -> String {
    let core = address::at(core);
    if is_flag {
        core.explain_flag(subject, context_form, context_bytes, id_bytes)
    } else {
        core.explain(subject, context_form, context_bytes, id_bytes, now)
    }
}

#[wasm_bindgen]
pub fn core_failure(core: *mut Core, status: u32) -> String {
    address::at(core).failure(status)
}
