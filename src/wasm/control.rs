//! The boundary of the control plane, in a module of its own: `control.wasm`. It moves texts and decides nothing.

use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::control::{Applied, ControlError, Environment, Event, Exception, apply};
use crate::decision::object::{key, next, raw, text};
use crate::json::{push, push_integer};
use crate::load::{LoadOptions, load_with};
use crate::time::Timestamp;

/// As in core.wasm.
#[global_allocator]
static MEMORY: WasmDynamicTalc = new_wasm_dynamic_allocator();

/// Applies an operation, at so many milliseconds since 1970.
///
/// `{"output","events","snapshot"}`, without a snapshot if it is as it was; or `{"error"}`, which has the problems of a
/// snapshot that does not load.
#[wasm_bindgen]
pub fn control_apply(
    snapshot: &[u8],
    operation: &str,
    input: &str,
    now: f64,
    region: &str,
    account: &str,
    max_bytes: f64,
) -> String {
    let max_bytes = max_bytes as usize;
    // The host has checked the range; out of it, the conversion gives the nearest end.
    let now = Timestamp::from_millis(now as i64).unwrap_or(Timestamp::MAX);
    // What is no UTF-8 does not load, and is told so below.
    let document = std::str::from_utf8(snapshot).unwrap_or("?");
    match apply(document, operation, input, &Environment { now, region, account, max_bytes }) {
        Ok(applied) => result(&applied),
        Err(error) => failure(&error, snapshot, max_bytes),
    }
}

fn result(applied: &Applied) -> String {
    let mut out = String::from("{");
    raw(&mut out, "output", &applied.output);
    raw(&mut out, "events", "[");
    for event in &applied.events {
        next(&mut out);
        write_event(event, &mut out);
    }
    push(&mut out, "]");
    if let Some(snapshot) = &applied.snapshot {
        text(&mut out, "snapshot", snapshot);
    }
    push(&mut out, "}");
    out
}

fn write_event(event: &Event, out: &mut String) {
    push(out, "{");
    text(out, "id", &event.id);
    text(out, "project", &event.project);
    text(out, "type", &event.event_type);
    key(out, "timestamp");
    push_integer(out, event.timestamp.millis());
    // Seconds, as in outputs.
    push(out, "e-3");
    text(out, "data", &event.data);
    push(out, "}");
}

fn failure(error: &ControlError, snapshot: &[u8], max_bytes: usize) -> String {
    let mut out = String::from("{");
    raw(&mut out, "error", &error.to_json());
    if error.exception == Exception::Snapshot {
        raw(&mut out, "problems", "[");
        // Once more, for the error has but their places.
        for problem in load_with(snapshot, LoadOptions { lenient: false, max_bytes }).err().into_iter().flatten() {
            next(&mut out);
            problem.write_json(&mut out);
        }
        push(&mut out, "]");
    }
    push(&mut out, "}");
    out
}
