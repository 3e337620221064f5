//! Every vector on the core as WebAssembly.

use variate::json::{Arena, Json};
use wasm_bindgen_test::{console_log, wasm_bindgen_test};

use crate::native::vector;

/// The name and the text of each file. Here is no file system to read them from, so they are compiled in; xtask writes
/// the list anew each time, and compares the count below with that of the native core.
const FILES: &[(&str, &str)] =
    include!(env!("VARIATE_VECTORS", "names the list of vector files: `cargo xtask test` writes it"));

#[wasm_bindgen_test]
fn the_core_as_webassembly_answers_every_vector() {
    let arena = Arena::new();
    let mut ran = 0;
    let mut failures = Vec::new();
    for (file, text) in FILES {
        let document = Json::parse(text, &arena).unwrap_or_else(|error| panic!("{file}: {error:?}"));
        let Some(Json::Array(vectors)) = document.get("vectors") else { panic!("{file}: no `vectors`") };
        for vector in *vectors {
            if let Err(difference) = vector::run(vector, document.get("snapshots")) {
                let name = vector.get("name").and_then(Json::as_str).unwrap_or_default();
                failures.push(format!("{file}: {name}\n  {difference}"));
            }
        }
        ran += vectors.len();
    }
    console_log!("{ran} vectors ran as WebAssembly");
    assert!(failures.is_empty(), "{} of {ran} vectors fail:\n{}", failures.len(), failures.join("\n"));
}
