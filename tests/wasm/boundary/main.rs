//! The boundary, called as the host calls it and as it never should: whatever stands in scratch memory and whatever the
//! numbers are, a call answers or gives a status, and none traps. A module of `src/wasm.rs`.

#![expect(clippy::arithmetic_side_effects, reason = "a test that overflows has failed")]

mod glue;
mod refusal;
mod request;
mod scratch;

use js_sys::{Uint8Array, Uint32Array, WebAssembly};
use wasm_bindgen::JsCast;

use super::{Core, FIRST_STATUS, NO_CONTEXT, NO_ENTITY, SLOTS};
use crate::json::{Arena, Json};

/// The context kind of JSON text: all that are no other kind.
const TEXT: u32 = 2;

/// Two features and two flags of which one reads the context and one is quarantined, and an attribute that others read.
const SHOP: &str = r#"{"version":1,"project":{"name":"shop"},
    "segments":[{"name":"germany","pattern":"{\"country\":[\"DE\"]}"},{"name":"old","pattern":"{\"years\":[{\"numeric\":[\">\",17]}]}"}],
    "features":[
        {"name":"german","entityOverrides":{"vip":"ja"},"variations":[
            {"name":"no","value":{"boolValue":false}},{"name":"ja","value":{"boolValue":true}}]},
        {"name":"broken","variations":[]}],
    "experiments":[{"name":"e","status":"RUNNING","samplingRate":100000,"segment":"germany",
        "treatments":[{"name":"t","featureVariations":{"german":"ja"}}],"onlineAbDefinition":{"treatmentWeights":{"t":100000}}}],
    "appConfig":{"flags":{"version":"1","flags":{"banner":{},"torn":{}},"values":{
        "banner":{"_variants":[{"name":"Gold","enabled":true,"rule":"(eq $tier \"gold\")"},
            {"name":"Anna","enabled":true,"rule":"(eq $entityId \"anna\")"},{"name":"Default","enabled":false}]},
        "torn":{"enabled":1}}}}}"#;
const GERMAN: u32 = 0;
const BROKEN: u32 = 1;
const BANNER: u32 = 0;
const TORN: u32 = 1;

fn load(snapshot: &str) -> Core {
    Core::new(snapshot.as_bytes(), true, 1e6)
}

fn shop() -> Core {
    let core = load(SHOP);
    assert!(core.loaded(), "{}", core.problems());
    core
}

/// Writes to scratch memory as the host does, at the address that it is told.
fn write(core: &mut Core, at: usize, bytes: &[u8]) {
    let address = core.reserve(at + bytes.len());
    view(address + at, bytes.len()).copy_from(bytes);
}

/// Writes a context and behind it an id, as a request has them; the length of each.
fn write_request(core: &mut Core, context: &[u8], id: &[u8]) -> (usize, usize) {
    write(core, 0, context);
    write(core, context.len().next_multiple_of(8), id);
    (context.len(), id.len())
}

fn view(address: usize, length: usize) -> Uint8Array {
    Uint8Array::new_with_byte_offset_and_length(&buffer(), address as u32, length as u32)
}

/// The numbers that a call left, where it says that they are.
fn outcomes(core: &Core, count: u32) -> Vec<u32> {
    Uint32Array::new_with_byte_offset_and_length(&buffer(), core.outcomes() as u32, count).to_vec()
}

fn buffer() -> wasm_bindgen::JsValue {
    wasm_bindgen::memory().unchecked_into::<WebAssembly::Memory>().buffer()
}

/// What an answer's number stands for: a feature's reason.
fn reason(core: &Core, feature: u32, number: u32) -> String {
    let arena = Arena::new();
    let description = core.describe(feature);
    let description = Json::parse(&description, &arena).unwrap();
    text(member(answer(&description, number), "reason"))
}

/// The same of a flag: its variant.
fn variant(core: &Core, flag: u32, number: u32) -> String {
    let arena = Arena::new();
    let description = core.describe_flag(flag);
    let description = Json::parse(&description, &arena).unwrap();
    text(member(member(answer(&description, number), "value"), "_variant"))
}

#[track_caller]
fn answer<'a>(description: &'a Json<'a>, number: u32) -> &'a Json<'a> {
    assert!(number < FIRST_STATUS, "the status {number:#x}");
    match description {
        Json::Array([_, Json::Array(answers), ..]) => &answers[number as usize],
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn member<'a>(object: &'a Json<'a>, key: &str) -> &'a Json<'a> {
    object.get(key).unwrap_or_else(|| panic!("no `{key}` in {object:?}"))
}

fn text(value: &Json<'_>) -> String {
    value.as_str().unwrap().to_owned()
}

/// A request for the feature that reads `country`, with a context and an id in scratch memory.
fn evaluate(core: &mut Core, kind: u32, context: &[u8], id: &[u8]) -> u32 {
    let (context, id) = write_request(core, context, id);
    core.evaluate(GERMAN, kind, context, id, 0.0)
}

fn evaluate_flag(core: &mut Core, kind: u32, context: &[u8], id: Option<&[u8]>) -> u32 {
    let (context, bytes) = write_request(core, context, id.unwrap_or_default());
    core.evaluate_flag(BANNER, kind, context, id.map_or(NO_ENTITY, |_| bytes as u32))
}
