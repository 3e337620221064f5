//! The vectors on the core as WebAssembly, in Node and in a browser: `cargo xtask test` runs this program in both. Elsewhere
//! it is empty. The tests in `boundary/` belong to `src/wasm.rs`, for they see what is private there.

#![cfg(target_arch = "wasm32")]
#![expect(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets what it does not expect has failed"
)]

/// What runs a vector on the native core runs it here.
#[path = "../native"]
#[expect(dead_code, reason = "what other native tests ask of it")]
mod native {
    pub mod vector;
}
mod vectors;
